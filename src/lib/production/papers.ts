import { m } from '#lib/paraglide/messages.js';
import { testsOf } from '#lib/production/journey.ts';
import type { Journey } from '#lib/production/types.ts';

/** A paper or photo of a batch that can be opened. */
export interface Paper {
	id: string;
	name: string;
	/** What it is of, who added it. */
	note: string;
	at: string;
	/** Where it lies; null for a certificate whose PDF is made when it is asked for. */
	path: string | null;
	certificate?: boolean;
}

/** All that was added to a batch, the reports of its tests and its certificates, the latest first. */
export function papersOf(journey: Journey): Paper[] {
	const stageAt = (position: number | null) =>
		journey.stages.find((stage) => stage.position === position)?.stage;
	const attached = journey.documents.map(
		({ id, name, path, position, attached_by, attached_at }): Paper => ({
			id,
			name,
			path,
			note: [stageAt(position), attached_by].filter(Boolean).join(' · '),
			at: attached_at
		})
	);
	const reports = testsOf(journey).flatMap(({ test, stage }): Paper[] =>
		test.document_path
			? [
					{
						id: test.id,
						name: m.production_lab_report({ number: test.number }),
						path: test.document_path,
						note: [stage ?? m.production_final_test(), test.tested_by].join(' · '),
						at: test.tested_at
					}
				]
			: []
	);
	const certificates = journey.certificates.map(
		({ id, number, revision, issued_at, document_path }): Paper => ({
			id,
			name: m.production_certificate({ number, revision }),
			path: document_path,
			note: m.production_certificate_note(),
			at: issued_at,
			certificate: true
		})
	);
	return [...attached, ...reports, ...certificates].sort((one, other) =>
		other.at.localeCompare(one.at)
	);
}

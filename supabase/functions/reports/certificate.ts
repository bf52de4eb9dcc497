import {
	facts,
	grid,
	heading,
	notice,
	quiet,
	QUIET,
	said,
	sheet,
	state,
	type Content
} from './page.ts';
import { day, figure, instant, quantity } from './words.ts';

interface Result {
	name: string;
	method?: string;
	unit?: string;
	minimum?: number;
	maximum?: number;
	accepted?: string[];
	value?: number;
	observed?: string;
	within_spec: boolean;
}

/** A row of `certificates`; the PDF is made of its content and of nothing else. */
export interface Certificate {
	number: string;
	revision: number;
	issued_at: string;
	content: {
		site: string;
		site_code: string;
		time_zone: string;
		product: string;
		item: string;
		lot: string;
		batch: string;
		quantity: number;
		unit: string;
		pack_size: number | null;
		pack_unit: string | null;
		manufactured_on: string | null;
		expires_on: string | null;
		issued_by: string | null;
		test: {
			number: string;
			attempt: number;
			plan_version: number;
			overridden: boolean;
			remarks: string | null;
			sampled_at: string;
			tested_at: string;
			tested_by: string | null;
			results: Result[];
			override: {
				reason: string;
				justification: string;
				requested_by: string | null;
				requested_at: string;
				decided_by: string | null;
				decided_at: string;
				decision_note: string;
			} | null;
		};
	};
}

/** The certificate of analysis of a lot as a document (P4.11, P10.05). */
export function certificateSheet({ number, revision, issued_at, content }: Certificate): object {
	const { test } = content;
	const at = (time: string) => instant(time, content.time_zone);
	const { pack_size, pack_unit } = content;
	const packs = pack_size
		? ` of ${quantity(pack_size)} ${pack_unit}, ${quantity(content.quantity * pack_size)} ${pack_unit}`
		: '';
	return sheet({
		title: 'Certificate of analysis',
		site: content.site,
		name: `${number}, revision ${revision}`,
		madeAt: issued_at,
		content: [
			said(content.product, { fontSize: 13, color: QUIET, margin: [0, 0, 0, 14] }),
			facts([
				['Lot', said(content.lot, { bold: true })],
				['Batch', said(content.batch)],
				['Item', said(content.item)],
				['Quantity', said(`${quantity(content.quantity)} ${content.unit}${packs}`)],
				['Manufactured', said(day(content.manufactured_on))],
				['Expires', said(day(content.expires_on))],
				['Test', said(test.number + (test.attempt > 1 ? `, attempt ${test.attempt}` : ''))],
				['QC plan', said(`version ${test.plan_version}`)]
			]),
			heading('Results'),
			grid(
				['*', 122, 86, 64, 76],
				[
					{ text: 'Parameter' },
					{ text: 'Method' },
					{ text: 'Limits' },
					{ text: 'Result', alignment: 'right' },
					{ text: 'Verdict' }
				],
				test.results.map(row)
			),
			conclusion(content, at),
			...(test.remarks ? [heading('Remarks of the laboratory'), said(test.remarks)] : []),
			{
				unbreakable: true,
				stack: [
					heading('Who and when'),
					facts([
						['Sampled', said(at(test.sampled_at))],
						['Tested', said(at(test.tested_at))],
						['Tested by', said(test.tested_by)],
						['Issued', said(at(issued_at))],
						['Issued by', said(content.issued_by)]
					])
				]
			}
		]
	});
}

function row(result: Result): Content[] {
	const shown = result.value === undefined ? result.observed! : figure(result.value);
	const bold = !result.within_spec;
	return [
		said(result.name),
		said(result.method, { color: QUIET }),
		measured(limits(result), result.unit),
		{ ...measured(shown, result.unit), bold, alignment: 'right' },
		result.within_spec ? state('pass', 'Within limits') : state('fail', 'Out of limits')
	];
}

/** A figure with its unit beside it in a quieter ink. */
function measured(shown: string, unit: string | undefined): Content {
	return { text: [said(shown), ...(unit ? [quiet(` ${unit}`)] : [])] };
}

function limits({ minimum, maximum, accepted }: Result): string {
	if (accepted) return accepted.join(' or ');
	if (minimum === undefined) return `at most ${figure(maximum!)}`;
	if (maximum === undefined) return `at least ${figure(minimum)}`;
	return `${figure(minimum)} to ${figure(maximum)}`;
}

/** Why the lot is released: by its results, or by somebody who has overridden them (P4.06). */
function conclusion({ test }: Certificate['content'], at: (time: string) => string): Content {
	const { override } = test;
	if (!test.overridden || !override)
		return notice('pass', [
			state('pass', 'Passed', { bold: true }),
			{ text: 'All results that the limits ask for are within them.' }
		]);
	const line = (label: string, value: string): Content => ({
		margin: [0, 3, 0, 0],
		columns: [quiet(label, { width: 92, fontSize: 8.5 }), said(value, { width: '*' })]
	});
	const out = test.results.filter((result) => !result.within_spec).map(({ name }) => name);
	return notice('hold', [
		state('hold', 'Released by an override', { bold: true }),
		said(`Out of limits: ${out.join(', ')}.`),
		line('Reason', override.reason),
		line('Justification', override.justification),
		line('Asked for by', `${override.requested_by ?? '–'}, ${at(override.requested_at)}`),
		line('Approved by', `${override.decided_by ?? '–'}, ${at(override.decided_at)}`),
		line('Decision', override.decision_note)
	]);
}

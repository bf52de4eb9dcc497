import { cors, invalid, json, Refusal, refusal, UUID } from '../_shared/answers.ts';
import { callerOf, command, FILES, sha256, type Caller } from '../_shared/caller.ts';
import { certificateSheet, type Certificate } from './certificate.ts';
import { dispatchSheet, type Shipment } from './dispatch.ts';
import { set } from './fonts.ts';
import { folder } from './words.ts';

/** Seconds for which the address of a file is good. */
const GOOD_FOR = 600;

/** A record that a PDF is made of, as far as the caller sees it. */
interface Printable {
	/** Of the file that has been made; null before. */
	path: string | null;
	siteCode: string;
	/** ISO 8601. */
	madeAt: string;
	timeZone: string;
	definition(): object;
	/** Who gives the record its file, once: the name of the command and of its argument. */
	attach: [command: string, argument: string];
}

const KINDS: Record<string, (caller: Caller, id: string) => Promise<Printable>> = {
	certificate,
	dispatch
};

/**
 * Makes the PDF of a record and keeps it (P4.11, P13.02, P10.05): POST
 * `{"kind": "certificate" | "dispatch", "id", "request_id"}`. Answers `{"path", "signed_url"}`: of the
 * file that is there when it has been made before. Refuses with NOT_SIGNED_IN, VALUE_INVALID, NOT_FOUND.
 */
Deno.serve(async (request) => {
	if (request.method === 'OPTIONS') return new Response('ok', { headers: cors });
	try {
		if (request.method !== 'POST')
			throw refusal(
				405,
				'VALUE_INVALID',
				`A report is asked for by POST, not by ${request.method}.`
			);
		const caller = await callerOf(request);
		const { kind, id, requestId } = await read(request);
		const record = await KINDS[kind]!(caller, id);
		const path = record.path ?? (await make(caller, record, id, requestId));
		const { data, error } = await FILES.createSignedUrl(path, GOOD_FOR);
		if (error) throw error;
		return json({ path, signed_url: data.signedUrl });
	} catch (error) {
		if (error instanceof Refusal) return json(error.body, error.status);
		console.error(error);
		const message = 'The report could not be made. Ask for it again.';
		return json({ code: 'PT500', message, details: null, hint: null }, 500);
	}
});

async function read(request: Request): Promise<{ kind: string; id: string; requestId: string }> {
	const body: unknown = await request.json().catch(() => undefined);
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		throw invalid('kind', 'A report is asked for with a JSON object.');
	const given = body as Record<string, unknown>;
	const kinds = Object.keys(KINDS);
	if (typeof given.kind !== 'string' || !kinds.includes(given.kind))
		throw invalid('kind', `There is no report of this kind; one is ${kinds.join(' or ')}.`);
	const uuid = (field: string) => {
		const value = given[field];
		if (value === undefined || value === null) throw invalid(field, `There is no ${field}.`);
		if (typeof value !== 'string' || !UUID.test(value))
			throw invalid(field, `"${String(value).slice(0, 60)}" is no UUID.`);
		return value;
	};
	return { kind: given.kind, id: uuid('id'), requestId: uuid('request_id') };
}

async function certificate({ client }: Caller, id: string): Promise<Printable> {
	const { data, error } = await client
		.from('certificates')
		.select('number, revision, issued_at, document_path, content')
		.eq('id', id)
		.maybeSingle<Certificate & { document_path: string | null }>();
	if (error) throw error;
	if (!data)
		throw refusal(
			404,
			'NOT_FOUND',
			'There is no such certificate.',
			'id',
			'Look for it in the list.'
		);
	return {
		path: data.document_path,
		siteCode: data.content.site_code,
		madeAt: data.issued_at,
		timeZone: data.content.time_zone,
		definition: () => certificateSheet(data),
		attach: ['attach_certificate_file', 'certificate_id']
	};
}

async function dispatch({ client }: Caller, id: string): Promise<Printable> {
	const shipment = await command<Shipment>('shipment_details', { shipment_id: id }, client);
	return {
		path: shipment.document_path,
		siteCode: shipment.site_code,
		madeAt: shipment.shipped_at,
		timeZone: shipment.time_zone,
		definition: () => dispatchSheet(shipment),
		attach: ['attach_dispatch_report', 'shipment_id']
	};
}

/** Stores the PDF and gives it to the record; answers the path of the one that the record has. */
async function make(
	caller: Caller,
	{ siteCode, madeAt, timeZone, definition, attach }: Printable,
	id: string,
	requestId: string
): Promise<string> {
	const bytes = await set(definition());
	const path = `${siteCode}/${folder(madeAt, timeZone)}/${crypto.randomUUID()}.pdf`;
	const { error } = await FILES.upload(path, bytes, { contentType: 'application/pdf' });
	if (error) throw error;
	const [name, argument] = attach;
	try {
		const kept = await command<{ path: string }>(name, {
			request_id: requestId,
			person: caller.id,
			[argument]: id,
			size_bytes: bytes.byteLength,
			sha256: await sha256(bytes),
			path
		});
		// Somebody who asked at the same moment was first.
		if (kept.path !== path) await FILES.remove([path]);
		return kept.path;
	} catch (refused) {
		// Without an answer nobody knows whether the record refers to the file: then it stays.
		if (refused instanceof Refusal) await FILES.remove([path]);
		throw refused;
	}
}

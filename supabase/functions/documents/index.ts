import { fileTypeFromBuffer } from 'npm:file-type@22';
import { cors, invalid, json, Refusal, refusal, UUID } from '../_shared/answers.ts';
import { callerOf, command, FILES, sha256 } from '../_shared/caller.ts';
import { limited, TooLarge } from './body.ts';
import { harmlessName } from './name.ts';

/** Bytes of a file at the most, as the table and the bucket have it. */
const LARGEST_FILE = 10_000_000;

/** Bytes that the other fields and the multipart form around them may take. */
const ENVELOPE = 10_000;

/** What is taken, by what the content says it is. The animated HEIF types are no photos. */
const TYPES: string[] = [
	'application/pdf',
	'image/jpeg',
	'image/png',
	'image/webp',
	'image/heic',
	'image/heif'
];

const KINDS = [
	'grn',
	'lab_report',
	'shift_card',
	'override',
	'photo',
	'certificate',
	'dispatch_report',
	'other'
];

/**
 * Takes a document (P12.01): POST as multipart form with `file`, `site_id`, `kind` and `request_id`.
 * Answers what `register_document` does. Refuses with NOT_SIGNED_IN, VALUE_INVALID,
 * FILE_TOO_LARGE, FILE_TYPE_REFUSED, and with what the command refuses with.
 */
Deno.serve(async (request) => {
	if (request.method === 'OPTIONS') return new Response('ok', { headers: cors });
	try {
		if (request.method !== 'POST')
			throw refusal(405, 'VALUE_INVALID', `A document is sent by POST, not by ${request.method}.`);
		const uploader = await callerOf(request);
		return json(await store(uploader.id, await read(request)));
	} catch (error) {
		if (error instanceof Refusal) return json(error.body, error.status);
		console.error(error);
		const message = 'The document could not be stored. Send it again.';
		return json({ code: 'PT500', message, details: null, hint: null }, 500);
	}
});

interface Sent {
	requestId: string;
	siteId: string;
	kind: string;
	file: File;
}

async function read(request: Request): Promise<Sent> {
	const form = await formOf(request);
	const text = (field: string) => {
		const value = form.get(field);
		if (typeof value !== 'string' || value.trim() === '')
			throw invalid(field, `There is no ${field}.`);
		return value.trim();
	};
	const uuid = (field: string) => {
		const value = text(field);
		if (!UUID.test(value)) throw invalid(field, `"${value.slice(0, 60)}" is no UUID.`);
		return value;
	};
	const sent = { requestId: uuid('request_id'), siteId: uuid('site_id'), kind: text('kind') };
	if (!KINDS.includes(sent.kind))
		throw invalid(
			'kind',
			`"${sent.kind.slice(0, 60)}" is no kind of document; one is ${KINDS.join(', ')}.`
		);
	const file = form.get('file');
	if (!(file instanceof File)) throw invalid('file', 'There is no file.');
	if (file.size === 0) throw invalid('file', `The file "${file.name.slice(0, 200)}" is empty.`);
	if (file.size > LARGEST_FILE) throw tooLarge();
	return { ...sent, file };
}

async function formOf(request: Request): Promise<FormData> {
	const type = request.headers.get('content-type') ?? '';
	if (!request.body || !type.startsWith('multipart/form-data'))
		throw invalid('file', 'A document is sent as a multipart form with a file in it.');
	const most = LARGEST_FILE + ENVELOPE;
	if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge();
	try {
		const body = limited(request.body, most);
		return await new Response(body, { headers: { 'content-type': type } }).formData();
	} catch (error) {
		throw error instanceof TooLarge
			? tooLarge()
			: invalid('file', 'The multipart form cannot be read.');
	}
}

async function store(uploader: string, { requestId, siteId, kind, file }: Sent): Promise<unknown> {
	const bytes = new Uint8Array(await file.arrayBuffer());
	const type = await fileTypeFromBuffer(bytes);
	if (!type || !TYPES.includes(type.mime)) {
		const found = type ? `, it is ${type.mime}` : '';
		throw refusal(
			415,
			'FILE_TYPE_REFUSED',
			`"${file.name.slice(0, 200)}" is neither a PDF nor a picture by its content${found}.`,
			'file',
			'Send a PDF or a picture: JPG, PNG, WebP or HEIC.'
		);
	}
	const folder = await command<string>('prepare_document', { uploader, site_id: siteId });
	const path = `${folder}/${crypto.randomUUID()}.${type.ext}`;
	const { error } = await FILES.upload(path, bytes, { contentType: type.mime });
	if (error) throw error;
	try {
		const document = await command<{ path: string }>('register_document', {
			request_id: requestId,
			uploader,
			site_id: siteId,
			kind,
			name: harmlessName(file.name, type.ext),
			media_type: type.mime,
			size_bytes: bytes.byteLength,
			sha256: await sha256(bytes),
			path
		});
		// A repetition is answered with the document of the first time.
		if (document.path !== path) await FILES.remove([path]);
		return document;
	} catch (error) {
		// Without an answer nobody knows whether the document refers to the file: then it stays.
		if (error instanceof Refusal) await FILES.remove([path]);
		throw error;
	}
}

function tooLarge(): Refusal {
	return refusal(
		413,
		'FILE_TOO_LARGE',
		`The file has more than ${LARGEST_FILE / 1e6} MB.`,
		'file',
		'Scan it with a lower resolution, or send it in parts.'
	);
}

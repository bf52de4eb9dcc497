import { PUBLIC_SUPABASE_KEY, PUBLIC_SUPABASE_URL } from '$app/env/public';
import { connection } from '#lib/connection.svelte.ts';
import type { Tables } from '#lib/database.types.ts';
import { answerIn } from '#lib/functions.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { Refusal, refusalOf, refusalOfAuth, SIGNED_OUT } from '#lib/refusal.ts';
import { requestId } from '#lib/request-id.ts';
import { supabase } from '#lib/supabase.ts';
import { DOCUMENT_TYPES, whyNotSent } from '#lib/ui/file.ts';

export type Document = Tables<'documents'>;
export type DocumentKind =
	| 'grn'
	| 'lab_report'
	| 'shift_card'
	| 'override'
	| 'photo'
	| 'certificate'
	| 'dispatch_report'
	| 'other';

export interface DocumentQuery extends ListQuery {
	siteId: string;
	kind?: DocumentKind;
}

/** A page of a site's documents, newest first (P12.01). @throws Refusal */
export function list(query: DocumentQuery, signal?: AbortSignal): Promise<ListPage<Document>> {
	let asked = supabase
		.from('documents')
		.select('*', { count: 'exact' })
		.eq('site_id', query.siteId);
	if (query.kind) asked = asked.eq('kind', query.kind);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['name']));
	const sorted = paged(
		asked,
		query,
		['name', 'kind', 'size_bytes', 'uploaded_at'],
		['-uploaded_at', 'id']
	);
	return pageOf(sorted, signal);
}

/** Seconds for which the address of a file is good. */
const GOOD_FOR = 600;

/**
 * An address at which the file of a document can be opened, for ten minutes.
 * @throws Refusal
 */
export async function addressOf(path: string): Promise<string> {
	const { data, error } = await supabase.storage.from('documents').createSignedUrl(path, GOOD_FOR);
	if (!error) return data.signedUrl;
	throw notThere(path);
}

function notThere(path: string): Refusal {
	return new Refusal({
		kind: 'refused',
		code: 'NOT_FOUND',
		sentence: 'This file is not there, or not for you to see.',
		hint: 'Look for the document in the list.',
		params: { path }
	});
}

/** A document by where it lies. @throws Refusal */
export function at(path: string, signal?: AbortSignal): Promise<Document> {
	return taken(supabase.from('documents').select().eq('path', path).single(), signal);
}

/** The file of a document, to be shown in place. @throws Refusal */
export async function fileOf({ path, media_type }: Document): Promise<Blob> {
	const { data, error } = await supabase.storage.from('documents').download(path);
	// What it is by its content is known, whatever its address says.
	if (!error) return new Blob([data], { type: media_type });
	throw notThere(path);
}

/** A file on its way, and the same file when it is sent again. */
export class Upload {
	readonly file: File;
	#siteId: string;
	#kind: DocumentKind;
	#requestId = requestId();

	constructor(siteId: string, kind: DocumentKind, file: File) {
		this.#siteId = siteId;
		this.#kind = kind;
		this.file = file;
	}

	/**
	 * Sends it, as often as it is called, for one document.
	 * @param progress is told the share that has gone, 0 to 1
	 * @throws Refusal FILE_TOO_LARGE or FILE_TYPE_REFUSED before it travels, and what the server refuses
	 */
	async send(
		progress: (share: number) => void = () => {},
		signal?: AbortSignal
	): Promise<Document> {
		const wrong = await whyNotSent(this.file, DOCUMENT_TYPES);
		if (wrong) throw new Refusal({ kind: 'refused', field: 'file', params: {}, ...wrong });
		const { data, error } = await supabase.auth.getSession();
		if (error) throw refusalOfAuth(error);
		if (!data.session) throw new Refusal(SIGNED_OUT);
		const { status, text } = await post(this.#form(), data.session.access_token, progress, signal);
		connection.report(status !== 0);
		if (status >= 200 && status < 300) return JSON.parse(text) as Document;
		throw refusalOf(status === 0 ? { message: text } : answerIn(text), status);
	}

	#form(): FormData {
		const form = new FormData();
		form.set('request_id', this.#requestId);
		form.set('site_id', this.#siteId);
		form.set('kind', this.#kind);
		form.set('file', this.file);
		return form;
	}
}

/** Of all that a browser has to send something, this alone tells how much has gone. */
function post(
	form: FormData,
	token: string,
	progress: (share: number) => void,
	signal?: AbortSignal
): Promise<{ status: number; text: string }> {
	return new Promise((resolve) => {
		const request = new XMLHttpRequest();
		request.open('POST', `${PUBLIC_SUPABASE_URL || location.origin}/functions/v1/documents`);
		request.setRequestHeader('apikey', PUBLIC_SUPABASE_KEY);
		request.setRequestHeader('Authorization', `Bearer ${token}`);
		request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
			if (lengthComputable) progress(loaded / total);
		};
		const unanswered = (name: string) => () => resolve({ status: 0, text: name });
		request.onload = () => resolve({ status: request.status, text: request.responseText });
		request.onerror = unanswered('TypeError: Failed to send');
		request.onabort = unanswered('AbortError: Stopped');
		request.ontimeout = unanswered('TimeoutError: Too slow');
		signal?.addEventListener('abort', () => request.abort());
		request.send(form);
	});
}

import { json, refusal } from '../_shared/answers.ts';
import { command, STRANGER } from '../_shared/caller.ts';

const app = (Deno.env.get('SITE_URL') ?? Deno.env.get('SUPABASE_URL')!).replace(/\/*$/, '');

/**
 * What `List-Unsubscribe` leads to. A mail program posts (RFC 8058) and is done; who opens it as a page
 * comes to the one of the app that asks him first, for mail scanners open every link.
 */
export async function unsubscribe(request: Request): Promise<Response> {
	const token = new URL(request.url).searchParams.get('token');
	if (!token) throw refusal(400, 'FIELD_MISSING', 'There is no token.', 'token');
	if (request.method === 'GET')
		return Response.redirect(`${app}/unsubscribe#token=${encodeURIComponent(token)}`, 303);
	if (request.method !== 'POST')
		throw refusal(405, 'VALUE_INVALID', `This is done by POST, not by ${request.method}.`);
	await request.body?.cancel();
	await command('unsubscribe', { token }, STRANGER);
	return json({});
}

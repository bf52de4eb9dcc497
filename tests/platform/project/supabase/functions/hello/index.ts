import { cors, json } from '../_shared/json.ts';

/** Which process answers: it stays the same while it is warm. */
const instance = crypto.randomUUID();

/** Says who calls. The platform has checked the token, so it is only read here. */
Deno.serve((request) => {
	if (request.method === 'OPTIONS') return new Response('ok', { headers: cors });
	const token = request.headers.get('Authorization')?.replace(/^Bearer /, '');
	const claims = token?.includes('.')
		? JSON.parse(atob(token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')))
		: {};
	return json({ caller: claims.sub ?? null, role: claims.role ?? null, instance });
});

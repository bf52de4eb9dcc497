import { createHash, timingSafeEqual } from 'node:crypto';

/** The project's secret keys: those of today by name, and the one of before them. */
const KEYS = [
	...Object.values(JSON.parse(Deno.env.get('SUPABASE_SECRET_KEYS') ?? '{}') as object),
	Deno.env.get('SUPABASE_SERVICE_ROLE_KEY')
].filter((key): key is string => typeof key === 'string' && key !== '');

/**
 * Whether the project itself calls: its secret key is in the header `apikey`. Compared in a time that
 * tells nothing of the key.
 */
export function isFromProject(request: Request): boolean {
	const given = digest(request.headers.get('apikey') ?? '');
	return KEYS.map((key) => timingSafeEqual(digest(key), given)).includes(true);
}

function digest(text: string): Uint8Array {
	return createHash('sha256').update(text).digest();
}

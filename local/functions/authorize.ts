import { decodeProtectedHeader } from 'jose';
import type { Keys } from '../keys.ts';
import { roleOfKey, verifyToken } from '../tokens.ts';
import { unauthorized, type Refusal } from './answers.ts';

/**
 * The platform's check before a function with `verify_jwt`: a user's token, or one of the API keys
 * in either header. A key alone says nothing of who calls; that is the function's to find out.
 * @returns why the request is refused, or undefined
 */
export async function refuseCaller(headers: Headers, keys: Keys): Promise<Refusal | undefined> {
	const authorization = headers.get('authorization');
	const apiKey = roleOfKey(headers.get('apikey') ?? undefined, keys);
	if (!authorization && !apiKey)
		return unauthorized('NO_AUTH_HEADER', 'Missing authorization header');
	const token = authorization?.match(/^Bearer\s+(\S+)$/i)?.[1];
	if (token && !token.startsWith('sb_')) return await refuseToken(token, keys);
	return apiKey || roleOfKey(token, keys)
		? undefined
		: unauthorized('INVALID_JWT_FORMAT', 'Invalid JWT format');
}

async function refuseToken(token: string, keys: Keys): Promise<Refusal | undefined> {
	const algorithm = algorithmOf(token);
	switch (algorithm) {
		case undefined:
			return unauthorized('INVALID_JWT_FORMAT', 'Invalid JWT format');
		case 'HS256':
			return typeof (await verifyToken(token, keys)) === 'object'
				? undefined
				: unauthorized('LEGACY_JWT', 'Invalid JWT');
		case 'ES256':
		case 'RS256':
			return unauthorized('ASYMMETRIC_JWT', 'Invalid JWT');
		default:
			return unauthorized('UNSUPPORTED_TOKEN_ALGORITHM', `Unsupported JWT algorithm ${algorithm}`);
	}
}

function algorithmOf(token: string): string | undefined {
	try {
		return decodeProtectedHeader(token).alg;
	} catch {
		return undefined;
	}
}

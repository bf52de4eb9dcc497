import { timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import type { Keys } from './keys.ts';

/** Claims of a user's access token, or those that an API key stands for. */
export type Claims = JWTPayload & { role: string; session_id?: string };

/** Why a token was refused, in the words the parts answer with. */
export type TokenFault = 'expired' | 'invalid';

/**
 * Tokens whose signature has been found right. A session sends the same one with each request of its
 * hour, and checking it takes longer than all else that is known about the request.
 */
const verified = new Map<string, Claims>();
const VERIFIED_AT_MOST = 1000;

/**
 * Checks signature and expiry of an access token (HS256).
 * @returns the claims, or why it was refused
 */
export async function verifyToken(
	token: string,
	{ jwtSecret }: Keys
): Promise<Claims | TokenFault> {
	const key = `${jwtSecret} ${token}`;
	const known = verified.get(key);
	if (known) return known.exp! * 1000 > Date.now() ? known : 'expired';
	try {
		const { payload } = await jwtVerify(token, Buffer.from(jwtSecret), { algorithms: ['HS256'] });
		if (typeof payload.role !== 'string') return 'invalid';
		const claims = payload as Claims;
		if (claims.exp !== undefined && claims.nbf === undefined) remember(key, claims);
		return claims;
	} catch (error) {
		return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
	}
}

function remember(key: string, claims: Claims): void {
	if (verified.size >= VERIFIED_AT_MOST) verified.delete(verified.keys().next().value!);
	verified.set(key, Object.freeze(claims));
}

/** Signs claims as Auth does. @param lifetime seconds */
export async function signToken(
	claims: Claims,
	lifetime: number,
	{ jwtSecret }: Keys
): Promise<string> {
	return await new SignJWT(claims)
		.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
		.setIssuedAt()
		.setExpirationTime(`${lifetime}s`)
		.sign(Buffer.from(jwtSecret));
}

/** The database role an API key stands for; undefined when it is not one of this stack's. */
export function roleOfKey(
	key: string | undefined,
	keys: Keys
): 'anon' | 'service_role' | undefined {
	if (!key) return undefined;
	if (isEqual(key, keys.secretKey)) return 'service_role';
	if (isEqual(key, keys.publishableKey)) return 'anon';
	return undefined;
}

/** The token of an `Authorization: Bearer …` header. API keys are not tokens and give undefined. */
export function bearerToken(header: string | undefined | null): string | undefined {
	const token = header?.match(/^Bearer\s+(\S+)$/i)?.[1];
	return token && !token.startsWith('sb_') ? token : undefined;
}

/** Compares a credential in a time that does not tell how much of it was right. */
export function isEqual(given: string, secret: string): boolean {
	const [left, right] = [Buffer.from(given), Buffer.from(secret)];
	return left.length === right.length && timingSafeEqual(left, right);
}

import { createHash, randomInt } from 'node:crypto';
import type { Sql } from 'postgres';
import { PASSWORD_CHARACTERS, type ProjectConfig } from '../config.ts';
import { AuthFault, invalid } from './errors.ts';

type AuthConfig = ProjectConfig['auth'];

/** bcrypt reads no further. */
const LONGEST_PASSWORD = 72;

/**
 * Checks a new password against the rules of config.toml.
 * @throws AuthFault `weak_password` with the reasons, or `validation_failed` when it is too long
 */
export function checkPassword(password: string, auth: AuthConfig): void {
	if (Buffer.byteLength(password) > LONGEST_PASSWORD) {
		throw invalid(`Password cannot be longer than ${LONGEST_PASSWORD} characters`);
	}
	const required = PASSWORD_CHARACTERS[auth.password_requirements];
	const reasons: string[] = [];
	const messages: string[] = [];
	if (password.length < auth.minimum_password_length) {
		reasons.push('length');
		messages.push(`Password should be at least ${auth.minimum_password_length} characters.`);
	}
	const contains = (set: string) => [...password].some((character) => set.includes(character));
	if (!required.every(contains)) {
		reasons.push('characters');
		messages.push(
			`Password should contain at least one character of each: ${required.join(', ')}.`
		);
	}
	if (reasons.length > 0) {
		throw new AuthFault(422, 'weak_password', messages.join(' '), { weak_password: { reasons } });
	}
}

/** The bcrypt hash as @supabase/lite makes it, which checks it at sign-in. */
export async function hashPassword(sql: Sql, password: string): Promise<string> {
	const [row] = await sql<{ hash: string }[]>`
		select extensions.crypt(${password}, extensions.gen_salt('bf', 10)) as hash`;
	return row!.hash;
}

/** The hash of a password that nobody has kept, at the cost of all others. */
const NOBODYS_HASH = '$2a$10$RWRcblciRuP.utrd0wwD6OARfIph18rEfSbqBzgcvwVlPaa6O.jMO';

/**
 * Whether a password is the one of a hash. It is compared with something where there is no hash, too,
 * because an answer that came sooner would tell who has no account.
 */
export async function passwordMatches(
	sql: Sql,
	password: string,
	hash: string | undefined
): Promise<boolean> {
	// pgcrypto knows bcrypt by the first of its names only.
	const known = (hash ?? NOBODYS_HASH).replace(/^\$2[by]\$/, () => '$2a$');
	const [row] = await sql<{ same: boolean }[]>`
		select extensions.crypt(${password}, ${known}) = ${known} as same`;
	return row!.same && hash !== undefined;
}

/**
 * An address in the form in which it is kept.
 * @throws AuthFault `validation_failed` unless it looks like one
 */
export function checkEmail(email: unknown): string {
	if (!email) throw invalid('An email address is required');
	if (
		typeof email !== 'string' ||
		email.length > 255 ||
		!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
	) {
		throw invalid('Unable to validate email address: invalid format');
	}
	return email.toLowerCase();
}

/**
 * A phone number in the form in which it is kept: E.164 without its plus.
 * @throws AuthFault `validation_failed` unless it is one
 */
export function checkPhone(phone: unknown): string {
	const number = String(phone).replace(/^\+/, '').replaceAll(' ', '');
	if (!/^[1-9]\d{1,14}$/.test(number)) {
		throw invalid('Invalid phone number format (E.164 required)');
	}
	return number;
}

const SECONDS: Record<string, number> = {
	ns: 1e-9,
	us: 1e-6,
	µs: 1e-6,
	ms: 1e-3,
	s: 1,
	m: 60,
	h: 3600
};

/**
 * How long a ban lasts.
 * @param text a Go duration such as `24h` or `1h30m`, or `none`
 * @returns seconds; 0 lifts the ban
 * @throws AuthFault `validation_failed`
 */
export function banSeconds(text: string): number {
	if (text === 'none' || text === '0') return 0;
	if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text)) {
		throw invalid(`invalid format for ban duration: time: invalid duration "${text}"`);
	}
	let seconds = 0;
	for (const [, amount, unit] of text.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)) {
		seconds += Number(amount) * SECONDS[unit!]!;
	}
	return seconds;
}

/** A one-time code of the configured length, and the hash under which it is kept and linked. */
export function newOtp(email: string, auth: AuthConfig): { otp: string; hash: string } {
	const otp = Array.from({ length: auth.email.otp_length }, () => randomInt(10)).join('');
	return { otp, hash: hashOtp(email, otp) };
}

/** As @supabase/lite hashes it, which accepts the code or this hash at `/verify`. */
export function hashOtp(email: string, otp: string): string {
	return createHash('sha256')
		.update(email.toLowerCase() + otp)
		.digest('hex');
}

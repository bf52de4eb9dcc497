import { m } from '#lib/paraglide/messages.js';

/** What bcrypt reads of a password, in bytes. */
const LONGEST = 72;

/** What Auth counts as a special character (config.toml, password_requirements). */
const SPECIAL = /[!@#$%^&*()_+\-=[\]{};'\\:"|<>?,./`~]/;

interface PasswordRule {
	label: () => string;
	holds: (password: string) => boolean;
}

/** What a password has to be (P1.02), as Auth will ask it. */
export const passwordRules: PasswordRule[] = [
	{ label: m.access_password_length, holds: (password) => password.length >= 8 },
	{ label: m.access_password_upper, holds: (password) => /[A-Z]/.test(password) },
	{ label: m.access_password_lower, holds: (password) => /[a-z]/.test(password) },
	{ label: m.access_password_digit, holds: (password) => /[0-9]/.test(password) },
	{ label: m.access_password_special, holds: (password) => SPECIAL.test(password) }
];

/** Why a password is none; undefined for one that is. */
export function whatIsWrongWithPassword(password: string): string | undefined {
	if (!password) return m.access_password_missing();
	if (new TextEncoder().encode(password).byteLength > LONGEST) return m.access_password_long();
	const broken = passwordRules.filter(({ holds }) => !holds(password));
	if (!broken.length) return undefined;
	return m.access_password_lacks({ rules: broken.map(({ label }) => label()).join(', ') });
}

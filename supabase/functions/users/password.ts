/** Characters at the least (P1.02). */
const SHORTEST = 8;

/** Bytes that bcrypt reads. */
const LONGEST = 72;

/** What Auth counts as a special character, among others. */
const SPECIAL = /[!@#$%^&*()_+\-=[\]{};'\\:"|<>?,./`~]/;

/**
 * Why a password is none (P1.02). Auth asks the same of people, but not of who creates an account for
 * somebody else.
 */
export function weakness(password: string): string | undefined {
	if (password.length < SHORTEST) return `The password has fewer than ${SHORTEST} characters.`;
	if (new TextEncoder().encode(password).byteLength > LONGEST)
		return `The password is longer than ${LONGEST} bytes.`;
	const missing = [
		!/[A-Z]/.test(password) && 'an upper-case letter',
		!/[a-z]/.test(password) && 'a lower-case letter',
		!/[0-9]/.test(password) && 'a digit',
		!SPECIAL.test(password) && 'a special character'
	].filter((each) => each !== false);
	return missing.length > 0 ? `The password lacks ${missing.join(' and ')}.` : undefined;
}

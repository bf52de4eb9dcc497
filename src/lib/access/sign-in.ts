import { sentenceFor, type Refusal } from '#lib/access/refusals.ts';
import { supabase } from '#lib/supabase.ts';

/** What mail servers accept, in characters. */
const LONGEST_EMAIL = 254;

/**
 * Signs in.
 * @param email spaces around it do not count
 * @returns why not, where it was refused
 */
export async function signIn(email: string, password: string): Promise<Refusal | undefined> {
	const missing = whatIsMissing(email.trim(), password);
	if (missing) return missing;
	const { error } = await supabase.auth.signInWithPassword({ email: email.trim(), password });
	return error ? sentenceFor(error) : undefined;
}

function whatIsMissing(email: string, password: string): Refusal | undefined {
	const wrong = whatIsWrongWithEmail(email);
	if (wrong) return wrong;
	if (!password) return { field: 'password', sentence: 'Enter your password.' };
	return undefined;
}

/** Why an address is none. @param email without spaces around it */
export function whatIsWrongWithEmail(email: string): Refusal | undefined {
	if (!email) return { field: 'email', sentence: 'Enter your e-mail address.' };
	if (email.length > LONGEST_EMAIL) {
		return {
			field: 'email',
			sentence: `This has ${email.length} characters; an e-mail address has ${LONGEST_EMAIL} at the most.`
		};
	}
	if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
		return {
			field: 'email',
			sentence: `“${email}” is not an e-mail address. It looks like name@company.com.`
		};
	}
	return undefined;
}

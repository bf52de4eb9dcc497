import { isAuthRetryableFetchError, type AuthError } from '@supabase/supabase-js';

/** What to tell a person, and at which field of the sign-in form. */
export interface Refusal {
	sentence: string;
	field?: 'email' | 'password';
}

const refusals: Record<string, Refusal> = {
	invalid_credentials: {
		field: 'password',
		sentence: 'This e-mail address and password do not belong together. Check both; capitals count.'
	},
	user_banned: {
		field: 'email',
		sentence: 'This account is switched off. Ask an administrator to switch it on again.'
	},
	email_not_confirmed: {
		field: 'email',
		sentence: 'This address has not been confirmed yet. Open the link in the mail we sent to it.'
	},
	session_expired: { sentence: 'Your session has ended. Sign in again.' },
	session_not_found: { sentence: 'Your session has ended. Sign in again.' }
};

/** Auth counts sign-ins by network address over this many minutes. */
const RATE_WINDOW = 5;

/** Puts an answer of Auth into words for the person who waits for it. */
export function sentenceFor(error: AuthError): Refusal {
	if (isAuthRetryableFetchError(error)) return { sentence: unreachable(error.status) };
	if (error.status === 429) return { sentence: tooMany(error.message) };
	return (
		refusals[error.code ?? ''] ?? {
			sentence: `The sign-in service refused: ${error.message}. Try again; if it stays, tell an administrator.`
		}
	);
}

function unreachable(status: number | undefined): string {
	return status
		? `The sign-in service does not work at the moment (error ${status}). Try again in a minute.`
		: 'The server cannot be reached. Check the network connection, then try again.';
}

function tooMany(message: string): string {
	const seconds = Number(message.match(/after (\d+) seconds?/)?.[1] ?? RATE_WINDOW * 60);
	const minutes = Math.ceil(seconds / 60);
	const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
	return `Too many attempts from this network. Wait ${wait}, then try again.`;
}

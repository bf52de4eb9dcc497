import type { StackContext } from '../context.ts';
import { passwordMatches } from './credentials.ts';
import { AuthFault, invalid, invalidCredentials } from './errors.ts';
import { passwordVerificationAttempt } from './hooks.ts';
import type { Origin } from './request.ts';
import { findUserByEmail, type User } from './users.ts';

/**
 * Finds out who signs in with a password, in the order in which Supabase Auth asks.
 * @throws AuthFault `invalid_credentials`, `user_banned` or `email_not_confirmed`; what the hook throws
 */
export async function whoSignsIn(
	context: StackContext,
	email: string,
	password: string,
	origin: Origin
): Promise<User> {
	if ((email + password).includes('\0')) throw invalid('There is a null character in it');
	const user = await findUserByEmail(context.sql, email.toLowerCase());
	const hash = user?.encrypted_password || undefined;
	const valid = await passwordMatches(context.sql, password, hash);
	if (!user || !hash) {
		refused(context, 'no account with a password', email, origin);
		throw invalidCredentials();
	}
	if (user.banned_until && user.banned_until > new Date()) {
		refused(context, 'banned', email, origin);
		throw new AuthFault(400, 'user_banned', 'User is banned');
	}
	await passwordVerificationAttempt(context, user.id, valid, origin);
	if (!valid) throw invalidCredentials();
	if (!user.email_confirmed_at) {
		throw new AuthFault(400, 'email_not_confirmed', 'Email not confirmed');
	}
	return user;
}

/** No hook is asked about these, so the log is where they are found, as on a hosted project. */
function refused(context: StackContext, why: string, email: string, origin: Origin): void {
	const { address, userAgent = '' } = origin;
	const who = JSON.stringify(email.slice(0, 255));
	const program = JSON.stringify(userAgent.slice(0, 500));
	context.log('auth').warn(`Sign-in refused, ${why}: ${who} from ${address}, ${program}`);
}

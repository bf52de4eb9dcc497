import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A refusal in the words of Supabase Auth: the client libraries read `error_code` as `error.code`. */
export class AuthFault extends Error {
	override name = 'AuthFault';
	readonly status: ContentfulStatusCode;
	readonly code: string;
	readonly details: object;

	/**
	 * @param status HTTP status
	 * @param code one of Supabase Auth's error codes
	 * @param message for people
	 * @param details further members of the body
	 */
	constructor(status: ContentfulStatusCode, code: string, message: string, details: object = {}) {
		super(message);
		this.status = status;
		this.code = code;
		this.details = details;
	}

	/** The response that carries it. */
	answer(c: Context): Response {
		c.header('X-Sb-Error-Code', this.code);
		const body = {
			code: this.status,
			error_code: this.code,
			msg: this.message,
			...this.details
		};
		return c.json(body, this.status);
	}
}

export const invalid = (message: string) => new AuthFault(400, 'validation_failed', message);

export const invalidCredentials = (message = 'Invalid login credentials') =>
	new AuthFault(400, 'invalid_credentials', message);

export const emailTaken = () =>
	new AuthFault(422, 'email_exists', 'A user with this email address has already been registered');

export const phoneTaken = () =>
	new AuthFault(422, 'phone_exists', 'Phone number already registered by another user');

export const signupDisabled = () =>
	new AuthFault(422, 'signup_disabled', 'Signups not allowed for this instance');

export const unexpected = (message: string) => new AuthFault(500, 'unexpected_failure', message);

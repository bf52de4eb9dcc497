import { randomUUID } from 'node:crypto';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import type { StackContext } from '../context.ts';
import { applySettings } from '../gateway/request-settings.ts';
import { AuthFault, invalidCredentials, unexpected } from './errors.ts';
import type { Origin } from './request.ts';
import { asAuth } from './users.ts';

/** Milliseconds in which a hook has to answer. */
const TIME_TO_ANSWER = 2000;

const failure = z.object({
	error: z.object({
		http_code: z.int().min(400).max(599).nullish(),
		message: z.string().min(1)
	})
});

const decision = z
	.object({
		decision: z.string().nullish(),
		message: z.string().nullish(),
		should_logout_user: z.boolean().nullish()
	})
	.nullable();

/**
 * Asks the hook "password verification attempt", if there is one, in a transaction of its own: what it
 * writes stays although the sign-in is refused.
 * @param valid whether the password was the right one
 * @throws AuthFault `invalid_credentials` when the hook rejects; what it raises or returns as an error
 */
export async function passwordVerificationAttempt(
	{ sql, config }: StackContext,
	userId: string,
	valid: boolean,
	{ address, userAgent }: Origin
): Promise<void> {
	const hook = config.auth.hook.password_verification_attempt;
	if (!hook.enabled) return;
	const event = {
		metadata: {
			uuid: randomUUID(),
			time: new Date().toISOString(),
			name: 'password-verification',
			ip_address: address
		},
		user_id: userId,
		valid
	};
	const answer = await asAuth(sql, async (tx) => {
		await applySettings(tx, [
			['statement_timeout', String(TIME_TO_ANSWER)],
			// Supabase tells the program to no hook; the Data API tells it to a function in this way.
			['request.headers', JSON.stringify({ 'user-agent': userAgent })]
		]);
		const [row] = await tx<{ answer: unknown }[]>`
			select ${tx(functionName(hook.uri))}(${tx.json(event)}) as answer`;
		return row!.answer;
	}).catch((cause: unknown) => {
		throw Object.assign(unexpected(`Error running hook URI: ${hook.uri}`), { cause });
	});

	const failed = failure.safeParse(answer);
	if (failed.success) {
		const { http_code, message } = failed.data.error;
		const status = (http_code ?? 500) as ContentfulStatusCode;
		throw new AuthFault(status, status === 500 ? 'unexpected_failure' : 'unknown', message);
	}
	const result = decision.safeParse(answer);
	if (!result.success) throw unexpected('Error unmarshaling JSON output.');
	if (result.data?.decision !== 'reject') return;
	if (result.data.should_logout_user) {
		await asAuth(sql, (tx) => tx`delete from auth.sessions where user_id = ${userId}`);
	}
	throw invalidCredentials(
		result.data.message || 'Further password verification attempts will be rejected.'
	);
}

/** `schema.name` of `pg-functions://postgres/schema/name`. */
function functionName(uri: string): string {
	return uri.split('/').slice(-2).join('.');
}

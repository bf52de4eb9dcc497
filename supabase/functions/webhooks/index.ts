import { json, Refusal, refusal } from '../_shared/answers.ts';
import { resendEvent } from './resend.ts';
import { twilioEvent } from './twilio.ts';
import { unsubscribe } from './unsubscribe.ts';

/** What is called from outside, by the last part of its path. */
const HOOKS: Record<string, (request: Request) => Promise<Response>> = {
	resend: resendEvent,
	twilio: twilioEvent,
	unsubscribe
};

/**
 * What others tell Lotline (P9.04): `/webhooks/resend` and `/webhooks/twilio` say what became of a
 * message, each signed by its provider and refused with 401 when it is not; said again it changes
 * nothing. `/webhooks/unsubscribe?token=…` is what a mail program calls when a person wants no more of
 * a kind.
 */
Deno.serve(async (request) => {
	try {
		const name = new URL(request.url).pathname.match(/\/webhooks\/(\w+)\/?$/)?.[1] ?? '';
		const hook = Object.hasOwn(HOOKS, name) ? HOOKS[name] : undefined;
		if (!hook) throw refusal(404, 'NOT_FOUND', 'There is no such address.');
		if (request.method !== 'POST' && hook !== unsubscribe)
			throw refusal(405, 'VALUE_INVALID', `An event is posted, not sent by ${request.method}.`);
		return await hook(request);
	} catch (error) {
		if (error instanceof Refusal) return json(error.body, error.status);
		console.error(error);
		const message = 'This could not be written down. Send it again.';
		return json({ code: 'PT500', message, details: null, hint: null }, 500);
	}
});

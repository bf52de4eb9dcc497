import { json, refusal } from '../_shared/answers.ts';
import { isFromProject } from '../_shared/secret.ts';
import { Drain } from './drain.ts';

declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void };

const drain = new Drain();

/**
 * Sends the notifications that are due by e-mail, SMS and web push (P9.04): POST with the secret key in
 * `apikey`, which the database sends every minute, and at once for what is urgent. Answers 202 before
 * anything is sent; what came of each stands in `deliveries`.
 */
Deno.serve((request) => {
	if (!isFromProject(request)) {
		const { body } = refusal(401, 'NOT_SIGNED_IN', 'Only the project itself may call this.');
		return json(body, 401);
	}
	if (request.method !== 'POST') {
		const sentence = `The worker is woken by POST, not by ${request.method}.`;
		return json(refusal(405, 'VALUE_INVALID', sentence).body, 405);
	}
	EdgeRuntime.waitUntil(drain.wake());
	return json({}, 202);
});

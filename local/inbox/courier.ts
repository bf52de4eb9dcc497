import type { StackContext } from '../context.ts';
import { messageOf } from '../fault.ts';
import { reachesOut } from './guard.ts';
import type { Store, Webhook } from './store.ts';
import { signedHeaders } from './webhooks.ts';

/**
 * Seconds before the second attempt, the third, … Resend tries again on any answer but 2xx and goes
 * on for a day, which is cut short here; Twilio tries once more, and only when nobody answered.
 */
const RETRIES = { resend: [1, 5, 30], twilio: [1] };
/** Milliseconds that the application has to answer a webhook. */
const PATIENCE = 15_000;
/** The longest that a timer can wait, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

interface Attempt {
	delivered: boolean;
	/** What came of it, for people. */
	outcome: string;
	/** Whether its provider would try again. */
	again: boolean;
}

/** Does what is due: plans of messages, webhooks and their repetitions. */
export class Courier {
	#context: StackContext;
	#store: Store;
	#timer: NodeJS.Timeout | undefined;
	#round: Promise<void> | undefined;
	#again = false;
	/** Events of one message go one after the other; a slow target holds up no other message. */
	#underway = new Map<string, Promise<void>>();
	#stopping = new AbortController();

	constructor(context: StackContext, store: Store) {
		this.#context = context;
		this.#store = store;
		store.changes.on('message', () => this.wake());
	}

	/** Looks at once for what is due; until something else changes it then sleeps by itself. */
	wake(): void {
		if (this.#stopping.signal.aborted) return;
		this.#again = true;
		this.#round ??= this.#rounds().finally(() => {
			this.#round = undefined;
			if (this.#again) this.wake();
		});
	}

	async #rounds(): Promise<void> {
		while (this.#again && !this.#stopping.signal.aborted) {
			this.#again = false;
			clearTimeout(this.#timer);
			try {
				await this.#store.advance();
				this.#start(await this.#store.dueWebhooks([...this.#underway.keys()]));
				const wait = await this.#store.nextDue([...this.#underway.keys()]);
				if (wait !== undefined) {
					this.#timer = setTimeout(() => this.wake(), Math.min(wait, LONGEST));
				}
			} catch (error) {
				if (!this.#stopping.signal.aborted) this.#context.log('inbox').error(messageOf(error));
			}
		}
	}

	#start(due: Webhook[]): void {
		for (const [message, webhooks] of Map.groupBy(due, ({ message_id }) => message_id)) {
			const sending = this.#sendAll(webhooks).finally(() => {
				this.#underway.delete(message);
				this.wake();
			});
			this.#underway.set(message, sending);
		}
	}

	async #sendAll(webhooks: Webhook[]): Promise<void> {
		for (const webhook of webhooks) {
			if (this.#stopping.signal.aborted) return;
			await this.#send(webhook);
		}
	}

	async #send(webhook: Webhook): Promise<void> {
		const { delivered, outcome, again } = await this.#attempt(webhook);
		// Cut off by the end of the stack: it stays due and goes out at the next start.
		if (this.#stopping.signal.aborted) return;
		const retryIn = again ? RETRIES[webhook.provider][webhook.attempts] : undefined;
		const state = delivered ? 'delivered' : retryIn === undefined ? 'failed' : 'pending';
		this.#context.log('inbox').info(`${webhook.event} to ${webhook.url}: ${outcome}`);
		await this.#store.noteAttempt(webhook, state, outcome, retryIn);
	}

	async #attempt(webhook: Webhook): Promise<Attempt> {
		if (reachesOut(webhook.url, this.#context)) {
			const outcome = 'Not sent: the inbox calls addresses of this machine only';
			return { delivered: false, outcome, again: false };
		}
		try {
			const response = await fetch(webhook.url, {
				method: 'POST',
				headers: signedHeaders(webhook, this.#context.keys),
				body: webhook.body,
				redirect: 'manual',
				signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(PATIENCE)])
			});
			await response.body?.cancel();
			return {
				delivered: response.ok,
				outcome: `Answered ${response.status}`,
				again: !response.ok && webhook.provider === 'resend'
			};
		} catch (error) {
			const { name, cause } = error as Error;
			const reason =
				name === 'TimeoutError' ? `no answer in ${PATIENCE / 1000} s` : messageOf(cause ?? error);
			return { delivered: false, outcome: `Unreachable: ${reason}`, again: true };
		}
	}

	/** Settles when nothing is underway any more. */
	async stop(): Promise<void> {
		this.#stopping.abort();
		clearTimeout(this.#timer);
		await this.#round;
		await Promise.allSettled(this.#underway.values());
	}
}

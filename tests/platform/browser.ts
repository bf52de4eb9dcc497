import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import ece from 'http_ece';

/** What a browser's push subscription is made of, as `PushSubscription.toJSON` gives it. */
export interface Subscription {
	endpoint: string;
	keys: { p256dh: string; auth: string };
}

/** A browser that has subscribed to push at the inbox, and alone can read what comes. */
export class Browser {
	/** What the inbox calls it. */
	readonly name = randomUUID();
	readonly subscription: Subscription;
	readonly #keys = createECDH('prime256v1');
	readonly #inboxUrl: string;

	/** @param inboxUrl with a slash at its end */
	constructor(inboxUrl: string) {
		this.#inboxUrl = inboxUrl;
		this.subscription = {
			endpoint: `${inboxUrl}push/${this.name}`,
			keys: {
				p256dh: this.#keys.generateKeys('base64url'),
				auth: randomBytes(16).toString('base64url')
			}
		};
	}

	/** Everything that has been pushed to it, in the order of its coming. */
	async pushes<T>(): Promise<{ payload: T; headers: Record<string, string> }[]> {
		const answer = await fetch(`${this.#inboxUrl}messages?to=${this.name}&channel=push`);
		const { messages } = (await answer.json()) as {
			messages: { headers: [string, string][]; attachments: { url: string }[] }[];
		};
		return await Promise.all(
			messages.reverse().map(async ({ headers, attachments: [payload] }) => {
				const file = await fetch(new URL(payload!.url, this.#inboxUrl));
				const bytes = this.#decrypted(Buffer.from(await file.arrayBuffer()));
				return {
					payload: JSON.parse(bytes.toString()) as T,
					headers: Object.fromEntries(headers)
				};
			})
		);
	}

	#decrypted(payload: Buffer): Buffer {
		return ece.decrypt(payload, {
			version: 'aes128gcm',
			privateKey: this.#keys,
			authSecret: this.subscription.keys.auth
		});
	}
}

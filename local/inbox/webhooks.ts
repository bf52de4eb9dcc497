import { createHmac, randomBytes } from 'node:crypto';
import type { StackContext } from '../context.ts';
import type { Keys } from '../keys.ts';
import type { Announce, Message, Step, Webhook } from './store.ts';

/** Twilio's version of its API, as it stands in paths and bodies. */
export const TWILIO_VERSION = '2010-04-01';

/**
 * Says what the application is told when something happens to a message: Resend's events go to one
 * address, Twilio's to the one that came with the message.
 * @param resendTarget where Resend's events go now
 */
export function announcer({ keys }: StackContext, resendTarget: () => string): Announce {
	return (message, step) => {
		if (message.provider === 'resend') {
			return [webhook(message, `email.${step.status}`, resendTarget(), resendBody(message, step))];
		}
		if (message.provider === 'twilio' && message.status_callback) {
			return [
				webhook(message, step.status, message.status_callback, twilioBody(message, step, keys))
			];
		}
		return [];
	};
}

function webhook(message: Message, event: string, url: string, body: string): Webhook {
	return {
		id: `msg_${randomBytes(18).toString('base64url')}`,
		message_id: message.id,
		provider: message.provider as 'resend' | 'twilio',
		event,
		url,
		body,
		attempts: 0
	};
}

function resendBody(message: Message, step: Step & { at: string }): string {
	return JSON.stringify({
		type: `email.${step.status}`,
		created_at: step.at,
		data: {
			created_at: message.created_at.toISOString(),
			email_id: message.id,
			message_id: messageId(message),
			from: message.from,
			to: message.to,
			subject: message.subject,
			...(message.tags.length && {
				tags: Object.fromEntries(message.tags.map(({ name, value }) => [name, value]))
			}),
			...(step.status === 'bounced' && {
				bounce: { message: step.detail, type: 'Permanent', subType: 'General' }
			}),
			...(step.status === 'failed' && { failed: { reason: step.detail } })
		}
	});
}

/** The Message-ID header that Resend gives a mail. */
export function messageId({ id }: Message): string {
	return `<${id}@resend.lotline.test>`;
}

function twilioBody(message: Message, step: Step, keys: Keys): string {
	return new URLSearchParams({
		AccountSid: keys.twilioAccountSid,
		ApiVersion: TWILIO_VERSION,
		From: message.from,
		To: message.to[0]!,
		MessageSid: message.provider_id,
		MessageStatus: step.status,
		SmsSid: message.provider_id,
		SmsStatus: step.status,
		...(step.code && { ErrorCode: String(step.code) })
	}).toString();
}

/** The headers of an attempt, signed as its provider signs. @param now milliseconds since 1970 */
export function signedHeaders(
	{ id, provider, url, body }: Webhook,
	keys: Keys,
	now = Date.now()
): Record<string, string> {
	if (provider === 'twilio') {
		const signed = [...new URLSearchParams(body)]
			.sort(([left], [right]) => (left < right ? -1 : 1))
			.reduce((text, [name, value]) => text + name + value, url);
		return {
			'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
			'user-agent': 'TwilioProxy/1.1',
			'x-twilio-signature': hmac('sha1', keys.twilioAuthToken, signed)
		};
	}
	const timestamp = String(Math.floor(now / 1000));
	const secret = Buffer.from(keys.resendWebhookSecret.replace('whsec_', ''), 'base64');
	return {
		'content-type': 'application/json',
		'user-agent': 'Svix-Webhooks/1.62',
		'svix-id': id,
		'svix-timestamp': timestamp,
		'svix-signature': `v1,${hmac('sha256', secret, `${id}.${timestamp}.${body}`)}`
	};
}

function hmac(algorithm: string, secret: string | Buffer, text: string): string {
	return createHmac(algorithm, secret).update(text).digest('base64');
}

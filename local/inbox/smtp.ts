import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Part } from '../context.ts';
import { messageOf } from '../fault.ts';
import type { InboxParts } from './inbox.ts';
import { planFor } from './rules.ts';
import { addressesOf, bareAddress, type NewMessage } from './store.ts';

/** Bytes of a mail at the most. */
const MAX_MAIL = 40 * 1024 * 1024;

/** Takes mail by SMTP, from this machine, without credentials: that of Auth comes this way. */
export async function startSmtp(parts: InboxParts): Promise<Part> {
	const { context } = parts;
	const server = new SMTPServer({
		name: 'inbox',
		authOptional: true,
		disabledCommands: ['AUTH', 'STARTTLS'],
		disableReverseLookup: true,
		closeTimeout: 1000,
		size: MAX_MAIL,
		rejectOversized: true,
		onData: (stream, session, callback) => {
			const recipients = session.envelope.rcptTo.map(({ address }) => address);
			const sender = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
			void buffer(stream)
				.then((raw) => accept(raw, sender, recipients, parts))
				.then((id) => callback(null, `queued as ${id}`), callback);
		}
	});
	server.on('error', (error: Error) => context.log('inbox').warn(`SMTP: ${messageOf(error)}`));
	await new Promise<void>((settle) => server.listen(context.ports.smtp, '127.0.0.1', settle));
	return { stop: () => new Promise((settle) => server.close(() => settle())) };
}

async function accept(
	raw: Buffer,
	sender: string,
	recipients: string[],
	{ store, rules, hold }: InboxParts
): Promise<string> {
	const mail = asMessage(await PostalMime.parse(raw), sender, recipients);
	const rule = await rules.obey('email', addressesOf(mail));
	if (rule?.outcome === 'respond') {
		const temporary = rule.status === 429 || rule.status! >= 500;
		throw Object.assign(new Error(`Refused by the rule for ${rule.pattern}`), {
			responseCode: temporary ? 451 : 550
		});
	}
	if (rule?.outcome === 'hang') await hold(rule.seconds);
	return (await store.record(mail, planFor('email', rule))).id;
}

/** Whom only the envelope names is a blind copy. */
function asMessage(mail: Email, sender: string, recipients: string[]): NewMessage {
	const id = randomUUID();
	const named = [...plain(mail.to), ...plain(mail.cc)].map(bareAddress);
	return {
		id,
		channel: 'email',
		provider: 'smtp',
		providerId: mail.messageId ?? id,
		from: plain(mail.from && [mail.from])[0] ?? sender,
		to: plain(mail.to),
		cc: plain(mail.cc),
		bcc: recipients.filter((address) => !named.includes(bareAddress(address))),
		replyTo: plain(mail.replyTo),
		subject: mail.subject,
		html: mail.html,
		text: mail.text?.trimEnd(),
		headers: mail.headers.map(({ originalKey, value }) => [originalKey, value]),
		attachments: mail.attachments.map((file) => ({
			name: file.filename ?? 'attachment',
			type: file.mimeType,
			contentId: file.contentId?.replace(/^<|>$/g, ''),
			content: Buffer.from(file.content as ArrayBuffer)
		}))
	};
}

/** `Name <a@b.c>` of each; groups are dissolved. */
function plain(addresses: Address[] = []): string[] {
	return addresses
		.flatMap((each) => each.group ?? [each])
		.filter(({ address }) => address)
		.map(({ name, address }) => (name ? `${name} <${address}>` : address));
}

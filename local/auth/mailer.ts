import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SmtpEmailDriver, type App } from '@supabase/lite';
import type { StackContext } from '../context.ts';

/** Where the links of the request at hand lead once they are verified: `redirect_to`, when allowed. */
export const redirects = new AsyncLocalStorage<string>();

/** Where mailed links lead: the configured site, or this stack where that is only "this machine". */
export function siteUrl({ config, urls }: StackContext): string {
	const { hostname } = new URL(config.auth.site_url);
	return ['127.0.0.1', 'localhost'].includes(hostname) ? urls.apiUrl : config.auth.site_url;
}

export type MailKind =
	'signup' | 'invite' | 'magiclink' | 'recovery' | 'email_change' | 'reauthentication';

/** What a mail is about. */
export interface Mail {
	to: string;
	otp: string;
	/** Hash of the code, which the link carries. */
	hash: string;
	email?: string;
	newEmail?: string;
	/** The user's metadata, for templates that name `.Data.x`. */
	data?: Record<string, unknown>;
}

export type Mailer = NonNullable<App['_mailer']> & {
	/** @throws when the mail server does not take it */
	send(kind: MailKind, mail: Mail): Promise<void>;
};

/** Names of the templates in config.toml's `[auth.email.template.…]`. */
const TEMPLATES: Record<MailKind, string> = {
	signup: 'confirmation',
	invite: 'invite',
	magiclink: 'magic_link',
	recovery: 'recovery',
	email_change: 'email_change',
	reauthentication: 'reauthentication'
};

const link = (title: string, sentence: string, label: string) => ({
	text: `${sentence}\n\n{{ .ConfirmationURL }}\n\nOr enter this code: {{ .Token }}\n`,
	html:
		`<h2>${title}</h2>\n<p>${sentence}</p>\n` +
		`<p><a href="{{ .ConfirmationURL }}">${label}</a></p>\n` +
		'<p>Or enter this code: <strong>{{ .Token }}</strong></p>\n'
});

/** What is sent where config.toml names no template. */
const DEFAULTS: Record<MailKind, { subject: string; text: string; html: string }> = {
	signup: {
		subject: 'Confirm Your Signup',
		...link(
			'Confirm your signup',
			'Follow this link to confirm your account:',
			'Confirm your email'
		)
	},
	invite: {
		subject: 'You have been invited',
		...link(
			'You have been invited',
			'You have been invited to create a user on {{ .SiteURL }}. Follow this link to accept the invite:',
			'Accept the invite'
		)
	},
	magiclink: {
		subject: 'Your Magic Link',
		...link('Magic link', 'Follow this link to sign in:', 'Sign in')
	},
	recovery: {
		subject: 'Reset Your Password',
		...link(
			'Reset password',
			'Follow this link to reset the password of your account:',
			'Reset password'
		)
	},
	email_change: {
		subject: 'Confirm Email Change',
		...link(
			'Confirm change of email',
			'Follow this link to confirm the change of your email from {{ .Email }} to {{ .NewEmail }}:',
			'Change email'
		)
	},
	reauthentication: {
		subject: 'Confirm Reauthentication',
		text: 'Enter this code: {{ .Token }}\n',
		html: '<h2>Confirm reauthentication</h2>\n<p>Enter this code: <strong>{{ .Token }}</strong></p>\n'
	}
};

/** The address that a mailed or generated link has. @param siteUrl where this stack is reached */
export function actionLink(siteUrl: string, kind: string, hash: string): string {
	const url = new URL('/auth/v1/verify', siteUrl);
	url.searchParams.set('token', hash);
	url.searchParams.set('type', kind);
	url.searchParams.set('redirect_to', redirects.getStore() ?? siteUrl);
	return url.toString();
}

/**
 * Writes and sends Auth's mails, those of @supabase/lite included: its own would ignore the
 * `redirect_to` of a request, look for templates in the folder the stack was started in, and tell
 * only the old address of a change of address.
 * @param siteUrl where people reach this stack
 */
export function createMailer(context: StackContext, siteUrl: string): Mailer {
	const { config, options, ports, sql } = context;
	const driver = new SmtpEmailDriver({
		host: '127.0.0.1',
		port: ports.smtp,
		user: '',
		pass: '',
		requireTls: false,
		from: { name: config.local_smtp.sender_name, address: config.local_smtp.admin_email }
	});

	async function send(kind: MailKind, mail: Mail): Promise<void> {
		const values: Record<string, unknown> = {
			ConfirmationURL: kind === 'reauthentication' ? '' : actionLink(siteUrl, kind, mail.hash),
			Token: mail.otp,
			TokenHash: mail.hash,
			SiteURL: siteUrl,
			RedirectTo: redirects.getStore() ?? siteUrl,
			Email: mail.email ?? mail.to,
			NewEmail: mail.newEmail ?? '',
			Data: mail.data ?? {}
		};
		const own = config.auth.email.template[TEMPLATES[kind]];
		const { subject, text, html } = DEFAULTS[kind];
		await driver.send({
			to: mail.to,
			subject: fill(own?.subject ?? subject, values),
			...(own?.content_path
				? { html: fill(await template(own.content_path), values, escapeHtml) }
				: { text: fill(text, values), html: fill(html, values, escapeHtml) })
		});
	}

	/** Paths in config.toml are relative to the project, as for the CLI. */
	const template = (path: string) => readFile(resolve(join(options.projectDir, path)), 'utf8');

	return {
		send,
		sendConfirmation: (to, hash, otp) => send('signup', { to, hash, otp }),
		sendRecovery: (to, hash, otp) => send('recovery', { to, hash, otp }),
		sendMagicLink: (to, hash, otp) => send('magiclink', { to, hash, otp }),
		sendReauthentication: (to, otp, meta) =>
			send('reauthentication', { to, otp, hash: String(meta?.tokenHash ?? '') }),
		sendEmailChange: async (to, hash, otp, meta = {}) => {
			const { userId, currentEmail: email, newEmail, tokenNew, tokenHashNew } = meta;
			// A new change needs both addresses again.
			await sql`update auth.users set email_change_confirm_status = 0 where id = ${String(userId)}`;
			await send('email_change', { to, hash, otp, email, newEmail });
			if (newEmail && tokenNew && tokenHashNew) {
				await send('email_change', {
					to: newEmail,
					hash: tokenHashNew,
					otp: tokenNew,
					email,
					newEmail
				});
			}
		}
	};
}

/** Puts values in place of Go's `{{ .Name }}` and `{{ .Data.name }}`. */
export function fill(
	template: string,
	values: Record<string, unknown>,
	escape: (value: string) => string = (value) => value
): string {
	return template.replace(
		/\{\{\s*\.(\w+)(?:\.(\w+))?\s*\}\}/g,
		(_, name: string, member?: string) => {
			const value = values[name];
			const found = member ? (value as Record<string, unknown> | undefined)?.[member] : value;
			return escape(textOf(found));
		}
	);
}

function textOf(value: unknown): string {
	if (value == null) return '';
	return typeof value === 'string' ? value : JSON.stringify(value);
}

function escapeHtml(text: string): string {
	const entities: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&#34;',
		"'": '&#39;'
	};
	return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

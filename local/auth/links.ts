import { matchesGlob } from 'node:path';
import type { Sql } from 'postgres';
import { isLoopbackHostname } from '@supabase/lite';
import type { ProjectConfig } from '../config.ts';
import { newOtp } from './credentials.ts';
import { AuthFault, emailTaken } from './errors.ts';
import { findUserByEmail, insertUser, type Transaction, type User } from './users.ts';

type AuthConfig = ProjectConfig['auth'];

/** A code that was made, not yet sent. */
export interface Token {
	otp: string;
	hash: string;
}

/** The column that keeps the hash of a kind of code, and the one that says when it was sent. */
const COLUMNS = {
	confirmation: { token: 'confirmation_token', sentAt: 'confirmation_sent_at' },
	recovery: { token: 'recovery_token', sentAt: 'recovery_sent_at' },
	email_change_current: { token: 'email_change_token_current', sentAt: 'email_change_sent_at' },
	email_change_new: { token: 'email_change_token_new', sentAt: 'email_change_sent_at' }
} as const;

export type TokenKind = keyof typeof COLUMNS;

/**
 * Makes a one-time code for a user, in place of the last one of its kind.
 * @param address the one it is sent to; it belongs to the code
 */
export async function issueToken(
	sql: Transaction,
	userId: string,
	kind: TokenKind,
	address: string,
	auth: AuthConfig
): Promise<Token> {
	const token = newOtp(address, auth);
	const column = COLUMNS[kind];
	await sql`
		update auth.users set
			${sql(column.token)} = ${token.hash}, ${sql(column.sentAt)} = now(), updated_at = now()
		where id = ${userId}`;
	return token;
}

/**
 * Refuses a mail too soon after the last one of its kind.
 * @throws AuthFault `over_email_send_rate_limit` with the seconds that are left
 */
export function assertNotTooSoon(user: User, kind: TokenKind, auth: AuthConfig): void {
	const sentAt = user[COLUMNS[kind].sentAt];
	if (!(sentAt instanceof Date)) return;
	const left = Math.ceil(auth.email.max_frequency - (Date.now() - sentAt.getTime()) / 1000);
	if (left > 0) {
		throw new AuthFault(
			429,
			'over_email_send_rate_limit',
			`For security purposes, you can only request this after ${left} seconds.`
		);
	}
}

/**
 * The user to be invited: a new one without a password, or one who has not confirmed yet.
 * @throws AuthFault `email_exists` when he has
 */
export async function invitee(
	sql: Transaction,
	email: string,
	userMetadata: Record<string, unknown> | undefined
): Promise<User> {
	const known = await findUserByEmail(sql, email);
	if (known?.email_confirmed_at) throw emailTaken();
	return known ?? (await insertUser(sql, { email, userMetadata }));
}

/** Writes down that a user has been invited just now. */
export async function markInvited(sql: Transaction, userId: string): Promise<void> {
	await sql`update auth.users set invited_at = now() where id = ${userId}`;
}

/** Starts a change of address that both addresses have to confirm, or only the new one. */
export async function startEmailChange(
	sql: Transaction,
	user: User,
	newEmail: string
): Promise<void> {
	const taken = await findUserByEmail(sql, newEmail);
	if (taken && taken.id !== user.id) throw emailTaken();
	await sql`
		update auth.users set email_change = ${newEmail}, email_change_confirm_status = 0
		where id = ${user.id}`;
}

/** What a code at `/verify` belongs to. */
export interface TokenOwner {
	id: string;
	banned: boolean;
	/** Whether it confirms a sign-up or an invitation. */
	confirms: boolean;
	/** Whether it is one of a change of address, and has not expired. */
	changesEmail: boolean;
	/** Whether one of the two addresses has confirmed the change already. */
	halfChanged: boolean;
	hasEmail: boolean;
}

/** @param lifetime of a code, seconds */
export async function ownerOfToken(
	sql: Sql,
	hash: string,
	lifetime: number
): Promise<TokenOwner | undefined> {
	const [owner] = await sql<TokenOwner[]>`
		select
			id,
			coalesce(banned_until > now(), false) as banned,
			coalesce(confirmation_token = ${hash}, false) as confirms,
			${hash} in (email_change_token_current, email_change_token_new)
				and email_change_sent_at > now() - make_interval(secs => ${lifetime}) as "changesEmail",
			email_change_confirm_status = 1 as "halfChanged",
			email is not null as "hasEmail"
		from auth.users
		where ${hash} <> '' and ${hash} in (confirmation_token, recovery_token, email_change_token_current,
			email_change_token_new, reauthentication_token)`;
	return owner;
}

/** Takes one of the two codes of a change of address; the other one is still needed. */
export async function confirmFirstHalf(sql: Sql, id: string, hash: string): Promise<void> {
	await sql`
		update auth.users set
			email_change_confirm_status = 1,
			email_change_token_current = nullif(email_change_token_current, ${hash}),
			email_change_token_new = nullif(email_change_token_new, ${hash})
		where id = ${id}`;
}

/** Puts the second code where @supabase/lite looks for the one that completes the change. */
export async function prepareSecondHalf(sql: Sql, id: string, hash: string): Promise<void> {
	await sql`
		update auth.users set email_change_token_current = ${hash}, email_change_token_new = null
		where id = ${id}`;
}

/**
 * Where a link may lead after it was verified.
 * @param wanted the request's `redirect_to`
 * @returns it when it belongs to the site or matches `additional_redirect_urls`, or else the site
 */
export function allowedRedirect(
	wanted: string | undefined,
	siteUrl: string,
	auth: Pick<AuthConfig, 'additional_redirect_urls'>
): string {
	if (!wanted || !URL.canParse(wanted)) return siteUrl;
	const url = new URL(wanted);
	const site = new URL(siteUrl);
	const sameSite =
		url.protocol === site.protocol &&
		url.hostname === site.hostname &&
		(url.port === site.port || isLoopbackHostname(url.hostname));
	const address = wanted.split('#')[0]!;
	return sameSite || auth.additional_redirect_urls.some((glob) => matchesGlob(address, glob))
		? wanted
		: siteUrl;
}

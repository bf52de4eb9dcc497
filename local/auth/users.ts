import { createHash, randomUUID } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { AuthFault, emailTaken, phoneTaken, unexpected } from './errors.ts';

/** A row of auth.users as the routes need it, with its identities. */
export interface User {
	id: string;
	aud: string;
	role: string;
	email: string | null;
	phone: string | null;
	encrypted_password: string | null;
	raw_app_meta_data: Record<string, unknown>;
	raw_user_meta_data: Record<string, unknown>;
	email_change: string | null;
	email_confirmed_at: Date | null;
	confirmation_sent_at: Date | null;
	recovery_sent_at: Date | null;
	email_change_sent_at: Date | null;
	banned_until: Date | null;
	deleted_at: Date | null;
	is_anonymous: boolean;
	created_at: Date;
	updated_at: Date;
	identities: object[];
	[column: string]: unknown;
}

/** Statements that run as Auth's own role. */
export type Transaction = TransactionSql<Record<string, never>>;

/** Columns that a user is shown with under the same name, when they hold something. */
const SHOWN_WHEN_SET = [
	'email_confirmed_at',
	'invited_at',
	'phone_confirmed_at',
	'confirmation_sent_at',
	'confirmed_at',
	'recovery_sent_at',
	'email_change_sent_at',
	'last_sign_in_at',
	'banned_until',
	'deleted_at'
];

/** A user as Supabase Auth shows him to administrators. */
export function userJson(user: User): object {
	const set = SHOWN_WHEN_SET.filter((column) => user[column] != null);
	return {
		id: user.id,
		aud: user.aud,
		role: user.role,
		email: user.email ?? '',
		phone: user.phone ?? '',
		...Object.fromEntries(set.map((column) => [column, user[column]])),
		...(user.email_change ? { new_email: user.email_change } : {}),
		app_metadata: user.raw_app_meta_data ?? {},
		user_metadata: user.raw_user_meta_data ?? {},
		identities: user.identities,
		created_at: user.created_at,
		updated_at: user.updated_at,
		is_anonymous: user.is_anonymous
	};
}

/**
 * Runs statements as Auth's own role with its search path, so that a trigger on auth.users that
 * would fail on a hosted project for want of a privilege or a schema name fails here too.
 */
export async function asAuth<T>(sql: Sql, run: (sql: Transaction) => Promise<T>): Promise<T> {
	return (await sql.begin(async (transaction) => {
		await transaction`select set_config('role', 'supabase_auth_admin', true), set_config('search_path', 'auth', true)`;
		return await run(transaction);
	})) as T;
}

const selectUsers = (sql: Sql | Transaction) => sql`
	select users.*, coalesce((
		select jsonb_agg(jsonb_build_object(
			'identity_id', identities.id, 'id', provider_id, 'user_id', user_id,
			'identity_data', identity_data, 'provider', provider,
			'last_sign_in_at', identities.last_sign_in_at, 'created_at', identities.created_at,
			'updated_at', identities.updated_at, 'email', identities.email
		) order by identities.created_at)
		from auth.identities where user_id = users.id
	), '[]') as identities
	from auth.users`;

/** @returns the user with this id, if there is one; a softly deleted one too */
export async function findUser(sql: Sql | Transaction, id: string): Promise<User | undefined> {
	const [user] = await sql<User[]>`${selectUsers(sql)} where id = ${id}`;
	return user;
}

/** @param email in lower case */
export async function findUserByEmail(
	sql: Sql | Transaction,
	email: string
): Promise<User | undefined> {
	const [user] = await sql<User[]>`
		${selectUsers(sql)} where users.email = ${email} and not is_sso_user`;
	return user;
}

/**
 * One page of users, the newest first.
 * @param page from 1
 * @param filter part of an address, or of `full_name` in the user's metadata
 */
export async function listUsers(
	sql: Sql,
	{ page, perPage, filter }: { page: number; perPage: number; filter: string }
): Promise<{ users: User[]; total: number }> {
	const like = `%${filter}%`;
	const matching = sql`
		where ${filter} = '' or users.email like ${like} or raw_user_meta_data ->> 'full_name' ilike ${like}`;
	const [count] = await sql<{ total: number }[]>`
		select count(*)::int as total from auth.users ${matching}`;
	const users = await sql<User[]>`
		${selectUsers(sql)} ${matching}
		order by users.created_at desc, id desc limit ${perPage} offset ${(page - 1) * perPage}`;
	return { users, total: count!.total };
}

export interface NewUser {
	id?: string;
	aud?: string;
	role?: string;
	email?: string;
	phone?: string;
	passwordHash?: string;
	userMetadata?: Record<string, unknown>;
	appMetadata?: Record<string, unknown>;
	emailConfirmed?: boolean;
	phoneConfirmed?: boolean;
	/** Seconds. */
	ban?: number;
}

/**
 * Makes a user with an identity for his address and one for his phone number.
 * @throws AuthFault `email_exists` or `phone_exists`
 */
export async function insertUser(sql: Transaction, user: NewUser): Promise<User> {
	const id = user.id ?? randomUUID();
	const providers = [...(user.email ? ['email'] : []), ...(user.phone ? ['phone'] : [])];
	const appMetadata = merge({ provider: providers[0], providers }, user.appMetadata);
	const userMetadata = merge(
		user.userMetadata ?? {},
		user.emailConfirmed && { email_verified: true }
	);
	await sql`
		insert into auth.users (
			id, aud, role, email, phone, encrypted_password, raw_app_meta_data, raw_user_meta_data,
			email_confirmed_at, phone_confirmed_at, banned_until
		) values (
			${id}, ${user.aud ?? 'authenticated'}, ${user.role || 'authenticated'}, ${user.email ?? null},
			${user.phone ?? null}, ${user.passwordHash ?? null}, ${sql.json(appMetadata as never)},
			${sql.json(userMetadata as never)}, ${user.emailConfirmed ? sql`now()` : null},
			${user.phoneConfirmed ? sql`now()` : null}, ${bannedUntil(sql, user.ban ?? 0)}
		)`.catch(translated('Database error creating new user'));
	for (const provider of providers) {
		await insertIdentity(sql, id, provider, {
			sub: id,
			[provider]: provider === 'email' ? user.email : user.phone,
			email_verified: false,
			phone_verified: false
		});
	}
	return (await findUser(sql, id))!;
}

export type UserChanges = Omit<NewUser, 'id' | 'aud'>;

/**
 * Changes a user as an administrator may: metadata is merged and `null` removes a member; a new
 * password signs the user out everywhere.
 * @throws AuthFault `email_exists` or `phone_exists`
 */
export async function updateUser(
	sql: Transaction,
	user: User,
	changes: UserChanges
): Promise<User> {
	const userMetadata = merge(
		user.raw_user_meta_data,
		changes.userMetadata,
		changes.emailConfirmed && { email_verified: true }
	);
	const appMetadata = merge(user.raw_app_meta_data, changes.appMetadata);
	const { role, email, phone, passwordHash, emailConfirmed, phoneConfirmed, ban } = changes;
	await sql`
		update auth.users set
			raw_app_meta_data = ${sql.json(appMetadata as never)},
			raw_user_meta_data = ${sql.json(userMetadata as never)}
			${role ? sql`, role = ${role}` : sql``}
			${email ? sql`, email = ${email}` : sql``}
			${phone ? sql`, phone = ${phone}` : sql``}
			${emailConfirmed ? sql`, email_confirmed_at = now(), confirmation_token = null` : sql``}
			${phoneConfirmed ? sql`, phone_confirmed_at = now()` : sql``}
			${ban === undefined ? sql`` : sql`, banned_until = ${bannedUntil(sql, ban)}`}
			${passwordHash ? sql`, encrypted_password = ${passwordHash}, ${withoutTokens(sql, !emailConfirmed)}` : sql``},
			updated_at = now()
		where id = ${user.id}`.catch(translated('Error updating user'));
	if (passwordHash) await sql`delete from auth.sessions where user_id = ${user.id}`;
	if (email) await keepIdentity(sql, user.id, 'email', email, emailConfirmed ?? false);
	if (phone) await keepIdentity(sql, user.id, 'phone', phone, phoneConfirmed ?? false);
	return (await findUser(sql, user.id))!;
}

/**
 * Removes a user and all that refers to him with `on delete cascade`.
 * @throws AuthFault `unexpected_failure` when something else refers to him
 */
export async function deleteUser(sql: Transaction, { id }: User): Promise<void> {
	await sql`delete from auth.users where id = ${id}`.catch(
		translated('Database error deleting user')
	);
}

/** Keeps a user's row for what refers to it, but nothing that tells who he was or lets him in. */
export async function softDeleteUser(sql: Transaction, user: User): Promise<void> {
	if (user.deleted_at) return;
	const hidden = (value: string | null, length?: number) =>
		value ? digest(user.id + value).slice(0, length) : null;
	await sql`
		update auth.users set
			email = ${hidden(user.email)}, phone = ${hidden(user.phone, 15)},
			email_change = ${hidden(user.email_change)}, phone_change = null,
			encrypted_password = null, raw_user_meta_data = '{}', raw_app_meta_data = '{}',
			${withoutTokens(sql, true)}, deleted_at = now(), updated_at = now()
		where id = ${user.id}`.catch(translated('Error soft deleting user'));
	const identities = await sql<{ id: string; provider: string; provider_id: string }[]>`
		select id, provider, provider_id from auth.identities where user_id = ${user.id}`;
	for (const { id, provider, provider_id } of identities) {
		await sql`
			update auth.identities set
				identity_data = '{}', provider_id = ${digest(`${user.id}${provider}:${provider_id}`)}
			where id = ${id}`;
	}
	await sql`delete from auth.sessions where user_id = ${user.id}`;
}

/** Members of later objects replace those of earlier ones; `null` removes. */
function merge(...objects: (object | null | undefined | false)[]): Record<string, unknown> {
	const all = Object.assign({}, ...objects.filter(Boolean)) as Record<string, unknown>;
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

function bannedUntil(sql: Transaction, seconds: number) {
	return seconds === 0 ? null : sql`now() + make_interval(secs => ${seconds})`;
}

/** Links mailed before a password changed open nothing afterwards. */
function withoutTokens(sql: Transaction, confirmation: boolean) {
	return sql`
		${confirmation ? sql`confirmation_token = null,` : sql``}
		confirmation_sent_at = null, recovery_token = null, recovery_sent_at = null,
		email_change_token_current = null, email_change_token_new = null, email_change_sent_at = null,
		phone_change_token = null, phone_change_sent_at = null,
		reauthentication_token = null, reauthentication_sent_at = null`;
}

async function keepIdentity(
	sql: Transaction,
	userId: string,
	provider: 'email' | 'phone',
	value: string,
	verified: boolean
): Promise<void> {
	const data = { [provider]: value, [`${provider}_verified`]: verified };
	const { count } = await sql`
		update auth.identities set identity_data = identity_data || ${sql.json(data)}, updated_at = now()
		where user_id = ${userId} and provider = ${provider}`;
	if (count === 0) await insertIdentity(sql, userId, provider, { sub: userId, ...data });
}

async function insertIdentity(
	sql: Transaction,
	userId: string,
	provider: string,
	data: Record<string, unknown>
): Promise<void> {
	await sql`
		insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at)
		values (${randomUUID()}, ${provider}, ${userId}, ${userId}, ${sql.json(data as never)}, now())`;
}

function digest(value: string): string {
	return createHash('sha256').update(value).digest('base64url');
}

/** Turns a database error into Auth's answer: taken addresses by name, everything else as a failure. */
function translated(
	message: string
): (error: { code?: string; constraint_name?: string }) => never {
	return (error) => {
		if (error.code !== '23505') {
			throw Object.assign(unexpected(message), { cause: error }) as AuthFault;
		}
		if (error.constraint_name?.includes('phone')) throw phoneTaken();
		if (error.constraint_name?.includes('email')) throw emailTaken();
		throw Object.assign(unexpected(message), { cause: error }) as AuthFault;
	};
}

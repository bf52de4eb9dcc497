import { decodeJwt } from 'jose';
import type { Sql } from 'postgres';
import { messageOf } from '../fault.ts';
import type { Keys } from '../keys.ts';
import type { Log } from '../log.ts';
import { verifyToken, type Claims } from '../tokens.ts';

/** What the policies on realtime.messages let someone do on one topic. */
export interface Rights {
	broadcast: { read: boolean; write: boolean };
	presence: { read: boolean; write: boolean };
}

/** Rights on a public topic, which no policy limits. */
export const ALL_RIGHTS: Rights = {
	broadcast: { read: true, write: true },
	presence: { read: true, write: true }
};

const NO_RIGHTS: Rights = {
	broadcast: { read: false, write: false },
	presence: { read: false, write: false }
};

/** Why someone was not let in: a code and a sentence, as the hosted server words them. */
export interface Refusal {
	code: string;
	message: string;
}

/** Who someone is, or why that cannot be said. */
export type Identity =
	{ claims: Claims; refusal?: undefined } | { claims?: undefined; refusal: Refusal };

/** Longest that the policies may take to answer. */
const TIMEOUT = '5s';
const ROLES = ['anon', 'authenticated', 'service_role'];

/**
 * Who someone is: the user of the token, or else the role of the API key.
 * @param token access token; an API key in its place counts as none
 */
export async function identify(
	token: unknown,
	keyRole: 'anon' | 'service_role',
	keys: Keys
): Promise<Identity> {
	if (!isToken(token)) return { claims: { role: keyRole } };
	const claims = await verifyToken(token, keys);
	if (claims === 'expired') return refuse('InvalidJWTToken', expired(decodeJwt(token).exp!));
	if (claims === 'invalid') {
		return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)
			? refuse('JwtSignatureError', 'Failed to validate JWT signature')
			: refuse('MalformedJWT', 'The token provided is not a valid JWT');
	}
	if (claims.exp === undefined) {
		return refuse('InvalidJWTToken', 'Fields `role` and `exp` are required in JWT');
	}
	return { claims };
}

/** Whether a value stands for an access token; an API key or nothing does not. */
export function isToken(value: unknown): value is string {
	return typeof value === 'string' && value !== '' && !value.startsWith('sb_');
}

/** The sentence for a token that has expired. @param at seconds since 1970 */
export function expired(at: number): string {
	return `Token has expired ${Math.floor(Date.now() / 1000) - at} seconds ago`;
}

function refuse(code: string, message: string): Identity {
	return { refusal: { code, message } };
}

/**
 * Asks the policies what someone may do, by trying: rows that the server writes show what he can
 * read, rows that he writes show what he can send. Nothing of it is ever committed.
 */
export class Authorization {
	#sql: Sql;
	#log: Log;

	/** @param sql pool of a role that may write realtime.messages and become any API role */
	constructor(sql: Sql, log: Log) {
		this.#sql = sql;
		this.#log = log;
	}

	/**
	 * @param name topic without its prefix
	 * @returns the rights; none when a policy failed, which is logged
	 * @throws when the database cannot be reached
	 */
	async rights(name: string, claims: Claims): Promise<Rights> {
		if (!ROLES.includes(claims.role)) return NO_RIGHTS;
		const session = await this.#sql.reserve();
		try {
			await session`begin`;
			const read = await this.#readable(session, name, claims);
			const write = await this.#writable(session, name);
			return {
				broadcast: { read: read.includes('broadcast'), write: write.includes('broadcast') },
				presence: { read: read.includes('presence'), write: write.includes('presence') }
			};
		} catch (error) {
			this.#log.error(
				`The policies on realtime.messages failed for the topic "${name}": ${messageOf(error)}`
			);
			return NO_RIGHTS;
		} finally {
			await session`rollback`.catch(() => undefined);
			session.release();
		}
	}

	async #readable(session: Sql, name: string, claims: Claims): Promise<string[]> {
		const probes = await session<{ id: string }[]>`
			insert into realtime.messages (topic, extension)
			values (${name}, 'broadcast'), (${name}, 'presence') returning id`;
		await session`
			select set_config('statement_timeout', ${TIMEOUT}, true),
				set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
				set_config('request.headers', '{}', true),
				set_config('realtime.topic', ${name}, true),
				set_config('role', ${claims.role}, true)`;
		const visible = await session<{ extension: string }[]>`
			select extension from realtime.messages
			where id = any (${probes.map(({ id }) => id)}) and inserted_at > clock_timestamp() - interval '1 minute'`;
		return visible.map(({ extension }) => extension);
	}

	async #writable(session: Sql, name: string): Promise<string[]> {
		try {
			await session`
				do $$
				declare
					extension text;
				begin
					foreach extension in array array['broadcast', 'presence'] loop
						begin
							insert into realtime.messages (topic, extension) values (realtime.topic(), extension);
							perform set_config('realtime.may_write_' || extension, 'yes', true);
						exception when insufficient_privilege then
							perform set_config('realtime.may_write_' || extension, 'no', true);
						end;
					end loop;
				end $$`;
			const [answer] = await session<{ broadcast: string; presence: string }[]>`
				select current_setting('realtime.may_write_broadcast') as broadcast,
					current_setting('realtime.may_write_presence') as presence`;
			return Object.entries(answer!).flatMap(([extension, may]) =>
				may === 'yes' ? [extension] : []
			);
		} catch (error) {
			this.#log.error(
				`The insert policies on realtime.messages failed for the topic "${name}": ${messageOf(error)}`
			);
			return [];
		}
	}
}

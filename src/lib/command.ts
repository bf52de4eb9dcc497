import type { AuthError, Session } from '@supabase/supabase-js';
import { connection } from '#lib/connection.svelte.ts';
import type { Database } from '#lib/database.types.ts';
import {
	Refusal,
	refusalFrom,
	refusalOf,
	refusalOfAuth,
	SIGNED_OUT,
	type RefusalFacts
} from '#lib/refusal.ts';
import { supabase } from '#lib/supabase.ts';

type Functions = Database['public']['Functions'];

/** The functions that take a request id: what a person does happens once, however often it is sent. */
export type CommandName = {
	[Name in keyof Functions]: Functions[Name]['Args'] extends { request_id: string } ? Name : never;
}[keyof Functions];

/** What a command is given, but for its id. */
export type CommandArgs<Name extends CommandName> = Omit<Functions[Name]['Args'], 'request_id'>;

interface SessionAnswer {
	data: { session: Session | null };
	error: AuthError | null;
}

const SOMEBODY_ELSE: RefusalFacts = {
	kind: 'signed-out',
	code: 'SOMEBODY_ELSE',
	sentence: 'Somebody else has signed in on this device meanwhile; nothing was sent.',
	hint: 'Sign in as yourself, then try again.',
	params: {}
};

/** Milliseconds after which a command is taken as not answered. */
const PATIENCE = 20_000;

/**
 * Sends a command, once, in the name of one person: under the session of another it is not sent.
 * @param requestId of the action, the same each time it is sent
 * @param person id of who has done it
 * @returns what the command answers
 * @throws Refusal
 */
export async function send<Name extends CommandName>(
	name: Name,
	args: CommandArgs<Name>,
	requestId: string,
	person: string
): Promise<unknown> {
	try {
		return await attempt(name, args, requestId, await tokenOf(person));
	} catch (thrown) {
		const refusal = refusalFrom(thrown);
		if (refusal.kind !== 'signed-out') throw refusal;
		// A token may have run out on the way, or by the server's clock; a session that is over ends here.
		return await attempt(name, args, requestId, await newTokenOf(person));
	}
}

async function attempt<Name extends CommandName>(
	name: Name,
	args: CommandArgs<Name>,
	requestId: string,
	token: string
): Promise<unknown> {
	const { data, error, status } = await supabase
		.rpc(name, { ...args, request_id: requestId })
		// The token that was looked at, whoever signs in meanwhile.
		.setHeader('Authorization', `Bearer ${token}`)
		.abortSignal(AbortSignal.timeout(PATIENCE));
	const refusal = error && refusalOf(error, status);
	connection.report(refusal?.kind !== 'unreachable');
	if (refusal) throw refusal;
	return data;
}

async function tokenOf(person: string): Promise<string> {
	return tokenFrom(await supabase.auth.getSession(), person);
}

async function newTokenOf(person: string): Promise<string> {
	return tokenFrom(await supabase.auth.refreshSession(), person);
}

function tokenFrom({ data, error }: SessionAnswer, person: string): string {
	if (error) throw refusalOfAuth(error);
	if (!data.session) throw new Refusal(SIGNED_OUT);
	if (data.session.user.id !== person) throw new Refusal(SOMEBODY_ELSE);
	return data.session.access_token;
}

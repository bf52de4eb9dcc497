import { randomUUID } from 'node:crypto';
import {
	createClient,
	FunctionsHttpError,
	type PostgrestError,
	type SupabaseClient
} from '@supabase/supabase-js';
import { emailOf, PEOPLE, type Name } from './people.ts';
import { Refusal, type Account, type Paper, type Row, type Transport } from './transport.ts';

/** Of the accounts that the simulator makes; the README says it too. */
export const PASSWORD = 'Lotline-Demo-1';

const stateless = { persistSession: false, autoRefreshToken: false };

interface Answer {
	data: unknown;
	error: PostgrestError | null;
}

/** Each person at a tablet of his own, with supabase-js. */
export class PublicApi implements Transport {
	readonly #url: string;
	readonly #publishableKey: string;
	readonly #clients = new Map<string, SupabaseClient>();

	constructor(url: string, publishableKey: string) {
		this.#url = url;
		this.#publishableKey = publishableKey;
	}

	async signIn({ email }: Account): Promise<void> {
		const { error } = await this.#client(email).auth.signInWithPassword({
			email,
			password: PASSWORD
		});
		if (error)
			throw new Refusal(error.code ?? 'SIGN_IN', `${email} cannot sign in: ${error.message}`);
	}

	async signOut({ email }: Account): Promise<void> {
		const { error } = await this.#client(email).auth.signOut({ scope: 'local' });
		if (error) throw new Refusal(error.code ?? 'SIGN_OUT', `${email}: ${error.message}`);
	}

	async call({ email }: Account, name: string, args: Row): Promise<unknown> {
		return take(await this.#client(email).rpc(name, args));
	}

	async ask({ email }: Account, name: string, args: Row): Promise<Row[]> {
		return take(await this.#client(email).rpc(name, args));
	}

	async read({ email }: Account, table: string, where: Row = {}): Promise<Row[]> {
		return take(await this.#client(email).from(table).select('*').match(where));
	}

	async insert({ email }: Account, table: string, row: Row): Promise<Row> {
		return take(await this.#client(email).from(table).insert(row).select().single());
	}

	/** Changes rows of a table of masters, by the values of columns. @throws Refusal */
	async update({ email }: Account, table: string, where: Row, change: Row): Promise<void> {
		take(await this.#client(email).from(table).update(change).match(where).select());
	}

	async upload({ email }: Account, { siteId, kind, name, pdf }: Paper): Promise<string> {
		const body = new FormData();
		body.set('request_id', randomUUID());
		body.set('site_id', siteId);
		body.set('kind', kind);
		body.set('file', new File([pdf], name, { type: 'application/pdf' }));
		const answer = await this.#client(email).functions.invoke<{ path: string }>('documents', {
			body
		});
		const error = answer.error as unknown;
		if (error instanceof FunctionsHttpError) {
			throw Refusal.of((await (error.context as Response).json()) as PostgrestError);
		}
		if (error) throw new Refusal('FUNCTION', (error as Error).message);
		return answer.data!.path;
	}

	#client(email: string): SupabaseClient {
		const known = this.#clients.get(email);
		if (known) return known;
		const client = createClient(this.#url, this.#publishableKey, {
			auth: stateless,
			global: { headers: { 'User-Agent': 'lotline-simulator' } }
		});
		this.#clients.set(email, client);
		return client;
	}
}

function take<T>({ data, error }: Answer): T {
	if (error) throw Refusal.of(error);
	return data as T;
}

/** Finds or makes accounts, as an administrator does with the secret key. */
async function openAccounts(
	url: string,
	secretKey: string,
	people: { email: string; fullName: string }[]
): Promise<Account[]> {
	const { auth } = createClient(url, secretKey, { auth: stateless });
	const listed = await auth.admin.listUsers({ perPage: 1000 });
	if (listed.error) throw listed.error;
	const accounts: Account[] = [];
	for (const { email, fullName } of people) {
		let id = listed.data.users.find((user) => user.email === email)?.id;
		if (!id) {
			const { data, error } = await auth.admin.createUser({
				email,
				password: PASSWORD,
				email_confirm: true,
				user_metadata: { full_name: fullName }
			});
			if (error) throw error;
			id = data.user.id;
		}
		accounts.push({ id, email, fullName });
	}
	return accounts;
}

/** The accounts of everybody who plays. */
export async function everybody(url: string, secretKey: string): Promise<Record<Name, Account>> {
	const names = Object.keys(PEOPLE) as Name[];
	const wanted = names.map((name) => ({
		email: emailOf(name),
		fullName: PEOPLE[name].fullName
	}));
	const accounts = await openAccounts(url, secretKey, wanted);
	return Object.fromEntries(names.map((name, n) => [name, accounts[n]!])) as Record<Name, Account>;
}

/** Puts files into the bucket `documents`, as a server does with the secret key. */
export function fileKeeper(url: string, secretKey: string) {
	const { storage } = createClient(url, secretKey, { auth: stateless });
	return async (path: string, file: Uint8Array<ArrayBuffer>): Promise<void> => {
		const contentType = 'application/pdf';
		const { error } = await storage.from('documents').upload(path, file, { contentType });
		if (error) throw error;
	};
}

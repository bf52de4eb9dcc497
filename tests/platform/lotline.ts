import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, FunctionsHttpError, type SupabaseClient } from '@supabase/supabase-js';
import { PASSWORD } from './environment.ts';
import { startProcess, type StackStatus } from './stack-process.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The first account of the seed. */
const ADMIN = { email: 'admin@lotline.test', password: 'Lotline-Demo-1' };

const stateless = { auth: { persistSession: false, autoRefreshToken: false } };

/** A stack of its own with the migrations, functions and seed of the repository. */
export interface Lotline {
	apiUrl: string;
	inboxUrl: string;
	publishableKey: string;
	status: StackStatus;
	/** Where it keeps everything. */
	dataDir: string;
	admin: SupabaseClient;
	/** A client that nobody has signed in on. */
	anonymous(): SupabaseClient;
	/** A client with the secret key. */
	service(): SupabaseClient;
	/** Somebody new with a role at a site. */
	member(role: string, site: string, name?: string): Promise<SupabaseClient>;
	/** Stops it and starts it again where it was; what goes on meanwhile finds nobody there. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

/** @param label part of the name of its data folder */
export async function startLotline(label: string): Promise<Lotline> {
	const dataDir = await mkdtemp(join(tmpdir(), `lotline-${label}-`));
	let stack = await startProcess({ dataDir, workdir: ROOT });
	const { apiUrl, inboxUrl, publishableKey, secretKey } = stack.status;
	const anonymous = () => createClient(apiUrl, publishableKey, stateless);
	const service = () => createClient(apiUrl, secretKey, stateless);
	const admin = anonymous();
	const signedIn = await admin.auth.signInWithPassword(ADMIN);
	if (signedIn.error) throw signedIn.error;
	return {
		apiUrl,
		inboxUrl,
		publishableKey,
		status: stack.status,
		dataDir,
		admin,
		anonymous,
		service,
		async member(role, site, name = role) {
			const email = `${randomUUID()}@lotline.test`;
			const created = await service().auth.admin.createUser({
				email,
				password: PASSWORD,
				email_confirm: true,
				user_metadata: { full_name: name }
			});
			if (created.error) throw created.error;
			const joined = await admin
				.from('memberships')
				.insert({ user_id: created.data.user.id, site_id: site, role });
			if (joined.error) throw joined.error;
			const client = anonymous();
			await client.auth.signInWithPassword({ email, password: PASSWORD });
			return client;
		},
		async restart() {
			await stack.stop();
			const port = Number(new URL(apiUrl).port);
			stack = await startProcess({ dataDir, workdir: ROOT, port });
		},
		async stop() {
			await stack.stop();
			await rm(dataDir, { recursive: true, force: true });
		}
	};
}

/** A refusal in the form of the Data API. */
export interface RefusalAnswer {
	status: number;
	code: string;
	field: string;
	message: string;
}

/** What a call of a function is refused with. */
export async function refusal(calling: Promise<unknown>): Promise<RefusalAnswer> {
	const error: unknown = await calling.then(
		() => undefined,
		(error: unknown) => error
	);
	if (!(error instanceof FunctionsHttpError))
		throw new Error('The function has not refused it.', { cause: error });
	const response = error.context as Response;
	const body = (await response.json()) as { message: string; details: string | null };
	const details = JSON.parse(body.details ?? '{}') as { code: string; field: string };
	return { status: response.status, message: body.message, ...details };
}

import { randomUUID } from 'node:crypto';
import { createClient, type SupabaseClient, type User } from '@supabase/supabase-js';
import { inject } from 'vitest';

/** The Supabase under test. */
export interface PlatformEnvironment {
	apiUrl: string;
	dbUrl: string;
	publishableKey: string;
	secretKey: string;
	/** Whether it is the embedded stack; what only that has is skipped elsewhere. */
	embedded: boolean;
	inboxUrl?: string;
	studioUrl?: string;
	dataDir?: string;
}

declare module 'vitest' {
	export interface ProvidedContext {
		platform: PlatformEnvironment;
	}
}

export const platform = inject('platform');

/** Whether the stack is the embedded one also where a test starts its own. */
export const isEmbedded = !process.env.PLATFORM_API_URL;

/** A password that the fixture project's rules accept. */
export const PASSWORD = 'Correct-Horse-7';

const stateless = { auth: { persistSession: false, autoRefreshToken: false } };

/** A client that nobody has signed in on. */
export function anonymous(): SupabaseClient {
	return createClient(platform.apiUrl, platform.publishableKey, stateless);
}

/** A client with the secret key. */
export function service(): SupabaseClient {
	return createClient(platform.apiUrl, platform.secretKey, stateless);
}

/** A new user with a client that is signed in as him. */
export async function newUser(): Promise<{ client: SupabaseClient; user: User; email: string }> {
	const email = `${randomUUID()}@lotline.test`;
	const created = await service().auth.admin.createUser({
		email,
		password: PASSWORD,
		email_confirm: true
	});
	if (created.error) throw created.error;
	const client = anonymous();
	const { data, error } = await client.auth.signInWithPassword({ email, password: PASSWORD });
	if (error) throw error;
	return { client, user: data.user, email };
}

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { StackContext } from '../context.ts';
import { inboxEnvironment } from '../inbox/inbox.ts';

/**
 * What a function reads with `Deno.env`: the hosted platform's variables and the project's secrets.
 * Nothing of the stack's own environment is among them.
 * @param name the function's
 */
export async function functionEnvironment(
	name: string,
	context: StackContext
): Promise<Record<string, string>> {
	const { keys, urls, config } = context;
	return {
		...inboxEnvironment(context),
		SITE_URL: urls.appUrl,
		...(await projectSecrets(context)),
		...config.functions[name]?.env,
		SUPABASE_URL: urls.apiUrl,
		SUPABASE_DB_URL: urls.dbUrl,
		SUPABASE_ANON_KEY: keys.publishableKey,
		SUPABASE_SERVICE_ROLE_KEY: keys.secretKey,
		SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishableKey }),
		SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secretKey }),
		// Tokens are signed with a shared secret, which a key set never shows.
		SUPABASE_JWKS: JSON.stringify({ keys: [] }),
		SUPABASE_FUNCTION_SLUG: name,
		SB_REGION: 'local',
		SB_EXECUTION_ID: randomUUID(),
		DENO_DEPLOYMENT_ID: `${config.project_id}_${name}_1`
	};
}

/** `supabase/functions/.env`, which `supabase secrets set --env-file` takes to a hosted project. */
async function projectSecrets({ options, log }: StackContext): Promise<Record<string, string>> {
	const file = join(options.projectDir, 'supabase', 'functions', '.env');
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code !== 'ENOENT') {
			log('functions').error(
				`The secrets in ${file} cannot be read (${code}). Make the file readable.`
			);
		}
		return {};
	}
	const secrets = Object.entries(parseEnv(text)) as [string, string][];
	return Object.fromEntries(
		secrets.filter(([name]) => {
			const reserved = name.startsWith('SUPABASE_');
			if (reserved) {
				log('functions').warn(
					`${name} in ${file} is ignored: names that begin with SUPABASE_ are the platform's.`
				);
			}
			return !reserved;
		})
	);
}

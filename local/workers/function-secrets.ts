import type { StackContext } from '../context.ts';

/**
 * Puts where the functions are and what lets a job call them into the vault, where a hosted project has
 * them from the hand of who sets it up. Written at every start: ports and keys may have changed.
 */
export async function storeFunctionSecrets({ sql, urls, keys }: StackContext): Promise<void> {
	const secrets = { functions_url: `${urls.apiUrl}/functions/v1`, functions_key: keys.secretKey };
	for (const [name, value] of Object.entries(secrets)) {
		const [known] = await sql<{ id: string }[]>`select id from vault.secrets where name = ${name}`;
		if (known) await sql`select vault.update_secret(${known.id}, ${value})`;
		else await sql`select vault.create_secret(${value}, ${name})`;
	}
}

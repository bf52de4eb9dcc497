import type { ConnectOptions } from '../context.ts';
import type { Sql } from 'postgres';

/**
 * Puts the key that vault.secrets are encrypted with where only a superuser's function reads it: a
 * file in the cluster's folder, which is in no dump of a database. The server writes it, so that it
 * belongs to the user whom the server runs as.
 * @param key 32 bytes, hex
 */
export async function installVaultKey(
	connect: (options: ConnectOptions) => Sql,
	key: string
): Promise<void> {
	const sql = connect({ name: 'vault key' });
	try {
		const [setting] = await sql<{ file: string }[]>`
			select current_setting('data_directory') || '/vault.key' as file`;
		await sql.unsafe(`copy (values (${quoted(key)})) to ${quoted(setting!.file)}`);
	} finally {
		await sql.end();
	}
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { getAuthSchemaSql, getStorageSchemaSql } from '@supabase/lite';
import type { Sql } from 'postgres';
import type { ConnectOptions } from '../context.ts';

/** A database with the platform's objects and nothing else: what `create database … template` copies. */
export const PLATFORM_TEMPLATE = 'platform';
/** Roles that sign in with the stack's database password. */
const LOGIN_ROLES = ['postgres', 'authenticator', 'supabase_auth_admin', 'supabase_storage_admin'];
const FOLDER = new URL('./platform/', import.meta.url);

/**
 * Brings roles, the template database and the project's database to what a hosted project has
 * before its first migration. Does nothing when the SQL has not changed since the last start.
 * @returns whether anything was applied
 */
export async function applyPlatform(
	connect: (options: ConnectOptions) => Sql,
	password: string
): Promise<boolean> {
	const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
	const texts = new Map<string, string>();
	for (const name of files) texts.set(name, await readFile(new URL(name, FOLDER), 'utf8'));
	const owned = { auth: getAuthSchemaSql(), storage: getStorageSchemaSql() };
	const version = createHash('sha256')
		.update(JSON.stringify([...texts, owned]))
		.digest('hex');

	const root = connect({ name: 'platform', database: 'template1' });
	try {
		const [known] = await root<{ version: string | null }[]>`
			select shobj_description(oid, 'pg_database') as version
			from pg_database where datname = ${PLATFORM_TEMPLATE}`;
		if (known?.version === version) return false;
		// No version: there is none yet, or the first start was cut short. Nobody has worked with it.
		const fresh = !known?.version;

		await root.unsafe(texts.get('00_roles.sql')!);
		for (const role of LOGIN_ROLES) {
			await root.unsafe(`alter role ${role} password '${password}'`);
		}
		if (fresh) {
			await root.unsafe(`drop database if exists ${PLATFORM_TEMPLATE}`);
			await root.unsafe(`create database ${PLATFORM_TEMPLATE} owner postgres`);
		}
		texts.delete('00_roles.sql');
		await applyTo(PLATFORM_TEMPLATE);
		if (!fresh) {
			await applyTo('postgres');
		} else {
			await root.unsafe('drop database if exists postgres with (force)');
			await root.unsafe(
				`create database postgres template ${PLATFORM_TEMPLATE} owner postgres strategy file_copy`
			);
		}
		await root.unsafe(`comment on database ${PLATFORM_TEMPLATE} is '${version}'`);
		return true;
	} finally {
		await root.end();
	}

	async function applyTo(database: string): Promise<void> {
		const sql = connect({ name: 'platform', database });
		try {
			await sql.begin(async (transaction) => {
				await transaction.unsafe(`
					grant create on database ${database} to supabase_auth_admin, supabase_storage_admin;
					create schema if not exists auth authorization supabase_auth_admin;
					create schema if not exists storage authorization supabase_storage_admin;
					set local role supabase_auth_admin; ${owned.auth}
					set local role supabase_storage_admin; ${owned.storage}
					reset role`);
				for (const text of texts.values()) await transaction.unsafe(text);
			});
		} finally {
			await sql.end();
		}
	}
}

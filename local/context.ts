import type { Sql } from 'postgres';
import type { ProjectConfig } from './config.ts';
import type { Keys } from './keys.ts';
import type { Log, Verbosity } from './log.ts';

/** What a person chooses when starting the stack. */
export interface StackOptions {
	/** Folder that contains `supabase/`. */
	projectDir: string;
	/** Folder for everything the stack keeps: cluster, files, keys, run file. */
	dataDir: string;
	/** Address that the gateway listens on; everything else stays on loopback. */
	host: string;
	/** The gateway's port; database, studio, inbox and SMTP take the next four. */
	port: number;
	/** Whether the seed files are run after the first migration. */
	seed: boolean;
	/** Whether functions restart when their files change. */
	watch: boolean;
	verbosity: Verbosity;
	/** Public settings that the web app reads at run time, beside those that every stack has. */
	appSettings?: Record<string, string>;
}

/** Where the parts listen. */
export interface Ports {
	gateway: number;
	database: number;
	studio: number;
	inbox: number;
	smtp: number;
}

/** Addresses of the parts, as printed and as `stack:status --json` gives them. */
export interface StackUrls {
	apiUrl: string;
	dbUrl: string;
	appUrl: string;
	studioUrl: string;
	inboxUrl: string;
}

export interface ConnectOptions {
	/** Database role; the stack's own superuser unless said. */
	user?: string;
	/** Database; the project's (`postgres`) unless said. */
	database?: string;
	/** Connections of the pool at the most; 1 unless said. */
	max?: number;
	/** Shown in pg_stat_activity. */
	name: string;
}

/** What every part of the stack is given. */
export interface StackContext {
	options: StackOptions;
	config: ProjectConfig;
	keys: Keys;
	ports: Ports;
	urls: StackUrls;
	/** Shared pool as the superuser `supabase_admin` on the project's database. */
	sql: Sql;
	/** Opens a pool of its own; the part that opens it ends it in `stop`. */
	connect(options: ConnectOptions): Sql;
	log(part: string): Log;
}

/** A running part. `stop` waits until it has let go of sockets, children and connections. */
export interface Part {
	stop(): Promise<void>;
}

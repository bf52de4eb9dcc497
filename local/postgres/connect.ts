import postgres, { type Sql } from 'postgres';
import type { ConnectOptions } from '../context.ts';

/** Opens pools on the server of one stack. */
export function connector(port: number, password: string): (options: ConnectOptions) => Sql {
	return ({ user = 'supabase_admin', database = 'postgres', max = 1, name }) =>
		postgres({
			host: '127.0.0.1',
			port,
			user,
			password,
			database,
			max,
			connection: { application_name: name },
			onnotice: () => {}
		});
}

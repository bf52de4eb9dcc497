import type { Sql } from 'postgres';
import type { Part } from '../context.ts';
import { messageOf } from '../fault.ts';
import type { Log } from '../log.ts';

const DAY = 24 * 60 * 60 * 1000;
const HOUR = 60 * 60 * 1000;
/** Days before and after today that have a partition. */
const BEHIND = 1;
const AHEAD = 3;
/** Days that messages are kept. */
const KEPT = 3;
/** Longest that a change of the table may wait for, and so hold up, those who send. */
const LOCK_TIMEOUT = '2s';

/** Makes the partitions of realtime.messages ahead, and drops old ones, now and every hour. */
export async function keepPartitions(sql: Sql, log: Log): Promise<Part> {
	const keep = async () => {
		try {
			await makePartitions(sql);
			await dropOldMessages(sql);
		} catch (error) {
			log.warn(`The partitions of realtime.messages could not be renewed: ${messageOf(error)}`);
		}
	};
	await keep();
	let running = Promise.resolve();
	const timer = setInterval(() => void (running = keep()), HOUR);
	return {
		stop: async () => {
			clearInterval(timer);
			await running;
		}
	};
}

async function makePartitions(sql: Sql): Promise<void> {
	for (let offset = -BEHIND; offset <= AHEAD; offset++) {
		const from = dayAt(offset);
		const name = `realtime.messages_${from.replaceAll('-', '_')}`;
		const [known] = await sql`select from pg_class where oid = to_regclass(${name})`;
		if (known) continue;
		// What was sent on that day before it had a partition (by a migration, say) lies in the default
		// partition and would be in the way. Nobody was there to receive it.
		await sql.begin(async (transaction) => {
			await transaction.unsafe(`
				set local lock_timeout = '${LOCK_TIMEOUT}';
				delete from realtime.messages_default
					where inserted_at >= '${from}' and inserted_at < '${dayAt(offset + 1)}';
				create table ${name} partition of realtime.messages
					for values from ('${from}') to ('${dayAt(offset + 1)}');
				alter table ${name} owner to supabase_realtime_admin`);
		});
	}
}

async function dropOldMessages(sql: Sql): Promise<void> {
	const oldest = dayAt(-KEPT);
	const partitions = await sql<{ name: string }[]>`
		select relid::regclass::text as name
		from pg_partition_tree('realtime.messages')
		where isleaf and relid::regclass::text ~ '^realtime\\.messages_\\d{4}_\\d{2}_\\d{2}$'
			and relid::regclass::text < ${`realtime.messages_${oldest.replaceAll('-', '_')}`}`;
	for (const { name } of partitions) {
		await sql.begin(async (transaction) => {
			await transaction.unsafe(`set local lock_timeout = '${LOCK_TIMEOUT}'; drop table ${name}`);
		});
	}
	await sql`delete from realtime.messages_default where inserted_at < ${oldest}::timestamp`;
}

/** The day so many days from today, in UTC, e.g. `2026-11-20`. */
function dayAt(offset: number): string {
	return new Date(Date.now() + offset * DAY).toISOString().slice(0, 10);
}

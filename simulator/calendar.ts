import type { Sql } from 'postgres';

/**
 * When what a plant has written down so far ends: the last move, stage, downtime or batch; undefined
 * for a plant that has none.
 */
export async function lastEntry(owner: Sql, site: string): Promise<Date | undefined> {
	const [row] = await owner`
		select greatest(
			(select max(moved_at) from stock_moves),
			(select max(greatest(started_at, ended_at)) from stage_logs),
			(select max(greatest(started_at, ended_at)) from downtimes),
			(select max(greatest(created_at, ended_at)) from batches where site_id = sites.id)
		) as at
		from sites where code = ${site}`;
	return (row?.at as Date | null) ?? undefined;
}

/**
 * Takes away the runs of shifts from an instant on in which nothing has happened, so that they can be
 * laid out from there: the clock of the world may have locked them already, and summed up that they
 * brought nothing. A run that something else refers to stays.
 */
export async function clearEmptyRuns(owner: Sql, site: string, from: Date): Promise<void> {
	await owner.unsafe(`
		do $$
		declare
			empty uuid;
		begin
			alter table public.shift_summaries disable trigger keep;
			for empty in
				select shift_runs.id from public.shift_runs join public.sites on sites.id = site_id
				where sites.code = '${site}' and ends_at > '${from.toISOString()}'
			loop
				begin
					delete from public.shift_summaries where run_id = empty;
					delete from public.shift_runs where id = empty;
				exception when foreign_key_violation then null;
				end;
			end loop;
			alter table public.shift_summaries enable trigger keep;
		end $$`);
}

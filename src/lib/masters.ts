import type { Database, Tables, TablesInsert, TablesUpdate } from '#lib/database.types.ts';
import { taken } from '#lib/reads.ts';
import { Refusal } from '#lib/refusal.ts';
import { supabase } from '#lib/supabase.ts';

/** Tables that are edited through the Data API, under their policies; transactions have commands. */
export type Master = Extract<
	keyof Database['public']['Tables'],
	| 'units'
	| 'partners'
	| 'item_categories'
	| 'items'
	| 'locations'
	| 'machines'
	| 'reason_codes'
	| 'stages'
	| 'routes'
	| 'route_stages'
	| 'stage_fields'
	| 'purchase_orders'
	| 'purchase_order_lines'
	| 'shifts'
	| 'holidays'
	| 'qc_plans'
	| 'qc_parameters'
	| 'settings'
	| 'alert_events'
	| 'alert_groups'
	| 'alert_targets'
	| 'alert_templates'
>;

/** What a row is known by: `{ id }`, or the columns of its key. */
export type Key = Record<string, string | number>;

/**
 * Adds a row of a master.
 * @throws Refusal
 */
export async function add<Table extends Master>(
	table: Table,
	row: TablesInsert<Table>
): Promise<Tables<Table>> {
	// The client's types cannot follow a table that is not known yet; this function's own do.
	const asked = supabase
		.from(table as 'units')
		.insert(row as unknown as TablesInsert<'units'>)
		.select()
		.single();
	return (await taken(asked)) as unknown as Tables<Table>;
}

/**
 * Changes what a person has changed of a row, unless somebody else has changed the same meanwhile.
 * @param before the row as it was shown to him
 * @param after what he has made of it, or of some of its columns
 * @throws Refusal CHANGED_MEANWHILE, with the row as it is now as `params.now`
 */
export async function change<Table extends Master>(
	table: Table,
	key: Key,
	before: Tables<Table>,
	after: TablesUpdate<Table>
): Promise<Tables<Table>> {
	const changes = changesOf<Row>(before, after);
	const columns = Object.keys(changes);
	if (columns.length === 0) return before;
	let asked = supabase
		.from(table as 'units')
		.update(changes as TablesUpdate<'units'>)
		.match(key);
	for (const column of columns) {
		const was = (before as Row)[column];
		asked = was === null ? asked.is(column, null) : asked.filter(column, ...asFilter(table, was));
	}
	const [row] = await taken(asked.select());
	if (row) return row as unknown as Tables<Table>;
	throw await changedMeanwhile(table, key, columns);
}

type Row = Record<string, unknown>;

function changesOf<R extends Row>(before: R, after: R): R {
	const changed = Object.entries(after).filter(
		([column, value]) =>
			value !== undefined && JSON.stringify(value) !== JSON.stringify(before[column])
	);
	return Object.fromEntries(changed) as R;
}

/**
 * A value as a filter of the Data API writes it; what a setting is, is JSON even where it is a text.
 * @returns the operator, and what it compares with
 */
function asFilter(table: Master, value: unknown): [operator: string, value: string] {
	if (Array.isArray(value)) return ['eq', listOf(value as string[])];
	if (typeof value !== 'string' || table === 'settings') return ['eq', JSON.stringify(value)];
	// The stack of this repository takes a text in braces for a list: so it is one of a list.
	return value.startsWith('{') ? ['eq(any)', listOf([value])] : ['eq', value];
}

const listOf = (values: string[]): string =>
	`{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

async function changedMeanwhile(table: Master, key: Key, columns: string[]): Promise<Refusal> {
	const asked = supabase
		.from(table as 'units')
		.select()
		.match(key)
		.maybeSingle();
	const now = await taken(asked);
	if (!now) {
		return new Refusal({
			kind: 'refused',
			code: 'NOT_FOUND',
			sentence: 'This is not there, or not for you to change.',
			hint: 'Look for it in the list.',
			params: {}
		});
	}
	return new Refusal({
		kind: 'refused',
		code: 'CHANGED_MEANWHILE',
		field: columns[0],
		sentence: 'Somebody else has changed this meanwhile.',
		hint: 'Look at what it is now, then save yours again or keep his.',
		params: { now, columns }
	});
}

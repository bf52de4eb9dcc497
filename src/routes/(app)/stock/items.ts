import type { ItemStock } from '#lib/stock/types.ts';
import type { TablePage, TableQuery } from '#lib/ui/table/types.ts';

/** Whether less is available than the master says there should be (P5.07). */
export function isBelowReorderLevel({ available, reorder_level }: ItemStock): boolean {
	return reorder_level !== null && available < reorder_level;
}

/**
 * A page of rows that are all here already, as a table asks for it.
 * @param words what the search looks at
 */
export function pageOf<Row extends object>(
	rows: Row[],
	{ search, sort, page, pageSize }: TableQuery,
	words: (row: Row) => string
): TablePage<Row> {
	const found = rows.filter((row) => words(row).toLowerCase().includes(search.toLowerCase()));
	if (sort) {
		const value = (row: Row) => (row as Record<string, unknown>)[sort.key] as number | string;
		const turn = sort.descending ? -1 : 1;
		found.sort((one, other) => turn * compare(value(one), value(other)));
	}
	return { rows: found.slice(page * pageSize, (page + 1) * pageSize), total: found.length };
}

function compare(one: number | string, other: number | string): number {
	if (typeof one === 'string' || typeof other === 'string') {
		return String(one).localeCompare(String(other));
	}
	return one - other;
}

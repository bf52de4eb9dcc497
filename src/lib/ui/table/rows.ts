import type { TablePage, TableQuery } from '#lib/ui/table/types.ts';

/** How a list that is here as a whole is searched, chosen from and sorted. */
export interface RowWays<Row> {
	/** What a search looks at. */
	text?: (row: Row) => string;
	/** What a row has by the key of a filter or a column. */
	value?: (row: Row, key: string) => string | number | null | undefined;
}

/** The page of a table out of rows that are all here, because there are never many or all are needed. */
export function pageOfRows<Row>(
	rows: Row[],
	{ search, filters, sort, page, pageSize }: TableQuery,
	{ text = () => '', value = () => undefined }: RowWays<Row>
): TablePage<Row> {
	const words = search.trim().toLowerCase();
	const found = rows.filter(
		(row) =>
			text(row).toLowerCase().includes(words) &&
			Object.entries(filters).every(([key, chosen]) => String(value(row, key)) === chosen)
	);
	const sorted = sort
		? found.toSorted((one, other) => {
				const order = compare(value(one, sort.key), value(other, sort.key));
				return sort.descending ? -order : order;
			})
		: found;
	return { rows: sorted.slice(page * pageSize, (page + 1) * pageSize), total: sorted.length };
}

type Value = string | number | null | undefined;

/** What has no value comes last. */
function compare(one: Value, other: Value): number {
	if (one === other) return 0;
	if (one === null || one === undefined) return 1;
	if (other === null || other === undefined) return -1;
	if (typeof one === 'number' && typeof other === 'number') return one - other;
	return String(one).localeCompare(String(other), undefined, { numeric: true });
}

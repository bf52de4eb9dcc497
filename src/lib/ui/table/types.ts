import type { Snippet } from 'svelte';
import type { Option } from '#lib/ui/options.ts';

/** A column of a table. */
export interface Column<Row> {
	/** What the server sorts by, and what the column is called in a query. */
	key: string;
	header: string;
	/** What is shown; on a phone too. */
	text: (row: Row) => string | number | null | undefined;
	/** How it is shown, where text is not enough. */
	cell?: Snippet<[Row]>;
	/** Said more quietly after a figure. */
	unit?: (row: Row) => string;
	/** Figures stand at the end. */
	align?: 'start' | 'end';
	sortable?: boolean;
	/** Layout of the column: a width. */
	class?: string;
	/**
	 * Where it stands in the row of two lines: `title` names the row, `state` is at the end of the
	 * first line, `detail` in the second, `none` nowhere.
	 */
	phone?: 'title' | 'state' | 'detail' | 'none';
}

/** Something by which rows are chosen; it takes one of its options, or all. */
export interface Filter {
	key: string;
	label: string;
	options: Option[];
}

/** What a person asks of a list. */
export interface TableQuery {
	search: string;
	/** Key of the column. */
	sort: { key: string; descending: boolean } | null;
	/** Chosen options by the filters' keys; what is not chosen is not in it. */
	filters: Record<string, string>;
	/** From 0. */
	page: number;
	pageSize: number;
}

/** A page of a list, as the server answers. */
export interface TablePage<Row> {
	rows: Row[];
	/** Of all pages. */
	total: number;
}

/**
 * Reads a page.
 * @throws Error whose message is a sentence for the person
 */
export type TableLoad<Row> = (query: TableQuery, signal: AbortSignal) => Promise<TablePage<Row>>;

export interface TableProps<Row> {
	/** What the rows are: “Lots”. */
	label: string;
	columns: Column<Row>[];
	/** What tells one row from another for ever: its id. */
	rowKey: (row: Row) => string;
	load: TableLoad<Row>;
	/** What a row opens. The path is resolved by its owner. */
	href?: (row: Row) => string;
	/** What a row opens, where it is not a page. */
	onopen?: (row: Row) => void;
	/** Offers a search; what it looks at. */
	searchLabel?: string;
	filters?: Filter[];
	/** Keys of rows that have just changed; they are marked for a moment. */
	changed?: ReadonlySet<string>;
	/** What is asked; changes as the person searches, sorts and turns pages. */
	query?: TableQuery;
	/** Rows on a page. */
	pageSize?: number;
	/** The order before the person chooses another. */
	sort?: TableQuery['sort'];
	/** What stands where there is nothing at all. */
	empty?: { title: string; sentence: string };
	emptyAction?: Snippet;
	/** At the end of the bar above the rows. */
	actions?: Snippet;
}

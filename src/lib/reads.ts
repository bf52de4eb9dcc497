import type { PostgrestError } from '@supabase/supabase-js';
import { connection } from '#lib/connection.svelte.ts';
import { refusalOf } from '#lib/refusal.ts';

/** Which part of a list is wanted. */
export interface ListQuery {
	/** Counted from 0. */
	page: number;
	/** Rows of a page. */
	pageSize: number;
	/** By which column, and which way; without it in the list's own order. */
	sort?: { key: string; descending: boolean } | null;
	/** What the person looks for, in the words he typed. */
	search?: string;
}

/** A part of a list, and how many rows all of it has. */
export interface ListPage<Row> {
	rows: Row[];
	total: number;
}

interface Answer<T> {
	data: T | null;
	error: PostgrestError | null;
	status: number;
	count?: number | null;
}

type Asked<T> = PromiseLike<Answer<T>> & { abortSignal?(signal: AbortSignal): unknown };

/**
 * What the Data API answers to a reading.
 * @throws Refusal
 */
export async function taken<T>(asked: Asked<T>, signal?: AbortSignal): Promise<T> {
	return (await answered(asked, signal)).data as T;
}

/** A part of a list that is asked for with `count: 'exact'`. @throws Refusal */
export async function pageOf<Row>(
	asked: Asked<Row[]>,
	signal?: AbortSignal
): Promise<ListPage<Row>> {
	const { data, error, count } = await answered(asked, signal);
	// A page behind the last one is empty, not wrong: rows have gone since it was asked for.
	if (error) return { rows: [], total: Number(/only (\d+) rows/.exec(error.details)?.[1] ?? 0) };
	return { rows: data ?? [], total: count ?? 0 };
}

/** How the Data API says that a list is not as long as what was asked for. */
const BEHIND = 'PGRST103';

async function answered<T>(asked: Asked<T>, signal?: AbortSignal): Promise<Answer<T>> {
	if (signal) asked.abortSignal?.(signal);
	const answer = await asked;
	const refusal = answer.error && refusalOf(answer.error, answer.status);
	connection.report(refusal?.kind !== 'unreachable');
	if (refusal && refusal.code !== BEHIND) throw refusal;
	return answer;
}

interface Sortable<Query> {
	order(column: string, options: { ascending: boolean; nullsFirst: boolean }): Query;
	range(from: number, to: number): Query;
}

/**
 * Sorts a list and takes a page of it.
 * @param sortable columns that it may be sorted by; whoever asks for another gets the order of `last`
 * @param last columns that decide where all else is equal, so that no row is on two pages; a minus sorts
 * downwards
 */
export function paged<Query extends Sortable<Query>>(
	query: Query,
	{ page, pageSize, sort }: ListQuery,
	sortable: readonly string[],
	last: string[]
): Query {
	const first = sort && sortable.includes(sort.key) ? [sort] : [];
	const rest = last.map((column) => ({
		key: column.replace(/^-/, ''),
		descending: column.startsWith('-')
	}));
	const sorted = [...first, ...rest].reduce(
		(asked, { key, descending }) =>
			asked.order(key, { ascending: !descending, nullsFirst: descending }),
		query
	);
	return sorted.range(page * pageSize, (page + 1) * pageSize - 1);
}

/**
 * A pattern for `ilike`. What has a meaning in a pattern, or in a filter of several conditions, stands
 * for any one character there: not all of it can be quoted.
 */
export function containing(search: string): string {
	return `%${search.trim().replace(/[\\%_*,()"{}]/g, '_')}%`;
}

/** A filter for `.or(…)`: one of the columns has the words in it, whatever their case. */
export function has(search: string, columns: string[]): string {
	return columns.map((column) => `${column}.ilike.${containing(search)}`).join(',');
}

import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { idOf } from './people.ts';

/** What tests do to a site beside the page, as its administrator or by the real commands. */

const HOUR = 60 * 60_000;

/** An instant so many hours ago. */
export const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();

export const minutesAgo = (minutes: number): string => ago(minutes / 60);

/** The hour of the day, so many hours from now, where the seed's sites are; of parts of an hour, the minute. */
export function clock(hours: number): string {
	const there = new Date(Date.now() + hours * HOUR).toLocaleTimeString('en-GB', {
		timeZone: 'Asia/Kolkata'
	});
	return Number.isInteger(hours) ? `${there.slice(0, 2)}:00` : there.slice(0, 5);
}

/** Calls a command. */
export async function call<T = unknown>(
	client: SupabaseClient,
	command: string,
	args: Record<string, unknown>
): Promise<T> {
	const { data, error } = await client.rpc(command, { request_id: randomUUID(), ...args });
	if (error) throw new Error(`${command}: ${error.message}`);
	return data as T;
}

/** @returns the ids of the new rows, in their order */
export async function insert(
	admin: SupabaseClient,
	table: string,
	rows: object[]
): Promise<string[]> {
	const { data, error } = await admin.from(table).insert(rows).select('id');
	if (error) throw new Error(`${table}: ${error.message}`);
	return data.map(({ id }) => id as string);
}

/** @returns the ids of the new rows by their codes */
export async function insertCoded<Row extends { code: string }>(
	admin: SupabaseClient,
	table: string,
	rows: Row[]
): Promise<Record<string, string>> {
	const ids = await insert(admin, table, rows);
	return Object.fromEntries(rows.map(({ code }, index) => [code, ids[index]!]));
}

/** Makes a site of one test alone. @returns its id */
export async function newSite(
	admin: SupabaseClient,
	site: { code: string; name: string; kind: 'plant' | 'warehouse' }
): Promise<string> {
	// Who adds a site sees it from the next statement on.
	const { error } = await admin.from('sites').insert(site);
	if (error) throw error;
	return await idOf(admin, 'sites', site.code);
}

/**
 * Makes a shift that runs now, and one after it.
 * @param left for how many hours the first still runs
 */
export async function newShifts(admin: SupabaseClient, siteId: string, left = 4): Promise<void> {
	await insert(admin, 'shifts', [
		{ site_id: siteId, code: 'N', name: 'Now', starts: clock(-4), ends: clock(left) },
		{ site_id: siteId, code: 'L', name: 'Later', starts: clock(left), ends: clock(left + 8) }
	]);
}

/** Puts somebody into a shift: the one that runs now, or the one after it. */
export async function assign(
	admin: SupabaseClient,
	siteId: string,
	person: string,
	shift: 'now' | 'later' = 'now'
): Promise<void> {
	const { data, error } = await admin
		.from('shift_runs')
		.select('id')
		.eq('site_id', siteId)
		.gt('ends_at', new Date().toISOString())
		.order('starts_at')
		.limit(2);
	if (error) throw error;
	await call(admin, 'assign_shift', { run: data[shift === 'now' ? 0 : 1]!.id, person });
}

/** Orders so much of an item. @returns the id of the order's line */
export async function order(
	admin: SupabaseClient,
	siteId: string,
	item: string,
	quantity: number,
	number = `PO-${randomUUID().slice(0, 8)}`
): Promise<string> {
	const vendor = await idOf(admin, 'partners', 'VENDOR-X');
	const header = { site_id: siteId, vendor_id: vendor, number, ordered_on: '2026-01-05' };
	const [made] = await insert(admin, 'purchase_orders', [header]);
	const line = { order_id: made, position: 1, item_id: item, quantity };
	return (await insert(admin, 'purchase_order_lines', [line]))[0]!;
}

/** The first reason that is offered for something. */
export async function reasonFor(admin: SupabaseClient, purpose: string): Promise<string> {
	const { data, error } = await admin
		.from('reason_codes')
		.select('id')
		.eq('purpose', purpose)
		.eq('active', true)
		.limit(1)
		.single();
	if (error) throw error;
	return data.id as string;
}

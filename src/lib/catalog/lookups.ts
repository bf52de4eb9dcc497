import * as items from '#lib/catalog/items.ts';
import * as partners from '#lib/catalog/partners.ts';
import * as places from '#lib/catalog/places.ts';
import { fitting } from '#lib/catalog/section.ts';
import * as units from '#lib/catalog/units.ts';
import type { Option } from '#lib/ui/options.ts';

/** What the fields of masters are chosen from. */

/** As many as are looked through; more are found by typing. */
const MOST = 20;

const first = { page: 0, pageSize: MOST, active: true };

/** Units in use. @throws Refusal */
export async function unit(search: string): Promise<Option[]> {
	const all = (await units.list()).filter(({ active }) => active);
	return fitting(
		all.map(({ code, name }) => ({ value: code, label: code, note: name })),
		search
	);
}

/** Categories in use. @throws Refusal */
export async function category(search: string): Promise<Option[]> {
	const all = (await items.categories()).filter(({ active }) => active);
	return fitting(
		all.map(({ id, name }) => ({ value: id, label: name })),
		search
	);
}

/** Vendors in use. @throws Refusal */
export async function vendor(
	search: string,
	_siteId: string,
	signal: AbortSignal
): Promise<Option[]> {
	const { rows } = await partners.list({ ...first, search, kinds: ['vendor'] }, signal);
	return rows.map(({ id, code, name }) => ({ value: id, label: name, note: code }));
}

/** Products that come in packs. @throws Refusal */
export async function product(
	search: string,
	_siteId: string,
	signal: AbortSignal
): Promise<Option[]> {
	const kinds: items.ItemKind[] = ['intermediate', 'finished'];
	const { rows } = await items.list({ ...first, search, kinds }, signal);
	return rows.map(({ id, code, name }) => ({ value: id, label: name, note: code }));
}

/** Places of a site that hold stock and are in use. @throws Refusal */
export async function place(
	search: string,
	siteId: string,
	signal: AbortSignal
): Promise<Option[]> {
	const { rows } = await places.page({ ...first, siteId, search }, signal);
	return rows.map(({ id, code, name }) => ({ value: id, label: code, note: name }));
}

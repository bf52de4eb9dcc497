import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { call, order } from '../acts.ts';
import { idOf, newColleague, type Role } from '../people.ts';
import { expect, test as base } from '../test.ts';

/** A lot as commands answer it. */
export interface Lot {
	id: string;
	code: string;
	places: { location: string; on_hand: number; available: number }[];
}

/** A site of the seed with an item that this test alone has, and people who act in it. */
export class Site {
	readonly id: string;
	readonly item: { id: string; code: string; name: string; unit: string };
	/** Ids of its places by their codes. */
	readonly places: Record<string, string>;
	readonly colleague: (role: Role) => Promise<SupabaseClient>;
	readonly admin: SupabaseClient;

	constructor(given: Pick<Site, 'id' | 'item' | 'places' | 'colleague' | 'admin'>) {
		this.id = given.id;
		this.item = given.item;
		this.places = given.places;
		this.colleague = given.colleague;
		this.admin = given.admin;
	}

	/** Calls a command as somebody of a role who is made for it. */
	async call<T = Lot>(role: Role, command: string, args: Record<string, unknown>): Promise<T> {
		return await call<T>(await this.colleague(role), command, args);
	}

	/** Receives goods of the item at a place, without an order. */
	async receive(
		quantity: number,
		{ place = 'AISLE-1', ...more }: { place?: string; [argument: string]: unknown } = {}
	): Promise<Lot> {
		return await this.call('distributor', 'receive_goods', {
			location_id: this.places[place],
			item_id: this.item.id,
			quantity,
			...more
		});
	}

	/** An order of the item. @returns its number */
	async order(quantity: number): Promise<string> {
		const number = `PO-${this.item.code}`;
		await order(this.admin, this.id, this.item.id, quantity, number);
		return number;
	}
}

export const test = base.extend<{ kind: 'trade' | 'raw'; at: string; site: Site }>({
	/** Trade goods pass when they come; raw materials wait for QC. */
	kind: ['trade', { option: true }],

	/** Code of the site. */
	at: ['WH1', { option: true }],

	site: async ({ stack, service, admin, kind, at }, use) => {
		const siteId = await idOf(admin, 'sites', at);
		const code = `T${randomUUID().slice(0, 8).toUpperCase()}`;
		const { data: item, error } = await admin
			.from('items')
			.insert({
				code,
				name: `Goods ${code}`,
				kind,
				unit: 'kg',
				price_inr: 10,
				shelf_life_days: 100
			})
			.select('id, code, name, unit')
			.single();
		if (error) throw error;
		const { data: places } = await admin.from('locations').select('id, code').eq('site_id', siteId);
		const known = new Map<Role, Promise<SupabaseClient>>();
		const colleague = async (role: Role) =>
			(await newColleague({ stack, service, admin }, `Kavita ${role}`, siteId, [role])).client;
		await use(
			new Site({
				id: siteId,
				item,
				places: Object.fromEntries(places!.map((place) => [place.code, place.id])),
				admin,
				colleague: (role) => {
					if (!known.has(role)) known.set(role, colleague(role));
					return known.get(role)!;
				}
			})
		);
	}
});

export { expect };

import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Batch } from '../../../src/lib/production/types.ts';
import {
	assign,
	call,
	insert,
	insertCoded,
	newShifts,
	newSite,
	order,
	reasonFor
} from '../acts.ts';
import { idOf, newColleague, type Colleague, type Role } from '../people.ts';
import { expect, test as base } from '../test.ts';

/** A lot as commands answer it. */
export interface Lot {
	id: string;
	code: string;
}

/**
 * A site of one test alone, with the seed's products: a plant with its machines and a shift that runs now,
 * or a warehouse. What happens in it goes through the real commands.
 */
export class Works {
	readonly code = `W${randomUUID().slice(0, 8).toUpperCase()}`;
	readonly admin: SupabaseClient;
	readonly customer = { name: `Customer ${randomUUID().slice(0, 8)}`, gst: '33AABCT1332L1ZU' };
	siteId = '';
	/** Ids by the codes. */
	places: Record<string, string> = {};
	machines: Record<string, string> = {};
	#join: (roles: Role[]) => Promise<Colleague>;

	constructor(admin: SupabaseClient, join: Works['join']) {
		this.admin = admin;
		this.#join = join;
	}

	async build(kind: 'plant' | 'warehouse'): Promise<void> {
		const site = { code: this.code, name: `Works ${this.code}`, kind };
		this.siteId = await newSite(this.admin, site);
		const named = (code: string) => ({ site_id: this.siteId, code, name: `The ${code}` });
		this.places = await insertCoded(this.admin, 'locations', [
			{ ...named('STORE'), kind: 'storage' },
			{ ...named('LINE'), kind: 'floor' },
			{ ...named('GATE'), kind: 'dispatch' }
		]);
		await insert(this.admin, 'partners', [
			{
				code: `C-${this.code}`,
				name: this.customer.name,
				kind: 'customer',
				gst_number: this.customer.gst
			}
		]);
		if (kind === 'warehouse') return;
		this.machines = await insertCoded(this.admin, 'machines', ['REACTOR', 'DRYER'].map(named));
		await newShifts(this.admin, this.siteId);
	}

	/** Somebody with roles here. */
	join(roles: Role[]): Promise<Colleague> {
		return this.#join(roles);
	}

	/** A supervisor in the shift that runs now. */
	async supervisor(): Promise<SupabaseClient> {
		const { id, client } = await this.join(['supervisor']);
		await assign(this.admin, this.siteId, id);
		return client;
	}

	/** Trade goods that may be sold. */
	goods(quantity: number, expires_on: string, item = 'COCO-OIL'): Promise<Lot> {
		return this.#bring(item, quantity, { expires_on });
	}

	/** A finished batch in bulk, tested unless said. */
	async bulk(quantity: number, { tested = true } = {}): Promise<Lot> {
		const material = await this.#bring('ALC', quantity * 2, {
			tests: [
				{
					results: [
						{ name: 'Moisture', value: 4.2 },
						{ name: 'Foreign matter', value: 'None' }
					]
				}
			]
		});
		return call<Lot>(this.admin, 'import_batch', {
			location_id: this.places.STORE,
			item_id: await idOf(this.admin, 'items', 'MCC-R-102'),
			code: `MCC-${randomUUID().slice(0, 8)}`,
			made_on: '2026-01-12',
			expires_on: '2031-01-11',
			inputs: [{ lot: material.code, quantity: quantity * 2 }],
			planned_quantity: quantity,
			output_quantity: quantity,
			results: tested
				? [
						{ name: 'Moisture', value: 5 },
						{ name: 'Particle size', value: 50 },
						{ name: 'Bulk density', value: 0.3 },
						{ name: 'pH', value: 6 }
					]
				: []
		});
	}

	/** A batch that a supervisor has begun and given its material. */
	async batch(supervisor: SupabaseClient, quantity = 800): Promise<Batch> {
		const { client } = await this.join(['storekeeper', 'qa']);
		const item = await idOf(this.admin, 'items', 'ALC');
		const material = await call<Lot>(client, 'receive_goods', {
			location_id: this.places.STORE,
			item_id: item,
			order_line_id: await order(this.admin, this.siteId, item, quantity),
			lot_code: `ALC-${randomUUID().slice(0, 8)}`,
			quantity,
			expires_on: '2031-01-31'
		});
		await call(client, 'record_qc_test', {
			lot_id: material.id,
			results: [
				{ name: 'Moisture', value: 4.2 },
				{ name: 'Foreign matter', value: 'None' }
			]
		});
		const begun = await call<Batch>(supervisor, 'start_batch', {
			site_id: this.siteId,
			item_id: await idOf(this.admin, 'items', 'MCC-R-102'),
			planned_quantity: quantity,
			code: `MCC-${randomUUID().slice(0, 8)}`
		});
		return call<Batch>(supervisor, 'allocate_material', {
			batch_id: begun.id,
			lot_id: material.id,
			location_id: this.places.STORE,
			quantity
		});
	}

	async hold({ id: lot_id }: Lot): Promise<void> {
		const { client } = await this.join(['qa', 'distributor']);
		await call(client, 'hold_lot', { lot_id, reason_id: await reasonFor(this.admin, 'hold') });
	}

	async #bring(item: string, quantity: number, more: Record<string, unknown>): Promise<Lot> {
		return call<Lot>(this.admin, 'import_lot', {
			location_id: this.places.STORE,
			item_id: await idOf(this.admin, 'items', item),
			code: `${item}-${randomUUID().slice(0, 8)}`,
			quantity,
			received_on: '2026-01-05',
			...more
		});
	}
}

interface Fixtures {
	works: Works;
	/** What the site is. */
	kind: 'plant' | 'warehouse';
	/** What the person on the page is there. */
	role: Role;
}

/** `test` at a site of its own; the person on the page has a role there and is signed in. */
export const test = base.extend<Fixtures>({
	kind: ['plant', { option: true }],
	role: ['manager', { option: true }],
	signedIn: true,

	works: async ({ stack, service, admin, kind }, use) => {
		const works: Works = new Works(admin, (roles) =>
			newColleague({ stack, service, admin }, 'Latha Iyer', works.siteId, roles)
		);
		await works.build(kind);
		await use(works);
	},

	memberships: async ({ works, role }, use) => {
		await use([{ role, site: works.code }]);
	}
});

export { expect };

import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Batch } from '../../../src/lib/production/types.ts';
import { ago, assign, call, insertCoded, newShifts, newSite, order } from '../acts.ts';
import { clientOf, idOf, newColleague, type Colleague, type Role } from '../people.ts';
import { expect as baseExpect, test as base } from '../test.ts';

/** Each act is a command or two of a shared machine. */
const expect = baseExpect.configure({ timeout: 15_000 });

interface Goods {
	lot: string;
	lotId: string;
}

/**
 * A plant of one test alone, with the seed's product and its route: its machines, its places, and a shift
 * that runs now. What happens in it goes through the real commands.
 */
export class Floor {
	readonly code = `T${randomUUID().slice(0, 8).toUpperCase()}`;
	readonly admin: SupabaseClient;
	siteId = '';
	/** Ids by the codes. */
	machines: Record<string, string> = {};
	places: Record<string, string> = {};
	#make: (roles: Role[], name: string) => Promise<Colleague>;
	#helper: SupabaseClient | undefined;

	constructor(admin: SupabaseClient, make: (roles: Role[], name: string) => Promise<Colleague>) {
		this.admin = admin;
		this.#make = make;
	}

	/** @param left for how many hours the shift still runs */
	async build(left = 4): Promise<void> {
		this.siteId = await newSite(this.admin, {
			code: this.code,
			name: `Plant ${this.code}`,
			kind: 'plant'
		});
		const machines = ['REACTOR', 'DRYER', 'MILL', 'SIFTER', 'BLENDER'].map((code) => ({
			site_id: this.siteId,
			code,
			name: `The ${code.toLowerCase()}`
		}));
		const places = [
			{ code: 'STORE', kind: 'storage' },
			{ code: 'LINE', kind: 'floor' },
			{ code: 'FG', kind: 'storage' }
		].map((place) => ({ ...place, name: `The ${place.code}`, site_id: this.siteId }));
		this.machines = await insertCoded(this.admin, 'machines', machines);
		this.places = await insertCoded(this.admin, 'locations', places);
		await newShifts(this.admin, this.siteId, left);
	}

	/** Makes somebody with roles here. */
	async member(roles: Role[], name: string): Promise<Colleague> {
		return await this.#make(roles, name);
	}

	/** The run that is now, or the one after it. */
	async run(shift: 'now' | 'later' = 'now'): Promise<string> {
		const { data, error } = await this.admin
			.from('shift_runs')
			.select('id')
			.eq('site_id', this.siteId)
			.gt('ends_at', new Date().toISOString())
			.order('starts_at')
			.limit(2);
		if (error) throw error;
		return data[shift === 'now' ? 0 : 1]!.id as string;
	}

	/** Puts somebody into a shift: the one that runs now, or the one after it. */
	async assign(person: string, shift: 'now' | 'later'): Promise<void> {
		await assign(this.admin, this.siteId, person, shift);
	}

	/** Alpha cellulose at a place, which QC has passed unless said. */
	async goods(quantity: number, { passes = true, expires = '2031-01-31' } = {}): Promise<Goods> {
		const helper = await this.helper();
		const item = await idOf(this.admin, 'items', 'ALC');
		const received = await call<{ id: string; code: string }>(helper, 'receive_goods', {
			location_id: this.places.STORE,
			item_id: item,
			order_line_id: await order(this.admin, this.siteId, item, quantity),
			lot_code: `ALC-${randomUUID().slice(0, 8)}`,
			quantity,
			expires_on: expires
		});
		if (passes) {
			await call(helper, 'record_qc_test', {
				lot_id: received.id,
				results: [
					{ name: 'Moisture', value: 4.2 },
					{ name: 'Foreign matter', value: 'None' }
				]
			});
		}
		return { lot: received.code, lotId: received.id };
	}

	/** A batch that a supervisor has begun and given its material. */
	async batch(supervisor: SupabaseClient, quantity = 800): Promise<Batch> {
		const { lotId } = await this.goods(quantity);
		const begun = await this.begin(supervisor, quantity);
		return await call<Batch>(supervisor, 'allocate_material', {
			batch_id: begun.id,
			lot_id: lotId,
			location_id: this.places.STORE,
			quantity
		});
	}

	/** A batch without material. */
	async begin(supervisor: SupabaseClient, quantity = 800): Promise<Batch> {
		return await call<Batch>(supervisor, 'start_batch', {
			site_id: this.siteId,
			item_id: await idOf(this.admin, 'items', 'MCC-R-102'),
			planned_quantity: quantity,
			code: `MCC-${randomUUID().slice(0, 8)}`
		});
	}

	/** The first stage is over and has passed its test; drying has run for an hour. */
	async drying(supervisor: SupabaseClient): Promise<Batch> {
		const ready = await this.readyToDry(supervisor);
		return await call<Batch>(supervisor, 'start_stage', {
			batch_id: ready.id,
			machine_id: this.machines.DRYER,
			operator_name: 'Babu',
			started_at: ago(1)
		});
	}

	/** The first stage is over and has passed its test. */
	async readyToDry(supervisor: SupabaseClient, reactor = 'REACTOR'): Promise<Batch> {
		const ended = await this.pretreated(supervisor, reactor);
		await this.passStage(ended);
		return ended;
	}

	/** The first stage is over; its test waits. */
	async pretreated(supervisor: SupabaseClient, reactor = 'REACTOR'): Promise<Batch> {
		const batch = await this.batch(supervisor);
		return await call<Batch>(supervisor, 'log_stage', {
			batch_id: batch.id,
			machine_id: this.machines[reactor],
			operator_name: 'Velu',
			started_at: ago(3),
			ended_at: ago(1.5),
			output_quantity: 770,
			parameters: {}
		});
	}

	/** QA passes the stage that a batch came out of last. */
	async passStage({ last }: Batch): Promise<void> {
		await call(await this.helper(), 'record_qc_test', {
			stage_log_id: last!.id,
			results: [
				{ name: 'Moisture', value: 6 },
				{ name: 'pH', value: 6 }
			]
		});
	}

	/** What the plant's other people do. */
	async helper(): Promise<SupabaseClient> {
		this.#helper ??= (await this.#make(['storekeeper', 'qa', 'manager'], 'Latha Iyer')).client;
		return this.#helper;
	}
}

interface Fixtures {
	floor: Floor;
	/** For how many hours the shift still runs. */
	left: number;
	/** In which shift the person is. */
	assigned: 'now' | 'later' | 'never';
	/** The person of the test, in his shift: what he does other than on the page. */
	supervisor: SupabaseClient;
}

export const test = base.extend<Fixtures>({
	left: [4, { option: true }],

	floor: async ({ stack, service, admin, left }, use) => {
		const floor: Floor = new Floor(admin, (roles, name) =>
			newColleague({ stack, service, admin }, name, floor.siteId, roles)
		);
		await floor.build(left);
		await use(floor);
	},

	assigned: ['now', { option: true }],

	memberships: async ({ floor }, use) => {
		await use([{ role: 'supervisor', site: floor.code }]);
	},

	supervisor: async ({ stack, floor, person, assigned }, use) => {
		if (assigned !== 'never') await floor.assign(person.id, assigned);
		await use(await clientOf(stack, person));
	}
});

/** The stages that were logged of a batch, by an administrator's eyes. */
export async function logsOf(floor: Floor, batch: Batch) {
	const { data, error } = await floor.admin
		.from('stage_logs')
		.select('position, output_quantity, remarks, parameters, started_at, ended_at')
		.eq('batch_id', batch.id)
		.order('position');
	if (error) throw error;
	return data;
}

export { expect };

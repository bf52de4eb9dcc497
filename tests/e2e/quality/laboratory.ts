import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Batch } from '../../../src/lib/production/types.ts';
import type { Test } from '../../../src/lib/quality/types.ts';
import { ago, assign, call, insert, newShifts, newSite, order, reasonFor } from '../acts.ts';
import { idOf, newColleague, type Colleague, type Role } from '../people.ts';
import { expect, test as base } from '../test.ts';

interface Lot {
	id: string;
	code: string;
}

export type Results = { name: string; value: number | string }[];

/** What the plan of the material asks, and a test that passes it. */
export const GOOD: Results = [
	{ name: 'Moisture', value: 4.2 },
	{ name: 'pH', value: 6.1 },
	{ name: 'Foreign matter', value: 'None' }
];

export const BAD: Results = [{ name: 'Moisture', value: 5.6 }, ...GOOD.slice(1)];

/**
 * A plant of one test alone with a material, a product of one stage, and the plans they are tested by.
 * What happens in it goes through the real commands.
 */
export class Laboratory {
	readonly code = `Q${randomUUID().slice(0, 8).toUpperCase()}`;
	readonly admin: SupabaseClient;
	siteId = '';
	material = '';
	product = '';
	planId = '';
	#make: (roles: Role[], name: string) => Promise<Colleague>;
	#colleague: Promise<Colleague> | undefined;
	#places: Record<string, string> = {};

	constructor(admin: SupabaseClient, make: (roles: Role[], name: string) => Promise<Colleague>) {
		this.admin = admin;
		this.#make = make;
	}

	async build(): Promise<void> {
		this.siteId = await newSite(this.admin, {
			code: this.code,
			name: `Plant ${this.code}`,
			kind: 'plant'
		});
		for (const [code, kind] of [
			['STORE', 'storage'],
			['LINE', 'floor'],
			['FG', 'storage']
		] as const) {
			const place = { site_id: this.siteId, code, kind, name: `The ${code}` };
			this.#places[code] = await this.#insert('locations', place);
		}
		this.material = await this.#item('RAW', 'raw', 'Pulp');
		this.product = await this.#item('PRD', 'finished', 'Powder');
		this.planId = await this.#plan({ kind: 'incoming', item_id: this.material }, [
			{ name: 'Moisture', unit: '%', maximum: 5, method: 'Loss on drying, 105 °C' },
			{ name: 'pH', unit: 'pH', minimum: 5, maximum: 7.5 },
			{ name: 'Foreign matter', accepted: ['None'] }
		]);
	}

	/** Makes somebody with roles here. */
	async member(roles: Role[], name: string): Promise<Colleague> {
		return await this.#make(roles, name);
	}

	/** Somebody who does what the page's person does not. */
	async colleague(): Promise<SupabaseClient> {
		this.#colleague ??= this.#make(['storekeeper', 'qa', 'manager', 'supervisor'], 'Latha Iyer');
		return (await this.#colleague).client;
	}

	/** Calls a command as the colleague. */
	async call<T>(command: string, args: Record<string, unknown>): Promise<T> {
		return await call<T>(await this.colleague(), command, args);
	}

	/** A lot of the material, which waits for its test. */
	async receive(quantity = 500): Promise<Lot> {
		return await this.call<Lot>('receive_goods', {
			location_id: this.#places.STORE,
			item_id: this.material,
			order_line_id: await order(this.admin, this.siteId, this.material, quantity),
			lot_code: `LOT-${randomUUID().slice(0, 8)}`,
			quantity
		});
	}

	async test(subject: object, results: Results, more: object = {}): Promise<Test> {
		return await this.call<Test>('record_qc_test', { ...subject, results, ...more });
	}

	/** A lot whose test is on hold. */
	async held(): Promise<{ lot: Lot; test: Test }> {
		const lot = await this.receive();
		return { lot, test: await this.test({ lot_id: lot.id }, BAD) };
	}

	/** A paper that lies in the archive of the plant. @returns its path */
	async paper(kind: string, client?: SupabaseClient): Promise<string> {
		const form = new FormData();
		form.set('request_id', randomUUID());
		form.set('site_id', this.siteId);
		form.set('kind', kind);
		form.set('file', new File([PDF], 'deviation.pdf', { type: 'application/pdf' }));
		const { data, error } = await (client ?? (await this.colleague())).functions.invoke<{
			path: string;
		}>('documents', { body: form });
		if (error) throw error;
		return data!.path;
	}

	/** The colleague asks to override a test that is on hold. */
	async ask(test: Test): Promise<Test> {
		return await this.call<Test>('request_override', {
			test_id: test.id,
			reason_id: await reasonFor(this.admin, 'override'),
			justification: 'The customer has agreed to it in writing.',
			document_path: await this.paper('override')
		});
	}

	/** A batch whose first stage, of two, has ended and waits for its test. */
	async batch(quantity = 100): Promise<Batch> {
		const drying = await idOf(this.admin, 'stages', 'drying');
		const route = await this.#insert('routes', { item_id: this.product });
		const stages = [
			{ route_id: route, position: 1, stage_id: drying, qc_gate: true },
			{
				route_id: route,
				position: 2,
				stage_id: await idOf(this.admin, 'stages', 'grinding'),
				qc_gate: false
			}
		];
		for (const stage of stages) {
			const { error } = await this.admin.from('route_stages').insert(stage);
			if (error) throw error;
		}
		await this.#plan({ kind: 'in_process', item_id: this.product, stage_id: drying }, [
			{ name: 'Moisture', unit: '%', minimum: 3, maximum: 6 }
		]);
		await this.#plan({ kind: 'final', item_id: this.product }, [
			{ name: 'Particle size', unit: 'µm', minimum: 40, maximum: 60 }
		]);
		await this.#openShift();

		const lot = await this.receive(quantity);
		await this.test({ lot_id: lot.id }, GOOD);
		const begun = await this.call<Batch>('start_batch', {
			site_id: this.siteId,
			item_id: this.product,
			planned_quantity: quantity,
			code: `B-${randomUUID().slice(0, 8)}`
		});
		await this.call('allocate_material', {
			batch_id: begun.id,
			lot_id: lot.id,
			location_id: this.#places.STORE,
			quantity
		});
		return await this.#log(begun, 'DRYER', {
			started_at: ago(3),
			ended_at: ago(2),
			output_quantity: quantity - 1,
			parameters: { drying_temperature: 80 }
		});
	}

	/** A batch that is made, and waits for its final test. */
	async finished(): Promise<Batch> {
		const batch = await this.batch();
		await this.test({ stage_log_id: batch.last!.id }, [{ name: 'Moisture', value: 4.5 }]);
		return await this.#log(batch, 'MILL', {
			started_at: ago(1.5),
			ended_at: ago(1),
			output_quantity: 98,
			parameters: {},
			to_id: this.#places.FG
		});
	}

	async #log({ id }: Batch, code: string, stage: object): Promise<Batch> {
		const machine = { site_id: this.siteId, code, name: `The ${code.toLowerCase()}` };
		return await this.call<Batch>('log_stage', {
			batch_id: id,
			machine_id: await this.#insert('machines', machine),
			operator_name: 'Velu',
			...stage
		});
	}

	/** Everything that is recorded of a test, by an administrator's eyes. */
	async testsOf(lotId: string) {
		const { data, error } = await this.admin
			.from('qc_tests')
			.select(
				'number, status, attempt, overridden, document_path, results:qc_results(name, value, observed, replaced_at)'
			)
			.eq('lot_id', lotId)
			.order('attempt');
		if (error) throw error;
		return data;
	}

	async statusOf(lotId: string): Promise<string> {
		const { data, error } = await this.admin.from('lots').select('qc_status').eq('id', lotId);
		if (error) throw error;
		return data[0]!.qc_status as string;
	}

	/** The colleague's shift runs now. */
	async #openShift(): Promise<void> {
		await newShifts(this.admin, this.siteId);
		await this.colleague();
		await assign(this.admin, this.siteId, (await this.#colleague!).id);
	}

	async #item(prefix: string, kind: string, name: string): Promise<string> {
		const code = `${prefix}-${this.code}`;
		return await this.#insert('items', { code, name: `${name} ${this.code}`, kind, unit: 'kg' });
	}

	async #plan(of: object, parameters: object[]): Promise<string> {
		const plan = await this.#insert('qc_plans', { ...of, effective_from: '2026-01-01' });
		for (const [index, parameter] of parameters.entries()) {
			await this.#insert('qc_parameters', { plan_id: plan, position: index + 1, ...parameter });
		}
		const { error } = await this.admin.from('qc_plans').update({ active: true }).eq('id', plan);
		if (error) throw error;
		return plan;
	}

	async #insert(table: string, row: object): Promise<string> {
		return (await insert(this.admin, table, [row]))[0]!;
	}
}

/** The smallest PDF with a page. */
export const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj
xref
0 4
0000000000 65535 f 
0000000009 00000 n 
0000000052 00000 n 
0000000101 00000 n 
trailer<</Size 4/Root 1 0 R>>
startxref
164
%%EOF`;

interface Fixtures {
	laboratory: Laboratory;
	/** What the person of the page is. */
	roles: Role[];
}

export const test = base.extend<Fixtures>({
	laboratory: async ({ stack, service, admin }, use) => {
		const laboratory: Laboratory = new Laboratory(admin, (roles, name) =>
			newColleague({ stack, service, admin }, name, laboratory.siteId, roles)
		);
		await laboratory.build();
		await use(laboratory);
	},

	roles: [['qa'], { option: true }],

	memberships: async ({ laboratory, roles }, use) => {
		await use(roles.map((role) => ({ role, site: laboratory.code })));
	},

	signedIn: true
});

export { expect };

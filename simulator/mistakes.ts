import { randomUUID } from 'node:crypto';
import { HOUR } from './clock.ts';
import type { Test } from './laboratory.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import type { Batch } from './shift.ts';
import type { Simulation } from './simulation.ts';
import type { Lot, Suggestion } from './store.ts';

type Slip = () => Promise<unknown>;

/**
 * What people do wrong, each just before or after the right thing, where it must be refused with a code
 * that is known. One that is accepted, or refused for another reason, is a fault of the database.
 */
export class Mistakes {
	readonly #sim: Simulation;
	readonly #random: Random;
	readonly #share: number;

	/** @param share part of the occasions at which somebody errs */
	constructor(sim: Simulation, share: number) {
		this.#sim = sim;
		this.#random = sim.random.fork('mistakes');
		this.#share = share;
	}

	async beforeBatch(): Promise<void> {
		const { people, plant } = this.#sim;
		const batch = (planned_quantity: number) => ({
			site_id: plant.site('MCC1'),
			item_id: plant.product.id,
			planned_quantity
		});
		await this.#perhaps([
			() => people.supervisor.fail('start_batch', ['QUANTITY_INVALID'], batch(0)),
			() =>
				people.nextSupervisor.fail(
					'start_batch',
					['SHIFT_NOT_BEGUN', 'SHIFT_NOT_YOURS', 'SHIFT_LOCKED'],
					batch(800)
				),
			() => people.of('storekeeper').fail('start_batch', ['NOT_ALLOWED'], batch(800))
		]);
	}

	/** @param lots of the material, in the order of picking */
	async beforeAllocation(batch: Batch, lots: Suggestion[]): Promise<void> {
		const { people } = this.#sim;
		const allocate = (codes: string[], lot: Suggestion, quantity: number) =>
			people.supervisor.fail('allocate_material', codes, {
				batch_id: batch.id,
				lot_id: lot.lot_id,
				location_id: lot.location_id,
				quantity
			});
		const [first, second] = lots;
		await this.#perhaps([
			...(first ? [() => allocate(['STOCK_SHORT'], first, first.available + 1)] : []),
			...(first ? [() => allocate(['QUANTITY_INVALID'], first, -5)] : []),
			...(second ? [() => allocate(['DEVIATION_NEEDED'], second, 1)] : [])
		]);
	}

	async beforeStage(batch: Batch, position: number, machine: string): Promise<void> {
		const { clock, people, plant } = this.#sim;
		const start = (codes: string[], more: Record<string, unknown>) =>
			people.supervisor.fail('start_stage', codes, {
				batch_id: batch.id,
				machine_id: machine,
				operator_name: 'Ramesh',
				position,
				...more
			});
		await this.#perhaps([
			() => start(['FIELD_MISSING'], { operator_name: ' ' }),
			() =>
				start(['VALUE_INVALID'], {
					started_at: new Date(clock.now.getTime() + HOUR).toISOString()
				}),
			...(position < plant.stages.length
				? [() => start(['STAGE_ORDER'], { position: position + 1 })]
				: []),
			...(position > 1 ? [() => start(['STAGE_DONE'], { position: position - 1 })] : [])
		]);
	}

	/** While a stage runs. */
	async beforeOutput(batch: Batch, machine: string): Promise<void> {
		const { people, plant } = this.#sim;
		const { id, input, position } = batch.last!;
		const supervisor = people.supervisor;
		const [first] = plant.parameters('in_process', plant.stages[position - 1]!.code);
		await this.#perhaps([
			() =>
				supervisor.fail('finish_stage', ['OUTPUT_EXCEEDS'], {
					batch_id: batch.id,
					output_quantity: input + 40
				}),
			() =>
				supervisor.fail('finish_stage', ['QUANTITY_INVALID'], {
					batch_id: batch.id,
					output_quantity: 0
				}),
			() =>
				supervisor.fail('start_stage', ['STAGE_DONE'], {
					batch_id: batch.id,
					machine_id: machine,
					operator_name: 'Ramesh',
					position
				}),
			() =>
				people.qa.fail('record_qc_test', ['TEST_NOT_DUE'], {
					stage_log_id: id,
					results: [{ name: first!.name, value: first!.accepted?.[0] ?? first!.maximum }]
				}),
			() =>
				supervisor.fail('pack_batch', ['BATCH_OVER'], {
					batch_id: batch.id,
					location_id: plant.place('MCC1/FG-STORE'),
					sku_id: plant.sku.id,
					packs: 1,
					to_id: plant.place('MCC1/FG-STORE')
				})
		]);
	}

	/** After a stage that QC has not seen yet. */
	async beforeTest(batch: Batch): Promise<void> {
		const { people, plant } = this.#sim;
		const position = batch.last!.position;
		const next = plant.stages[position];
		await this.#perhaps([
			...(next
				? [
						() =>
							people.supervisor.fail('start_stage', ['QC_GATE_CLOSED'], {
								batch_id: batch.id,
								machine_id: next.machines[0]!.id,
								operator_name: 'Ramesh',
								position: next.position
							})
					]
				: []),
			() =>
				people.supervisor.fail('record_qc_test', ['NOT_ALLOWED'], {
					stage_log_id: batch.last!.id,
					results: []
				})
		]);
	}

	async afterTest(
		subject: { lot_id: string } | { stage_log_id: string },
		test: Test
	): Promise<void> {
		const { people } = this.#sim;
		await this.#perhaps([
			() => people.qa.fail('record_qc_test', ['TEST_EXISTS'], { ...subject, results: [] }),
			() =>
				people.qa.fail('amend_qc_test', ['FIELD_MISSING'], {
					test_id: test.id,
					results: [],
					reason: ''
				}),
			...(test.status === 'pass'
				? [
						() =>
							people.qa.fail('request_override', ['OVERRIDE_NOT_NEEDED'], {
								test_id: test.id,
								reason_id: this.#sim.plant.reason('override/acceptable_variance'),
								justification: 'Asked for the wrong test',
								document_path: 'overrides/none.pdf'
							})
					]
				: [])
		]);
	}

	async beforeOverride(by: Person, test: Test): Promise<void> {
		await this.#perhaps([
			() =>
				by.fail('request_override', ['FIELD_MISSING'], {
					test_id: test.id,
					reason_id: this.#sim.plant.reason('override/acceptable_variance'),
					justification: 'Slightly out of limits, no report at hand',
					document_path: ''
				})
		]);
	}

	/** Who asks for an override wants to approve it himself. */
	async beforeDecision(by: Person, override: string): Promise<void> {
		const decision = { override_id: override, approve: true, note: 'Approved by myself' };
		await this.#perhaps([
			() => by.fail('decide_override', ['NOT_ALLOWED', 'OVERRIDE_OWN'], decision),
			() =>
				this.#sim.people
					.of('manager')
					.fail('decide_override', ['FIELD_MISSING'], { ...decision, note: ' ' })
		]);
	}

	/** @param gaps how many things the run leaves undone */
	async beforeClose(supervisor: Person, next: Person, run: string, gaps: number): Promise<void> {
		const { people } = this.#sim;
		await this.#perhaps([
			...(gaps > 0 ? [() => supervisor.fail('close_shift', ['GAPS_OPEN'], { run })] : []),
			() => supervisor.fail('hand_over_shift', ['HANDOVER_GIVEN'], { run, note: 'Once more' }),
			() => next.fail('close_shift', ['SHIFT_NOT_YOURS'], { run }),
			() => people.of('storekeeper').fail('close_shift', ['NOT_ALLOWED'], { run })
		]);
	}

	async beforeReceipt(item: string, line: string): Promise<void> {
		const { people, plant } = this.#sim;
		const receipt = { location_id: plant.place('MCC1/QC-AREA'), item_id: item };
		const keeper = people.of('storekeeper');
		await this.#perhaps([
			() => keeper.fail('receive_goods', ['ORDER_NEEDED'], { ...receipt, quantity: 800 }),
			() =>
				keeper.fail('receive_goods', ['ORDER_EXCEEDED'], {
					...receipt,
					order_line_id: line,
					quantity: 999_999
				}),
			() =>
				keeper.fail('receive_goods', ['PLACE_UNSUITABLE'], {
					...receipt,
					location_id: plant.place('MCC1/VENDOR'),
					order_line_id: line,
					quantity: 800
				}),
			() =>
				people.supervisor.fail('receive_goods', ['NOT_ALLOWED'], {
					...receipt,
					order_line_id: line,
					quantity: 800
				})
		]);
	}

	/** While the lot waits for QC. */
	async afterReceipt(lot: Lot, item: string, line: string): Promise<void> {
		const { people, plant } = this.#sim;
		const quarantine = plant.place('MCC1/QC-AREA');
		const keeper = people.of('storekeeper');
		await this.#perhaps([
			() =>
				keeper.fail('transfer_stock', ['LOT_NOT_USABLE'], {
					lot_id: lot.id,
					from_id: quarantine,
					to_id: plant.place('MCC1/STORE-A'),
					quantity: 1
				}),
			() =>
				people.of('dispatch').fail('ship_order', ['LOT_NOT_USABLE'], {
					site_id: plant.site('MCC1'),
					customer_id: plant.partner('ACME-PHARMA'),
					invoice_number: `WRONG-${randomUUID().slice(0, 8)}`,
					vehicle: 'TN 38 AB 1234',
					lines: [{ lot_id: lot.id, location_id: quarantine, quantity: 1 }]
				}),
			() =>
				keeper.fail('receive_goods', ['LOT_CODE_TAKEN', 'ORDER_EXCEEDED'], {
					location_id: quarantine,
					item_id: item,
					order_line_id: line,
					quantity: 1,
					lot_code: lot.code
				})
		]);
	}

	async beforeTransfer(lot: string): Promise<void> {
		const { people, plant } = this.#sim;
		const quarantine = plant.place('MCC1/QC-AREA');
		const transfer = { lot_id: lot, from_id: quarantine };
		const keeper = people.of('storekeeper');
		await this.#perhaps([
			() =>
				keeper.fail('transfer_stock', ['PLACE_UNSUITABLE'], {
					...transfer,
					to_id: quarantine,
					quantity: 1
				}),
			() =>
				keeper.fail('transfer_stock', ['STOCK_SHORT'], {
					...transfer,
					to_id: plant.place('MCC1/STORE-A'),
					quantity: 900_000
				}),
			() =>
				keeper.fail('adjust_stock', ['NOT_ALLOWED'], {
					lot_id: lot,
					location_id: quarantine,
					change: -1,
					reason_id: plant.reason('adjustment/lost')
				})
		]);
	}

	async beforePacking(batch: Batch, packs: number): Promise<void> {
		const { people, plant } = this.#sim;
		const pack = {
			batch_id: batch.id,
			location_id: plant.place('MCC1/FG-STORE'),
			sku_id: plant.sku.id,
			packs,
			to_id: plant.place('MCC1/FG-STORE')
		};
		await this.#perhaps([
			() => people.supervisor.fail('pack_batch', ['STOCK_SHORT'], { ...pack, packs: packs + 5 }),
			() => people.supervisor.fail('pack_batch', ['QUANTITY_INVALID'], { ...pack, packs: 0 }),
			() => people.qa.fail('pack_batch', ['NOT_ALLOWED'], pack)
		]);
	}

	/** @param shipment one that has just left */
	async afterShipment(clerk: Person, shipment: Record<string, unknown>): Promise<void> {
		const another = { ...shipment, invoice_number: `WRONG-${randomUUID().slice(0, 8)}` };
		await this.#perhaps([
			() => clerk.fail('ship_order', ['INVOICE_TAKEN'], shipment),
			() => clerk.fail('ship_order', ['FIELD_MISSING'], { ...another, vehicle: '' }),
			() =>
				clerk.fail('ship_order', ['STOCK_SHORT'], {
					...another,
					lines: (shipment.lines as object[]).map((line) => ({ ...line, quantity: 900_000 }))
				})
		]);
	}

	/** A retailer tries the keys of the distributor. */
	async ofRetailer(retailer: Person): Promise<void> {
		const { plant } = this.#sim;
		await this.#perhaps([
			() =>
				retailer.fail('receive_goods', ['NOT_ALLOWED'], {
					location_id: plant.place('WH1/AISLE-1'),
					item_id: plant.tradeGoods[0]!.id,
					quantity: 10
				})
		]);
	}

	async #perhaps(slips: Slip[]): Promise<void> {
		if (slips.length > 0 && this.#random.chance(this.#share)) await this.#random.pick(slips)();
	}
}

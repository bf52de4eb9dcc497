import { HOUR, MINUTE } from './clock.ts';
import { page } from './paper.ts';
import { Moisture, wear } from './moisture.ts';
import type { Person } from './people.ts';
import type { Parameter } from './plant.ts';
import type { Random } from './random.ts';
import type { Batch } from './shift.ts';
import type { Simulation } from './simulation.ts';
import type { Lot } from './store.ts';

/** A test as commands answer it. */
export interface Test {
	id: string;
	number: string;
	status: string;
	attempt: number;
	override: { id: string } | null;
}

/** Called when what was tested may be used. */
type Passed = (at: Date) => void;

interface Sample {
	subject: { lot_id: string } | { stage_log_id: string };
	/** What is rejected when nothing helps. */
	lotId: string;
	parameters: Parameter[];
	passed: Passed;
	/** Part of the first tests that are out of limits. */
	failures: number;
	latest?: Test;
	by?: Person;
}

/** Part of the first tests that are out of limits. */
const FAILURES = { incoming: 0.08, in_process: 0.035, final: 0.06 };
/** Batches between two services of the mill. */
const MILL = 45;

/** QA: samples, results, what follows when they are out of limits, certificates. */
export class Laboratory {
	readonly #sim: Simulation;
	readonly #random: Random;
	readonly #moisture: Moisture;
	#batches = 0;

	constructor(sim: Simulation) {
		this.#sim = sim;
		this.#random = sim.random.fork('laboratory');
		this.#moisture = new Moisture(sim.random.fork('moisture'));
	}

	async testIncoming(lotId: string, item: string, at: Date, passed: Passed): Promise<void> {
		await this.#examine(at, {
			subject: { lot_id: lotId },
			lotId,
			parameters: this.#sim.plant.parameters('incoming', item),
			failures: FAILURES.incoming,
			passed
		});
	}

	async testStage(batch: Batch, at: Date, passed: Passed): Promise<void> {
		const stage = this.#sim.plant.stages[batch.last!.position - 1]!;
		await this.#examine(at, {
			subject: { stage_log_id: batch.last!.id },
			lotId: batch.lot_id,
			parameters: this.#sim.plant.parameters('in_process', stage.code),
			failures: batch.code === 'MCC-24-051-A' ? 0 : FAILURES.in_process,
			passed
		});
	}

	async testFinal(batch: Batch, at: Date, passed: Passed): Promise<void> {
		this.#batches++;
		const document = !this.#sim.resuming && batch.code === 'MCC-24-051-A';
		const sample: Sample = {
			subject: { lot_id: batch.lot_id },
			lotId: batch.lot_id,
			parameters: this.#sim.plant.parameters('final', this.#sim.plant.product.code),
			failures: FAILURES.final,
			passed
		};
		if (document) await this.#testAsDocument(sample, at);
		else await this.#examine(at, sample);
	}

	async certify(lot: Lot): Promise<void> {
		await this.#sim.people.qa.call('issue_certificate', { lot_id: lot.id });
	}

	/** Tests, or goes on where an earlier simulation has left the test on hold. */
	async #examine(at: Date, sample: Sample): Promise<void> {
		const { people, resuming } = this.#sim;
		if (!resuming) return this.#test(at, sample);
		const manager = people.of('manager');
		const tests = await manager.read<Test & { stage_log_id: string | null }>('qc_tests', {
			...sample.subject
		});
		const latest = tests
			.filter((test) => 'stage_log_id' in sample.subject || test.stage_log_id === null)
			.sort((a, b) => b.attempt - a.attempt)[0];
		if (!latest) return this.#test(at, sample);
		const overrides = await manager.read<{ id: string }>('qc_overrides', {
			test_id: latest.id,
			state: 'requested'
		});
		const waiting = { ...sample, latest, by: people.qa };
		if (overrides[0]) this.#decide(waiting, overrides[0].id, at, true);
		else await this.#judge(waiting, at);
	}

	async #test(at: Date, sample: Sample): Promise<void> {
		const { mistakes, people } = this.#sim;
		const bad = this.#random.chance(sample.latest ? 0.15 : sample.failures);
		const by = people.qa;
		const test = await this.#record(by, sample, at, this.#results(sample.parameters, at, bad));
		await mistakes.afterTest(sample.subject, test);
		await this.#judge({ ...sample, latest: test, by }, at);
	}

	/** The document's final test of its batch: moisture 5.2 %, particle size 65 µm, overridden. */
	async #testAsDocument(sample: Sample, at: Date): Promise<void> {
		const { people } = this.#sim;
		const results = this.#results(sample.parameters, at, false).map(({ name, value }) => ({
			name,
			value: name === 'Moisture' ? 5.2 : name === 'Particle size' ? 65 : value
		}));
		const by = people.qa;
		const test = await this.#record(by, sample, at, results);
		await this.#override({ ...sample, latest: test, by }, at, true);
	}

	async #record(
		by: Person,
		{ subject, latest }: Sample,
		at: Date,
		results: { name: string; value: unknown }[]
	): Promise<Test> {
		return await by.call<Test>('record_qc_test', {
			...subject,
			results,
			sampled_at: at.toISOString(),
			...(latest && { retest_of: latest.id, remarks: 'Second sample; the first was out of limits' })
		});
	}

	/** Passed, it goes on. On hold it is tested again, overridden, or rejected. */
	async #judge(sample: Sample, at: Date): Promise<void> {
		const { agenda } = this.#sim;
		const { status, attempt } = sample.latest!;
		if (status === 'pass') return sample.passed(at);
		const way = this.#random.next();
		if (attempt === 1 && way < 0.6) {
			const minutes = this.#random.between(30, 120);
			agenda.add(at.getTime() + minutes * MINUTE, (again) => this.#test(again, sample));
		} else if (way < 0.88) {
			agenda.add(at.getTime() + this.#random.between(20, 90) * MINUTE, (asked) =>
				this.#override(sample, asked, this.#random.chance(0.8))
			);
		} else {
			await this.#reject(sample);
		}
	}

	async #override(sample: Sample, at: Date, approve: boolean): Promise<void> {
		const { mistakes, plant } = this.#sim;
		const test = sample.latest!;
		const by = sample.by!;
		await mistakes.beforeOverride(by, test);
		const path = await by.upload({
			siteId: plant.site('MCC1'),
			kind: 'override',
			name: `${test.number}.pdf`,
			pdf: page([
				'Microcrystalline Cellulose Plant',
				`Test ${test.number}, attempt ${test.attempt}: ${test.status}`,
				`Retained sample looked at on ${at.toISOString().slice(0, 10)}; within the customer's limits.`
			])
		});
		const asked = await by.call<Test>('request_override', {
			test_id: test.id,
			reason_id: plant.reason('override/acceptable_variance'),
			justification: 'Slightly out of limits; the customer’s own limits are wider, see the report.',
			document_path: path
		});
		await mistakes.beforeDecision(by, asked.override!.id);
		this.#decide(sample, asked.override!.id, at, approve);
	}

	#decide(sample: Sample, override: string, at: Date, approve: boolean): void {
		const { agenda, people } = this.#sim;
		const decides = this.#sim.inOfficeHours(at.getTime() + this.#random.between(0.5, 4) * HOUR);
		agenda.add(decides, async (decided) => {
			await people.of('manager').call('decide_override', {
				override_id: override,
				approve,
				note: approve ? 'Acceptable variance' : 'Too far out; not for this customer'
			});
			if (approve) sample.passed(decided);
			else await this.#reject(sample);
		});
	}

	async #reject({ lotId }: Sample): Promise<void> {
		const { people, plant } = this.#sim;
		await people.qa.call('reject_lot', {
			lot_id: lotId,
			reason_id: plant.reason('rejection/out_of_spec'),
			note: 'Out of specification'
		});
	}

	#results(parameters: Parameter[], at: Date, bad: boolean): { name: string; value: unknown }[] {
		const off = bad ? this.#random.pick(parameters) : undefined;
		return parameters.map((parameter) => ({
			name: parameter.name,
			value: parameter === off ? this.#outside(parameter) : this.#inside(parameter, at)
		}));
	}

	/** Where in its band a value lies, from −1 to 1: it drifts with the season and the wear of machines. */
	#drift(name: string, at: Date): number {
		if (name === 'Moisture') return this.#moisture.next(at) - 5;
		if (name === 'Particle size') return 1.1 * (wear((this.#batches * 60) / MILL) - 0.5);
		return 0;
	}

	#inside(parameter: Parameter, at: Date): unknown {
		const { name, minimum, maximum, accepted } = parameter;
		if (accepted) return accepted[0];
		const share = this.#drift(name, at) + this.#random.normal(0, 0.16);
		const within = Math.min(0.96, Math.max(-0.96, share));
		if (minimum !== null && maximum !== null) {
			return rounded((minimum + maximum) / 2 + (within * (maximum - minimum)) / 2);
		}
		return maximum !== null
			? rounded(maximum * (0.8 + 0.18 * within))
			: rounded(minimum! * (1.25 + 0.2 * within));
	}

	#outside({ minimum, maximum, accepted }: Parameter): unknown {
		if (accepted) return 'Dark specks';
		const width = minimum !== null && maximum !== null ? maximum - minimum : (maximum ?? minimum)!;
		const beyond = width * this.#random.between(0.04, 0.25);
		if (maximum === null || (minimum !== null && this.#random.chance(0.35))) {
			return rounded(minimum! - beyond);
		}
		return rounded(maximum + beyond);
	}
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

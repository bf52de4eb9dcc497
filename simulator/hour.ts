import type { Sql } from 'postgres';
import { Fault } from '../local/fault.ts';
import { clearEmptyRuns, lastEntry } from './calendar.ts';
import { Clock, DAY, HOUR, localTime, MINUTE } from './clock.ts';
import { Jobs } from './jobs.ts';
import type { Test } from './laboratory.ts';
import type { Person } from './people.ts';
import { everybody, PublicApi } from './public-api.ts';
import type { Report } from './report.ts';
import type { Batch } from './shift.ts';
import { Simulation } from './simulation.ts';
import type { Lot, Suggestion } from './store.ts';
import type { Travel } from './travel.ts';

/** An hour in which nobody looks: 40 minutes of a shift, and the 20 after its end. */
export const MINUTES = 60;
const BEFORE_ITS_END = 40;

/** What pg_cron runs each minute, without which nothing would come of it. */
const JOBS = ['create-shift-runs', 'lock-shift-runs', 'run-escalations', 'wake-notify'];

/** Who is in it; the plant head and the administrator are one person in the seed. */
export const CAST = ['supervisor.a', 'supervisor.b', 'qa', 'manager', 'admin'] as const;

/** Where their SMS go. */
const PHONES = {
	qa: '+919840000001',
	manager: '+919840000002',
	admin: '+919840000003'
} as const;

/** Of alpha cellulose, in kg: what a batch takes, and what comes, so that the store never says it is short. */
const CHARGE = 800;
const DELIVERY = 8000;
/** What came out of the second reactor, in kg, and what was typed of it. */
const WEIGHED = 774;
const TYPED = 740;

type Channel = 'in_app' | 'email' | 'sms' | 'push';

const WORDS: Record<Channel, string> = {
	in_app: 'bell',
	email: 'mail',
	sms: 'SMS',
	push: 'push'
};

interface Alert {
	id: string;
	event: string;
	subject: string;
	link: string;
	state: string;
}

interface Notification {
	title: string;
	body: string;
	alert: Alert;
}

interface Told {
	name: string;
	level: number;
	deliveries: { channel: Channel }[];
}

interface Gap {
	kind: string;
	subject_id: string;
	sentence: string;
	explained: object | null;
}

interface Correction {
	id: string;
	number: string;
	state: string;
	subject: string;
	fields: { label: string | null; field: string; before_text: string; after_text: string }[];
	effects: { sentence: string }[];
}

interface Summary {
	version: number;
	output_quantity: number;
	figures: { loss_by_stage: { stage: string; loss_percent: number; above_limit: number }[] };
}

export interface HourOptions {
	/** Where the stack is, and what opens it. */
	status: {
		apiUrl: string;
		appUrl: string;
		inboxUrl: string;
		publishableKey: string;
		secretKey: string;
	};
	/** A pool of the role that owns the schema. */
	owner: Sql;
	/** Allowed already. */
	travel: Travel;
	/** How many times as fast as the world's clock. */
	pace: number;
	/** Is told what happens, line by line. */
	say: (line: string) => void;
}

/**
 * What the plant's people do in the hour. Who watches it in the browser may do some of it himself: look at an
 * alert, take it, put right or explain what is missing, decide; then nobody does it a second time.
 */
export class Hour {
	readonly #sim: Simulation;
	readonly #jobs: Jobs;
	readonly #urls: HourOptions['status'];
	readonly #tell: (line: string) => void;
	readonly #start: number;
	readonly #script = this.#acts();
	#minute = -1;
	#run = '';
	#runs: Batch | undefined;
	#failed: Batch | undefined;
	#test: Test | undefined;
	#alert: Alert | undefined;
	#downtime = '';
	#correction: Correction | undefined;

	private constructor(sim: Simulation, jobs: Jobs, { status, say }: HourOptions) {
		this.#sim = sim;
		this.#jobs = jobs;
		this.#urls = status;
		this.#tell = say;
		this.#start = sim.clock.now.getTime();
	}

	/**
	 * Goes back to the hour before now, so that the browsers' clocks are not far from the plant's.
	 * @throws Fault where the plant has entries
	 */
	static async open(options: HourOptions): Promise<Hour> {
		const { status, owner, travel, pace } = options;
		const last = await lastEntry(owner, 'MCC1');
		if (last) {
			throw new Fault(
				`The plant has entries until ${last.toISOString()}; the hour is played on one that has none, as "npm run demo -- --hour" makes it.`
			);
		}
		const start = new Date((Math.floor(Date.now() / MINUTE) - MINUTES) * MINUTE);
		const accounts = await everybody(status.apiUrl, status.secretKey);
		const api = new PublicApi(status.apiUrl, status.publishableKey);
		await travel.to(start);
		await clearEmptyRuns(owner, 'MCC1', new Date(start.getTime() - 2 * DAY));
		const clock = new Clock(start, { pace, set: (instant) => travel.to(instant) });
		const habits = { seed: 'hour', mistakes: 0, repeats: 0, reuses: 0 };
		const sim = await Simulation.open({ ...habits, accounts, transport: api, clock });
		await prepare(sim, api);
		return new Hour(sim, await Jobs.read(owner, start, JOBS), options);
	}

	/**
	 * Goes on to the end of a minute; in each, what pg_cron does comes before what people do.
	 * @throws Refusal, Fault
	 */
	async playTo(last: number): Promise<Report> {
		if (this.#minute < 0) this.#sim.clock.goOn();
		while (this.#minute < last) {
			this.#minute++;
			const now = new Date(this.#start + this.#minute * MINUTE);
			await this.#sim.clock.reach(now);
			await this.#jobs.run(now);
			for (const [minute, act] of this.#script) if (minute === this.#minute) await act();
		}
		return this.#sim.report;
	}

	/** What happens, by the minute. */
	#acts(): [minute: number, act: () => Promise<void>][] {
		return [
			[0, () => this.#goods()],
			[1, () => this.#firstBatch()],
			[3, () => this.#startsDrying()],
			[4, () => this.#mistypes()],
			[5, () => this.#fails()],
			[8, () => this.#standsStill()],
			[20, () => this.#nobodyLooks()],
			[35, () => this.#escalates()],
			[38, () => this.#acknowledges()],
			[40, () => this.#isOver()],
			[42, () => this.#cannotClose()],
			[43, () => this.#fixesOne()],
			[44, () => this.#explainsOne()],
			[46, () => this.#testsAgain()],
			[48, () => this.#handsOver()],
			[50, () => this.#staysOpen()],
			[52, () => this.#takesOver()],
			[55, () => this.#locks()],
			[56, () => this.#isRefused()],
			[57, () => this.#asks()],
			[58, () => this.#hearsOfIt()],
			[59, () => this.#decides()],
			[60, () => this.#sumsUp()]
		];
	}

	async #goods(): Promise<void> {
		const { plant, people } = this.#sim;
		const manager = this.#person('manager');
		const order = await manager.insert<{ id: string }>('purchase_orders', {
			site_id: plant.site('MCC1'),
			vendor_id: plant.partner('VENDOR-X'),
			number: 'PO-HOUR',
			ordered_on: this.#sim.clock.now.toISOString().slice(0, 10)
		});
		const line = await manager.insert<{ id: string }>('purchase_order_lines', {
			order_id: order.id,
			position: 1,
			item_id: plant.item('ALC').id,
			quantity: DELIVERY
		});
		const lot = await people.of('storekeeper').call<Lot>('receive_goods', {
			location_id: plant.place('MCC1/STORE-A'),
			item_id: plant.item('ALC').id,
			quantity: DELIVERY,
			order_line_id: line.id
		});
		await this.#person('qa').call('record_qc_test', {
			lot_id: lot.id,
			results: [
				{ name: 'Moisture', value: 4.2 },
				{ name: 'Foreign matter', value: 'None' }
			]
		});
		this.#say(`${DELIVERY} kg of alpha cellulose come, lot ${lot.code}, and pass their test.`);
	}

	async #firstBatch(): Promise<void> {
		const batch = await this.#begins();
		const treated = await this.#treated(batch, 770);
		await this.#tests(treated, 6.4);
		this.#runs = treated;
		this.#say(
			`${this.#name('supervisor.a')}: pre-treatment of ${batch.code} is logged, 770 kg; it passes.`
		);
	}

	async #startsDrying(): Promise<void> {
		this.#runs = await this.#person('supervisor.a').call<Batch>('start_stage', {
			batch_id: this.#runs!.id,
			machine_id: this.#machine(2),
			operator_name: 'Babu',
			started_at: this.#now
		});
		this.#say(`${this.#runs.code} dries on ${this.#runs.last!.machine}. It will not be finished.`, [
			`/production/batches/${this.#runs.id}`
		]);
	}

	/** A slip of the pen, which the lock will find unexplained. */
	async #mistypes(): Promise<void> {
		const batch = await this.#begins();
		this.#failed = await this.#treated(batch, TYPED);
		const alert = await this.#newest('supervisor.a', 'input.suspicious');
		this.#say(`Pre-treatment of ${batch.code}: he types ${TYPED} kg, and means ${WEIGHED}.`);
		await this.#told('supervisor.a', alert);
	}

	async #fails(): Promise<void> {
		this.#test = await this.#tests(this.#failed!, 8.2);
		const notified = await this.#newest('manager', 'quality.test_failed');
		this.#alert = notified.alert;
		this.#say(`${notified.title}: ${notified.body}`);
		await this.#told('manager', notified);
		await this.#arrived('qa', this.#failed!.code);
		await this.#arrived('manager', this.#failed!.code);
	}

	async #standsStill(): Promise<void> {
		const { plant } = this.#sim;
		const downtime = await this.#person('supervisor.a').call<{ id: string; machine: string }>(
			'log_downtime',
			{ machine_id: this.#machine(3), reason_id: plant.reason('downtime/breakdown') }
		);
		this.#downtime = downtime.id;
		this.#say(`${downtime.machine} breaks down. The downtime is logged, without an end.`);
	}

	async #nobodyLooks(): Promise<void> {
		const { escalation } = await this.#details('manager');
		const next = escalation?.next_at ? this.#clock(new Date(escalation.next_at)) : undefined;
		this.#say(
			next
				? `Nobody has looked at ${this.#alert!.subject}. The next level is told at ${next}.`
				: `Somebody has looked at ${this.#alert!.subject}: its clock has stopped.`,
			['/alerts/escalations']
		);
	}

	async #escalates(): Promise<void> {
		const { escalation, people } = await this.#details('manager');
		if (escalation?.events.some(({ what }) => what === 'seen' || what === 'acknowledged')) {
			return this.#say('Nobody else is told: somebody has looked.', ['/alerts/escalations']);
		}
		const step = escalation?.events.find(({ what }) => what === 'step');
		if (!step) return this.#missed('No second level was told after 30 minutes.');
		this.#say(
			`30 minutes unseen: the second level is told. → ${listed(people.filter(({ level }) => level > 0))}`,
			['/alerts/escalations', this.#alert!.link]
		);
		await this.#arrived('admin', this.#failed!.code);
	}

	async #acknowledges(): Promise<void> {
		const { state } = await this.#details('manager');
		if (state === 'open') {
			await this.#person('qa').call('acknowledge_alert', {
				alert: this.#alert!.id,
				note: 'A second sample is being drawn.'
			});
		}
		this.#say(`${this.#name('qa')} takes it: a second sample is being drawn. The clock stands.`, [
			this.#alert!.link
		]);
	}

	async #isOver(): Promise<void> {
		const notified = await this.#newest('supervisor.a', 'shift.not_closed');
		this.#run = notified.alert.link.split('/').at(-1)!;
		this.#say(`The shift is over. ${notified.body}`);
		await this.#told('supervisor.a', notified);
		await this.#arrived('supervisor.a', 'is not closed', ['email']);
	}

	async #cannotClose(): Promise<void> {
		const refusal = await this.#person('supervisor.a').fail('close_shift', ['GAPS_OPEN'], {
			run: this.#run
		});
		const gaps = (refusal?.params.gaps as Gap[] | undefined) ?? [];
		this.#say(`${this.#name('supervisor.a')} wants to close it, and may not yet. Missing:`);
		for (const { sentence } of gaps) this.#more(`· ${sentence}`);
		this.#more(this.#link(`/shifts/close/${this.#run}`));
		const missing = gaps.map(({ kind }) => kind).sort();
		for (const kind of ['downtime_open', 'loss_unexplained', 'stage_running']) {
			if (!missing.includes(kind)) this.#missed(`${kind} was not named.`);
		}
	}

	async #fixesOne(): Promise<void> {
		if (await this.#lacks('downtime_open')) {
			await this.#person('supervisor.a').call('end_downtime', { downtime_id: this.#downtime });
		}
		this.#say('The downtime gets its end: done.');
	}

	async #explainsOne(): Promise<void> {
		const running = await this.#lacks('stage_running');
		if (running) {
			await this.#person('supervisor.a').call('explain_gap', {
				run: this.#run,
				kind: running.kind,
				subject_id: running.subject_id,
				reason: 'Goes on in shift B.'
			});
		}
		this.#say(
			`Drying of ${this.#runs!.code} is explained: it goes on in shift B. The loss is not; he is called away.`
		);
	}

	/** What of a kind the run leaves undone, and nobody has explained. */
	async #lacks(kind: string): Promise<Gap | undefined> {
		const gaps = await this.#person('supervisor.a').look<Gap[]>('shift_gaps', { run: this.#run });
		return gaps.find((gap) => gap.kind === kind && !gap.explained);
	}

	async #testsAgain(): Promise<void> {
		await this.#tests(this.#failed!, 6.9, this.#test);
		const { state } = await this.#details('manager');
		if (state !== 'resolved') this.#missed('The alert is not over though the test has passed.');
		this.#say(`${this.#name('qa')}: the second sample has pH 6.9 and passes. The alert is over.`, [
			this.#alert!.link
		]);
	}

	async #handsOver(): Promise<void> {
		await this.#person('supervisor.a').call('hand_over_shift', {
			run: this.#run,
			note: `${this.#runs!.code} dries. I look for the weighing slip of ${this.#failed!.code}.`
		});
		this.#say(`${this.#name('supervisor.a')} hands over to shift B, and does not close.`);
	}

	async #staysOpen(): Promise<void> {
		const notified = await this.#newest('admin', 'shift.not_closed');
		this.#say(`Ten minutes after its end it is still open: ${notified.title}`);
		await this.#told('admin', notified);
		await this.#arrived('admin', 'is not closed', ['email']);
	}

	async #takesOver(): Promise<void> {
		const supervisor = this.#person('supervisor.b');
		const view = await supervisor.look<{ given: { id: string } }>('shift_handover', {
			run: this.#run
		});
		await supervisor.call('receive_handover', { handover: view.given.id });
		this.#say(`${this.#name('supervisor.b')} takes over.`, ['/shifts']);
	}

	async #locks(): Promise<void> {
		const manager = this.#person('manager');
		const [run] = await manager.read<{ state: string; closed_by: string | null }>('shift_runs', {
			id: this.#run
		});
		if (run?.state !== 'locked' || run.closed_by !== null) {
			return this.#missed(
				'The job lock-shift-runs has not locked the shift at the end of its grace.'
			);
		}
		const notified = await this.#newest('manager', 'shift.entry_missing');
		this.#say(`The grace is over: the job lock-shift-runs locks the shift. ${notified.body}`);
		await this.#told('manager', notified);
		await this.#arrived('manager', 'was locked', ['email']);
	}

	async #isRefused(): Promise<void> {
		const { plant } = this.#sim;
		const refusal = await this.#person('supervisor.a').fail('log_downtime', ['SHIFT_LOCKED'], {
			machine_id: this.#machine(4),
			reason_id: plant.reason('downtime/cleaning')
		});
		if (!refusal) return;
		const helps = refusal.params.managers as string[];
		this.#say(
			`${this.#name('supervisor.a')} wants to log another downtime. Refused with 423: ${refusal.message} Who can help: ${helps.join(', ')}.`
		);
	}

	async #asks(): Promise<void> {
		this.#correction = await this.#person('supervisor.a').call<Correction>('request_correction', {
			subject_type: 'stage_logs',
			subject_id: this.#failed!.last!.id,
			changes: { output_quantity: WEIGHED },
			reason: `The weighing slip says ${WEIGHED} kg; I typed ${TYPED}.`
		});
		const notified = await this.#newest('manager', 'shifts.correction_requested');
		this.#say(`He has found the slip and asks for a correction. ${notified.body}`);
		await this.#told('manager', notified);
	}

	/** What is not urgent goes out with the next run of its job. */
	async #hearsOfIt(): Promise<void> {
		await this.#arrived('manager', this.#correction!.number, ['email']);
	}

	async #decides(): Promise<void> {
		const manager = this.#person('manager');
		const { id } = this.#correction!;
		const { state, fields, effects } = await manager.look<Correction>('correction_details', {
			correction: id
		});
		this.#say(`${this.#name('manager')} sees before and after, and what follows:`);
		for (const { label, field, before_text, after_text } of fields) {
			this.#more(`· ${label ?? field.replaceAll('_', ' ')}: ${before_text} → ${after_text}`);
		}
		for (const { sentence } of effects) this.#more(`· ${sentence}`);
		if (state === 'requested') {
			await manager.call('decide_correction', {
				correction: id,
				approve: true,
				note: 'Seen on the slip.'
			});
		}
		this.#more('It is approved.');
		this.#more(this.#link(`/shifts/corrections/${id}`));
		await this.#told(
			'supervisor.a',
			await this.#newest('supervisor.a', 'shifts.correction_decided')
		);
	}

	async #sumsUp(): Promise<void> {
		const { versions } = await this.#person('manager').look<{ versions: Summary[] }>(
			'shift_summary',
			{ run: this.#run }
		);
		const [after, before] = versions;
		if (!after || !before) return this.#missed('The summary was not computed again.');
		const loss = ({ figures }: Summary) =>
			figures.loss_by_stage
				.map(({ stage, loss_percent }) => `${stage} ${loss_percent} %`)
				.join(', ');
		this.#say(
			`The summary of the shift is computed again. Loss was ${loss(before)}; it is ${loss(after)}.`,
			[`/shifts/logbook?run=${this.#run}&show=summary`]
		);
		if (loss(after) === loss(before)) this.#missed('The summary has not changed.');
	}

	/** A batch with its material. */
	async #begins(): Promise<Batch> {
		const { plant, store } = this.#sim;
		const supervisor = this.#person('supervisor.a');
		const lots = (await store.pick('ALC', CHARGE)) as Suggestion[];
		const batch = await supervisor.call<Batch>('start_batch', {
			site_id: plant.site('MCC1'),
			item_id: plant.product.id,
			planned_quantity: CHARGE
		});
		for (const { lot_id, location_id, take } of lots) {
			if (take === 0) continue;
			await supervisor.call('allocate_material', {
				batch_id: batch.id,
				lot_id,
				location_id,
				quantity: take
			});
		}
		return batch;
	}

	/** Its first stage, which was over before it was written down. */
	async #treated({ id }: Batch, output: number): Promise<Batch> {
		const ago = (minutes: number) =>
			new Date(this.#sim.clock.now.getTime() - minutes * MINUTE).toISOString();
		// There is one reactor: the batches went through it one after the other.
		const [began, ended] = output === TYPED ? [100, 15] : [200, 110];
		return await this.#person('supervisor.a').call<Batch>('log_stage', {
			batch_id: id,
			machine_id: this.#machine(1),
			operator_name: 'Velu',
			started_at: ago(began),
			ended_at: ago(ended),
			output_quantity: output,
			parameters: {}
		});
	}

	async #tests({ last }: Batch, pH: number, before?: Test): Promise<Test> {
		return await this.#person('qa').call<Test>('record_qc_test', {
			stage_log_id: last!.id,
			results: [
				{ name: 'Moisture', value: 6.2 },
				{ name: 'pH', value: pH }
			],
			...(before && { retest_of: before.id, remarks: 'Second sample' })
		});
	}

	/** What the bell of somebody shows of an event. */
	async #newest(name: (typeof CAST)[number], event: string): Promise<Notification> {
		const { notifications } = await this.#person(name).look<{ notifications: Notification[] }>(
			'my_notifications',
			{ page_size: 10 }
		);
		const found = notifications.find(({ alert }) => alert.event === event);
		if (!found) throw new Fault(`${this.#name(name)} was not told of ${event}.`);
		return found;
	}

	async #details(name: (typeof CAST)[number], alert = this.#alert!) {
		return await this.#person(name).look<
			Alert & {
				people: Told[];
				escalation: { next_at: string | null; events: { what: string }[] } | null;
			}
		>('alert_details', { alert: alert.id });
	}

	/** Says who was told of an alert, and by what. */
	async #told(by: (typeof CAST)[number], { alert }: Notification): Promise<void> {
		const { people } = await this.#details(by, alert);
		const latest = Math.max(...people.map(({ level }) => level));
		this.#more(`→ ${listed(people.filter(({ level }) => level === latest))}`);
		this.#more(this.#link(alert.link));
	}

	/** Waits for what came to somebody by mail and SMS, and shows the SMS. */
	async #arrived(
		name: (typeof CAST)[number],
		about: string,
		channels: ('email' | 'sms')[] = ['email', 'sms']
	): Promise<void> {
		const to = { email: this.#person(name).account.email, sms: PHONES[name as 'qa'] };
		for (const channel of channels) {
			const message = await this.#message(to[channel], channel, about);
			if (!message) this.#missed(`No ${WORDS[channel]} about ${about} has come to ${to[channel]}.`);
			else if (channel === 'sms') this.#more(`SMS to ${to.sms}: “${message.text}”`);
			else this.#more(`mail to ${to.email}: “${message.subject}”`);
		}
	}

	/** The inbox answers when it is there, at the latest after ten seconds. */
	async #message(to: string, channel: string, q: string) {
		const query = new URLSearchParams({ to, channel, q });
		for (let attempt = 0; attempt < 3; attempt++) {
			const answer = await fetch(new URL(`messages/next?${query.toString()}`, this.#urls.inboxUrl));
			if (answer.status === 200) {
				return (await answer.json()) as { subject: string | null; text: string | null };
			}
		}
		return undefined;
	}

	#person(name: (typeof CAST)[number]): Person {
		return this.#sim.people.of(name);
	}

	#name(name: (typeof CAST)[number]): string {
		return this.#person(name).account.fullName;
	}

	/** The first machine of a stage. */
	#machine(position: number): string {
		return this.#sim.plant.stages[position - 1]!.machines[0]!.id;
	}

	get #now(): string {
		return this.#sim.clock.now.toISOString();
	}

	#clock(at: Date): string {
		const { minute } = localTime(at, this.#sim.plant.zone);
		return `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;
	}

	#link(path: string): string {
		return new URL(path, this.#urls.appUrl).href;
	}

	#say(sentence: string, links: string[] = []): void {
		this.#tell(`${this.#clock(this.#sim.clock.now)}  ${sentence}`);
		for (const path of links) this.#more(this.#link(path));
	}

	#more(line: string): void {
		this.#tell(`       ${line}`);
	}

	/** What should have happened and has not is a fault of the plant's system, not of its people. */
	#missed(sentence: string): void {
		this.#sim.report.missed(`${this.#clock(this.#sim.clock.now)}: ${sentence}`);
		this.#say(sentence);
	}
}

/** People with the ways they were told: Anita Rao (bell, mail, SMS). */
function listed(people: Told[]): string {
	return people
		.map(({ name, deliveries }) => {
			const channels = new Set<Channel>(['in_app', ...deliveries.map(({ channel }) => channel)]);
			return `${name} (${[...channels].map((channel) => WORDS[channel]).join(', ')})`;
		})
		.join(', ');
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * Gives the plant shifts of which one ends when the hour has come so far, and its people their places, so that
 * they can sign in before it begins.
 */
async function prepare(sim: Simulation, api: PublicApi): Promise<void> {
	const { clock, people, plant } = sim;
	const admin = people.of('admin').account;
	const end = clock.now.getTime() + BEFORE_ITS_END * MINUTE;
	const shown = (hours: number) => {
		const { minute } = localTime(new Date(end + hours * HOUR), plant.zone);
		return `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;
	};
	for (const [code, name, starts] of [
		['A', 'First', -8],
		['B', 'Second', 0],
		['C', 'Third', 8]
	] as const) {
		await api.update(
			admin,
			'shifts',
			{ site_id: plant.site('MCC1'), code },
			{ name, starts: shown(starts), ends: shown(starts + 8) }
		);
	}
	await sim.office.assign();
	for (const [name, phone] of Object.entries(PHONES) as [keyof typeof PHONES, string][]) {
		await people.of(name).insert('notification_settings', { phone });
	}
}

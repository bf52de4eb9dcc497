import type { Person } from './people.ts';

export interface Item {
	id: string;
	code: string;
	kind: string;
	reorder_level: number;
	pack_size: number;
}

export interface Stage {
	position: number;
	code: string;
	lossLimit: number;
	fields: StageField[];
	machines: Machine[];
}

/** A machine as the shift knows it. */
export interface Machine {
	id: string;
	code: string;
	busy: boolean;
	/** The end of its downtime, ms. */
	downUntil: number;
	/** Time that a downtime took from the stage that runs on it, ms. */
	lost: number;
}

export interface StageField {
	key: string;
	type: string;
	minimum: number | null;
	maximum: number | null;
	choices: string[] | null;
	required: boolean;
	condition: { field: string; is: string; value: unknown } | null;
}

export interface Parameter {
	name: string;
	minimum: number | null;
	maximum: number | null;
	accepted: string[] | null;
}

interface Raw {
	id: string;
	code: string;
	[column: string]: unknown;
}

const number = (value: unknown): number => Number(value ?? 0);
const limit = (value: unknown): number | null => (value === null ? null : Number(value));

/** The masters that the seed gave, as an administrator reads them. */
export class Plant {
	readonly zone: string;
	readonly sites: ReadonlyMap<string, string>;
	readonly product: Item;
	readonly sku: Item;
	readonly stages: readonly Stage[];
	readonly #items: ReadonlyMap<string, Item>;
	readonly #places: ReadonlyMap<string, string>;
	readonly #partners: ReadonlyMap<string, { id: string; kind: string }>;
	readonly #reasons: ReadonlyMap<string, string>;
	readonly #plans: ReadonlyMap<string, Parameter[]>;

	private constructor(rows: Record<string, Raw[]>) {
		const sites = rows.sites!;
		this.zone = sites.find((site) => site.code === 'MCC1')!.time_zone as string;
		this.sites = new Map(sites.map(({ code, id }) => [code, id]));
		const siteCodes = new Map(sites.map(({ code, id }) => [id, code]));
		this.#items = new Map(
			rows.items!.map((item) => [
				item.code,
				{
					id: item.id,
					code: item.code,
					kind: item.kind as string,
					reorder_level: number(item.reorder_level),
					pack_size: number(item.pack_size)
				}
			])
		);
		this.product = this.item('MCC-R-102');
		this.sku = this.item('MCC-R-102-25');
		this.#places = new Map(
			rows.locations!.map((place) => [
				`${siteCodes.get(place.site_id as string)}/${place.code}`,
				place.id
			])
		);
		this.#partners = new Map(
			rows.partners!.map(({ code, id, kind }) => [code, { id, kind: kind as string }])
		);
		this.#reasons = new Map(
			rows.reason_codes!.map(({ purpose, code, id }) => [`${purpose as string}/${code}`, id])
		);
		this.stages = stagesOf(rows, this.product.id, this.sites.get('MCC1')!);
		this.#plans = plansOf(rows);
	}

	static async read(reader: Person): Promise<Plant> {
		const tables = [
			'sites',
			'items',
			'locations',
			'partners',
			'reason_codes',
			'machines',
			'stages',
			'stage_fields',
			'routes',
			'route_stages',
			'qc_plans',
			'qc_parameters'
		];
		const read = await Promise.all(tables.map((table) => reader.read<Raw>(table)));
		return new Plant(Object.fromEntries(tables.map((table, n) => [table, read[n]!])));
	}

	item(code: string): Item {
		return known(this.#items.get(code), `item ${code}`);
	}

	get tradeGoods(): Item[] {
		return [...this.#items.values()].filter((item) => item.kind === 'trade');
	}

	/** @param name site and place: `MCC1/STORE-A` */
	place(name: string): string {
		return known(this.#places.get(name), `place ${name}`);
	}

	site(code: string): string {
		return known(this.sites.get(code), `site ${code}`);
	}

	partner(code: string): string {
		return known(this.#partners.get(code), `partner ${code}`).id;
	}

	partners(kind: string): string[] {
		return [...this.#partners.values()]
			.filter((partner) => partner.kind === kind)
			.map((partner) => partner.id);
	}

	/** @param name purpose and code: `downtime/cleaning` */
	reason(name: string): string {
		return known(this.#reasons.get(name), `reason ${name}`);
	}

	/** What is tested: `incoming`, `in_process` or `final`, of an item or in a stage. */
	parameters(kind: string, subject: string): Parameter[] {
		return known(this.#plans.get(`${kind}/${subject}`), `${kind} plan of ${subject}`);
	}
}

function known<T>(value: T | undefined, name: string): T {
	if (value === undefined) {
		throw new Error(`The masters have no ${name}; the simulator plays on those of the seed.`);
	}
	return value;
}

/** The stages of the newest route; a machine's hundreds say which stage it is for: MCH-202 dries. */
function stagesOf(rows: Record<string, Raw[]>, product: string, site: string): Stage[] {
	const route = rows
		.routes!.filter((route) => route.item_id === product && route.active)
		.sort((a, b) => number(b.version) - number(a.version))[0];
	return rows
		.route_stages!.filter((stage) => stage.route_id === route?.id)
		.sort((a, b) => number(a.position) - number(b.position))
		.map((stage) => ({
			position: number(stage.position),
			code: rows.stages!.find(({ id }) => id === stage.stage_id)!.code,
			lossLimit: number(stage.loss_limit_percent),
			fields: rows
				.stage_fields!.filter((field) => field.stage_id === stage.stage_id && field.active)
				.sort((a, b) => number(a.position) - number(b.position))
				.map((field) => ({
					...(field as unknown as StageField),
					minimum: limit(field.minimum),
					maximum: limit(field.maximum)
				})),
			machines: rows
				.machines!.filter(
					(machine) =>
						machine.active &&
						machine.site_id === site &&
						machine.code.startsWith(`MCH-${number(stage.position)}`)
				)
				.map(({ id, code }) => ({ id, code, busy: false, downUntil: 0, lost: 0 }))
		}));
}

function plansOf(rows: Record<string, Raw[]>): Map<string, Parameter[]> {
	const plans = new Map<string, Parameter[]>();
	const byVersion = rows
		.qc_plans!.filter((plan) => plan.active)
		.sort((a, b) => number(a.version) - number(b.version));
	for (const plan of byVersion) {
		const subject =
			plan.kind === 'in_process'
				? rows.stages!.find(({ id }) => id === plan.stage_id)!.code
				: rows.items!.find(({ id }) => id === plan.item_id)!.code;
		plans.set(
			`${plan.kind as string}/${subject}`,
			rows
				.qc_parameters!.filter((parameter) => parameter.plan_id === plan.id)
				.map((parameter) => ({
					name: parameter.name as string,
					minimum: limit(parameter.minimum),
					maximum: limit(parameter.maximum),
					accepted: parameter.accepted as string[] | null
				}))
		);
	}
	return plans;
}

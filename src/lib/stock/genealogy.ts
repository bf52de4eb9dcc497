import type { LotShipment, LotState, PlaceOfLot, TraceStep } from '#lib/stock/types.ts';
import { stateOf } from '#lib/stock/state.ts';

/** A lot among its ancestors and descendants. */
export interface Relative {
	id: string;
	code: string;
	item: string;
	itemName: string;
	unit: string;
	state: LotState;
	expiresOn: string | null;
	/** Steps away from the lot that is traced, the longest way: below zero what it came of. */
	level: number;
	places: PlaceOfLot[];
	shipments: LotShipment[];
}

/** How much of the upper lot went into the lower one. */
export interface Link {
	upper: string;
	lower: string;
	quantity: number;
	unit: string;
}

export interface Family {
	/** Id of the lot that is traced. */
	root: string;
	/** From what it came of first to what came of it last. */
	lots: Relative[];
	links: Link[];
}

/**
 * What trace_lot answers, as lots and links.
 * @param up steps to what it came of; empty where that was not asked
 * @param down steps to what came of it
 * @param today by the date of the site, YYYY-MM-DD
 */
export function familyOf(up: TraceStep[], down: TraceStep[], today: string): Family {
	const root = (up[0] ?? down[0])!.lot_id;
	const links = [
		...up.flatMap((step) => linkOf(step, step.lot_id, step.parent_id)),
		...down.flatMap((step) => linkOf(step, step.parent_id, step.lot_id))
	];
	const levels: Record<string, number> = {
		...distances(root, links, ({ upper, lower }) => [lower, upper], -1),
		...distances(root, links, ({ upper, lower }) => [upper, lower], 1)
	};
	const known = new Map([...up, ...down].map((step) => [step.lot_id, step]));
	const lots = [...known.values()]
		.map((step) => relativeOf(step, levels[step.lot_id] ?? 0, today))
		.sort((one, other) => one.level - other.level || one.code.localeCompare(other.code));
	return { root, lots, links };
}

function linkOf(
	{ quantity, quantity_unit }: TraceStep,
	upper: string | null,
	lower: string | null
): Link[] {
	if (!upper || !lower) return [];
	return [{ upper, lower, quantity: quantity ?? 0, unit: quantity_unit }];
}

function relativeOf(step: TraceStep, level: number, today: string): Relative {
	const expired = step.expires_on !== null && step.expires_on < today;
	return {
		id: step.lot_id,
		code: step.lot,
		item: step.item,
		itemName: step.item_name,
		unit: step.unit,
		state: stateOf({ ...step, expired }),
		expiresOn: step.expires_on,
		level,
		places: step.places,
		shipments: step.shipments
	};
}

/** The longest way from the root to each lot that is reached in a direction, so that no link runs back. */
function distances(
	root: string,
	links: Link[],
	ends: (link: Link) => [near: string, far: string],
	sign: 1 | -1
): Record<string, number> {
	const further = new Map<string, string[]>();
	for (const link of links) {
		const [near, far] = ends(link);
		further.set(near, [...(further.get(near) ?? []), far]);
	}
	const found: Record<string, number> = { [root]: 0 };
	let edge = [root];
	for (let steps = 1; edge.length > 0 && steps <= links.length; steps++) {
		edge = [...new Set(edge.flatMap((id) => further.get(id) ?? []))];
		for (const id of edge) found[id] = sign * steps;
	}
	return found;
}

/** What is drawn: a lot, or several of the same kind that nobody would look at one by one. */
export interface Node {
	id: string;
	level: number;
	lots: Relative[];
	/** Place of its upper left corner. */
	x: number;
	y: number;
}

export interface Edge {
	id: string;
	upper: Node;
	lower: Node;
	/** Of each unit. */
	quantities: { quantity: number; unit: string }[];
}

export interface Drawing {
	nodes: Node[];
	edges: Edge[];
	width: number;
	height: number;
}

export const NODE = { width: 208, height: 84 };
const GAP = { x: 112, y: 16 };

/** Lots with the same neighbours and item are drawn one by one up to so many. */
const FOLDED_FROM = 7;

/**
 * Lays a family out in columns, what it came of at the left.
 * @param unfolded ids of groups that are drawn lot by lot
 */
export function draw(family: Family, unfolded: ReadonlySet<string>): Drawing {
	const nodes = fold(family, unfolded);
	const nodeOf = new Map(nodes.flatMap((node) => node.lots.map(({ id }) => [id, node] as const)));
	const edges = joined(family.links, nodeOf);
	const columns = order(nodes, edges);
	return { nodes, edges, ...place(columns) };
}

/** Folds outwards from the root: whose neighbours have been folded may fold with others. */
function fold({ lots, links }: Family, unfolded: ReadonlySet<string>): Node[] {
	const nearer = new Map<string, string[]>();
	const levels = new Map(lots.map(({ id, level }) => [id, level]));
	for (const { upper, lower } of links) {
		const [near, far] = levels.get(lower)! <= 0 ? [lower, upper] : [upper, lower];
		nearer.set(far, [...(nearer.get(far) ?? []), near]);
	}
	const nodeOf = new Map<string, string>();
	const nodes: Node[] = [];
	const outwards = [...lots].sort((one, other) => Math.abs(one.level) - Math.abs(other.level));
	for (const level of new Set(outwards.map((lot) => lot.level))) {
		const groups = new Map<string, Relative[]>();
		for (const lot of outwards.filter((other) => other.level === level)) {
			const neighbours = new Set((nearer.get(lot.id) ?? []).map((id) => nodeOf.get(id) ?? id));
			const key = [level, lot.item, ...[...neighbours].sort()].join('/');
			groups.set(key, [...(groups.get(key) ?? []), lot]);
		}
		for (const [key, group] of groups) {
			const one = group.length >= FOLDED_FROM && !unfolded.has(key);
			const made = one
				? [{ id: key, level, lots: group, x: 0, y: 0 }]
				: group.map((lot) => ({ id: lot.id, level, lots: [lot], x: 0, y: 0 }));
			for (const node of made) for (const lot of node.lots) nodeOf.set(lot.id, node.id);
			nodes.push(...made);
		}
	}
	return nodes;
}

function joined(links: Link[], nodeOf: Map<string, Node>): Edge[] {
	const edges = new Map<string, Edge>();
	for (const { upper, lower, quantity, unit } of links) {
		const [above, below] = [nodeOf.get(upper)!, nodeOf.get(lower)!];
		const id = `${above.id}>${below.id}`;
		const edge = edges.get(id) ?? { id, upper: above, lower: below, quantities: [] };
		const known = edge.quantities.find((sum) => sum.unit === unit);
		if (known) known.quantity = Number((known.quantity + quantity).toFixed(6));
		else edge.quantities.push({ quantity, unit });
		edges.set(id, edge);
	}
	return [...edges.values()];
}

/** Each column in the order of what its nodes are linked to nearer to the root, so that few lines cross. */
function order(nodes: Node[], edges: Edge[]): Node[][] {
	const levels = [...new Set(nodes.map(({ level }) => level))].sort((one, other) => one - other);
	const columns = new Map(
		levels.map((level) => [level, nodes.filter((node) => node.level === level)])
	);
	const turn = new Map<string, number>();
	for (const level of [...levels].sort((one, other) => Math.abs(one) - Math.abs(other))) {
		const column = columns.get(level)!;
		const middle = new Map(column.map((node) => [node.id, middleOf(node, edges, turn)]));
		column.sort(
			(one, other) =>
				middle.get(one.id)! - middle.get(other.id)! ||
				one.lots[0]!.code.localeCompare(other.lots[0]!.code)
		);
		column.forEach((node, index) => turn.set(node.id, index / Math.max(1, column.length - 1)));
	}
	return levels.map((level) => columns.get(level)!);
}

function middleOf(node: Node, edges: Edge[], turn: Map<string, number>): number {
	const turns = edges
		.filter(({ upper, lower }) => upper === node || lower === node)
		.flatMap(({ upper, lower }) => turn.get(upper === node ? lower.id : upper.id) ?? []);
	return turns.length ? turns.reduce((sum, value) => sum + value, 0) / turns.length : 0.5;
}

function place(columns: Node[][]): { width: number; height: number } {
	const tall = (count: number) => count * (NODE.height + GAP.y) - GAP.y;
	const height = tall(Math.max(...columns.map(({ length }) => length)));
	columns.forEach((column, index) => {
		const top = (height - tall(column.length)) / 2;
		column.forEach((node, turn) => {
			node.x = index * (NODE.width + GAP.x);
			node.y = top + turn * (NODE.height + GAP.y);
		});
	});
	return { width: columns.length * (NODE.width + GAP.x) - GAP.x, height };
}

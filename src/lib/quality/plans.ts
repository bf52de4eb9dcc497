import type { Tables, TablesInsert, TablesUpdate } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import type { TestKind } from '#lib/quality/types.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Plan = Tables<'qc_plans'>;
export type Parameter = Tables<'qc_parameters'>;
export type PlanDetails = Plan & {
	item: { code: string; name: string } | null;
	stage: { name: string } | null;
	parameters: Parameter[];
};

const details =
	'*, item:items(code, name), stage:stages(name), parameters:qc_parameters(*)' as const;

/** The plans with what they test, newest version first (P4.01). @throws Refusal */
export function list(
	{ kind, itemId }: { kind?: TestKind; itemId?: string } = {},
	signal?: AbortSignal
): Promise<PlanDetails[]> {
	let asked = supabase.from('qc_plans').select(details);
	if (kind) asked = asked.eq('kind', kind);
	if (itemId) asked = asked.eq('item_id', itemId);
	return taken(
		asked
			.order('kind')
			.order('version', { ascending: false })
			.order('position', { referencedTable: 'qc_parameters' }),
		signal
	);
}

/**
 * The plan that a test will be judged by (app.plan_in_force): for a stage the product's own before the
 * general one, of these the newest whose day has come. The database decides again when it is recorded.
 * @param today at the site, YYYY-MM-DD
 * @throws Refusal
 */
export async function inForce(
	kind: TestKind,
	itemId: string,
	stageId: string | null,
	today: string
): Promise<PlanDetails | undefined> {
	let asked = supabase
		.from('qc_plans')
		.select(details)
		.eq('kind', kind)
		.eq('active', true)
		.lte('effective_from', today);
	asked = stageId ? asked.eq('stage_id', stageId) : asked.is('stage_id', null);
	asked = stageId ? asked.or(`item_id.eq.${itemId},item_id.is.null`) : asked.eq('item_id', itemId);
	const [plan] = await taken(
		asked
			.order('item_id', { nullsFirst: false })
			.order('effective_from', { ascending: false })
			.order('version', { ascending: false })
			.order('position', { referencedTable: 'qc_parameters' })
			.limit(1)
	);
	return plan;
}

/** A plan with all versions of the same, itself among them, the newest first. @throws Refusal */
export async function versions(id: string, signal?: AbortSignal): Promise<PlanDetails[]> {
	const plan = await taken<Plan>(supabase.from('qc_plans').select().eq('id', id).single(), signal);
	let asked = supabase.from('qc_plans').select(details).eq('kind', plan.kind);
	asked = plan.item_id ? asked.eq('item_id', plan.item_id) : asked.is('item_id', null);
	asked = plan.stage_id ? asked.eq('stage_id', plan.stage_id) : asked.is('stage_id', null);
	return taken(
		asked
			.order('version', { ascending: false })
			.order('position', { referencedTable: 'qc_parameters' }),
		signal
	);
}

/**
 * Makes a draft of the next version, which tests what this one does until it is changed.
 * @param version its number
 * @param effectiveFrom the day from which it is to hold, YYYY-MM-DD
 * @throws Refusal; a draft that was left without its parameters can be filled by copyParameters
 */
export async function startVersion(
	from: PlanDetails,
	version: number,
	effectiveFrom: string
): Promise<Plan> {
	const { kind, item_id, stage_id } = from;
	const draft = await add({ kind, item_id, stage_id, version, effective_from: effectiveFrom });
	await copyParameters(from, draft.id);
	return draft;
}

/** Gives a draft what another version tests, all of it or nothing. @throws Refusal */
export async function copyParameters(from: PlanDetails, draftId: string): Promise<void> {
	const copies = from.parameters.map(
		({ position, name, method, unit, minimum, maximum, accepted, required }) => ({
			plan_id: draftId,
			position,
			name,
			method,
			unit,
			minimum,
			maximum,
			accepted,
			required
		})
	);
	await taken(supabase.from('qc_parameters').insert(copies).select('id'));
}

/** Makes a draft. @throws Refusal */
export function add(plan: TablesInsert<'qc_plans'>): Promise<Plan> {
	return masters.add('qc_plans', plan);
}

/** Puts a plan in force or out of it, or changes a draft. @throws Refusal PLAN_IN_USE and others */
export function change(before: Plan, after: TablesUpdate<'qc_plans'>): Promise<Plan> {
	return masters.change('qc_plans', { id: before.id }, before, after);
}

/** @throws Refusal PLAN_IN_USE and others */
export function addParameter(parameter: TablesInsert<'qc_parameters'>): Promise<Parameter> {
	return masters.add('qc_parameters', parameter);
}

/** @throws Refusal PLAN_IN_USE, CHANGED_MEANWHILE and others */
export function changeParameter(
	before: Parameter,
	after: TablesUpdate<'qc_parameters'>
): Promise<Parameter> {
	return masters.change('qc_parameters', { id: before.id }, before, after);
}

/** Takes a parameter out of a draft. @throws Refusal PLAN_IN_USE and others */
export async function removeParameter(id: string): Promise<void> {
	await taken(supabase.from('qc_parameters').delete().eq('id', id).select('id').single());
}

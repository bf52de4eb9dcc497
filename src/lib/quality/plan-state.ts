import { m } from '#lib/paraglide/messages.js';
import type { Parameter, PlanDetails } from '#lib/quality/plans.ts';
import type { TestKind } from '#lib/quality/types.ts';
import { limitsOf } from '#lib/quality/words.ts';
import type { Tone } from '#lib/ui/tones.ts';

/**
 * How a version stands: a draft, in force, in force from a day to come, replaced by a newer one, or taken
 * out of force.
 */
export type PlanState = 'draft' | 'in-force' | 'coming' | 'replaced' | 'out';

/** The version that is tested by on a day, of all versions of one plan (app.plan_in_force). */
export function inForceOf(versions: PlanDetails[], today: string): PlanDetails | undefined {
	return versions
		.filter(({ active, effective_from }) => active && effective_from <= today)
		.toSorted(
			(one, other) =>
				other.effective_from.localeCompare(one.effective_from) || other.version - one.version
		)[0];
}

/** @param today at the site, YYYY-MM-DD */
export function stateOf(plan: PlanDetails, versions: PlanDetails[], today: string): PlanState {
	if (!plan.approved_at) return 'draft';
	if (!plan.active) return 'out';
	if (plan.effective_from > today) return 'coming';
	return inForceOf(versions, today)?.id === plan.id ? 'in-force' : 'replaced';
}

export function stateLook(state: PlanState): { tone: Tone; label: string } {
	return {
		draft: { tone: 'pending' as const, label: m.quality_plan_draft() },
		'in-force': { tone: 'pass' as const, label: m.quality_plan_in_force() },
		coming: { tone: 'info' as const, label: m.quality_plan_coming() },
		replaced: { tone: 'locked' as const, label: m.quality_plan_replaced() },
		out: { tone: 'locked' as const, label: m.quality_plan_out() }
	}[state];
}

/** What a plan is for: a material, a product, a stage of one or of all. */
export function planName({ item, stage }: Pick<PlanDetails, 'item' | 'stage'>): string {
	const product = item?.name ?? m.quality_plan_every_product();
	return stage ? m.quality_stage_of({ stage: stage.name, batch: product }) : product;
}

/** A plan with all of its versions, the newest first. */
export interface PlanFamily {
	/** Id of its version in force, else of the newest. */
	id: string;
	kind: TestKind;
	name: string;
	code: string;
	current: PlanDetails | undefined;
	versions: PlanDetails[];
}

/** Versions by what they are for, in the order of kinds and names. */
export function families(plans: PlanDetails[], today: string): PlanFamily[] {
	const byName = Object.groupBy(
		plans,
		({ kind, item_id, stage_id }) => `${kind}/${item_id}/${stage_id}`
	);
	const kinds = ['incoming', 'in_process', 'final'];
	return Object.values(byName)
		.map((group = []): PlanFamily => {
			const versions = group.toSorted((one, other) => other.version - one.version);
			const current = inForceOf(versions, today);
			const newest = versions[0]!;
			return {
				id: (current ?? newest).id,
				kind: newest.kind as TestKind,
				name: planName(newest),
				code: newest.item?.code ?? '',
				current,
				versions
			};
		})
		.toSorted(
			(one, other) =>
				kinds.indexOf(one.kind) - kinds.indexOf(other.kind) || one.name.localeCompare(other.name)
		);
}

/** What one version has otherwise than another, parameter by parameter. */
export interface ParameterChange {
	name: string;
	/** Nothing in the version where there was none of this name. */
	before: string | undefined;
	after: string | undefined;
}

/** What is asked of a parameter, in a line. */
export function demandOf(parameter: Parameter): string {
	return [
		limitsOf(parameter),
		parameter.method,
		parameter.required ? undefined : m.quality_not_required()
	]
		.filter(Boolean)
		.join(' · ');
}

/** What a version changes against the one before it. */
export function changesOf(before: Parameter[], after: Parameter[]): ParameterChange[] {
	const old = new Map(before.map((parameter) => [parameter.name, demandOf(parameter)]));
	const now = new Map(after.map((parameter) => [parameter.name, demandOf(parameter)]));
	return [...new Set([...now.keys(), ...old.keys()])]
		.map((name) => ({ name, before: old.get(name), after: now.get(name) }))
		.filter((change) => change.before !== change.after);
}

import type { Json, Tables, TablesInsert, TablesUpdate } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Stage = Tables<'stages'>;
export type StageField = Tables<'stage_fields'>;

/** What a stage's form keeps of each field. */
export type ParameterValue = number | string | boolean;

/** Kinds of processing, with those that are retired. @throws Refusal */
export function list(): Promise<Stage[]> {
	return taken(supabase.from('stages').select().order('name'));
}

/** @throws Refusal */
export function get(id: string): Promise<Stage> {
	return taken(supabase.from('stages').select().eq('id', id).single());
}

export interface StageQuery extends ListQuery {
	active?: boolean;
}

/** A stage, and how many fields its form has. */
export type ListedStage = Stage & { fields: { count: number }[] };

/** A page of the stages. @throws Refusal */
export function page(query: StageQuery, signal?: AbortSignal): Promise<ListPage<ListedStage>> {
	let asked = supabase
		.from('stages')
		.select('*, fields:stage_fields(count)', { count: 'exact' })
		.eq('stage_fields.active', true);
	if (query.active !== undefined) asked = asked.eq('active', query.active);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['code', 'name']));
	return pageOf(paged(asked, query, ['name', 'code'], ['name', 'id']), signal);
}

/** @throws Refusal */
export function add(stage: TablesInsert<'stages'>): Promise<Stage> {
	return masters.add('stages', stage);
}

/** @throws Refusal CHANGED_MEANWHILE and others */
export function change(before: Stage, after: TablesUpdate<'stages'>): Promise<Stage> {
	return masters.change('stages', { id: before.id }, before, after);
}

/** The fields of a stage's form in their order (P3.04). @throws Refusal */
export function fields(
	stageId: string,
	{ active }: { active?: boolean } = {}
): Promise<StageField[]> {
	let asked = supabase.from('stage_fields').select().eq('stage_id', stageId);
	if (active !== undefined) asked = asked.eq('active', active);
	return taken(asked.order('position').order('key'));
}

/** @throws Refusal */
export function addField(field: TablesInsert<'stage_fields'>): Promise<StageField> {
	return masters.add('stage_fields', field);
}

/** @throws Refusal CHANGED_MEANWHILE and others */
export function changeField(
	before: StageField,
	after: TablesUpdate<'stage_fields'>
): Promise<StageField> {
	return masters.change('stage_fields', { id: before.id }, before, after);
}

/** When a field is asked for: what another is to be. */
export interface Condition {
	field: string;
	is: '=' | '<>' | '<' | '<=' | '>' | '>=';
	value: ParameterValue;
}

/** Whether a field is asked for, by its condition and the other values (app.field_is_asked). */
export function isAsked(
	condition: Json,
	given: Record<string, ParameterValue | null | undefined>
): boolean {
	if (condition === null) return true;
	const { field, is, value: wanted } = condition as unknown as Condition;
	const value = given[field];
	if (value === null || value === undefined || typeof value !== typeof wanted) return false;
	switch (is) {
		case '=':
			return value === wanted;
		case '<>':
			return value !== wanted;
		case '<':
			return value < wanted;
		case '<=':
			return value <= wanted;
		case '>':
			return value > wanted;
		case '>=':
			return value >= wanted;
	}
}

/**
 * Gives the fields of a form another order, by their places in the list.
 * @throws Refusal CHANGED_MEANWHILE where somebody else has moved one of them
 */
export async function order(fields: StageField[]): Promise<void> {
	for (const [index, field] of fields.entries()) {
		await changeField(field, { position: index + 1 });
	}
}

import type { Tables } from '#lib/database.types.ts';
import * as masters from '#lib/masters.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

/** How the system behaves (P8.01). */
export type Setting = Tables<'settings'>;
export type SettingValue = string | number | boolean;

/** All settings, by their keys. @throws Refusal */
export function list(signal?: AbortSignal): Promise<Setting[]> {
	return taken(supabase.from('settings').select().order('key'), signal);
}

/** @throws Refusal CHANGED_MEANWHILE and others */
export function change(before: Setting, value: SettingValue): Promise<Setting> {
	return masters.change('settings', { key: before.key }, before, { value });
}

/** What settings are counted in, by the end of their key. */
const UNITS: [ending: string, unit: string][] = [
	['_minutes', 'min'],
	['_hours', 'h'],
	['_percent', '%'],
	['days_ahead', 'd'],
	['_days', 'd']
];

/** The unit of a setting; its key says it. */
export function unitOf({ key, type }: Pick<Setting, 'key' | 'type'>): string | undefined {
	return type === 'number' ? UNITS.find(([ending]) => key.endsWith(ending))?.[1] : undefined;
}

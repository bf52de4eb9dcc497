import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { me } from '#lib/access/me.svelte.ts';
import type { Alert, AlertDetails } from '#lib/alerts/types.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

/** An alert with who was told and its clock (P9.03, P9.04). @throws Refusal */
export async function get(id: string, signal?: AbortSignal): Promise<AlertDetails> {
	const asked = supabase.rpc('alert_details', { alert: id });
	return (await taken(asked, signal)) as unknown as AlertDetails;
}

/** The page of an alert. */
export const pathOf = (id: string): string => resolve('/(app)/alerts/[id]', { id });

/** Where what an alert is about is seen: its own page where it has none. */
export const subjectPath = ({ id, link }: Pick<Alert, 'id' | 'link'>): string => link ?? pathOf(id);

/** What an alert is about belongs to its site: who looks at it works there from then on. */
export function workAt(siteId: string | null): void {
	if (!siteId || siteId === me.site?.id) return;
	if (me.sites.some(({ id }) => id === siteId)) me.goTo(siteId);
}

/** Goes to what an alert is about. @throws Refusal */
export async function open(id: string): Promise<void> {
	const asked = supabase.from('alerts').select('id, link, site_id').eq('id', id).single();
	const alert = await taken(asked);
	workAt(alert.site_id);
	// A path of this app, as the database keeps it.
	// eslint-disable-next-line svelte/no-navigation-without-resolve
	await goto(subjectPath(alert));
}

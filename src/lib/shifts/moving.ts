import { page } from '$app/state';
import { run as send } from '#lib/commands.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { refusalFrom } from '#lib/refusal.ts';
import { say } from '#lib/ui/toasts.svelte.ts';

/** What a person is called while the pointer carries him. */
export const KIND = 'application/x-lotline-person';

/** A person who is moved in the plan, and the run that he was in. */
export interface Moved {
	person: string;
	name: string;
	from?: string;
}

/** Whether a drag carries a person. */
export const carriesPerson = ({ dataTransfer }: DragEvent): boolean =>
	dataTransfer?.types.includes(KIND) ?? false;

/** Who is dropped. */
export function personOf({ dataTransfer }: DragEvent): Moved | undefined {
	const text = dataTransfer?.getData(KIND);
	return text ? (JSON.parse(text) as Moved) : undefined;
}

/**
 * Puts a person into a run, and out of the one that he was in: into the new one first, so that a refusal
 * leaves him where he was.
 * @param to the run, and what people call it
 */
export async function move(
	siteId: string,
	{ person, name, from }: Moved,
	to: { id: string; name: string }
): Promise<void> {
	if (from === to.id) return;
	const origin = {
		page: page.url.pathname,
		label: m.shifts_assigning({ name, run: to.name }),
		site: siteId,
		values: {}
	};
	try {
		const outcome = await send('assign_shift', { run: to.id, person }, { origin });
		if (from) await send('unassign_shift', { run: from, person }, { origin });
		void say(
			outcome.queued ? 'hold' : 'pass',
			outcome.queued ? m.shifts_kept() : m.shifts_assigned({ name, run: to.name })
		);
	} catch (thrown) {
		const { sentence, hint } = refusalFrom(thrown);
		void say('fail', { sentence, note: hint });
	}
}

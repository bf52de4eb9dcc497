import type { Role } from '#lib/access/me.svelte.ts';
import * as users from '#lib/access/users.ts';
import { m } from '#lib/paraglide/messages.js';
import { roleNames } from '#lib/shell/roles.ts';
import type { ListedRun } from '#lib/shifts/calendar.ts';
import type { Option } from '#lib/ui/options.ts';

/** Who works in a run, by name. */
export function namesOf({ assignments }: ListedRun): string[] {
	return assignments
		.map(({ person }) => person?.full_name ?? m.shifts_somebody())
		.sort((one, other) => one.localeCompare(other));
}

/** As many as are looked through; more are found by typing. */
const MOST = 20;

/** Roles of who usually works in a shift come first. */
const FLOOR: Role[] = ['supervisor', 'storekeeper', 'qa', 'dispatch_clerk'];

/**
 * People of a site who can be assigned to a run, and are not yet.
 * @throws Refusal
 */
export async function candidates(
	siteId: string,
	run: ListedRun,
	search: string,
	signal: AbortSignal
): Promise<Option[]> {
	const { rows } = await users.list(
		{ siteId, active: true, search, page: 0, pageSize: MOST },
		signal
	);
	const assigned = new Set(run.assignments.map(({ user_id: id }) => id));
	const place = ({ memberships }: users.User) => {
		const places = memberships.map(({ role }) => FLOOR.indexOf(role)).filter((at) => at >= 0);
		return places.length ? Math.min(...places) : FLOOR.length;
	};
	return rows
		.filter(({ id }) => !assigned.has(id))
		.toSorted((one, other) => place(one) - place(other))
		.map(({ id, full_name: name, memberships }) => ({
			value: id,
			label: name,
			note: [...new Set(memberships.map(({ role }) => roleNames[role]()))].join(', ')
		}));
}

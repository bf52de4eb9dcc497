import type { Role } from '#lib/access/me.svelte.ts';
import * as users from '#lib/access/users.ts';
import { roleNames } from '#lib/shell/roles.ts';
import type { ListedRun } from '#lib/shifts/calendar.ts';
import type { Option } from '#lib/ui/options.ts';

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
	const rows = await atSite(siteId, search, signal);
	const assigned = new Set(run.assignments.map(({ user_id: id }) => id));
	return rows
		.filter(({ id }) => !assigned.has(id))
		.toSorted((one, other) => place(one) - place(other))
		.map(optionOf);
}

/** People of a site who usually work in a shift: so many of each role, by name. @throws Refusal */
export async function usual(siteId: string, signal: AbortSignal): Promise<Option[]> {
	const ofRoles = await Promise.all(FLOOR.map((role) => atSite(siteId, '', signal, role)));
	const people = new Map(ofRoles.flat().map((user) => [user.id, user]));
	return [...people.values()].map(optionOf);
}

async function atSite(
	siteId: string,
	search: string,
	signal: AbortSignal,
	role?: Role
): Promise<users.User[]> {
	const query = { siteId, role, active: true, search, page: 0, pageSize: MOST };
	return (await users.list(query, signal)).rows;
}

/** The earlier, the more usual. */
function place({ memberships }: users.User): number {
	const places = memberships.map(({ role }) => FLOOR.indexOf(role)).filter((at) => at >= 0);
	return places.length ? Math.min(...places) : FLOOR.length;
}

function optionOf({ id, full_name: name, memberships }: users.User): Option {
	const roles = memberships.map(({ role }) => roleNames[role]());
	return { value: id, label: name, note: [...new Set(roles)].join(', ') };
}

/** People of a site, by a part of their name, who usually work in shifts first. @throws Refusal */
export async function found(
	siteId: string,
	search: string,
	signal: AbortSignal
): Promise<Option[]> {
	const rows = await atSite(siteId, search, signal);
	return rows.toSorted((one, other) => place(one) - place(other)).map(optionOf);
}

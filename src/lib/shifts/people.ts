import type { Role } from '#lib/access/me.svelte.ts';
import * as users from '#lib/access/users.ts';
import { roleNames } from '#lib/shell/roles.ts';
import type { ListedRun } from '#lib/shifts/calendar.ts';
import type { Option } from '#lib/ui/options.ts';

/** As many of a role are offered; more are found by typing. */
const MOST = 20;

/** Roles of who usually works in a shift, the most usual first. */
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
	const assigned = new Set(run.assignments.map(({ user_id: id }) => id));
	const people = await found(siteId, search, signal);
	return people.filter(({ value }) => !assigned.has(value));
}

/** People of a site, by a part of their name; those who usually work in shifts first. @throws Refusal */
export async function found(
	siteId: string,
	search: string,
	signal: AbortSignal
): Promise<Option[]> {
	const [first, others] = await Promise.all([
		ofTheFloor(siteId, search, signal),
		atSite(siteId, search, signal)
	]);
	return once([...first, ...others]).map(optionOf);
}

/** People of a site who usually work in a shift: so many of each role, by name. @throws Refusal */
export async function usual(siteId: string, signal: AbortSignal): Promise<Option[]> {
	return once(await ofTheFloor(siteId, '', signal)).map(optionOf);
}

async function ofTheFloor(
	siteId: string,
	search: string,
	signal: AbortSignal
): Promise<users.User[]> {
	const ofRoles = await Promise.all(FLOOR.map((role) => atSite(siteId, search, signal, role)));
	return ofRoles.flat();
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

/** Each at his first place. */
const once = (people: users.User[]): users.User[] => [
	...new Map(people.map((user) => [user.id, user])).values()
];

function optionOf({ id, full_name: name, memberships }: users.User): Option {
	const roles = memberships.map(({ role }) => roleNames[role]());
	return { value: id, label: name, note: [...new Set(roles)].join(', ') };
}

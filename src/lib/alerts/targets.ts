import * as users from '#lib/access/users.ts';
import * as groups from '#lib/alerts/groups.ts';
import type { Target, TargetKind } from '#lib/alerts/types.ts';
import { m } from '#lib/paraglide/messages.js';
import { roleNames } from '#lib/shell/roles.ts';
import type { Option } from '#lib/ui/options.ts';

/** Whom a target may name: everybody of a role, a group, or a person. */

export const kindOptions = (): Option<TargetKind>[] => [
	{ value: 'role', label: m.alerts_kind_role() },
	{ value: 'group', label: m.alerts_kind_group() },
	{ value: 'person', label: m.alerts_kind_person() }
];

/** @throws Refusal */
export async function groupOptions(signal?: AbortSignal): Promise<Option[]> {
	const all = await groups.list(signal);
	return all
		.filter(({ active }) => active)
		.map(({ id, name, members }) => ({
			value: id,
			label: name,
			note: m.alerts_members_count({ count: members.length })
		}));
}

/** As many as are looked through; more are found by typing. */
const MOST = 20;

/** People with an account. @throws Refusal */
export async function people(search: string, signal: AbortSignal): Promise<Option[]> {
	const { rows } = await users.list({ active: true, search, page: 0, pageSize: MOST }, signal);
	return rows.map(({ id, full_name: name, memberships }) => ({
		value: id,
		label: name,
		note: [...new Set(memberships.map(({ role }) => roleNames[role]()))].join(', ')
	}));
}

/** A target as its table has it. @param to the role, or the id of the group or the person */
export const asTarget = (kind: TargetKind, to: string): Target => ({
	kind,
	role: kind === 'role' ? (to as Target['role']) : null,
	group_id: kind === 'group' ? to : null,
	user_id: kind === 'person' ? to : null
});

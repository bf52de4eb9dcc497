import type { Role } from '#lib/access/me.svelte.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

/** Something that can be permitted. */
export interface Permission {
	/** `module.action` */
	name: string;
	/** What it permits, as a sentence goes on: “change what a role may do”. */
	description: string;
}

/** A permission of a role, as a key: `admin/access.manage_roles`. */
export type Cell = `${Role}/${string}`;

/** The permission matrix (P1.04): what there is, and who has what. */
export interface Matrix {
	permissions: Permission[];
	granted: ReadonlySet<Cell>;
}

export const cellOf = (role: Role, permission: string): Cell => `${role}/${permission}`;

/** @returns the role and the permission of a cell */
export function partsOf(cell: Cell): [role: Role, permission: string] {
	const [role, permission] = cell.split('/');
	return [role as Role, permission!];
}

/** @throws Refusal */
export async function read(signal?: AbortSignal): Promise<Matrix> {
	const [permissions, granted] = await Promise.all([
		taken(supabase.from('permissions').select('name, description').order('name'), signal),
		taken(supabase.from('role_permissions').select('role, permission'), signal)
	]);
	return {
		permissions,
		granted: new Set(granted.map(({ role, permission }) => cellOf(role, permission)))
	};
}

/**
 * Gives and takes permissions. What is given already, or taken already, is as it should be.
 * @throws Refusal LAST_ADMIN and others; what was given before stays given
 */
export async function change(given: Cell[], gone: Cell[]): Promise<void> {
	if (given.length) {
		const rows = given.map((cell) => {
			const [role, permission] = partsOf(cell);
			return { role, permission };
		});
		const options = { onConflict: 'role,permission', ignoreDuplicates: true };
		await taken(supabase.from('role_permissions').upsert(rows, options).select());
	}
	if (gone.length) {
		const each = gone.map((cell) => {
			const [role, permission] = partsOf(cell);
			return `and(role.eq.${role},permission.eq.${permission})`;
		});
		await taken(supabase.from('role_permissions').delete().or(each.join(',')).select());
	}
}

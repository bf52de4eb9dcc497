import type { Role } from '#lib/access/me.svelte.ts';
import type { Cell, Permission } from '#lib/access/roles.ts';
import { m } from '#lib/paraglide/messages.js';

/** How a draft of the matrix is asked and changed, cell by cell. */
export interface MatrixBoard {
	holds: (cell: Cell) => boolean;
	isChanged: (cell: Cell) => boolean;
	/** Whether a cell is not to be changed by the person who looks. */
	isLocked: (role: Role, permission: string) => boolean;
	turn: (cell: Cell) => void;
}

/** Roles in the order of the document (P1.04). */
export const ROLES: Role[] = [
	'admin',
	'manager',
	'qa',
	'supervisor',
	'storekeeper',
	'dispatch_clerk',
	'distributor',
	'retailer'
];

/** The modules by what people call them; the part of a permission before the dot is its module. */
const modules: Record<string, () => string> = {
	access: m.access_module_access,
	alerts: m.access_module_alerts,
	anomalies: m.access_module_anomalies,
	audit: m.access_module_audit,
	catalog: m.access_module_catalog,
	distribution: m.access_module_distribution,
	documents: m.access_module_documents,
	imports: m.access_module_imports,
	production: m.access_module_production,
	purchasing: m.access_module_purchasing,
	quality: m.access_module_quality,
	session: m.access_module_session,
	shifts: m.access_module_shifts,
	stock: m.access_module_stock
};

/** What people call a module. */
export const moduleName = (module: string): string => modules[module]?.() ?? module;

/** A module with its permissions. */
export interface PermissionGroup {
	title: string;
	permissions: Permission[];
}

/** @param permissions by name */
export function byModule(permissions: Permission[]): PermissionGroup[] {
	const names = [...new Set(permissions.map(({ name }) => name.split('.')[0]!))];
	return names.map((module) => ({
		title: moduleName(module),
		permissions: permissions.filter(({ name }) => name.startsWith(`${module}.`))
	}));
}

/** Descriptions go on a sentence; alone they begin with a capital. */
export const asTitle = ({ description }: Permission): string =>
	description.charAt(0).toUpperCase() + description.slice(1);

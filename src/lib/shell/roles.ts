import type { Role } from '#lib/access/me.svelte.ts';
import { m } from '#lib/paraglide/messages.js';

/** What people call the roles. */
export const roleNames: Record<Role, () => string> = {
	admin: m.role_admin,
	dispatch_clerk: m.role_dispatch_clerk,
	distributor: m.role_distributor,
	manager: m.role_manager,
	qa: m.role_qa,
	retailer: m.role_retailer,
	storekeeper: m.role_storekeeper,
	supervisor: m.role_supervisor
};

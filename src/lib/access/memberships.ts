import { me } from '#lib/access/me.svelte.ts';
import { EVERY_SITE } from '#lib/access/schemas.ts';
import type { Membership } from '#lib/access/users.ts';
import { m } from '#lib/paraglide/messages.js';
import { roleNames } from '#lib/shell/roles.ts';
import type { Option } from '#lib/ui/options.ts';

/** “Supervisor at MCC1”. */
export function wordsOf({ role, site }: Pick<Membership, 'role' | 'site'>): string {
	return m.access_role_at({ role: roleNames[role](), site: site ?? m.shell_every_site() });
}

/** The roles to choose from. */
export const roleOptions = (): Option[] =>
	Object.entries(roleNames).map(([value, name]) => ({ value, label: name() }));

/** The sites at which a role can be given. */
export const siteOptions = (): Option[] => [
	...me.sites.map(({ id, code, name }) => ({ value: id, label: code, note: name })),
	{ value: EVERY_SITE, label: m.access_every_site(), note: m.access_every_site_note() }
];

/** As the database keeps what was chosen. */
export const siteIdOf = (chosen: string): string | null => (chosen === EVERY_SITE ? null : chosen);

import type { Database } from '#lib/database.types.ts';
import { destinations, type Destination } from '#lib/access/navigation.ts';
import { supabase } from '#lib/supabase.ts';
import { zone } from '#lib/ui/zone.svelte.ts';

export type Role = Database['public']['Enums']['role'];

export interface Site {
	id: string;
	code: string;
	name: string;
	kind: string;
	timeZone: string;
}

/** Who somebody is, and what he may do where, as the database has it. */
interface Access {
	userId: string;
	fullName: string | null;
	/** `siteId` null stands for every site. */
	memberships: { siteId: string | null; role: Role }[];
	permissions: Record<string, string[]>;
	sites: Site[];
}

/** Sites in the order in which goods pass them. */
const KINDS = ['plant', 'warehouse', 'retailer'];

const KEPT = 'lotline-access';
const KEPT_SITE = 'lotline-site';

/**
 * The person signed in: his roles, what they permit, and the site at which he works now. It only
 * says what to show; what may be done is decided by Postgres.
 */
class Me {
	#access = $state.raw<Access>();
	#siteId = $state<string | null>(localStorage.getItem(KEPT_SITE));
	#sites = $derived(this.#access?.sites ?? []);
	#site = $derived(this.#sites.find(({ id }) => id === this.#siteId) ?? this.#sites[0]);
	#pages = $derived(
		destinations.filter(({ permissions }) => permissions.some((permission) => this.can(permission)))
	);

	/** From the profile; null where it could not be read. */
	get fullName(): string | null {
		return this.#access?.fullName ?? null;
	}

	/** The sites at which he is anything at all. */
	get sites(): Site[] {
		return this.#sites;
	}

	/** Where he works now; undefined when he is nothing anywhere. */
	get site(): Site | undefined {
		return this.#site;
	}

	/** What he is at the site at work. */
	get roles(): Role[] {
		const here = (this.#access?.memberships ?? []).filter((membership) => this.#isAt(membership));
		return [...new Set(here.map(({ role }) => role))];
	}

	/** The pages that he may use at the site at work; the first is his home (P1.08). */
	get pages(): Destination[] {
		return this.#pages;
	}

	/** Whether he has a permission at the site at work. */
	can(permission: string): boolean {
		const permissions = this.#access?.permissions ?? {};
		return this.roles.some((role) => permissions[role]?.includes(permission));
	}

	/** Whether he has a permission at every site, those to come included. */
	canEverywhere(permission: string): boolean {
		const { memberships = [], permissions = {} } = this.#access ?? {};
		return memberships.some(
			({ siteId, role }) => siteId === null && permissions[role]?.includes(permission)
		);
	}

	/** What he is, and where: at the site of this id, or at every site where it is null. */
	get memberships(): { siteId: string | null; role: Role }[] {
		return this.#access?.memberships ?? [];
	}

	/** Id of the person. */
	get id(): string | undefined {
		return this.#access?.userId;
	}

	/** Works at another of his sites from now on; this browser remembers it. */
	goTo(siteId: string): void {
		localStorage.setItem(KEPT_SITE, siteId);
		this.#siteId = siteId;
		this.#keepTime();
	}

	/**
	 * Knows who he is from the last time and reads it again meanwhile; for the first time reads it.
	 * @throws Error with a sentence, when it has never been read and cannot be
	 */
	async start(userId: string): Promise<void> {
		if (this.#access?.userId === userId) return;
		const reading = this.#read(userId);
		this.#access = keptFor(userId);
		// What was read last holds until the network is back.
		if (this.#access) void reading.catch(() => {});
		else await reading;
		this.#keepTime();
	}

	/**
	 * Reads it again, after something of it was changed here.
	 * @throws Error with a sentence
	 */
	async again(): Promise<void> {
		if (this.#access) await this.#read(this.#access.userId);
	}

	async #read(userId: string): Promise<void> {
		const access = await readAccess(userId);
		localStorage.setItem(KEPT, JSON.stringify(access));
		this.#access = access;
		this.#keepTime();
	}

	/** Forgets him; the next person on this browser is another. */
	forget(): void {
		this.#access = undefined;
		localStorage.removeItem(KEPT);
	}

	#isAt({ siteId }: Access['memberships'][number]): boolean {
		return siteId === null || siteId === this.#site?.id;
	}

	#keepTime(): void {
		if (this.#site) zone.current = this.#site.timeZone;
	}
}

async function readAccess(userId: string): Promise<Access> {
	const [memberships, matrix, sites, profile] = await Promise.all([
		supabase.from('memberships').select('site_id, role').eq('user_id', userId),
		supabase.from('role_permissions').select('role, permission'),
		supabase
			.from('sites')
			.select('id, code, name, kind, time_zone')
			.eq('active', true)
			.order('name'),
		supabase.from('profiles').select('full_name').eq('id', userId).maybeSingle()
	]);
	const error = memberships.error ?? matrix.error ?? sites.error;
	if (error) throw new Error(error.message);
	return {
		userId,
		fullName: profile.data?.full_name ?? null,
		memberships: memberships.data!.map(({ site_id: siteId, role }) => ({ siteId, role })),
		permissions: byRole(matrix.data!),
		sites: sites
			.data!.map(({ time_zone: timeZone, ...site }) => ({ ...site, timeZone }))
			.sort((one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind))
	};
}

function byRole(matrix: { role: Role; permission: string }[]): Access['permissions'] {
	const permissions: Access['permissions'] = {};
	for (const { role, permission } of matrix) (permissions[role] ??= []).push(permission);
	return permissions;
}

function keptFor(userId: string): Access | undefined {
	const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Access | null;
	return kept?.userId === userId ? kept : undefined;
}

export const me = new Me();

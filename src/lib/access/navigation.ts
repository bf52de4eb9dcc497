import BellRing from '@lucide/svelte/icons/bell-ring';
import BookOpen from '@lucide/svelte/icons/book-open';
import Boxes from '@lucide/svelte/icons/boxes';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import Factory from '@lucide/svelte/icons/factory';
import FileClock from '@lucide/svelte/icons/file-clock';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import KeyRound from '@lucide/svelte/icons/key-round';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import NotebookPen from '@lucide/svelte/icons/notebook-pen';
import PackageCheck from '@lucide/svelte/icons/package-check';
import Settings from '@lucide/svelte/icons/settings';
import Siren from '@lucide/svelte/icons/siren';
import Truck from '@lucide/svelte/icons/truck';
import Users from '@lucide/svelte/icons/users';
import Waypoints from '@lucide/svelte/icons/waypoints';
import Workflow from '@lucide/svelte/icons/workflow';
import type { Component } from 'svelte';
import { resolve } from '$app/paths';
import { m } from '#lib/paraglide/messages.js';

/** A page that the navigation leads to. */
export interface Destination {
	href: string;
	label: () => string;
	/** Where there is little room. */
	shortLabel?: () => string;
	icon: Component<{ class?: string; 'aria-hidden'?: 'true' }>;
	section: 'work' | 'setup';
	/** Permissions of the database's matrix; one of them is enough. */
	permissions: string[];
}

/**
 * Every page of the navigation, in its order. A person sees those that he may use at the site at
 * work, and lands on the first (P1.08): so what is somebody's main work stands before what he looks
 * at too.
 */
export const destinations: Destination[] = [
	{
		href: resolve('/(app)/production/board'),
		label: m.nav_board,
		icon: LayoutDashboard,
		section: 'work',
		// Who says who works when leads the plant.
		permissions: ['shifts.assign']
	},
	{
		href: resolve('/(app)/shifts'),
		label: m.nav_shift,
		icon: Factory,
		section: 'work',
		permissions: ['production.log_stage']
	},
	{
		href: resolve('/(app)/quality'),
		label: m.nav_quality,
		icon: FlaskConical,
		section: 'work',
		permissions: ['quality.record_test', 'quality.decide_override', 'quality.view']
	},
	{
		href: resolve('/(app)/purchasing'),
		label: m.nav_goods_in,
		icon: Truck,
		section: 'work',
		permissions: ['stock.receive', 'purchasing.edit_orders']
	},
	{
		href: resolve('/(app)/distribution'),
		label: m.nav_dispatch,
		shortLabel: m.nav_dispatch_short,
		icon: PackageCheck,
		section: 'work',
		permissions: ['distribution.ship', 'production.pack']
	},
	{
		href: resolve('/(app)/production/batches'),
		label: m.nav_batches,
		icon: Workflow,
		section: 'work',
		permissions: ['production.start_batch', 'production.pack', 'quality.view']
	},
	{
		href: resolve('/(app)/shifts/logbook'),
		label: m.nav_logbook,
		icon: NotebookPen,
		section: 'work',
		permissions: ['shifts.remark']
	},
	{
		href: resolve('/(app)/shifts/corrections'),
		label: m.nav_corrections,
		icon: FileClock,
		section: 'work',
		permissions: ['shifts.request_correction', 'shifts.decide_correction']
	},
	{
		href: resolve('/(app)/stock'),
		label: m.nav_stock,
		icon: Boxes,
		section: 'work',
		permissions: ['stock.view']
	},
	{
		href: resolve('/(app)/stock/trace'),
		label: m.nav_trace,
		icon: Waypoints,
		section: 'work',
		permissions: ['stock.trace']
	},
	{
		href: resolve('/(app)/alerts/escalations'),
		label: m.nav_escalations,
		icon: Siren,
		section: 'work',
		permissions: ['alerts.view_log']
	},
	{
		href: resolve('/(app)/shifts/plan'),
		label: m.nav_shift_plan,
		icon: CalendarClock,
		section: 'setup',
		permissions: ['shifts.assign', 'shifts.configure']
	},
	{
		href: resolve('/(app)/quality/plans'),
		label: m.nav_plans,
		icon: ClipboardCheck,
		section: 'setup',
		permissions: ['quality.edit_plans']
	},
	{
		href: resolve('/(app)/catalog'),
		label: m.nav_catalog,
		icon: BookOpen,
		section: 'setup',
		permissions: [
			'catalog.edit_items',
			'catalog.edit_locations',
			'catalog.edit_machines',
			'catalog.edit_partners',
			'catalog.edit_reasons',
			'catalog.edit_routes'
		]
	},
	{
		href: resolve('/(app)/access/users'),
		label: m.nav_people,
		icon: Users,
		section: 'setup',
		permissions: ['access.view_users']
	},
	{
		href: resolve('/(app)/access/roles'),
		label: m.nav_roles,
		icon: KeyRound,
		section: 'setup',
		permissions: ['access.manage_roles']
	},
	{
		href: resolve('/(app)/alerts/setup'),
		label: m.nav_alert_rules,
		icon: BellRing,
		section: 'setup',
		permissions: ['alerts.configure']
	},
	{
		href: resolve('/(app)/access/settings'),
		label: m.nav_settings,
		icon: Settings,
		section: 'setup',
		permissions: ['access.manage_settings']
	}
];

/**
 * The page that a path belongs to: the one with the longest path that it begins with.
 * @param path as in the address
 */
export function destinationOf(path: string): Destination | undefined {
	return destinations
		.filter(({ href }) => path === href || path.startsWith(`${href}/`))
		.sort((one, other) => other.href.length - one.href.length)[0];
}

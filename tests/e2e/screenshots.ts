import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { emailOf, type Name } from '../../simulator/people.ts';
import { PASSWORD } from '../../simulator/public-api.ts';
import { statusOf, type StackStatus } from '../platform/stack-process.ts';
import { chromiumLaunch } from './chromium.ts';
import { complaintsOf } from './console.ts';

/**
 * Takes a picture of every screen, from the running demonstration (`npm run demo`), at the width of a
 * phone, a tablet and a PC, light and dark.
 *
 *   npm run screenshots                  all, into screenshots/
 *   npm run screenshots -- batch board   only these
 *   npm run screenshots -- --readme      those of the README, into docs/
 *
 * A screen that could not be read, or whose console complains, is named at the end, and fails it.
 */
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		data: { type: 'string', default: '.lotline-demo' },
		readme: { type: 'boolean', default: false }
	}
});

interface Screen {
	name: string;
	/** Who looks at it; nobody at the pages before sign-in. */
	as?: Name;
	path: string | ((demo: SupabaseClient) => Promise<string>);
	/** It shows how loading looks, and never ends with it. */
	keepsLoading?: true;
	/** What is done before the picture is taken. */
	act?: (page: Page) => Promise<unknown>;
}

const SIZES = [
	{ width: 390, height: 844 },
	{ width: 820, height: 1180 },
	{ width: 1440, height: 900 }
];
const THEMES = ['light', 'dark'] as const;
/** Milliseconds for what a page reads once it knows what it shows. */
const REST = 1_000;

/** The tables of records that have a page, and when one of theirs came to be. */
const CAME = {
	alerts: 'first_at',
	batches: 'created_at',
	certificates: 'issued_at',
	lots: 'created_at',
	profiles: 'created_at',
	qc_plans: 'created_at',
	shipments: 'shipped_at'
} as const;
type Table = keyof typeof CAME;

const screens: Screen[] = [
	{ name: 'sign-in', path: '/sign-in' },
	{ name: 'forgot-password', path: '/forgot-password' },
	{ name: 'board', as: 'manager', path: '/production/board' },
	{ name: 'board-stages', as: 'manager', path: '/production/board/stages' },
	{ name: 'board-downtimes', as: 'manager', path: '/production/board/downtimes' },
	{ name: 'shift', as: inShift(), path: '/shifts' },
	{
		name: 'stage',
		as: inShift(),
		path: at('/production/batches/', 'batches', '/stage', { state: 'running' })
	},
	{ name: 'batches', as: 'manager', path: '/production/batches' },
	{ name: 'batch', as: 'manager', path: at('/production/batches/', 'batches') },
	{ name: 'goods-in', as: 'storekeeper', path: '/purchasing' },
	{ name: 'received', as: 'storekeeper', path: '/purchasing?tab=received' },
	{
		name: 'receive',
		as: 'storekeeper',
		path: async (demo) => `/purchasing/receive?line=${await dueLine(demo)}`
	},
	{ name: 'order', as: 'admin', path: '/purchasing/order' },
	{ name: 'stock', as: 'storekeeper', path: '/stock' },
	{ name: 'stock-lots', as: 'storekeeper', path: '/stock?tab=lots' },
	{ name: 'lot', as: 'storekeeper', path: at('/stock/lots/', 'lots') },
	{
		name: 'trace',
		as: 'manager',
		path: async (demo) => `/stock/trace?lot=${(await recordOf(demo, 'lots')).code}`
	},
	{ name: 'qa', as: 'qa', path: '/quality' },
	{ name: 'qa-held', as: 'qa', path: '/quality?show=held' },
	{ name: 'qa-tests', as: 'qa', path: '/quality?show=tests' },
	{ name: 'qa-entry', as: 'qa', path: at('/quality/entry/', 'lots', '', { qc_status: 'pending' }) },
	{ name: 'qa-item', as: 'qa', path: at('/quality/items/', 'lots') },
	{ name: 'qc-plans', as: 'qa', path: '/quality/plans' },
	{ name: 'qc-plan', as: 'qa', path: at('/quality/plans/', 'qc_plans') },
	{ name: 'certificate', as: 'qa', path: at('/quality/certificates/', 'certificates') },
	{ name: 'dispatch', as: 'dispatch', path: '/distribution' },
	{ name: 'shipments', as: 'dispatch', path: '/distribution?part=shipments' },
	{ name: 'shipment', as: 'dispatch', path: at('/distribution/', 'shipments') },
	{ name: 'new-shipment', as: 'dispatch', path: '/distribution/new' },
	{ name: 'shift-plan', as: 'manager', path: '/shifts/plan' },
	{
		name: 'shift-rotations',
		as: 'manager',
		path: '/shifts/plan',
		act: (page) => page.getByRole('tab', { name: 'Rotations' }).click()
	},
	{
		name: 'shift-holidays',
		as: 'manager',
		path: '/shifts/plan',
		act: (page) => page.getByRole('tab', { name: 'Holidays' }).click()
	},
	{
		name: 'bell',
		as: 'manager',
		path: '/production/board',
		act: (page) => page.getByRole('button', { name: /^Notifications/ }).click()
	},
	{ name: 'notifications', as: 'manager', path: '/alerts' },
	{
		name: 'alert',
		as: 'manager',
		path: at('/alerts/', 'alerts', '', { event_code: 'quality.test_failed' })
	},
	{ name: 'escalations', as: 'manager', path: '/alerts/escalations' },
	{ name: 'escalations-past', as: 'manager', path: '/alerts/escalations?show=past' },
	{ name: 'escalation-policies', as: 'admin', path: '/alerts/policies' },
	{ name: 'escalation-policy', as: 'admin', path: '/alerts/policies/new' },
	{ name: 'deliveries', as: 'admin', path: '/alerts/deliveries' },
	{ name: 'alert-events', as: 'admin', path: '/alerts/setup' },
	{ name: 'alert-event', as: 'admin', path: '/alerts/setup/quality-test_failed' },
	{ name: 'alert-groups', as: 'admin', path: '/alerts/groups' },
	{ name: 'alert-preferences', as: 'manager', path: '/alerts/preferences' },
	{ name: 'unsubscribe', path: '/unsubscribe?token=none' },
	{
		name: 'shift-close',
		as: inShift(),
		path: async (demo) => `/shifts/close/${await runOf(demo, 'open')}`
	},
	{ name: 'logbook', as: 'manager', path: '/shifts/logbook' },
	{
		name: 'shift-summary',
		as: 'manager',
		path: async (demo) => `/shifts/logbook?show=summary&run=${await runOf(demo, 'locked')}`
	},
	{
		name: 'correct',
		as: 'manager',
		path: async (demo) => `/shifts/logbook?run=${await runOf(demo, 'locked')}`,
		act: (page) =>
			page
				.getByRole('button', { name: /^Correct/ })
				.first()
				.click()
	},
	{ name: 'corrections', as: 'manager', path: '/shifts/corrections?show=all' },
	{ name: 'my-shifts', as: inShift(), path: '/shifts/mine' },
	{ name: 'items', as: 'admin', path: '/catalog/items' },
	{ name: 'partners', as: 'admin', path: '/catalog/partners' },
	{ name: 'machines', as: 'admin', path: '/catalog/machines' },
	{ name: 'places', as: 'admin', path: '/catalog/places' },
	{ name: 'stages', as: 'admin', path: '/catalog/stages' },
	{ name: 'routes', as: 'admin', path: '/catalog/routes' },
	{ name: 'people', as: 'admin', path: '/access/users' },
	{ name: 'person', as: 'admin', path: at('/access/users/', 'profiles') },
	{ name: 'roles', as: 'admin', path: '/access/roles' },
	{ name: 'settings', as: 'admin', path: '/access/settings' },
	{ name: 'account', as: 'manager', path: '/account' },
	{ name: 'styleguide', path: '/styleguide', keepsLoading: true }
];

/** What the README shows: a screen at a size and in a theme. */
const README: [screen: string, width: number, theme: (typeof THEMES)[number]][] = [
	['board', 1440, 'light'],
	['board', 1440, 'dark'],
	['shift', 390, 'light'],
	['qa', 390, 'dark'],
	['batch', 1440, 'light']
];

const demo = await statusOf({ dataDir: resolve(values.data), workdir: '.' }).catch(() => {
	console.error(
		`No demonstration is running on ${values.data}. Start it with "npm run demo" in another terminal.`
	);
	process.exit(1);
});
const folder = values.readme ? 'docs' : 'screenshots';
await mkdir(folder, { recursive: true });
const browser = await chromium.launch(await chromiumLaunch());
try {
	const faults = await takeAll(browser, demo);
	for (const fault of faults) console.error(fault);
	if (faults.length > 0) process.exitCode = 1;
} finally {
	await browser.close();
}

/** @returns what is wrong with a screen, as lines that name it */
async function takeAll(browser: Browser, demo: StackStatus): Promise<string[]> {
	const faults: string[] = [];
	const asked = positionals.length > 0 ? positionals : screens.map(({ name }) => name);
	const unknown = asked.filter((name) => !screens.some((screen) => screen.name === name));
	if (unknown.length > 0) throw new Error(`There is no screen called ${unknown.join(' or ')}.`);
	const service = createClient(demo.apiUrl, demo.secretKey, { auth: { persistSession: false } });
	const sessions = new Map<Name, string>();
	for (const screen of screens.filter(({ name }) => asked.includes(name))) {
		if (screen.as && !sessions.has(screen.as)) {
			sessions.set(screen.as, await sessionOf(demo, screen.as));
		}
		const kept = screen.as && sessions.get(screen.as);
		const path = typeof screen.path === 'string' ? screen.path : await screen.path(service);
		for (const viewport of SIZES) {
			const themes = THEMES.filter((theme) => !values.readme || isWanted(screen, viewport, theme));
			if (themes.length === 0) continue;
			const context = await browser.newContext({
				baseURL: demo.apiUrl,
				viewport,
				hasTouch: viewport.width < 1000,
				isMobile: viewport.width < 500,
				deviceScaleFactor: values.readme && viewport.width < 500 ? 2 : 1,
				reducedMotion: 'reduce',
				locale: 'en-GB',
				timezoneId: 'Asia/Kolkata',
				storageState: {
					cookies: [],
					origins: kept
						? [
								{
									origin: demo.apiUrl,
									localStorage: [{ name: 'lotline-session', value: kept }]
								}
							]
						: []
				}
			});
			const page = await context.newPage();
			const complaints = complaintsOf(page);
			await page.goto(path);
			await page.getByRole('heading', { level: 1 }).waitFor();
			if (!screen.keepsLoading) {
				await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
			}
			await page.waitForTimeout(REST);
			if (screen.act) {
				await screen.act(page);
				await page.waitForTimeout(REST);
			}
			for (const colorScheme of themes) {
				await page.emulateMedia({ colorScheme });
				const file = join(folder, `${screen.name}-${viewport.width}-${colorScheme}.png`);
				// What has opened over a page is seen as a person sees it.
				await page.screenshot({ path: file, fullPage: !values.readme && !screen.act });
				console.log(file);
			}
			if (!screen.keepsLoading) complaints.push(...(await page.getByRole('alert').allInnerTexts()));
			faults.push(...complaints.map((what) => `${screen.name}, ${viewport.width} px: ${what}`));
			await context.close();
		}
	}
	return faults;
}

function isWanted({ name }: Screen, { width }: { width: number }, theme: string): boolean {
	return README.some(
		([screen, wide, shown]) => screen === name && wide === width && shown === theme
	);
}

/** Signs in once for all the pictures of a person. */
async function sessionOf(demo: StackStatus, name: Name): Promise<string> {
	const client = createClient(demo.apiUrl, demo.publishableKey, {
		auth: { persistSession: false, autoRefreshToken: false }
	});
	const { data, error } = await client.auth.signInWithPassword({
		email: emailOf(name),
		password: PASSWORD
	});
	if (error) throw error;
	return JSON.stringify(data.session);
}

/** The page of a record: of one that is as asked, else of one that was begun some days ago and has much to show. */
function at(before: string, table: Table, after = '', as?: Record<string, string>) {
	return async (demo: SupabaseClient) => before + (await recordOf(demo, table, as)).id + after;
}

async function recordOf(
	demo: SupabaseClient,
	table: Table,
	as?: Record<string, string>
): Promise<{ id: string; code: string }> {
	const days = new Date(Date.now() - 5 * 86_400_000).toISOString();
	let asked = demo.from(table).select('*');
	// What is still in work has no quantity, and nothing that QA could test of it as a whole.
	if (table === 'lots') asked = asked.not('initial_quantity', 'is', null);
	if (as) asked = asked.match(as);
	else if (table === 'batches' || table === 'lots') asked = asked.lt('created_at', days);
	if (!as && table === 'lots') asked = asked.like('code', 'MCC-%');
	const { data, error } = await asked.order(CAME[table], { ascending: false }).limit(1);
	if (error) throw error;
	const record = (data as { id: string; code: string }[])[0];
	if (!record && as) return await recordOf(demo, table);
	if (!record) throw new Error(`The demonstration has none of ${table} to show.`);
	return record;
}

/** The plant's run that has begun last, in a state. @returns its id */
async function runOf(demo: SupabaseClient, state: 'open' | 'locked'): Promise<string> {
	const { data, error } = await demo
		.from('shift_runs')
		.select('id, shift:shifts!inner(site:sites!inner(kind))')
		.eq('shift.site.kind', 'plant')
		.eq('state', state)
		.order('starts_at', { ascending: false })
		.limit(1)
		.single();
	if (error) throw error;
	return data.id as string;
}

/** A line of the plant's orders of which goods are still to come. @returns its id */
async function dueLine(demo: SupabaseClient): Promise<string> {
	const plant = await demo.from('sites').select('id').eq('kind', 'plant').limit(1).single();
	if (plant.error) throw plant.error;
	const { data, error } = await demo
		.from('due_lines')
		.select('id')
		.eq('site_id', plant.data.id)
		.order('ordered_on')
		.limit(1)
		.single();
	if (error) throw error;
	return data.id as string;
}

/** The supervisor whose shift runs now, by the plant's clock. */
function inShift(): Name {
	const clock = new Date().toLocaleTimeString('en-GB', { timeZone: 'Asia/Kolkata' });
	const hour = Number(clock.slice(0, 2));
	return hour < 6 || hour >= 22 ? 'supervisor.c' : hour < 14 ? 'supervisor.a' : 'supervisor.b';
}

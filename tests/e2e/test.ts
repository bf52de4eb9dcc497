import { test as base, expect, type Browser, type Page } from '@playwright/test';
import { createClient, type Session, type SupabaseClient } from '@supabase/supabase-js';
import { statusOf, type StackStatus } from '../platform/stack-process.ts';
import { complaintsOf } from './console.ts';
import { clientOf, newPerson, stateless, type Membership, type Person } from './people.ts';
import { apiUrl, dataDir } from './stack.ts';

interface TestFixtures {
	/** A person of this test alone. */
	person: Person;
	/** What the person is; nothing anywhere unless a test says so. */
	memberships: Membership[];
	/** Has somebody signed in before the page is opened; nobody unless a test says so. */
	signedIn: boolean;
	/** The session of the person, where `signedIn`. */
	session: Session | undefined;
	/** What the browser's console may complain of in this test. */
	allowedComplaints: RegExp | undefined;
	/** Fails a test whose page threw, broke its own policy, or complained in the console. */
	quietConsole: void;
}

interface WorkerFixtures {
	stack: StackStatus;
	/** A client with the secret key. */
	service: SupabaseClient;
	/** A client of the seed's administrator. */
	admin: SupabaseClient;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
	stack: [
		async ({}, use) => {
			await use(await statusOf({ dataDir, workdir: '.' }));
		},
		{ scope: 'worker' }
	],

	service: [
		async ({ stack }, use) => {
			await use(createClient(stack.apiUrl, stack.secretKey, stateless));
		},
		{ scope: 'worker' }
	],

	admin: [
		async ({ stack }, use) => {
			const seeded = { email: 'admin@lotline.test', password: 'Lotline-Demo-1' };
			await use(await clientOf(stack, seeded));
		},
		{ scope: 'worker' }
	],

	memberships: [[], { option: true }],

	person: async ({ service, admin, memberships }, use) => {
		await use(await newPerson({ service, admin }, 'Meena Raghavan', memberships));
	},

	signedIn: [false, { option: true }],

	session: async ({ signedIn, stack, person }, use) => {
		if (!signedIn) return await use(undefined);
		const { data } = await (await clientOf(stack, person)).auth.getSession();
		await use(data.session!);
	},

	storageState: async ({ session }, use) => {
		const kept = { name: 'lotline-session', value: JSON.stringify(session) };
		await use({
			cookies: [],
			origins: session ? [{ origin: apiUrl, localStorage: [kept] }] : []
		});
	},

	allowedComplaints: [undefined, { option: true }],

	quietConsole: [
		async ({ page, allowedComplaints }, use) => {
			const complaints = complaintsOf(page);
			await use();
			expect(complaints.filter((text) => !allowedComplaints?.test(text))).toEqual([]);
		},
		{ auto: true }
	]
});

/**
 * Signs in by the page, in a browser of the person's own.
 * @param baseURL of the stack, where it is not the one of all tests
 */
export async function signIn(
	browser: Browser,
	{ email, password }: { email: string; password: string },
	baseURL?: string
): Promise<Page> {
	const page = await (await browser.newContext(baseURL ? { baseURL } : {})).newPage();
	await page.goto('/sign-in');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(password);
	await page.keyboard.press('Enter');
	await expect(page).not.toHaveURL(/sign-in/, { timeout: 15_000 });
	return page;
}

/** Signs out by the menu of the person. */
export async function signOut(page: Page): Promise<void> {
	await page.getByRole('button', { name: /^Profile of/ }).click();
	await page.getByRole('menuitem', { name: 'Sign out' }).click();
}

/** Chooses from a combobox by typing. */
export async function choose(page: Page, label: string, typed: string): Promise<void> {
	await page.getByRole('combobox', { name: label }).fill(typed);
	await page.getByRole('option', { name: typed }).first().click();
}

/** Keeps the page from hearing what happens at its site, so that it reads again only when it is told to. */
export async function deafen(page: Page): Promise<void> {
	await page.routeWebSocket('**/realtime/v1/**', () => {});
}

export { expect };

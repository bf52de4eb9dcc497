import { randomUUID } from 'node:crypto';
import { test as base, expect, type Page } from '@playwright/test';
import { createClient, type Session, type SupabaseClient } from '@supabase/supabase-js';
import { statusOf, type StackStatus } from '../platform/stack-process.ts';
import { apiUrl, dataDir } from './stack.ts';

/** Somebody with an account. */
export interface Person {
	id: string;
	fullName: string;
	email: string;
	password: string;
}

interface TestFixtures {
	/** A person of this test alone. */
	person: Person;
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
}

const stateless = { auth: { persistSession: false, autoRefreshToken: false } };

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

	person: async ({ service }, use) => {
		const email = `${randomUUID()}@lotline.test`;
		const password = 'Correct-Horse-7';
		const fullName = 'Meena Raghavan';
		const { data, error } = await service.auth.admin.createUser({
			email,
			password,
			email_confirm: true,
			user_metadata: { full_name: fullName }
		});
		if (error) throw error;
		await use({ id: data.user.id, fullName, email, password });
	},

	signedIn: [false, { option: true }],

	session: async ({ signedIn, stack, person }, use) => {
		if (!signedIn) return await use(undefined);
		const client = createClient(stack.apiUrl, stack.publishableKey, stateless);
		const { data, error } = await client.auth.signInWithPassword(person);
		if (error) throw error;
		await use(data.session);
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

function complaintsOf(page: Page): string[] {
	const complaints: string[] = [];
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
	});
	page.on('pageerror', (error) => complaints.push(String(error)));
	return complaints;
}

export { expect };

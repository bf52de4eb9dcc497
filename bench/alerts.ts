import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import {
	createClient,
	REALTIME_SUBSCRIBE_STATES,
	type SupabaseClient
} from '@supabase/supabase-js';
import postgres, { type Sql } from 'postgres';
import { Resend } from 'resend';
import { applySettings, requestSettings } from '../local/gateway/request-settings.ts';
import { loadKeys } from '../local/keys.ts';
import { chromiumLaunch } from '../tests/e2e/chromium.ts';
import { clientOf, stateless } from '../tests/e2e/people.ts';
import { startNotifyWorker } from '../tests/platform/notify-worker.ts';
import { startProcess } from '../tests/platform/stack-process.ts';
import { compare, line, median, quantile, throughput, title } from './measure.ts';

/**
 * What it costs to tell people: within a command, until they see it, until a mail is there, and for very
 * many at once. A second on the screen and three at the inbox are aimed at. The stand-in for the provider
 * runs on the same machine and does most of the work; what it does alone is the baseline of the same run.
 *
 *   npm run bench:alerts                              everything
 *   npm run bench:alerts -- drain --deliveries 1000   only these of: command, mail, screen, drain
 *   npm run bench:alerts -- screen --rate 20          facts a second
 */
const { values, positionals: wanted } = parseArgs({
	options: {
		deliveries: { type: 'string', default: '10000' },
		rate: { type: 'string', default: '50' },
		seconds: { type: 'string', default: '60' }
	},
	allowPositionals: true
});
const DELIVERIES = Number(values.deliveries);
const RATE = Number(values.rate);
const SECONDS = Number(values.seconds);
const PARTS: Record<string, (qa: Person) => Promise<void>> = {
	command: withinCommand,
	mail: untilMail,
	screen: untilScreen,
	drain
};
/** Mails whose way is timed, and holds of lots. */
const FACTS = 100;
const HOLDS = 200;
/** Sites with one of QA and a manager each, who are signed in and told of what happens there. */
const SITES = 50;
/** Facts that are waited for one by one, beside those that come at the rate. */
const ALONE = 30;
const PASSWORD = 'Lotline-Bench-1';
/** Which of our facts a text names. */
const FACT = /(FIRST|ALONE|RATE)-\d+/;
/** Facts of which a crowd is told, of such a size that there are as many deliveries as wanted. */
const CROWDED = 4;
/** Milliseconds between calls of the workers, which the database makes every minute. */
const CALL = 5_000;

const dataDir = await mkdtemp(join(tmpdir(), 'lotline-bench-'));
const stack = await startProcess({ dataDir, workdir: resolve('.') });
const { status } = stack;
const keys = await loadKeys(dataDir);
const root = postgres(status.dbUrl, { max: 2, onnotice: () => {} });
const resend = new Resend(keys.resendApiKey, { baseUrl: `${status.inboxUrl}resend` });
const straight = () =>
	resend.emails.send({
		from: 'Bench <bench@lotline.test>',
		to: 'straight@lotline.test',
		subject: 'Bench',
		html: `<p>${'x'.repeat(4000)}</p>`,
		text: 'Bench'
	});

try {
	const qa = await createPerson('qa');
	for (const [name, measure] of Object.entries(PARTS)) {
		if (wanted.length === 0 || wanted.includes(name)) await measure(qa);
	}
} finally {
	await root.end();
	await stack.stop();
	await rm(dataDir, { recursive: true, force: true });
}

/** A lot is held with the event turned on, and with it turned off, in turn. */
async function withinCommand(qa: Person): Promise<void> {
	title(`app.notify within a command: hold_lot, ${HOLDS} each, one at a time`);
	const storekeeper = await createPerson('storekeeper');
	const direct = postgres(status.dbUrl.replace('//postgres:', '//authenticator:'), { max: 1 });
	const call = async (person: Person, name: string, given: Record<string, unknown>) => {
		const args = { request_id: randomUUID(), ...given };
		const names = Object.keys(args).map((key, n) => `"${key}" => $${n + 1}`);
		const text = `select public.${name}(${names.join(', ')}) as answer`;
		const rows = await direct.begin(async (sql) => {
			const claims = { sub: person.id, role: 'authenticated' };
			await applySettings(sql, requestSettings({ role: 'authenticated', claims }));
			return await sql.unsafe(text, Object.values(args) as never[], { prepare: true });
		});
		return rows[0]!.answer as { id: string };
	};
	const [place] = await root`
		select locations.id from locations join sites on sites.id = site_id
		where sites.code = 'WH1' and locations.code = 'AISLE-1'`;
	const [oil] = await root`select id from items where code = 'COCO-OIL'`;
	const [reason] =
		await root`select id from reason_codes where purpose = 'hold' and active limit 1`;
	const times: Record<'on' | 'off', number[]> = { on: [], off: [] };
	for (let n = 0; n < 2 * HOLDS + 20; n++) {
		const on = n % 2 === 0;
		await root`update alert_events set active = ${on} where code = 'lot.status_changed'`;
		const { id } = await call(storekeeper, 'receive_goods', {
			location_id: place!.id,
			item_id: oil!.id,
			quantity: 1
		});
		const begun = performance.now();
		await call(qa, 'hold_lot', { lot_id: id, reason_id: reason!.id });
		// The first few are slower on any connection.
		if (n >= 20) times[on ? 'on' : 'off'].push(performance.now() - begun);
	}
	await root`update alert_events set active = true where code = 'lot.status_changed'`;
	await direct.end();
	const [told, silent] = [median(times.on), median(times.off)];
	compare('hold_lot that tells people, p50', told, 'that tells nobody', silent, 'ms');
	compare('p99', quantile(times.on, 0.99), 'that tells nobody', quantile(times.off, 0.99), 'ms');
	line('share of app.notify in the command', `${((100 * (told - silent)) / told).toFixed(0)} %`);
}

/** From the commit of a fact until its mail can be read. */
async function untilMail({ email, site }: Person): Promise<void> {
	title(`Fact committed → mail at the inbox, ${FACTS} one after the other`);
	const base: number[] = [];
	for (let n = 0; n < FACTS; n++) {
		const begun = performance.now();
		await straight();
		base.push(performance.now() - begun);
	}
	const times: number[] = [];
	let last: string | undefined;
	for (let n = -5; n < FACTS; n++) {
		await raise(root, site);
		const begun = performance.now();
		const after = last ? `&after=${last}` : '';
		const next = await fetch(`${status.inboxUrl}messages/next?to=${email}${after}`);
		last = ((await next.json()) as { id: string }).id;
		// The first ones wait for the function to start.
		if (n >= 0) times.push(performance.now() - begun);
	}
	for (const [name, share] of [
		['p50', 0.5],
		['p99', 0.99]
	] as const)
		compare(name, quantile(times, share), 'a mail sent straight', quantile(base, share), 'ms');
}

/**
 * From the call that states a fact, its commit included, until those who are told have heard of it on their
 * sockets, one of them has its toast painted in a browser, and the mail to him can be read. Facts come at
 * the rate whatever becomes of them, at one site after the other; nobody else at the sites wants mail, which
 * the stand-in could not take that often.
 */
async function untilScreen(): Promise<void> {
	title(`Fact → toast on screen, ${RATE} facts/s, ${2 * SITES} people signed in`);
	const sites = await root<{ id: string; code: string }[]>`
		insert into sites (code, name, kind)
		select 'BENCH' || n, 'Bench ' || n, 'warehouse' from generate_series(1, ${SITES}::integer) as n
		returning id, code`;
	const heard = new Map<string, number[]>();
	const listeners: { person: Person; client: SupabaseClient; facts: Map<string, number> }[] = [];
	for (const { code } of sites) {
		for (const role of ['qa', 'manager']) {
			const person = await createPerson(role, code);
			const facts = new Map<string, number>();
			listeners.push({ person, facts, client: await listen(person, facts) });
		}
	}
	const { person: reader, client, facts: bare } = listeners[0]!;
	await root`
		insert into notification_preferences (user_id, event_code, channel, enabled)
		select id, 'quality.test_failed', 'email', false from profiles where id <> ${reader.id}
		on conflict do nothing`;
	const browser = await chromium.launch(await chromiumLaunch());
	const page = await open(browser, client);
	const mails = new AbortController();
	const mailed = new Map<string, number>();
	const reading = readMails(reader.email, mailed, mails.signal);
	const direct = postgres(status.dbUrl, { max: 10, onnotice: () => {} });
	const stated = new Map<string, number>();
	const state = async (fact: string, site: string) => {
		stated.set(fact, Date.now());
		await raise(direct, site, fact);
	};
	const shown = () => page.evaluate(() => (window as unknown as { shown: Shown }).shown);
	const until = async (fact: string) => {
		for (const give = Date.now() + 30_000; Date.now() < give;) {
			if ((await shown())[fact] && mailed.has(fact)) return;
			await new Promise((settle) => setTimeout(settle, 20));
		}
		throw new Error(`${fact} was not shown or not mailed.`);
	};

	// The first ones wait for what is read when it is first wanted.
	for (let n = -5; n < ALONE; n++) {
		const fact = `${n < 0 ? 'FIRST' : 'ALONE'}-${Math.abs(n)}`;
		await state(fact, sites[0]!.id);
		await until(fact);
	}

	const count = RATE * SECONDS;
	const begun = performance.now();
	const underway: Promise<void>[] = [];
	let late = 0;
	for (let n = 0; n < count; n++) {
		const wait = begun + (n * 1000) / RATE - performance.now();
		if (wait > 0) await new Promise((settle) => setTimeout(settle, wait));
		late = Math.max(late, -wait);
		underway.push(state(`RATE-${n}`, sites[n % SITES]!.id));
	}
	await Promise.all(underway);
	const rate = count / ((performance.now() - begun) / 1000);
	await until(`RATE-${Math.floor((count - 1) / SITES) * SITES}`);
	for (const { facts } of listeners) {
		for (const [fact, at] of facts) {
			if (fact.startsWith('RATE')) (heard.get(fact) ?? heard.set(fact, []).get(fact)!).push(at);
		}
	}
	const toasts = new Map(Object.entries(await shown()));
	mails.abort();
	await reading;
	await browser.close();
	await direct.end();
	await Promise.all(listeners.map((listener) => listener.client.removeAllChannels()));

	const taken = (kind: string, times: Map<string, number>) =>
		[...times]
			.filter(([fact]) => fact.startsWith(kind))
			.map(([fact, at]) => at - stated.get(fact)!);
	const everybody = [...heard].flatMap(([fact, times]) =>
		times.map((at) => at - stated.get(fact)!)
	);
	line(
		'rate reached',
		`${rate.toFixed(1)} facts/s for ${SECONDS} s, begun ${late.toFixed(0)} ms late at the most`
	);
	line('heard on sockets, of those to be told', `${everybody.length} of ${2 * count}`);
	for (const [name, q] of [
		['p50', 0.5],
		['p99', 0.99]
	] as const) {
		const alone = (times: Map<string, number>) => quantile(taken('ALONE', times), q);
		const single = 'one fact at a time';
		compare(
			`toast on screen, ${name}`,
			quantile(taken('RATE', toasts), q),
			single,
			alone(toasts),
			'ms'
		);
		compare(`on a socket, ${name}`, quantile(everybody, q), single, alone(bare), 'ms');
		compare(
			`mail at the inbox, ${name}`,
			quantile(taken('RATE', mailed), q),
			single,
			alone(mailed),
			'ms'
		);
	}
	line('toasts, mails', `${taken('RATE', toasts).length}, ${taken('RATE', mailed).length}`);
}

/** When each fact was painted, by its name; 0 until then. */
type Shown = Record<string, number>;

/** Signs somebody in, who hears what comes for him and notes when. */
async function listen(person: Person, facts: Map<string, number>): Promise<SupabaseClient> {
	const client = await clientOf(status, { email: person.email, password: PASSWORD });
	await client.realtime.setAuth();
	const channel = client
		.channel(`user:${person.id}`, { config: { private: true } })
		.on('broadcast', { event: 'notification' }, ({ payload }) => {
			const fact = FACT.exec((payload as { title: string }).title)?.[0];
			if (fact && !facts.has(fact)) facts.set(fact, Date.now());
		});
	await new Promise<void>((settle) =>
		channel.subscribe((state) => state === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED && settle())
	);
	return client;
}

/** The app as somebody has it before him, which notes when a toast has been painted. */
async function open(browser: Browser, client: SupabaseClient): Promise<Page> {
	const session = (await client.auth.getSession()).data.session;
	const context = await browser.newContext({
		baseURL: status.apiUrl,
		serviceWorkers: 'block',
		storageState: {
			cookies: [],
			origins: [
				{
					origin: status.apiUrl,
					localStorage: [{ name: 'lotline-session', value: JSON.stringify(session) }]
				}
			]
		}
	});
	const page = await context.newPage();
	const joined = new Promise<void>((settle) =>
		page.on('websocket', (socket) =>
			socket.on('framereceived', ({ payload }) => {
				const text = payload.toString();
				if (text.includes('user:') && text.includes('"status":"ok"')) settle();
			})
		)
	);
	await page.goto('/');
	await joined;
	await page.evaluate((pattern) => {
		const shown: Shown = {};
		Object.assign(window, { shown });
		const look = () => {
			for (const toast of document.querySelectorAll('[data-sonner-toast]')) {
				const fact = new RegExp(pattern).exec(toast.textContent)?.[0];
				if (!fact || fact in shown) continue;
				shown[fact] = 0;
				// After the frame that it is in.
				requestAnimationFrame(() => setTimeout(() => (shown[fact] = Date.now())));
			}
		};
		new MutationObserver(look).observe(document.body, {
			subtree: true,
			childList: true,
			characterData: true
		});
	}, FACT.source);
	return page;
}

/** Notes when each fact's mail to somebody could be read, one after the other. */
async function readMails(
	to: string,
	mailed: Map<string, number>,
	signal: AbortSignal
): Promise<void> {
	for (let after = ''; !signal.aborted;) {
		const url = `${status.inboxUrl}messages/next?to=${to}${after}`;
		const answer = await fetch(url, { signal }).catch(() => undefined);
		if (answer?.status !== 200) continue;
		const { id, subject } = (await answer.json()) as { id: string; subject: string };
		const fact = FACT.exec(subject)?.[0];
		if (fact) mailed.set(fact, Date.now());
		after = `&after=${id}`;
	}
}

/**
 * Very many at once: a few facts, of each of which a whole crowd is told, and the mails to all of them by two
 * workers; the inbox says whether one came twice.
 */
async function drain({ site }: Person): Promise<void> {
	const people = Math.ceil(DELIVERIES / CROWDED);
	title(`${CROWDED} facts told to ${people} people, their mails by two workers`);
	await throughput(straight, 20, 100);
	const base = await throughput(straight, 20, Math.min(DELIVERIES, 1000));
	await fetch(`${status.inboxUrl}messages`, { method: 'DELETE' });
	// Nobody else is woken meanwhile.
	await root`select vault.update_secret(id, 'http://127.0.0.1:9') from vault.secrets where name = 'functions_url'`;
	const crowd = await gather(people);
	const telling: Record<'one' | 'all', number[]> = { one: [], all: [] };
	const alerts: string[] = [];
	for (let n = 0; n < CROWDED; n++) {
		let begun = performance.now();
		await raise(root, site);
		telling.one.push(performance.now() - begun);
		begun = performance.now();
		alerts.push(await raise(root, crowd));
		telling.all.push(performance.now() - begun);
	}
	compare(
		`fact told to ${people} people, p50`,
		median(telling.all),
		'to those of the warehouse',
		median(telling.one),
		'ms'
	);
	const workers = await Promise.all([
		startNotifyWorker(status, dataDir),
		startNotifyWorker(status, dataDir)
	]);
	const wake = () => void Promise.all(workers.map((worker) => worker.wake()));
	const begun = performance.now();
	wake();
	const calling = setInterval(wake, CALL);
	const left = async () => {
		const [row] = await root<{ left: boolean }[]>`
			select exists (select from deliveries where state in ('queued', 'sending')) as left`;
		return row!.left;
	};
	while (await left()) await new Promise((settle) => setTimeout(settle, 500));
	const rate = (people * CROWDED) / ((performance.now() - begun) / 1000);
	clearInterval(calling);
	await Promise.all(workers.map((worker) => worker.kill()));
	compare('drained', rate, 'taken by the inbox alone, 20 at a time', base, '/s');
	const mails = await keysOf('crowd.test');
	const [sent] = await root<{ count: number }[]>`
		select count(*)::integer as count
		from deliveries join notifications on notifications.id = notification_id
		where alert_id = any (${alerts}::uuid[]) and provider_id is not null`;
	line('sent, and of those at the inbox', `${sent!.count}, ${mails.length}`);
	line('there twice', String(mails.length - new Set(mails).size));
}

/** People of QA at a site of their own, as rows: they are there to be told. @returns the site */
async function gather(people: number): Promise<string> {
	const superuser = postgres(status.dbUrl.replace('//postgres:', '//supabase_admin:'), { max: 1 });
	const [site] = await superuser`
		with site as (
			insert into sites (code, name, kind) values ('CROWD', 'Crowd', 'warehouse') returning id
		), made as (
			insert into auth.users (id, email, aud, role, raw_user_meta_data)
			select gen_random_uuid(), 'qa-' || n || '@crowd.test', 'authenticated', 'authenticated', '{}'
			from generate_series(1, ${people}::integer) as n
			returning id
		), members as (
			insert into memberships (user_id, site_id, role)
			select made.id, site.id, 'qa' from made, site
		)
		select id from site`;
	// As a database is that has lived for a while.
	await superuser`analyze`;
	await superuser.end();
	return site!.id as string;
}

/** The idempotency keys of all mails to a domain. */
async function keysOf(domain: string): Promise<string[]> {
	const found: string[] = [];
	for (let cursor: string | null = ''; cursor !== null;) {
		const page = await fetch(
			`${status.inboxUrl}messages?limit=200${cursor && `&cursor=${cursor}`}`
		);
		const { messages, next_cursor } = (await page.json()) as {
			messages: { to: string[]; idempotency_key: string }[];
			next_cursor: string | null;
		};
		const ours = messages.filter(({ to }) => to[0]!.endsWith(`@${domain}`));
		found.push(...ours.map(({ idempotency_key }) => idempotency_key));
		cursor = next_cursor;
	}
	return found;
}

/** Something urgent about a new subject. @returns the alert */
async function raise(sql: Sql, site: string, name = 'BENCH'): Promise<string> {
	const [row] = await sql`
		select app.notify(
			'quality.test_failed', ${site}, 'lots', gen_random_uuid()::text, ${name},
			'{"findings": "pH is 8.2 over 7.5"}', '/lots/BENCH'
		) as alert`;
	return row!.alert as string;
}

interface Person {
	id: string;
	email: string;
	site: string;
}

/** Somebody with a role at a site, the warehouse unless said. */
async function createPerson(role: string, site = 'WH1'): Promise<Person> {
	const email = `${role}-${randomUUID()}@lotline.test`;
	const admin = createClient(status.apiUrl, status.secretKey, stateless);
	const account = { email, password: PASSWORD, email_confirm: true };
	const { data, error } = await admin.auth.admin.createUser(account);
	if (error) throw error;
	const { id } = data.user;
	const [member] = await root`
		insert into memberships (user_id, site_id, role)
		select ${id}, sites.id, ${role} from sites where code = ${site} returning site_id`;
	return { id, email, site: member!.site_id as string };
}

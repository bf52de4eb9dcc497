import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '@supabase/supabase-js';
import postgres, { type Sql } from 'postgres';
import { Resend } from 'resend';
import { applySettings, requestSettings } from '../local/gateway/request-settings.ts';
import { loadKeys } from '../local/keys.ts';
import { startNotifyWorker } from '../tests/platform/notify-worker.ts';
import { startProcess } from '../tests/platform/stack-process.ts';
import { compare, line, median, quantile, throughput, title } from './measure.ts';

/**
 * What it costs to tell people: within a command, until a mail is there, and for very many at once.
 * The stand-in for the provider runs on the same machine and does most of the work; what it does alone
 * is the baseline of the same run.
 *
 *   npm run bench:alerts                              everything
 *   npm run bench:alerts -- drain --deliveries 1000   only these of: command, mail, drain
 */
const { values, positionals: wanted } = parseArgs({
	options: { deliveries: { type: 'string', default: '10000' } },
	allowPositionals: true
});
const DELIVERIES = Number(values.deliveries);
const PARTS: Record<string, (qa: Person) => Promise<void>> = {
	command: withinCommand,
	mail: untilMail,
	drain
};
/** Mails whose way is timed, and holds of lots. */
const FACTS = 100;
const HOLDS = 200;
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

/** Very many at once, by two workers; the inbox says whether one came twice. */
async function drain({ id, site, email }: Person): Promise<void> {
	title(`${DELIVERIES} deliveries, two workers`);
	await throughput(straight, 20, 100);
	const base = await throughput(straight, 20, Math.min(DELIVERIES, 2000));
	await fetch(`${status.inboxUrl}messages`, { method: 'DELETE' });
	// Nobody else is woken meanwhile.
	await root`select vault.update_secret(id, 'http://127.0.0.1:9') from vault.secrets where name = 'functions_url'`;
	await raise(root, site);
	await root`
		insert into deliveries (kind, notification_id, site_id, user_id, channel, urgent, next_attempt_at, unsubscribe_key)
		select kind, notification_id, site_id, user_id, channel, false, now(), gen_random_uuid()
		from (select * from deliveries where user_id = ${id} order by created_at desc limit 1) as first,
			generate_series(2, ${DELIVERIES}::integer)`;
	const workers = await Promise.all([
		startNotifyWorker(status, dataDir),
		startNotifyWorker(status, dataDir)
	]);
	const wake = () => void Promise.all(workers.map((worker) => worker.wake()));
	const begun = performance.now();
	wake();
	const calling = setInterval(wake, CALL);
	const left = async () => {
		const [row] = await root<{ count: number }[]>`
			select count(*)::integer as count from deliveries where state in ('queued', 'sending')`;
		return row!.count;
	};
	while ((await left()) > 0) await new Promise((settle) => setTimeout(settle, 200));
	const rate = DELIVERIES / ((performance.now() - begun) / 1000);
	clearInterval(calling);
	await Promise.all(workers.map((worker) => worker.kill()));
	compare('drained', rate, 'taken by the inbox alone, 20 at a time', base, '/s');
	const mails = await keysOf(email);
	const [sent] = await root<{ count: number }[]>`
		select count(*)::integer as count from deliveries where user_id = ${id} and provider_id is not null`;
	line('sent, and of those at the inbox', `${sent!.count}, ${mails.length}`);
	line('there twice', String(mails.length - new Set(mails).size));
}

/** The idempotency keys of all mails to somebody. */
async function keysOf(to: string): Promise<string[]> {
	const found: string[] = [];
	for (let cursor: string | null = ''; cursor !== null;) {
		const page = await fetch(
			`${status.inboxUrl}messages?to=${to}&limit=200${cursor && `&cursor=${cursor}`}`
		);
		const { messages, next_cursor } = (await page.json()) as {
			messages: { idempotency_key: string }[];
			next_cursor: string | null;
		};
		found.push(...messages.map(({ idempotency_key }) => idempotency_key));
		cursor = next_cursor;
	}
	return found;
}

/** Something urgent about a new subject. */
async function raise(sql: Sql, site: string): Promise<void> {
	await sql`
		select app.notify(
			'quality.test_failed', ${site}, 'lots', gen_random_uuid()::text, 'BENCH',
			'{"findings": "pH is 8.2 over 7.5"}', '/lots/BENCH'
		)`;
}

interface Person {
	id: string;
	email: string;
	site: string;
}

/** Somebody with a role at the warehouse. */
async function createPerson(role: string): Promise<Person> {
	const email = `${role}-${randomUUID()}@lotline.test`;
	const admin = createClient(status.apiUrl, status.secretKey, {
		auth: { persistSession: false, autoRefreshToken: false }
	});
	const { data, error } = await admin.auth.admin.createUser({ email, email_confirm: true });
	if (error) throw error;
	const { id } = data.user;
	const [site] = await root`
		insert into memberships (user_id, site_id, role)
		select ${id}, sites.id, ${role} from sites where code = 'WH1' returning site_id`;
	return { id, email, site: site!.site_id as string };
}

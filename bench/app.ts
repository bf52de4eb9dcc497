import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from '@playwright/test';
import { createClient, REALTIME_SUBSCRIBE_STATES } from '@supabase/supabase-js';
import postgres from 'postgres';
import { ago, call } from '../tests/e2e/acts.ts';
import { chromiumLaunch } from '../tests/e2e/chromium.ts';
import { clientOf, newColleague, stateless } from '../tests/e2e/people.ts';
import { Floor } from '../tests/e2e/production/floor.ts';
import { startProcess } from '../tests/platform/stack-process.ts';
import { compare, line, quantile, title } from './measure.ts';

/**
 * What the app costs in a real browser, on the built app and the embedded stack.
 *
 *   npm run bench:app               everything
 *   npm run bench:app -- size       only these of: size, latency, lists
 */
const wanted = process.argv.slice(2);

/** Gzipped JavaScript that a page may load at first, in kB. */
const MOST = { '/sign-in': 150, '/shifts': 220 };
/** Lots of the long lists, and of those that they are compared with. */
const LOTS = 100_000;
const FEW = 1_000;
const EVENTS = 100;
const TURNS = 20;
/** Scrolls of a long page at each speed. */
const SCROLLS = 4;

/** What 2,000 rows cost a browser by themselves: nine texts each, nothing that looks or listens. */
const BARE = `<div role="region" style="height: 600px; overflow: auto; background: white"><table>${`<tr style="height: 36px">${'<td>BENCH</td>'.repeat(9)}</tr>`.repeat(2_000)}</table></div>`;

/** What is read of an event that the browser traced. */
interface TraceEvent {
	name: string;
	/** `b`: the event begins. */
	ph: string;
	/** Of the process. */
	pid: number;
	args?: {
		name?: string;
		frame_reporter?: {
			frame_source: number;
			frame_sequence: number;
			state: string;
			scroll_state: string;
			has_missing_content: boolean;
		};
	};
}

const dataDir = await mkdtemp(join(tmpdir(), 'lotline-bench-app-'));
const stack = await startProcess({ dataDir, workdir: process.cwd() });
const floor = await plant();
const browser = await chromium.launch(await chromiumLaunch());
const parts: Record<string, () => Promise<void>> = { size, latency, lists };
try {
	for (const [name, measure] of Object.entries(parts)) {
		if (wanted.length === 0 || wanted.includes(name)) await measure();
	}
} finally {
	await browser.close();
	await stack.stop();
	await rm(dataDir, { recursive: true, force: true });
}

/** Gzipped JavaScript of the first load, beside what it may be. */
async function size(): Promise<void> {
	title('JavaScript of the first load, gzipped');
	const { page: signIn } = await open();
	compareSize('sign-in', await loaded(signIn, '/sign-in'), MOST['/sign-in']);
	const { page: shift } = await open('supervisor');
	compareSize('shift', await loaded(shift, '/shifts'), MOST['/shifts']);
}

/** Says where it is too much, and ends the bench in failure. @param kB of JavaScript */
function compareSize(name: string, kB: number, most: number): void {
	compare(name, kB, 'at most', most, 'kB');
	if (kB <= most) return;
	line(name, `OVER by ${(kB - most).toFixed(2)} kB`);
	process.exitCode = 1;
}

async function loaded(page: Page, path: string): Promise<number> {
	const sizes: Promise<number>[] = [];
	page.on('response', (response) => {
		if (new URL(response.url()).pathname.endsWith('.js')) {
			sizes.push(response.body().then((body) => gzipSync(body).length));
		}
	});
	await page.goto(path);
	await page.getByRole('heading', { level: 1 }).waitFor();
	// What the page reads ahead, when it has been quiet for a while, is not of its first load.
	await page.waitForTimeout(1_000);
	return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0) / 1000;
}

/**
 * From the request of who logs a stage to the moment when another's browser has drawn it, beside the
 * same event heard by a bare socket.
 */
async function latency(): Promise<void> {
	title(`A stage that is logged, seen in another browser, ${EVENTS} times`);
	const { page } = await open('manager');
	const { client: supervisor, id } = await floor.member(['supervisor'], 'Ravi Kumar');
	const { client: listener } = await floor.member(['manager'], 'Meera Krishnan');
	await floor.assign(id, 'now');
	let heard = 0;
	await listener.realtime.setAuth();
	const channel = listener
		.channel(`site:${floor.siteId}:production`, { config: { private: true } })
		.on('broadcast', { event: '*' }, () => (heard ||= Date.now()));
	await new Promise<void>((settle) =>
		channel.subscribe((status) => status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED && settle())
	);
	await page.goto('/production/board');
	await page.getByRole('heading', { level: 1 }).waitFor();
	// When the page shows a text for the first time, by its own clock, which is the machine's.
	await page.evaluate(() => {
		const state = { text: '', at: 0 };
		Object.assign(window, { awaited: state });
		const look = () => {
			if (state.text && !state.at && document.body.innerText.includes(state.text)) {
				state.at = Date.now();
			}
		};
		new MutationObserver(look).observe(document.body, {
			subtree: true,
			childList: true,
			characterData: true
		});
	});
	const drawn: number[] = [];
	const bare: number[] = [];
	for (let n = 0; n < EVENTS; n++) {
		const batch = await floor.batch(supervisor);
		// As it is shown: without noughts at the end.
		const output = (780.05 + n / 10).toFixed(2);
		await page.evaluate((text) => {
			Object.assign((window as unknown as { awaited: object }).awaited, { text, at: 0 });
		}, output);
		heard = 0;
		const sent = Date.now();
		await call(supervisor, 'log_stage', {
			batch_id: batch.id,
			machine_id: floor.machines.REACTOR,
			operator_name: 'Velu',
			// One machine runs one batch at a time.
			started_at: ago((n + 2) / 60),
			ended_at: ago((n + 1) / 60 + 0.001),
			output_quantity: Number(output),
			parameters: {}
		});
		const seen = await page.waitForFunction(
			() => (window as unknown as { awaited: { at: number } }).awaited.at
		);
		drawn.push(Number(await seen.jsonValue()) - sent);
		bare.push(heard - sent);
	}
	compare('p50', quantile(drawn, 0.5), 'a bare socket', quantile(bare, 0.5), 'ms');
	compare('p99', quantile(drawn, 0.99), 'a bare socket', quantile(bare, 0.99), 'ms');
	await listener.removeAllChannels();
}

/** The list of lots with very many of them, beside a list with a page of them. */
async function lists(): Promise<void> {
	title(`Stock of ${LOTS.toLocaleString('en')} lots, beside the same with a few`);
	const { page } = await open('manager');
	await fill(1, FEW);
	const few = await listTimes(page);
	await fill(FEW + 1, LOTS);
	const many = await listTimes(page);
	for (const [name, times] of Object.entries(many)) {
		compare(`${name}, p50`, quantile(times, 0.5), 'few', quantile(few[name]!, 0.5), 'ms');
		compare(`${name}, p99`, quantile(times, 0.99), 'few', quantile(few[name]!, 0.99), 'ms');
	}
	await page.goto('/stock?tab=lots');
	await page.getByRole('combobox', { name: 'Rows on a page' }).click();
	await page.getByRole('option', { name: '2,000 rows' }).click();
	await page.getByText(/1–2,000 of/).waitFor();
	await page.locator('[aria-rowindex]').first().waitFor();
	// A page of its own: the policy of the app's would not let it be styled.
	const { page: other } = await open();
	await other.setContent(BARE);
	for (const speed of [3_000, 12_000]) {
		const ours: Scroll[] = [];
		const bare: Scroll[] = [];
		// In turns: a machine that others use, too, has slow moments, and they are to meet both.
		for (let turn = 0; turn < SCROLLS; turn++) {
			ours.push(await scrolled(page, speed));
			bare.push(await scrolled(other, speed));
		}
		const sum = (scrolls: Scroll[], part: keyof Scroll) =>
			scrolls.reduce((total, scroll) => total + scroll[part], 0);
		line(
			`scroll of 2,000 rows at ${speed.toLocaleString('en')} px/s, ${SCROLLS} times`,
			`dropped ${ours.map(({ dropped }) => dropped).join(', ')} of ${sum(ours, 'due')} frames; a bare table ${bare.map(({ dropped }) => dropped).join(', ')} of ${sum(bare, 'due')}`
		);
		const percent = (name: string, part: keyof Scroll, whole: keyof Scroll) => {
			const share = (scrolls: Scroll[]) => (100 * sum(scrolls, part)) / sum(scrolls, whole);
			compare(name, share(ours), 'a bare table', share(bare), '%');
		};
		percent('frames dropped', 'dropped', 'due');
		percent('frames with a part not painted', 'unpainted', 'due');
		percent('moves to a row not drawn', 'empty', 'moves');
	}
}

/** What came of a scroll. */
interface Scroll {
	/** Frames that were due, as the browser itself notes. */
	due: number;
	/** Of them, those that it dropped, and those that it showed with a part not yet painted. */
	dropped: number;
	unpainted: number;
	/** So often the page heard that it was moved; of them, with a row to be seen that was not yet drawn. */
	moves: number;
	empty: number;
}

/**
 * Scrolls the table from its first row to its last, without a rest, so that a frame is due each time that the
 * display is renewed.
 * @param speed px a second
 */
async function scrolled(page: Page, speed: number): Promise<Scroll> {
	await page.bringToFront();
	const table = page.getByRole('region').filter({ has: page.getByRole('table') });
	await table.evaluate((element) => element.scrollTo(0, 0));
	await table.hover();
	await page.waitForTimeout(1_000);
	const most = await table.evaluate((element) => {
		const seen = { moves: 0, empty: 0 };
		const ended = new AbortController();
		const { left, top, bottom } = element.getBoundingClientRect();
		const isEmpty = (y: number) =>
			document.elementFromPoint(left + 100, y)?.closest('tr')?.textContent === '';
		// Before the table itself hears of the move, and while what is drawn is still what is seen.
		addEventListener(
			'scroll',
			() => {
				seen.moves++;
				if (isEmpty(top + 60) || isEmpty(bottom - 20)) seen.empty++;
			},
			{ capture: true, signal: ended.signal }
		);
		Object.assign(window, { seen, ended });
		return element.scrollHeight - element.clientHeight;
	});
	const { x, y } = (await table.boundingBox())!;
	const devtools = await page.context().newCDPSession(page);
	await browser.startTracing(page, { categories: ['cc', 'benchmark'] });
	await devtools.send('Input.synthesizeScrollGesture', {
		x: x + 300,
		y: y + 300,
		yDistance: -most,
		speed,
		gestureSourceType: 'mouse',
		preventFling: true
	});
	const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
		traceEvents: TraceEvent[];
	};
	const { moves, empty } = await page.evaluate(() => {
		const { seen, ended } = window as unknown as {
			seen: { moves: number; empty: number };
			ended: AbortController;
		};
		ended.abort();
		return seen;
	});
	const itself = traceEvents.find(({ args }) => args?.name === 'Browser')?.pid;
	// The main thread's part of a frame that came too late for it is told by itself.
	const shown = new Set<string>();
	const dropped = new Set<string>();
	const unpainted = new Set<string>();
	for (const { name, ph, pid, args } of traceEvents) {
		if (name !== 'PipelineReporter' || ph !== 'b' || pid === itself) continue;
		const report = args!.frame_reporter!;
		// What comes before and after is no frame of the scroll.
		if (report.scroll_state === 'SCROLL_NONE') continue;
		const frame = `${report.frame_source} ${report.frame_sequence}`;
		if (report.state === 'STATE_DROPPED') dropped.add(frame);
		if (!report.state.startsWith('STATE_PRESENTED')) continue;
		shown.add(frame);
		if (report.has_missing_content) unpainted.add(frame);
	}
	const lost = [...dropped].filter((frame) => !shown.has(frame)).length;
	return { due: shown.size + lost, dropped: lost, unpainted: unpainted.size, moves, empty };
}

/** Milliseconds from what a person does to the rows that it brings, several times each. */
async function listTimes(page: Page): Promise<Record<string, number[]>> {
	const times: Record<string, number[]> = {};
	const answered = () => page.waitForResponse(/rpc\/find_stock/);
	const take = async (name: string, act: () => Promise<unknown>) => {
		const answer = answered();
		const begun = performance.now();
		await act();
		await answer;
		await page.getByRole('table').locator('tbody tr').first().waitFor();
		(times[name] ??= []).push(performance.now() - begun);
	};
	for (let turn = 0; turn < TURNS; turn++) {
		await take('first page', () => page.goto('/stock?tab=lots'));
		await take('filter', () => page.getByRole('searchbox').fill('BENCH-5'));
		await take('filter taken back', () => page.getByRole('searchbox').fill(''));
		await take('sort', () => page.getByRole('button', { name: 'On hand' }).click());
		const last = page.getByRole('button', { name: 'Last page' });
		if (await last.isEnabled()) await take('last page', () => last.click());
	}
	return times;
}

/** Lots in stock as rows, made in bulk: they are there to be read, not to prove the commands. */
async function fill(from: number, to: number): Promise<void> {
	const sql = postgres(stack.status.dbUrl.replace('//postgres:', '//supabase_admin:'), { max: 1 });
	await sql`set session_replication_role = replica`;
	await sql`
		with made as (
			insert into lots (code, item_id, site_id, initial_quantity, qc_status, received_on, created_by)
			select 'BENCH-' || n, items.id, sites.id, 100, 'pass', current_date - n % 900,
				(select id from profiles limit 1)
			from generate_series(${from}::int, ${to}::int) as n, sites, items
			where sites.id = ${floor.siteId} and items.code = 'ALC'
			returning id
		)
		insert into stock_balances (lot_id, location_id, on_hand)
		select id, ${floor.places.STORE!}, 100 from made`;
	// As a database is that has lived for a while, its small tables too.
	await sql`vacuum analyze`;
	await sql.end();
	line('lots', to.toLocaleString('en'));
}

/** A page of a new person's browser, at a PC; nobody's without a role. */
async function open(role?: 'supervisor' | 'manager'): Promise<{ page: Page }> {
	const who = role && (await floor.member([role], 'Anita Rao'));
	const session = (await who?.client.auth.getSession())?.data.session;
	const kept = { name: 'lotline-session', value: JSON.stringify(session) };
	const context = await browser.newContext({
		baseURL: stack.status.apiUrl,
		viewport: { width: 1440, height: 900 },
		serviceWorkers: 'block',
		storageState: {
			cookies: [],
			origins: session ? [{ origin: stack.status.apiUrl, localStorage: [kept] }] : []
		}
	});
	return { page: await context.newPage() };
}

/** A plant of its own, with people as it needs them. */
async function plant(): Promise<Floor> {
	const { status } = stack;
	const service = createClient(status.apiUrl, status.secretKey, stateless);
	const seeded = { email: 'admin@lotline.test', password: 'Lotline-Demo-1' };
	const admin = await clientOf(status, seeded);
	const made: Floor = new Floor(admin, (roles, name) =>
		newColleague({ stack: status, service, admin }, name, made.siteId, roles)
	);
	await made.build();
	return made;
}

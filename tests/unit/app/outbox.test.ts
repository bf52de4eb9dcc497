import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { session } from '#lib/access/session.svelte.ts';
import { OutboxStore, type Entry } from '#lib/outbox-store.ts';
import { Outbox, type Settled } from '#lib/outbox.svelte.ts';
import { Refusal, type RefusalFacts } from '#lib/refusal.ts';
import { requestId } from '#lib/request-id.ts';
import { supabase } from '#lib/supabase.ts';

const [MEENA, RAVI] = [requestId(), requestId()];

/** A signed-in person, as Auth would keep him; nothing here asks Auth. */
async function signInAs(person: string): Promise<void> {
	const part = (given: object) => Buffer.from(JSON.stringify(given)).toString('base64url');
	const exp = Math.floor(Date.now() / 1000) + 3600;
	const token = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: person, exp })}.c2lnbmVk`;
	const user = { id: person, aud: 'authenticated', email: `${person}@lotline.test` };
	vi.stubGlobal('fetch', () => Promise.resolve(Response.json(user)));
	const { error } = await supabase.auth.setSession({ access_token: token, refresh_token: 'none' });
	vi.unstubAllGlobals();
	if (error) throw error;
}

const refused: RefusalFacts = {
	kind: 'refused',
	code: 'STAGE_DONE',
	sentence: 'Drying of MCC-24-051-A has been logged already.',
	params: {}
};
const unreachable: RefusalFacts = {
	kind: 'unreachable',
	code: 'UNREACHABLE',
	sentence: 'The server cannot be reached.',
	params: {}
};

/** What the network lets through, in the order in which it was sent. */
class Network {
	sent: string[] = [];
	answers: Record<string, RefusalFacts> = {};
	isDown = true;

	send = (entry: Entry): Promise<unknown> => {
		this.sent.push(entry.origin!.label);
		const answer: RefusalFacts | undefined = this.isDown
			? unreachable
			: this.answers[entry.origin!.label];
		return answer ? Promise.reject(new Refusal(answer)) : Promise.resolve(entry.requestId);
	};
}

const did = (label: string, person = MEENA) => ({
	requestId: requestId(),
	command: 'log_stage',
	args: { output_quantity: 470 },
	person,
	origin: { page: '/shift', label, values: { output_quantity: 470 } }
});

const labels = (entries: Entry[]) => entries.map(({ origin }) => origin!.label);

describe('what was done without a network', () => {
	// One network for all: what a test has left open is another tab, which sends too.
	const network = new Network();
	let outbox: Outbox;

	beforeEach(async () => {
		const store = new OutboxStore();
		for (const { number } of await store.all()) await store.remove(number);
		await session.start();
		await signInAs(MEENA);
		Object.assign(network, { sent: [], answers: {}, isDown: true });
		outbox = new Outbox(network.send);
	});

	test('waits, and is sent once and in its order when there is one', async () => {
		await outbox.add(did('first'));
		await outbox.add(did('second'));
		await outbox.flush();
		expect(network.sent).toEqual(['first']);
		expect(labels(outbox.pending)).toEqual(['first', 'second']);

		network.isDown = false;
		await Promise.all([outbox.flush(), outbox.flush(), outbox.flush()]);
		expect(network.sent).toEqual(['first', 'first', 'second']);
		expect(outbox.pending).toEqual([]);
	});

	test('has the same id each time it is sent', async () => {
		const ids: string[] = [];
		const watched = new Outbox((entry) => {
			ids.push(entry.requestId);
			return network.send(entry);
		});
		const action = did('first');
		await watched.add(action);
		await watched.flush();
		network.isDown = false;
		await watched.flush();
		expect(ids).toEqual([action.requestId, action.requestId]);
	});

	test('outlives a reload, with when it was done', async () => {
		await outbox.add(did('first'));
		const reloaded = new Outbox(network.send);
		network.isDown = false;
		const [kept] = await new OutboxStore().all();
		expect(Date.now() - Date.parse(kept!.at)).toBeLessThan(10_000);
		await reloaded.open();
		expect(network.sent).toEqual(['first']);
		expect(await new OutboxStore().all()).toEqual([]);
	});

	test('and is refused then, comes back with what was typed, and the next is sent', async () => {
		const told: Settled[] = [];
		outbox.onSettled((settled) => told.push(settled));
		await outbox.add(did('refused'));
		await outbox.add(did('fine'));
		network.isDown = false;
		network.answers.refused = refused;
		await outbox.flush();

		expect(network.sent).toEqual(['refused', 'fine']);
		expect(outbox.pending).toEqual([]);
		expect(outbox.refused).toMatchObject([
			{ refusal: refused, origin: { page: '/shift', values: { output_quantity: 470 } } }
		]);
		expect(told).toMatchObject([{ refused: true }, { entry: { origin: { label: 'fine' } } }]);

		await outbox.flush();
		expect(network.sent).toHaveLength(2);
		const taken = await outbox.take(outbox.refused[0]!.number);
		expect(taken?.origin?.values).toEqual({ output_quantity: 470 });
		expect(outbox.refused).toEqual([]);
		expect(await new OutboxStore().all()).toEqual([]);
	});

	test('of one person is not sent, shown or taken out under the session of another', async () => {
		await outbox.add(did('hers'));
		await signInAs(RAVI);
		network.isDown = false;
		await outbox.open();
		expect(network.sent).toEqual([]);
		expect(outbox.pending).toEqual([]);
		expect(outbox.ofOthers).toBe(1);
		const [hers] = await new OutboxStore().all();
		expect(await outbox.take(hers!.number)).toBeUndefined();
		expect(await new OutboxStore().all()).toHaveLength(1);

		await outbox.add(did('his', RAVI));
		await outbox.flush();
		expect(network.sent).toEqual(['his']);

		await signInAs(MEENA);
		await outbox.flush();
		expect(network.sent).toEqual(['his', 'hers']);
	});

	test('is not sent while nobody is signed in', async () => {
		await outbox.add(did('hers'));
		network.isDown = false;
		vi.stubGlobal('fetch', () => Promise.resolve(Response.json({})));
		await supabase.auth.signOut({ scope: 'local' });
		vi.unstubAllGlobals();
		await outbox.flush();
		expect(network.sent).toEqual([]);
	});

	test('and breaks the server each time goes back after some times, so that others are not kept behind it', async () => {
		await outbox.add(did('broken'));
		await outbox.add(did('fine'));
		network.isDown = false;
		network.answers.broken = { ...unreachable, kind: 'failed', code: 'XX000' };
		for (let times = 0; times < 4; times++) await outbox.flush();
		expect(labels(outbox.pending)).toEqual(['broken', 'fine']);
		await outbox.flush();
		expect(labels(outbox.refused)).toEqual(['broken']);
		expect(outbox.pending).toEqual([]);
	});

	test('is sent once, though several tabs are open', async () => {
		const tabs = [outbox, new Outbox(network.send), new Outbox(network.send)];
		for (const label of ['first', 'second', 'third']) await outbox.add(did(label));
		network.isDown = false;
		await Promise.all(tabs.map((tab) => tab.flush()));
		expect(network.sent).toEqual(['first', 'second', 'third']);
	});

	test('is tried again by itself', async () => {
		await outbox.add(did('first'));
		network.isDown = false;
		await vi.waitFor(() => expect(outbox.pending).toEqual([]), 5_000);
		expect(network.sent).toEqual(['first']);
	});
});

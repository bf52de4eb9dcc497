import { expect, test, vi } from 'vitest';
import { Reading } from '#lib/reading.svelte.ts';

/** A server that answers when it is told to. */
function slowServer() {
	const asked: {
		signal: AbortSignal;
		answer: (value: string) => void;
		refuse: (e: Error) => void;
	}[] = [];
	const read = (signal: AbortSignal) =>
		new Promise<string>((answer, refuse) => asked.push({ signal, answer, refuse }));
	return { asked, read };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('reads at once, and keeps what it read while it reads again', async () => {
	const { asked, read } = slowServer();
	const reading = new Reading(read);
	expect(reading.loading).toBe(true);
	asked[0]!.answer('first');
	await settled();
	expect([reading.current, reading.loading]).toEqual(['first', false]);
	void reading.again();
	expect([reading.current, reading.loading]).toEqual(['first', true]);
});

test('of a hundred who ask while a reading is on its way, one reading more comes', async () => {
	const { asked, read } = slowServer();
	const reading = new Reading(read);
	const waiting = Array.from({ length: 100 }, () => reading.again());
	expect(asked).toHaveLength(1);
	asked[0]!.answer('before the change');
	await settled();
	expect(asked).toHaveLength(2);
	asked[1]!.answer('after the change');
	await Promise.all(waiting);
	expect(reading.current).toBe('after the change');
	await settled();
	expect(asked).toHaveLength(2);
});

test('who asks while one waits gets what that one brings', async () => {
	const { asked, read } = slowServer();
	const reading = new Reading(read);
	let early = false;
	void reading.again().then(() => (early = true));
	asked[0]!.answer('old');
	await settled();
	expect(early).toBe(false);
	asked[1]!.answer('new');
	await vi.waitFor(() => expect(early).toBe(true));
});

test('says why a reading failed, keeps what was there, and forgets it when one succeeds', async () => {
	const { asked, read } = slowServer();
	const reading = new Reading(read);
	asked[0]!.answer('first');
	await settled();
	void reading.again();
	asked[1]!.refuse(new Error('The server is out.'));
	await settled();
	expect([reading.current, reading.problem, reading.loading]).toEqual([
		'first',
		'The server is out.',
		false
	]);
	void reading.again();
	asked[2]!.answer('second');
	await settled();
	expect([reading.current, reading.problem]).toEqual(['second', undefined]);
});

test('reading something else drops what is on its way, whichever answers first', async () => {
	const { asked, read } = slowServer();
	const reading = new Reading(read);
	void reading.anew();
	expect(asked[0]!.signal.aborted).toBe(true);
	asked[1]!.answer('what is wanted now');
	asked[0]!.answer('what was wanted before');
	await settled();
	expect([reading.current, reading.loading]).toEqual(['what is wanted now', false]);
});

test('who asks is not kept waiting by what was dropped before and never ends', async () => {
	const { asked, read } = slowServer();
	const reading = new Reading(read);
	void reading.again();
	void reading.anew();
	void reading.again();
	asked[1]!.answer('before the change');
	await settled();
	expect(asked).toHaveLength(3);
	asked[2]!.answer('after the change');
	await settled();
	expect([reading.current, reading.loading]).toEqual(['after the change', false]);
});

test('what was dropped is not read again when it ends', async () => {
	const { asked, read } = slowServer();
	const reading = new Reading(read);
	void reading.again();
	reading.stop();
	asked[0]!.refuse(new Error('Dropped.'));
	await settled();
	expect(asked).toHaveLength(1);
	expect(reading.loading).toBe(false);
});

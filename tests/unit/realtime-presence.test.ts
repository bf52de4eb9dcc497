import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Presence, type PresenceDiff } from '../../local/realtime/presence.ts';

function presence() {
	const diffs: PresenceDiff[] = [];
	return { diffs, room: new Presence<string>((diff) => void diffs.push(diff)) };
}

test('what changes at the same moment is told as one difference', async () => {
	const { diffs, room } = presence();
	room.track('socket 1', 'anna', { at: 'mixer' });
	room.track('socket 2', 'bela', { at: 'press' });
	room.untrack('socket 1');
	await turn();
	expect(diffs).toHaveLength(1);
	expect(diffs[0]).toMatchObject({
		joins: { anna: { metas: [{ at: 'mixer' }] }, bela: { metas: [{ at: 'press' }] } },
		leaves: { anna: { metas: [{ at: 'mixer' }] } }
	});
	expect(Object.keys(room.state())).toEqual(['bela']);
});

test('a change joins with a new reference and leaves with the old one', async () => {
	const { diffs, room } = presence();
	room.track('socket 1', 'anna', { at: 'mixer' });
	await turn();
	room.track('socket 1', 'anna', { at: 'press' });
	await turn();
	const [before] = diffs[0]!.joins.anna!.metas;
	expect(diffs[1]).toMatchObject({
		joins: { anna: { metas: [{ at: 'press', phx_ref_prev: before!.phx_ref }] } },
		leaves: { anna: { metas: [before] } }
	});
});

test('the same again is not told', async () => {
	const { diffs, room } = presence();
	room.track('socket 1', 'anna', { at: 'mixer' });
	await turn();
	room.track('socket 1', 'anna', { at: 'mixer' });
	await turn();
	expect(diffs).toHaveLength(1);
});

test('two sockets of one key are two entries', () => {
	const { room } = presence();
	room.track('socket 1', 'anna', { at: 'mixer' });
	room.track('socket 2', 'anna', { at: 'press' });
	expect(room.state()).toMatchObject({ anna: { metas: [{ at: 'mixer' }, { at: 'press' }] } });
});

test('who asks for the state is not told again what it holds', async () => {
	const { diffs, room } = presence();
	room.track('socket 1', 'anna', {});
	expect(Object.keys(room.state())).toEqual(['anna']);
	expect(diffs).toHaveLength(1);
	await turn();
	expect(diffs).toHaveLength(1);
});

test('no key is special', () => {
	const { room } = presence();
	room.track('socket 1', '__proto__', { at: 'mixer' });
	expect(JSON.stringify(room.state())).toContain('"__proto__":{"metas":[{"at":"mixer"');
});

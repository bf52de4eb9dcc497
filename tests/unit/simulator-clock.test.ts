import { expect, test } from 'vitest';
import { Agenda } from '../../simulator/agenda.ts';
import { Clock, datesBetween, instantOf, localTime } from '../../simulator/clock.ts';
import { Refusal } from '../../simulator/transport.ts';

const ZONE = 'Asia/Kolkata';
const START = new Date('2026-11-19T00:00:00Z');
const after = (minutes: number) => new Date(START.getTime() + minutes * 60_000);

/** A clock on a wall that only moves when somebody waits. */
function clockAt(pace: number) {
	let wall = 0;
	const told: string[] = [];
	const clock = new Clock(START, {
		pace,
		set: async (instant) => void told.push(instant.toISOString().slice(11, 16)),
		wall: () => wall,
		wait: async (ms) => void (wall += ms)
	});
	return { clock, told, waited: () => wall };
}

test('X.08 at full speed the clock goes from event to event and waits for nothing', async () => {
	const { clock, told, waited } = clockAt(Infinity);
	await clock.reach(after(90));
	expect([clock.now, told, waited()]).toEqual([after(90), ['01:30'], 0]);
});

test('X.08 at 60× each minute takes a second, and everybody is told of it', async () => {
	const { clock, told, waited } = clockAt(60);
	await clock.reach(after(3));
	expect([told, waited()]).toEqual([['00:01', '00:02', '00:03'], 3000]);
});

test('X.08 at real speed the clock goes with the world’s', async () => {
	const { clock, waited } = clockAt(1);
	await clock.reach(after(2));
	expect([clock.now, waited()]).toEqual([after(2), 120_000]);
});

test('X.08 what passes while somebody is waited for is not made up for', async () => {
	let wall = 0;
	const clock = new Clock(START, {
		pace: 60,
		wall: () => wall,
		wait: async (ms) => void (wall += ms)
	});
	await clock.reach(after(1));
	wall += 30_000;
	clock.goOn();
	await clock.reach(after(3));
	expect(wall).toBe(1000 + 30_000 + 2000);
});

test('X.08 the clock never goes back', async () => {
	const { clock } = clockAt(Infinity);
	await clock.reach(after(10));
	await clock.reach(after(5));
	expect(clock.now).toEqual(after(10));
});

test('X.08 a plant’s times are those of its zone', () => {
	expect(instantOf('2026-11-20', '05:30', ZONE)).toEqual(new Date('2026-11-20T00:00:00Z'));
	expect(localTime(new Date('2026-11-19T20:00:00Z'), ZONE)).toEqual({
		date: '2026-11-20',
		minute: 90
	});
	expect(
		datesBetween(new Date('2026-11-28T20:00:00Z'), new Date('2026-12-01T00:00:00Z'), ZONE)
	).toEqual(['2026-11-29', '2026-11-30', '2026-12-01']);
});

test('X.08 what is due in the same five minutes is done at once, the rest in the order of time', async () => {
	const { clock } = clockAt(Infinity);
	const agenda = new Agenda(START);
	const done: string[] = [];
	const note = (name: string) => async (at: Date) => {
		done.push(
			`${name} ${at.toISOString().slice(11, 16)} at ${clock.now.toISOString().slice(11, 16)}`
		);
	};
	agenda.add(after(12), note('late'));
	agenda.add(after(3), async (at) => {
		await note('early')(at);
		agenda.add(at, note('follows'));
	});
	agenda.add(after(1), note('earliest'));
	agenda.planFirst(after(5), note('a shift closes'));
	agenda.plan(after(-60), note('over'));
	agenda.planFirst(after(-60), note('over'));
	agenda.add(after(40), note('after the end'));
	await agenda.run(clock, after(30));
	expect(done).toEqual([
		'a shift closes 00:05 at 00:05',
		'early 00:03 at 00:05',
		'earliest 00:01 at 00:05',
		'follows 00:03 at 00:10',
		'late 00:12 at 00:15'
	]);
	expect(clock.now).toEqual(after(30));
});

test('X.08 a refusal ends what it refused and nothing else; a fault of the program ends all', async () => {
	const { clock } = clockAt(Infinity);
	const agenda = new Agenda(START);
	const done: string[] = [];
	agenda.add(after(1), async () => {
		throw new Refusal('LOT_NOT_USABLE', 'Lot A is on hold and may not be used.');
	});
	agenda.add(after(1), async () => void done.push('the other'));
	await agenda.run(clock, after(10));
	expect(done).toEqual(['the other']);

	agenda.add(after(11), async () => {
		throw new TypeError('a mistake in the simulator');
	});
	await expect(agenda.run(clock, after(20))).rejects.toThrow(TypeError);
});

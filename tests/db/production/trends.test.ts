import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { SIGNED_IN } from '../matrix.ts';
import { DAY_OF_WORK, Floor, GOOD, refusal } from './floor.ts';

interface Trends {
	from: string;
	until: string;
	shifts: {
		shift: string;
		business_date: string;
		finished: number;
		input: number;
		output: number;
		unit: string | null;
		yield_percent: number | null;
		yield_min_percent: number | null;
	}[];
	losses: {
		date: string;
		stage: string;
		position: number;
		logs: number;
		input: number;
		output: number;
		loss_percent: number;
		limit_percent: number | null;
		above_limit: number;
	}[];
	downtimes: { date: string; reason: string; times: number; minutes: number }[];
	pace: {
		stages: { stage: string; minutes: number; most: number; times: number }[];
		tests: { kind: string; minutes: number; most: number; times: number }[];
	};
}

const read = async (
	db: TestDatabase,
	site: string | null,
	days: number | null = 7,
	persona = 'manager'
): Promise<Trends> =>
	(await db.as(persona, (sql) => sql`select plant_trends(${site}, ${days}) as trends`))[0]!
		.trends as Trends;

test('P7.01 P7.05 the last days add up what shifts made, what stages lost and how long machines stood still', async ({
	db
}) => {
	const floor = await Floor.open(db, { gates: [] });
	const batch = await floor.batchUpTo(5, 100);
	const half = await floor.batchUpTo(0, 100);
	await floor.log(half, 1, 60, '09:10:00', '09:40:00');
	const down = await floor.stop(floor.machines[3]!, {
		started_at: floor.at('09:00:00'),
		ended_at: floor.at('09:20:00')
	});
	floor.at('09:45:00');
	await floor.stop(floor.machines[4]!, { started_at: `${DAY_OF_WORK}T09:40:00+05:30` });
	floor.at('10:00:00');

	const trends = await read(db, floor.ids.site);
	expect(trends).toMatchObject({ from: '2030-05-17', until: DAY_OF_WORK });
	const shift = trends.shifts.find(
		({ business_date, shift }) => business_date === DAY_OF_WORK && shift === 'A'
	)!;
	expect(shift).toMatchObject({ finished: 1, input: 100, unit: 'kg' });
	expect(shift.output).toBeCloseTo(90.392, 6);
	expect(shift.yield_percent).toBeCloseTo(90.392, 3);
	// Each of the five stages may yield 90 % at the least.
	expect(shift.yield_min_percent).toBeCloseTo(100 * 0.9 ** 5, 3);

	const first = trends.losses.find(({ stage }) => stage === 'Pre-treatment')!;
	expect(first).toMatchObject({
		date: DAY_OF_WORK,
		position: 1,
		logs: 2,
		input: 200,
		output: 158,
		loss_percent: 21,
		limit_percent: 5,
		above_limit: 1
	});
	expect(trends.losses.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);

	// One that lasts counts until now.
	expect(trends.downtimes).toMatchObject([
		{ date: DAY_OF_WORK, reason: down.reason, times: 2, minutes: 40 }
	]);
	expect(trends.pace.stages.find(({ stage }) => stage === 'Drying')).toMatchObject({
		minutes: 30,
		most: 30,
		times: 1
	});
	const journey = await floor.journey(batch.code);
	expect(journey).toMatchObject({ state: 'finished' });
});

test('P7.05 how long QC takes is counted from when a test could be made', async ({ db }) => {
	const floor = await Floor.open(db, { gates: [1] });
	const lot = await floor.receive(500);
	floor.at('06:35:00');
	await floor.test({ lot_id: lot.id }, GOOD.incoming);
	const batch = await floor.start(500);
	await floor.allocate(batch, lot, 500);
	const logged = await floor.log(batch, 1, 490, '06:40:00', '07:10:00');
	floor.at('08:00:00');
	await floor.test({ stage_log_id: logged.last!.id }, GOOD.in_process);
	const { pace } = await read(db, floor.ids.site);
	expect(pace.tests.find(({ kind }) => kind === 'in_process')).toMatchObject({
		minutes: 50,
		most: 50
	});
});

test('P7.06 what lies before the range is not in it, and a range has an end', async ({ db }) => {
	const floor = await Floor.open(db);
	await floor.batchUpTo(1, 100);
	db.travelTo('2030-05-26T12:00:00+05:30');
	expect((await read(db, floor.ids.site, 4)).losses).not.toEqual([]);
	const later = await read(db, floor.ids.site, 3);
	expect(later).toMatchObject({ from: '2030-05-24', losses: [], downtimes: [] });
	expect(later.shifts.filter(({ output }) => output > 0)).toEqual([]);
	for (const days of [0, -1, 93, null])
		await expect(read(db, floor.ids.site, days), String(days)).rejects.toMatchObject({
			code: 'PT400',
			...refusal('VALUE_INVALID', 'Trends are of 1 to 92 days.')
		});
});

test('P1.09 the last days of a plant are for members of the site, and of a site there is', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const none = { code: 'PT404', ...refusal('NOT_FOUND', 'There is no such site among yours.') };
	for (const persona of ['manager@P2', 'supervisor@P2', 'nobody'])
		await expect(read(db, floor.ids.site, 7, persona), persona).rejects.toMatchObject(none);
	for (const site of ['00000000-0000-4000-8000-000000000000', null])
		await expect(read(db, site), String(site)).rejects.toMatchObject(none);
	await expect(read(db, floor.ids.site, 7, 'anon')).rejects.toMatchObject({ code: '42501' });
	for (const persona of SIGNED_IN.filter((other) => other !== 'nobody'))
		expect(await read(db, floor.ids.site, 7, persona), persona).toBeTruthy();
});

import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { assign, createRuns as create, defineDay, defineShift, runOf, tick } from './shifts.ts';

/** A plant in Berlin, where the clock is put forward on 31 March 2030 and back on 27 October. */
async function berlin(db: TestDatabase, code: string): Promise<void> {
	const id = await db.siteOf(code);
	await db.as('admin', (sql) => sql`update sites set time_zone = 'Europe/Berlin' where id = ${id}`);
}

const times = async (db: TestDatabase, site: string, code: string, date: string) => {
	const { starts_at, ends_at } = await runOf(db, site, code, date);
	return [starts_at.toISOString(), ends_at.toISOString()];
};

for (const [columns, constraint] of [
	[{ starts: '06:00', ends: '06:00' }, 'shift does not end when it starts'],
	[{ starts: '24:00' }, 'shift starts at a full minute of the day'],
	[{ ends: '24:00' }, 'shift ends at a full minute of the day'],
	[{ starts: '06:00:30' }, 'shift starts at a full minute of the day'],
	[{ code: 'a' }, 'shift code is 1 to 8 capital letters or digits'],
	[{ code: '' }, 'shift code is 1 to 8 capital letters or digits'],
	[{ name: '  ' }, 'shift name has 1 to 60 characters'],
	[{ name: 'n'.repeat(61) }, 'shift name has 1 to 60 characters']
] as const) {
	test(`P8.01 a shift with ${JSON.stringify(columns).slice(0, 40)} is refused by "${constraint}"`, async ({
		db
	}) => {
		const site_id = await db.siteOf('BAD');
		await expect(
			db.as(
				'admin',
				(sql) =>
					sql`insert into shifts ${sql({ site_id, code: 'A', name: 'A', starts: '06:00', ends: '14:00', ...columns })}`
			)
		).rejects.toMatchObject({ code: '23514', constraint_name: constraint });
	});
}

test('P8.01 a shift code is given once at a site', async ({ db }) => {
	await defineShift(db, 'S1', 'A', '06:00', '14:00');
	await expect(defineShift(db, 'S1', 'A', '07:00', '15:00')).rejects.toMatchObject({
		code: '23505'
	});
	await defineShift(db, 'S2', 'A', '06:00', '14:00');
});

test('P8.04 a Manager creates Shift D 22:00–06:00: its runs are there at once and cross midnight', async ({
	db
}) => {
	db.travelTo('2030-05-23T10:00:00+05:30');
	const site = await db.siteOf('S3');
	await db.as(
		'manager@S3',
		(sql) =>
			sql`insert into shifts (site_id, code, name, starts, ends) values (${site}, 'D', 'Night', '22:00', '06:00')`
	);
	expect(await times(db, 'S3', 'D', '2030-05-23')).toEqual([
		'2030-05-23T16:30:00.000Z',
		'2030-05-24T00:30:00.000Z'
	]);
});

test('P8.02 runs are created ahead for every active shift, once however often it is asked for', async ({
	db
}) => {
	db.travelTo('2030-05-23T10:00:00+05:30');
	await defineDay(db, 'S4');
	const site = await db.siteOf('S4');
	const count = async () =>
		(await db.sql`select count(*)::int as n from shift_runs where site_id = ${site}`)[0]!
			.n as number;
	// Today and 14 days for each; none for yesterday's shifts, which are over.
	expect(await count()).toBe(3 * 15);
	await create(db, 14);
	expect(await create(db, 14)).toBe(0);
	expect(await count()).toBe(3 * 15);
	await Promise.all([create(db, 16), create(db, 16), create(db, 16)]);
	expect(await count()).toBe(3 * 17);
	await db.as('admin', (sql) => sql`update shifts set active = false where site_id = ${site}`);
	await create(db, 20);
	expect(await count()).toBe(3 * 17);
});

test('P8.02 the night shift of the evening before has its run when it is defined after midnight', async ({
	db
}) => {
	db.travelTo('2030-05-23T02:00:00+05:30');
	await defineShift(db, 'S5', 'C', '22:00', '06:00');
	expect((await runOf(db, 'S5', 'C', '2030-05-22')).ends_at).toEqual(
		new Date('2030-05-23T06:00:00+05:30')
	);
});

test('P8.02 on the day the clock is put forward a night shift has seven hours, on the day it is put back nine', async ({
	db
}) => {
	await berlin(db, 'DST1');
	db.travelTo('2030-03-29T12:00:00+01:00');
	await defineShift(db, 'DST1', 'C', '22:00', '06:00');
	expect(await times(db, 'DST1', 'C', '2030-03-29')).toEqual([
		'2030-03-29T21:00:00.000Z',
		'2030-03-30T05:00:00.000Z'
	]);
	expect(await times(db, 'DST1', 'C', '2030-03-30')).toEqual([
		'2030-03-30T21:00:00.000Z',
		'2030-03-31T04:00:00.000Z'
	]);
	db.travelTo('2030-10-20T12:00:00+02:00');
	await create(db, 14);
	expect(await times(db, 'DST1', 'C', '2030-10-26')).toEqual([
		'2030-10-26T20:00:00.000Z',
		'2030-10-27T05:00:00.000Z'
	]);
	expect(await times(db, 'DST1', 'C', '2030-10-27')).toEqual([
		'2030-10-27T21:00:00.000Z',
		'2030-10-28T05:00:00.000Z'
	]);
});

test('P8.02 the hour that a clock change swallows neither turns a shift round nor makes it overlap', async ({
	db
}) => {
	await berlin(db, 'DST2');
	db.travelTo('2030-03-28T12:00:00+01:00');
	await defineShift(db, 'DST2', 'GONE', '02:30', '03:15');
	await expect(runOf(db, 'DST2', 'GONE', '2030-03-31')).rejects.toThrow('There is no run');
	await defineShift(db, 'DST2', 'LONG', '03:15', '02:30');
	const [, end] = await times(db, 'DST2', 'LONG', '2030-03-30');
	expect(end).toBe('2030-03-31T01:15:00.000Z');
	expect((await times(db, 'DST2', 'LONG', '2030-03-31'))[0]).toBe('2030-03-31T01:15:00.000Z');
});

test('P3.09 a run opens at its start, closes at its end and locks after the grace', async ({
	db
}) => {
	db.travelTo('2030-05-23T00:30:00+05:30');
	await defineShift(db, 'S6', 'A', '06:00', '14:00');
	for (const [clock, state] of [
		['05:59:59', 'scheduled'],
		['06:00:00', 'open'],
		['13:59:59', 'open'],
		['14:00:00', 'closing'],
		['14:14:59', 'closing'],
		['14:15:00', 'locked'],
		['18:00:00', 'locked']
	] as const) {
		db.travelTo(`2030-05-23T${clock}+05:30`);
		await tick(db);
		expect((await runOf(db, 'S6', 'A', '2030-05-23')).state, clock).toBe(state);
	}
	const { id, locked_at } = await runOf(db, 'S6', 'A', '2030-05-23');
	expect(locked_at).toEqual(new Date('2030-05-23T14:15:00+05:30'));
	const states = await db.sql`
		select after ->> 'state' as state from audit.log
		where relation = 'public.shift_runs' and record_id = ${id} order by id`;
	expect(states.map(({ state }) => state as string)).toEqual([
		'scheduled',
		'open',
		'closing',
		'locked'
	]);
});

test('P3.09 a job that has not run for a day locks what it has missed', async ({ db }) => {
	db.travelTo('2030-06-01T00:30:00+05:30');
	await defineDay(db, 'S7');
	db.travelTo('2030-06-02T10:00:00+05:30');
	await tick(db);
	expect((await runOf(db, 'S7', 'B', '2030-06-01')).state).toBe('locked');
	expect((await runOf(db, 'S7', 'C', '2030-06-01')).state).toBe('locked');
	expect((await runOf(db, 'S7', 'A', '2030-06-02')).state).toBe('open');
	expect(await tick(db)).toBe(0);
});

test('P3.07 a locked run stays as it is, whoever asks', async ({ db }) => {
	const { id } = await lockedRun(db, 'S8');
	await expect(
		db.sql`update shift_runs set state = 'open', locked_at = null where id = ${id}`
	).rejects.toMatchObject({
		code: 'PT423',
		message: 'Shift A of 23 May 2030 is locked and stays as it is.'
	});
});

test('P8.01 new times are those of the runs to come; what has begun keeps its own', async ({
	db
}) => {
	db.travelTo('2030-05-22T10:00:00+05:30');
	await defineShift(db, 'S9', 'A', '06:00', '14:00');
	db.travelTo('2030-05-23T10:00:00+05:30');
	await tick(db);
	const edit = (starts: string, ends: string) =>
		db.as('manager@S9', async (sql) => {
			await sql`update shifts set starts = ${starts}, ends = ${ends} where code = 'A'`;
		});
	await edit('07:00', '15:00');
	expect(await times(db, 'S9', 'A', '2030-05-22')).toEqual([
		'2030-05-22T00:30:00.000Z',
		'2030-05-22T08:30:00.000Z'
	]);
	expect(await times(db, 'S9', 'A', '2030-05-23')).toEqual([
		'2030-05-23T00:30:00.000Z',
		'2030-05-23T08:30:00.000Z'
	]);
	expect(await times(db, 'S9', 'A', '2030-05-24')).toEqual([
		'2030-05-24T01:30:00.000Z',
		'2030-05-24T09:30:00.000Z'
	]);
	await edit('22:00', '06:00');
	db.travelTo('2030-05-24T23:00:00+05:30');
	await tick(db);
	await expect(edit('05:00', '13:00')).rejects.toMatchObject({
		code: 'PT422',
		message:
			'With these times Shift A of 25 May 2030 would begin at 05:00, while Shift A of 24 May 2030 lasts until 06:00.'
	});
});

test('P8.01 new times that would put somebody in two shifts at once are refused', async ({
	db
}) => {
	db.travelTo('2030-05-23T00:30:00+05:30');
	await defineDay(db, 'S10');
	await assign(db, 'admin', (await runOf(db, 'S10', 'A', '2030-05-25')).id, 'supervisor.both@S10');
	await assign(db, 'admin', (await runOf(db, 'S10', 'B', '2030-05-25')).id, 'supervisor.both@S10');
	const site = await db.siteOf('S10');
	await expect(
		db.as(
			'admin',
			(sql) => sql`update shifts set ends = '15:00' where site_id = ${site} and code = 'A'`
		)
	).rejects.toMatchObject({
		code: 'PT422',
		message:
			'With these times supervisor.both@S10 would be in Shift A of 25 May 2030 and in Shift B of 25 May 2030 at once.'
	});
});

test('P8.01 a site that moves to another time zone has its coming shifts there', async ({ db }) => {
	db.travelTo('2030-05-23T10:00:00+05:30');
	await defineShift(db, 'S11', 'A', '06:00', '14:00');
	await tick(db);
	await berlin(db, 'S11');
	expect((await times(db, 'S11', 'A', '2030-05-23'))[0]).toBe('2030-05-23T00:30:00.000Z');
	expect((await times(db, 'S11', 'A', '2030-05-24'))[0]).toBe('2030-05-24T04:00:00.000Z');
});

test('P8.01 a shift that is given up opens no more', async ({ db }) => {
	db.travelTo('2030-05-23T00:30:00+05:30');
	const id = await defineShift(db, 'S12', 'A', '06:00', '14:00');
	await db.as('admin', (sql) => sql`update shifts set active = false where id = ${id}`);
	db.travelTo('2030-05-23T10:00:00+05:30');
	await tick(db);
	expect((await runOf(db, 'S12', 'A', '2030-05-23')).state).toBe('scheduled');
});

test('P3.09 the jobs are there, by name', async ({ db }) => {
	expect([...(await db.sql`select jobname, schedule from cron.job order by jobname`)]).toEqual([
		{ jobname: 'create-shift-runs', schedule: '0 3 * * *' },
		{ jobname: 'lock-shift-runs', schedule: '* * * * *' }
	]);
});

async function lockedRun(db: TestDatabase, site: string) {
	db.travelTo('2030-05-23T00:30:00+05:30');
	await defineShift(db, site, 'A', '06:00', '14:00');
	db.travelTo('2030-05-23T14:15:00+05:30');
	await tick(db);
	return await runOf(db, site, 'A', '2030-05-23');
}

import { expect } from 'vitest';
import { test } from '../database.ts';
import { violations } from '../invariants.ts';
import { DAY_OF_WORK, Floor, refusal } from './floor.ts';

const clock = (time: string) => `${DAY_OF_WORK}T${time}+05:30`;

test('P3.05 a machine stands still from now until somebody says it runs again', async ({ db }) => {
	const floor = await Floor.open(db);
	await floor.assignTo('B', 'supervisor.b');
	const [mch] = await db.sql`select code from machines where id = ${floor.machines[0]!}`;
	floor.at('13:00:00');
	const down = await floor.stop(floor.machines[0]!, { note: 'belt torn' });
	expect(down).toMatchObject({
		machine: mch!.code,
		reason: 'Breakdown',
		batch: null,
		ended_at: null,
		minutes: 0,
		note: 'belt torn'
	});
	const end = (persona: string, more = {}) =>
		floor.call<{ minutes: number }>(persona, 'end_downtime', { downtime_id: down.id, ...more });
	floor.at('14:20:00');
	expect(await end('supervisor.b')).toMatchObject({ minutes: 80 });
	expect(
		await db.sql`select run_id, logged_by, ended_by, ended_at from downtimes where id = ${down.id}`
	).toEqual([
		{
			run_id: floor.run,
			logged_by: await db.idOf('supervisor'),
			ended_by: await db.idOf('supervisor.b'),
			ended_at: new Date(clock('14:20:00'))
		}
	]);
	await expect(end('supervisor.b')).rejects.toMatchObject({
		code: 'PT409',
		...refusal('DOWNTIME_ENDED', 'This downtime ended at 14:20.')
	});
});

test('P3.05 a downtime that is over is logged in one go, with the stage it fell into', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.batchUpTo(1, 100);
	const down = await floor.stop(floor.machines[0]!, {
		started_at: clock('06:20:00'),
		ended_at: clock('06:32:30')
	});
	expect(down).toMatchObject({ batch: batch.code, minutes: 12.5 });
	const journey = await floor.journey<{
		stages: { log: { downtimes: unknown[] } | null }[];
	}>(batch.code);
	expect(journey.stages[0]!.log!.downtimes).toMatchObject([{ id: down.id, minutes: 12.5 }]);
	// At the end of a stage it is over.
	expect(await floor.stop(floor.machines[0]!, { started_at: clock('06:40:00') })).toMatchObject({
		batch: null
	});
});

test('P3.05 a downtime is of a running stage too', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(100);
	const batch = await floor.start(100);
	await floor.allocate(batch, lot, 100);
	await floor.begin(batch, 1);
	floor.at('06:30:00');
	expect(await floor.stop(floor.machines[0]!)).toMatchObject({ batch: batch.code });
	floor.at('06:45:00');
	await floor.finish(batch, 99);
});

test('P3.05 a machine stands still once at a time, by the command and by the table', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const machine = floor.machines[0]!;
	const [mch] = await db.sql`select code from machines where id = ${machine}`;
	floor.at('08:00:00');
	await floor.stop(machine, { started_at: clock('06:10:00'), ended_at: clock('07:00:00') });
	await floor.stop(machine, { started_at: clock('07:30:00') });
	for (const [started_at, ended_at, during] of [
		[clock('06:30:00'), clock('06:40:00'), 'from 06:10 to 07:00'],
		[clock('06:00:00'), clock('06:10:01'), 'from 06:10 to 07:00'],
		[clock('07:00:00'), clock('07:30:01'), 'from 07:30'],
		[clock('07:45:00'), null, 'from 07:30']
	] as const)
		await expect(floor.stop(machine, { started_at, ended_at })).rejects.toMatchObject({
			code: 'PT409',
			...refusal('MACHINE_BUSY', `${mch!.code as string} stands still already ${during}.`)
		});
	await expect(
		db.sql`insert into downtimes (site_id, machine_id, reason_id, started_at, logged_by)
			values (${floor.ids.site}, ${machine}, ${await floor.reason('downtime')}, ${clock('07:50:00')}, ${await db.idOf('supervisor')})`
	).rejects.toMatchObject({
		code: '23P01',
		constraint_name: 'a machine stands still once at a time'
	});
	await floor.stop(machine, { started_at: clock('07:00:00'), ended_at: clock('07:30:00') });
	await floor.stop(floor.machines[1]!, { started_at: clock('06:30:00') });
});

test('P3.05 a downtime needs a machine in use and one of the reasons for downtimes in use', async ({
	db
}) => {
	const floor = await Floor.open(db);
	for (const machine_id of ['00000000-0000-4000-8000-000000000000', null])
		await expect(floor.stop(machine_id as string)).rejects.toMatchObject({
			code: 'PT404',
			...refusal('NOT_FOUND', 'There is no such machine in use.')
		});
	await db.as(
		'admin',
		(sql) => sql`update machines set active = false where id = ${floor.machines[4]!}`
	);
	await expect(floor.stop(floor.machines[4]!)).rejects.toMatchObject(refusal('NOT_FOUND'));
	const refused = {
		code: 'PT404',
		...refusal('NOT_FOUND', 'A downtime needs one of the reasons for downtimes.')
	};
	const reason_id = await floor.reason('downtime');
	for (const other of [null, await floor.reason('hold')])
		await expect(floor.stop(floor.machines[0]!, { reason_id: other })).rejects.toMatchObject(
			refused
		);
	await db.as(
		'admin',
		(sql) => sql`update reason_codes set active = false where id = ${reason_id}`
	);
	await expect(floor.stop(floor.machines[0]!, { reason_id })).rejects.toMatchObject(refused);
	await db.as('admin', (sql) => sql`update reason_codes set active = true where id = ${reason_id}`);
});

test('P3.05 a downtime ends after it began, is not in the future, and not older than a day', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const machine = floor.machines[0]!;
	floor.at('10:00:00');
	await expect(
		floor.stop(machine, { started_at: clock('09:00:00'), ended_at: clock('09:00:00') })
	).rejects.toMatchObject({
		code: 'PT422',
		...refusal('TIME_ORDER', 'The downtime began at 09:00 and cannot end at 09:00.')
	});
	for (const times of [
		{ started_at: clock('10:02:01') },
		{ started_at: clock('09:00:00'), ended_at: clock('10:02:01') }
	])
		await expect(floor.stop(machine, times)).rejects.toMatchObject({
			code: 'PT400',
			...refusal('VALUE_INVALID', '23 May 2030 10:02 has not come yet.')
		});
	for (const ended_at of [null, clock('09:00:00')])
		await expect(
			floor.stop(machine, { started_at: '2020-05-23T09:00:00+05:30', ended_at })
		).rejects.toMatchObject(
			refusal(
				'TIME_ORDER',
				'A downtime that began more than 24 hours ago is no longer logged: 23 May 2020 09:00.'
			)
		);
	const down = await floor.stop(machine, { started_at: '2030-05-22T10:00:00+05:30' });
	expect(down.minutes).toBe(1440);
	for (const [ended_at, refused] of [
		[
			'2030-05-22T10:00:00+05:30',
			refusal('TIME_ORDER', 'The downtime began at 10:00 and cannot end at 10:00.')
		],
		[clock('10:02:01'), refusal('VALUE_INVALID', '23 May 2030 10:02 has not come yet.')]
	] as const)
		await expect(
			floor.call('supervisor', 'end_downtime', { downtime_id: down.id, ended_at })
		).rejects.toMatchObject(refused);
	await expect(
		floor.call('supervisor', 'end_downtime', {
			downtime_id: '00000000-0000-4000-8000-000000000000'
		})
	).rejects.toMatchObject(refusal('NOT_FOUND', 'There is no such downtime.'));
	await floor.call('supervisor', 'end_downtime', {
		downtime_id: down.id,
		ended_at: clock('09:59:00')
	});
});

test('P3.05 two who log the same breakdown at once: it is logged once', async ({ db }) => {
	const floor = await Floor.open(db);
	const outcomes = await Promise.allSettled(
		Array.from({ length: 8 }, () => floor.stop(floor.machines[0]!))
	);
	expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	for (const outcome of outcomes)
		if (outcome.status === 'rejected')
			expect(outcome.reason).toMatchObject(refusal('MACHINE_BUSY'));
	const [down] = await db.sql`select id from downtimes where machine_id = ${floor.machines[0]!}`;
	floor.at('06:30:00');
	const ends = await Promise.allSettled(
		Array.from({ length: 8 }, () =>
			floor.call('supervisor', 'end_downtime', { downtime_id: down!.id })
		)
	);
	expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('P3.05 the site hears that a machine stands still, and that it runs again', async ({ db }) => {
	const floor = await Floor.open(db);
	const down = await floor.stop(floor.machines[0]!);
	floor.at('06:10:00');
	await floor.call('supervisor', 'end_downtime', { downtime_id: down.id });
	const events = await db.superuser`
		select payload from realtime.messages
		where topic = ${`site:${floor.ids.site}:production`} and event = 'downtime' and payload ->> 'machine' = ${down.machine}
		order by inserted_at`;
	expect(events.map(({ payload }) => (payload as { running: boolean }).running)).toEqual([
		false,
		true
	]);
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});

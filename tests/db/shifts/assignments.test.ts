import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { assign, blocked, defineDay, defineShift, runOf, tick } from './shifts.ts';

async function plant(db: TestDatabase, site: string) {
	db.travelTo('2030-05-23T00:30:00+05:30');
	await defineDay(db, site);
	const run = async (code: string) => (await runOf(db, site, code, '2030-05-23')).id;
	return { a: await run('A'), b: await run('B'), c: await run('C') };
}

test('P1.09 who assigns sees the run with its people, and so does who takes somebody out', async ({
	db
}) => {
	const { a } = await plant(db, 'A1');
	expect(await assign(db, 'manager@A1', a, 'supervisor.ramesh@A1')).toEqual({
		id: a,
		site: 'A1',
		shift: { id: expect.any(String) as string, code: 'A', name: 'A' },
		business_date: '2030-05-23',
		starts_at: '2030-05-23T00:30:00+00:00',
		ends_at: '2030-05-23T08:30:00+00:00',
		state: 'scheduled',
		people: [{ id: await db.idOf('supervisor.ramesh@A1'), full_name: 'supervisor.ramesh@A1' }]
	});
	const out = await assign(db, 'manager@A1', a, 'supervisor.ramesh@A1', {
		command: 'unassign_shift'
	});
	expect(out.people).toEqual([]);
	const again = await assign(db, 'manager@A1', a, 'supervisor.ramesh@A1');
	expect(again.people).toHaveLength(1);
	const log = await db.sql`
		select operation, after ->> 'active' as active, actor from audit.log
		where relation = 'public.shift_assignments' and after ->> 'run_id' = ${a} order by id`;
	const actor = await db.idOf('manager@A1');
	expect([...log]).toEqual([
		{ operation: 'insert', active: 'true', actor },
		{ operation: 'update', active: 'false', actor },
		{ operation: 'update', active: 'true', actor }
	]);
});

test('P8.02 nobody is in two shifts at once, at whatever site; one after the other he may be', async ({
	db
}) => {
	const { a, b } = await plant(db, 'A2');
	await defineShift(db, 'A2', 'DAY', '09:00', '18:00');
	await defineShift(db, 'A3', 'A', '13:59', '15:00');
	const day = (await runOf(db, 'A2', 'DAY', '2030-05-23')).id;
	const far = (await runOf(db, 'A3', 'A', '2030-05-23')).id;
	const ramesh = 'admin.ramesh';
	await assign(db, 'admin', a, ramesh);
	for (const other of [day, far]) {
		await expect(assign(db, 'admin', other, ramesh)).rejects.toMatchObject({
			code: 'PT422',
			message: 'admin.ramesh is already in Shift A of 23 May 2030, from 06:00 until 14:00.',
			detail: expect.stringContaining('"SHIFT_OVERLAP"') as string
		});
	}
	await assign(db, 'admin', b, ramesh);
	await assign(db, 'admin', a, ramesh, { command: 'unassign_shift' });
	await expect(assign(db, 'admin', day, ramesh)).rejects.toMatchObject({ code: 'PT422' });
	await assign(db, 'admin', b, ramesh, { command: 'unassign_shift' });
	await assign(db, 'admin', day, ramesh);
});

test('P8.02 who is assigned to the same shift twice, one after the other or at once, is in it once', async ({
	db
}) => {
	const { a } = await plant(db, 'ATWICE');
	const people = async () => [
		...(await db.sql`select user_id, active from shift_assignments where run_id = ${a}`)
	];
	const once = [{ user_id: await db.idOf('admin.meera'), active: true }];
	await assign(db, 'admin', a, 'admin.meera');
	await assign(db, 'manager@ATWICE', a, 'admin.meera');
	expect(await people()).toEqual(once);
	await assign(db, 'admin', a, 'admin.meera', { command: 'unassign_shift' });
	expect(await people()).toEqual([{ ...once[0], active: false }]);
	await Promise.all([
		assign(db, 'admin', a, 'admin.meera'),
		assign(db, 'manager@ATWICE', a, 'admin.meera')
	]);
	expect(await people()).toEqual(once);
});

test('P8.02 of two overlapping assignments at the same moment one is made', async ({ db }) => {
	const { a } = await plant(db, 'A4');
	await defineShift(db, 'A4', 'DAY', '09:00', '18:00');
	const day = (await runOf(db, 'A4', 'DAY', '2030-05-23')).id;
	const person = await db.idOf('supervisor@A4');
	await db.idOf('admin');
	let second: Promise<unknown> | undefined;
	await db.as('admin', async (sql) => {
		await sql`select assign_shift(${randomUUID()}, ${a}, ${person})`;
		second = assign(db, 'admin', day, 'supervisor@A4').then(
			() => 'assigned',
			(error: { code: string }) => error.code
		);
		await blocked(db);
	});
	expect(await second).toBe('PT422');
	expect(
		await db.sql`select from shift_assignments where user_id = ${person} and active`
	).toHaveLength(1);
});

test('P1.09 who does not work at the site, or has left, is not assigned there', async ({ db }) => {
	const { a } = await plant(db, 'A5');
	for (const person of ['supervisor.far@A1', 'stranger']) {
		await expect(assign(db, 'admin', a, person)).rejects.toMatchObject({
			code: 'PT400',
			message: `${person} does not work at A5.`
		});
	}
	const gone = await db.idOf('supervisor.gone@A5');
	await db.superuser`update profiles set active = false where id = ${gone}`;
	await expect(assign(db, 'admin', a, 'supervisor.gone@A5')).rejects.toMatchObject({
		code: 'PT400'
	});
});

test('P3.07 the people of a locked run stay who they were', async ({ db }) => {
	const { a } = await plant(db, 'A6');
	await assign(db, 'admin', a, 'supervisor@A6');
	db.travelTo('2030-05-23T14:15:00+05:30');
	for (const locks of [false, true]) {
		if (locks) await tick(db);
		for (const command of ['assign_shift', 'unassign_shift']) {
			await expect(assign(db, 'admin', a, 'supervisor@A6', { command })).rejects.toMatchObject({
				code: 'PT423',
				message: 'Shift A of 23 May 2030 is locked: it ended at 14:00 and took entries until 14:15.'
			});
		}
	}
});

test('P8.02 nobody is assigned to a shift that has been given up', async ({ db }) => {
	const { a } = await plant(db, 'A7');
	const site = await db.siteOf('A7');
	await db.as('admin', (sql) => sql`update shifts set active = false where site_id = ${site}`);
	await expect(assign(db, 'admin', a, 'supervisor@A7')).rejects.toMatchObject({
		code: 'PT400',
		message: 'Shift A of 23 May 2030 does not take place.'
	});
});

test('P1.09 a run or person that there is not, or who is not in the run, is refused as not found', async ({
	db
}) => {
	const { a } = await plant(db, 'A8');
	const send = (command: string, run: string | null, person: string | null) =>
		db.as('admin', (sql) => sql`select ${sql(command)}(${randomUUID()}, ${run}, ${person})`);
	const worker = await db.idOf('supervisor@A8');
	for (const [command, run, person] of [
		['assign_shift', randomUUID(), worker],
		['assign_shift', null, worker],
		['assign_shift', a, randomUUID()],
		['assign_shift', a, null],
		['unassign_shift', randomUUID(), worker],
		['unassign_shift', a, worker]
	] as const) {
		await expect(send(command, run, person)).rejects.toMatchObject({ code: 'PT404' });
	}
});

test('P1.09 a repeated request is answered again and changes nothing; a reused id is refused', async ({
	db
}) => {
	const { a, b } = await plant(db, 'A9');
	const request = randomUUID();
	const first = await assign(db, 'admin', a, 'supervisor@A9', { request });
	await assign(db, 'admin', a, 'supervisor@A9', { command: 'unassign_shift' });
	expect(await assign(db, 'admin', a, 'supervisor@A9', { request })).toEqual(first);
	expect(await db.sql`select from shift_assignments where run_id = ${a} and active`).toHaveLength(
		0
	);
	for (const [assigner, run, command] of [
		['admin', b, 'assign_shift'],
		['admin', a, 'unassign_shift'],
		['manager@A9', a, 'assign_shift']
	] as const) {
		await expect(
			assign(db, assigner, run, 'supervisor@A9', { request, command })
		).rejects.toMatchObject({ code: 'PT409' });
	}
	const again = randomUUID();
	await Promise.all(
		Array.from({ length: 10 }, () => assign(db, 'admin', b, 'supervisor@A9', { request: again }))
	);
	const log = await db.sql`
		select from audit.log where relation = 'public.shift_assignments' and after ->> 'run_id' = ${b}`;
	expect(log).toHaveLength(1);
});

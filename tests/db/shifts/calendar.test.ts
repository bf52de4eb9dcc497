import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { testApart as test, type TestDatabase } from '../database.ts';
import { refusal } from '../production/floor.ts';
import { assign, createRuns, defineDay, defineShift, runOf, tick } from './shifts.ts';

interface Planned {
	shift: string;
	business_date: string;
}

interface Conflict {
	kind: string;
	sentence: string;
	run: Planned;
	other: Planned | null;
	person: { full_name: string } | null;
}

interface Turn {
	week: number;
	weekday: number;
	shift_id: string;
	user_id: string;
}

interface Rotation {
	id: string;
	name: string;
	turns: (Turn & { shift: string; full_name: string })[];
}

const ask = async <T>(db: TestDatabase, persona: string, call: string): Promise<T> =>
	await db.as(
		persona,
		async (sql) => (await sql.unsafe(`select ${call} as answer`))[0]!.answer as T
	);

const holiday = (
	db: TestDatabase,
	site: string,
	day: string,
	{ works = false, persona = 'manager@P1' } = {}
) =>
	db.as(
		persona,
		(sql) => sql`
			insert into holidays (site_id, day, name, works)
			select id, ${day}, 'Pongal', ${works} from sites where code = ${site}`
	);

const runsOn = async (db: TestDatabase, day: string): Promise<string[]> =>
	(
		await db.sql`
			select shifts.code from shift_runs join shifts on shifts.id = shift_id
			where business_date = ${day} order by starts_at`
	).map(({ code }) => code as string);

async function save(
	db: TestDatabase,
	turns: unknown,
	more: Record<string, unknown> = {},
	persona = 'manager'
): Promise<Rotation> {
	const given = {
		request_id: randomUUID(),
		site_id: await db.siteOf('P1'),
		name: 'Fortnight',
		starts_on: '2030-05-20',
		weeks: 2,
		turns,
		...more
	};
	const named = Object.keys(given).map((key, n) => `${key} => $${n + 1}`);
	return await db.as(persona, async (sql) => {
		const [row] = await sql.unsafe(
			`select save_rotation(${named.join(', ')}) as answer`,
			Object.values(given) as never
		);
		return row!.answer as Rotation;
	});
}

/** Who is in the runs of shifts between two days: `24 A ramesh`. */
const plan = async (db: TestDatabase, from = '2030-05-20', to = '2030-06-20'): Promise<string[]> =>
	(
		await db.sql`
			select to_char(business_date, 'MM-DD') || ' ' || shifts.code || ' ' || split_part(full_name, '.', 2) as line
			from shift_assignments join shift_runs on shift_runs.id = run_id join shifts on shifts.id = shift_id
			join profiles on profiles.id = user_id
			where shift_assignments.active and business_date between ${from} and ${to} order by starts_at, full_name`
	).map(({ line }) => line as string);

/** The plant’s day at P1 on Thursday 23 May 2030, early, with the ids of its shifts. */
async function plant(db: TestDatabase): Promise<Record<string, string>> {
	db.travelTo('2030-05-23T00:10:00+05:30');
	await defineDay(db, 'P1');
	const shifts = await db.sql`select code, id from shifts`;
	return Object.fromEntries(shifts.map(({ code, id }) => [code, id])) as Record<string, string>;
}

test('P8.02 a holiday has no shifts, and has them again when it is none or the site works', async ({
	db
}) => {
	await plant(db);
	expect(await runsOn(db, '2030-05-27')).toEqual(['A', 'B', 'C']);
	await holiday(db, 'P1', '2030-05-27');
	await holiday(db, 'P1', '2030-06-20');
	await holiday(db, 'P1', '2030-05-28', { works: true });
	expect(await runsOn(db, '2030-05-27')).toEqual([]);
	expect(await runsOn(db, '2030-05-28')).toEqual(['A', 'B', 'C']);
	await createRuns(db, 40);
	expect(await runsOn(db, '2030-05-27')).toEqual([]);
	expect(await runsOn(db, '2030-06-20')).toEqual([]);
	expect(await runsOn(db, '2030-06-21')).toEqual(['A', 'B', 'C']);
	await db.as(
		'manager@P1',
		(sql) => sql`update holidays set works = true where day = '2030-05-27'`
	);
	expect(await runsOn(db, '2030-05-27')).toEqual(['A', 'B', 'C']);
	await db.as(
		'manager@P1',
		(sql) => sql`update holidays set works = false where day = '2030-05-27'`
	);
	expect(await runsOn(db, '2030-05-27')).toEqual([]);
	await db.as('manager@P1', (sql) => sql`delete from holidays where day = '2030-05-27'`);
	expect(await runsOn(db, '2030-05-27')).toEqual(['A', 'B', 'C']);
	await expect(holiday(db, 'P1', '2030-06-20')).rejects.toMatchObject({
		constraint_name: 'a day is a holiday once at a site'
	});
});

test('P8.02 what has begun stays on a holiday, and so does a shift with people, as a conflict', async ({
	db
}) => {
	await plant(db);
	const site = await db.siteOf('P1');
	const b = await runOf(db, 'P1', 'B', '2030-05-23');
	const c = await runOf(db, 'P1', 'C', '2030-05-23');
	await assign(db, 'admin', b.id, 'supervisor.ramesh');
	await assign(db, 'admin', c.id, 'supervisor.sita');
	await assign(db, 'admin', c.id, 'supervisor.sita', { command: 'unassign_shift' });
	db.travelTo('2030-05-23T07:00:00+05:30');
	await tick(db);
	await holiday(db, 'P1', '2030-05-23');
	expect(await runsOn(db, '2030-05-23')).toEqual(['A', 'B']);
	const conflicts = await ask<Conflict[]>(
		db,
		'manager',
		`shift_conflicts('${site}', '2030-05-23', '2030-05-23')`
	);
	expect(conflicts.map(({ sentence }) => sentence)).toEqual([
		'Shift A of 23 May 2030 has no supervisor.',
		'Shift B of 23 May 2030 is planned for a holiday: Pongal.'
	]);
});

test('P8.02 a rotation puts people into the coming shifts week by week, and follows its change', async ({
	db
}) => {
	const shifts = await plant(db);
	const [ramesh, sita] = [await db.idOf('supervisor.ramesh'), await db.idOf('supervisor.sita')];
	const turn = (week: number, weekday: number, shift: string, user_id: string) => ({
		week,
		weekday,
		shift_id: shifts[shift]!,
		user_id
	});
	// Week 1 is that of 20 May; of it Thursday has not begun yet.
	const rotation = await save(db, [
		turn(1, 1, 'A', ramesh),
		turn(1, 4, 'A', ramesh),
		turn(2, 1, 'B', ramesh),
		turn(2, 1, 'A', sita),
		turn(2, 1, 'A', sita)
	]);
	expect(rotation.turns).toHaveLength(4);
	expect(rotation.turns[0]).toMatchObject({ week: 1, shift: 'A', full_name: 'supervisor.ramesh' });
	expect(await plan(db)).toEqual([
		'05-23 A ramesh',
		'05-27 A sita',
		'05-27 B ramesh',
		'06-03 A ramesh',
		'06-06 A ramesh'
	]);
	// Runs that are created later follow as well.
	await createRuns(db, 20);
	expect((await plan(db)).slice(-2)).toEqual(['06-10 A sita', '06-10 B ramesh']);
	// A person's decision wins over the rotation, whether it takes out or puts in.
	const may27 = (await runOf(db, 'P1', 'A', '2030-05-27')).id;
	await assign(db, 'manager', may27, 'supervisor.sita', { command: 'unassign_shift' });
	await assign(db, 'manager', may27, 'supervisor.guest');
	await save(db, [turn(2, 1, 'A', sita)], { rotation: rotation.id, name: 'Sita' });
	expect(await plan(db)).toEqual(['05-27 A guest', '06-10 A sita']);
	await save(db, [turn(2, 1, 'A', sita), turn(1, 1, 'A', ramesh)], {
		rotation: rotation.id,
		name: 'Sita'
	});
	expect(await plan(db)).toEqual(['05-27 A guest', '06-03 A ramesh', '06-10 A sita']);
	// What has begun is history.
	db.travelTo('2030-06-03T07:00:00+05:30');
	await tick(db);
	await save(db, [], { rotation: rotation.id, active: false });
	expect(await plan(db)).toEqual(['05-27 A guest', '06-03 A ramesh']);
	const site = await db.siteOf('P1');
	expect(await ask<Rotation[]>(db, 'qa', `list_rotations('${site}')`)).toMatchObject([
		{ id: rotation.id, name: 'Fortnight', turns: [] }
	]);
});

test('P8.02 a rotation puts nobody into two shifts at once, nor who has left; the plan says so', async ({
	db
}) => {
	const shifts = await plant(db);
	const site = await db.siteOf('P1');
	const [ramesh, gone] = [await db.idOf('supervisor.ramesh'), await db.idOf('supervisor.gone')];
	const far = await defineShift(db, 'P2', 'DAY', '09:00', '18:00');
	await db.superuser`insert into memberships (user_id, site_id, role) select ${ramesh}, site_id, 'supervisor' from shifts where id = ${far}`;
	await assign(db, 'admin', (await runOf(db, 'P2', 'DAY', '2030-05-24')).id, 'supervisor.ramesh');
	await save(db, [
		{ week: 1, weekday: 5, shift_id: shifts.A!, user_id: ramesh },
		{ week: 1, weekday: 5, shift_id: shifts.B!, user_id: gone },
		{ week: 1, weekday: 6, shift_id: shifts.A!, user_id: gone }
	]);
	expect(await plan(db)).toEqual(['05-24 DAY ramesh', '05-24 B gone', '05-25 A gone']);
	const conflicts = await ask<Conflict[]>(
		db,
		'manager',
		`shift_conflicts('${site}', '2030-05-24', '2030-05-24')`
	);
	expect(conflicts.filter(({ kind }) => kind === 'rotation')).toMatchObject([
		{
			run: { shift: 'A' },
			other: { shift: 'DAY', site: 'P2' },
			sentence:
				'supervisor.ramesh has a turn in Shift A of 24 May 2030 by rotation and is in Shift DAY of 24 May 2030.'
		}
	]);
});

test('P8.02 conflicts: two shifts of one person on a date, no supervisor, somebody who has left', async ({
	db
}) => {
	const shifts = await plant(db);
	const site = await db.siteOf('P1');
	const run = async (code: string, day: string) => (await runOf(db, 'P1', code, day)).id;
	await assign(db, 'admin', await run('A', '2030-05-24'), 'supervisor.ramesh');
	await assign(db, 'admin', await run('B', '2030-05-24'), 'supervisor.ramesh');
	await assign(db, 'admin', await run('C', '2030-05-24'), 'qa');
	await assign(db, 'admin', await run('A', '2030-05-25'), 'supervisor.ramesh');
	await assign(db, 'admin', await run('B', '2030-05-25'), 'supervisor.gone');
	await assign(db, 'admin', await run('C', '2030-05-25'), 'supervisor.sita');
	const gone = await db.idOf('supervisor.gone');
	await save(db, [{ week: 1, weekday: 6, shift_id: shifts.A!, user_id: gone }]);
	await db.superuser`update profiles set active = false where id = ${gone}`;
	const conflicts = await ask<Conflict[]>(
		db,
		'supervisor',
		`shift_conflicts('${site}', '2030-05-24', '2030-05-25')`
	);
	expect(conflicts.map(({ kind, sentence }) => [kind, sentence])).toEqual([
		[
			'person_twice',
			'supervisor.ramesh is in Shift A of 24 May 2030 and in Shift B of 24 May 2030.'
		],
		['no_supervisor', 'Shift C of 24 May 2030 has no supervisor.'],
		[
			'person_gone',
			'supervisor.gone is in Shift A of 25 May 2030 and does not work here any more.'
		],
		['person_twice', 'supervisor.gone is in Shift A of 25 May 2030 and in Shift B of 25 May 2030.'],
		['no_supervisor', 'Shift B of 25 May 2030 has no supervisor.'],
		['person_gone', 'supervisor.gone is in Shift B of 25 May 2030 and does not work here any more.']
	]);
	expect(conflicts[0]).toMatchObject({
		run: { shift: 'A', business_date: '2030-05-24' },
		other: { shift: 'B' },
		person: { full_name: 'supervisor.ramesh' }
	});
	for (const [from, to] of [
		['2030-05-25', '2030-05-24'],
		['2030-05-01', '2030-09-01'],
		['infinity', 'infinity']
	] as const)
		await expect(
			ask(db, 'manager', `shift_conflicts('${site}', '${from}', '${to}')`)
		).rejects.toMatchObject(refusal('VALUE_INVALID'));
	await expect(
		ask(db, 'manager@P2', `shift_conflicts('${site}', '2030-05-24', '2030-05-25')`)
	).rejects.toMatchObject(refusal('NOT_FOUND'));
});

test('P8.02 a rotation that cannot be is refused with a sentence', async ({ db }) => {
	const shifts = await plant(db);
	const far = await defineShift(db, 'P2', 'A', '06:00', '14:00');
	const user_id = await db.idOf('supervisor');
	const good = { week: 1, weekday: 1, shift_id: shifts.A!, user_id };
	const cases: [unknown, Record<string, unknown>, string, string][] = [
		[[good], { name: '\u200b' }, 'FIELD_MISSING', 'The rotation has no name.'],
		[
			[good],
			{ starts_on: '2030-05-21' },
			'VALUE_INVALID',
			'A rotation starts on a Monday; 21 May 2030 is none.'
		],
		[[good], { starts_on: null }, 'VALUE_INVALID', 'A rotation starts on a Monday.'],
		[[good], { weeks: 0 }, 'VALUE_INVALID', 'A rotation has 1 to 12 weeks, not 0.'],
		[[good], { weeks: 13 }, 'VALUE_INVALID', 'A rotation has 1 to 12 weeks, not 13.'],
		[[{ ...good, week: 3 }], {}, 'VALUE_INVALID', '"3" is no number from 1 to 2: turns.week.'],
		[
			[{ ...good, weekday: 8 }],
			{},
			'VALUE_INVALID',
			'"8" is no number from 1 to 7: turns.weekday.'
		],
		[
			[{ ...good, weekday: 'Mon' }],
			{},
			'VALUE_INVALID',
			'"Mon" is no number from 1 to 7: turns.weekday.'
		],
		[[{ ...good, shift_id: far }], {}, 'NOT_FOUND', 'There is no such shift at this site.'],
		[[{ ...good, shift_id: 'x' }], {}, 'VALUE_INVALID', '"x" is no id.'],
		[
			[{ ...good, user_id: await db.idOf('supervisor@P2') }],
			{},
			'VALUE_INVALID',
			'supervisor@P2 does not work at P1.'
		],
		[[{ ...good, user_id: randomUUID() }], {}, 'VALUE_INVALID', 'This person does not work at P1.'],
		['none', {}, 'VALUE_INVALID', 'turns is no list of 0 to 1000 lines.'],
		[[good], { rotation: randomUUID() }, 'NOT_FOUND', 'There is no such rotation at this site.']
	];
	for (const [turns, more, code, message] of cases)
		await expect(save(db, turns, more), message).rejects.toMatchObject(refusal(code, message));
	for (const persona of ['supervisor', 'qa', 'manager@P2'])
		await expect(save(db, [good], {}, persona)).rejects.toMatchObject(refusal('NOT_ALLOWED'));
	expect(await db.sql`select from shift_rotations`).toHaveLength(0);
});

test('P8.02 a person sees his own shifts, at every site, and nobody else’s', async ({ db }) => {
	await plant(db);
	await defineShift(db, 'P2', 'DAY', '15:00', '18:00');
	const ramesh = await db.idOf('supervisor.ramesh');
	await db.superuser`insert into memberships (user_id, site_id, role) select ${ramesh}, id, 'supervisor' from sites where code = 'P2'`;
	await assign(db, 'admin', (await runOf(db, 'P1', 'A', '2030-05-24')).id, 'supervisor.ramesh');
	await assign(db, 'admin', (await runOf(db, 'P2', 'DAY', '2030-05-24')).id, 'supervisor.ramesh');
	await assign(db, 'admin', (await runOf(db, 'P1', 'A', '2030-05-25')).id, 'supervisor.sita');
	const mine = (persona: string) =>
		ask<Planned[]>(db, persona, "my_shifts('2030-05-24', '2030-05-31')");
	expect(await mine('supervisor.ramesh')).toMatchObject([
		{
			shift: 'A',
			site: 'P1',
			business_date: '2030-05-24',
			time_zone: 'Asia/Kolkata',
			people: [{ full_name: 'supervisor.ramesh' }]
		},
		{ shift: 'DAY', site: 'P2' }
	]);
	expect(await mine('supervisor.sita')).toHaveLength(1);
	expect(await mine('manager')).toEqual([]);
	await expect(ask(db, 'manager', "my_shifts('2030-05-24', null)")).rejects.toMatchObject(
		refusal('VALUE_INVALID')
	);
	await expect(mine('anon')).rejects.toMatchObject({ code: '42501' });
});

test('P8.01 no shift has 25 hours, neither by its definition nor by a clock that is put back', async ({
	db
}) => {
	const site = await db.siteOf('P1');
	await db.as(
		'admin',
		(sql) => sql`update sites set time_zone = 'Europe/Berlin' where id = ${site}`
	);
	db.travelTo('2030-10-20T12:00:00+02:00');
	for (const ends of ['25:00', '31:00'])
		await expect(defineShift(db, 'P1', 'LONG', '06:00', ends)).rejects.toMatchObject({
			code: expect.stringMatching(/^22/) as string
		});
	await expect(defineShift(db, 'P1', 'LONG', '06:00', '24:00')).rejects.toMatchObject({
		code: '23514'
	});
	await defineShift(db, 'P1', 'LONG', '06:00', '05:59');
	const rows = await db.sql`
		select business_date::text as day, extract(epoch from ends_at - starts_at) / 3600 as hours
		from shift_runs where business_date between '2030-10-25' and '2030-10-28' order by business_date`;
	// On the night in which the clock is put back the day itself has 25 hours.
	expect(rows.map(({ hours }) => Math.round(Number(hours)))).toEqual([24, 25, 24, 24]);
	const overlaps = await db.sql`
		select from shift_runs as one join shift_runs as other on other.id > one.id
		where one.starts_at < other.ends_at and other.starts_at < one.ends_at`;
	expect(overlaps).toHaveLength(0);
});

test('P8.01 a site that moves to another time zone keeps its running shift, and nobody is in two', async ({
	db
}) => {
	await plant(db);
	const a = await runOf(db, 'P1', 'A', '2030-05-24');
	await defineShift(db, 'P2', 'A', '14:00', '22:00');
	const ramesh = await db.idOf('supervisor.ramesh');
	await db.superuser`insert into memberships (user_id, site_id, role) select ${ramesh}, id, 'supervisor' from sites where code = 'P2'`;
	await assign(db, 'admin', a.id, 'supervisor.ramesh');
	await assign(db, 'admin', (await runOf(db, 'P2', 'A', '2030-05-24')).id, 'supervisor.ramesh');
	db.travelTo('2030-05-23T07:00:00+05:30');
	await tick(db);
	const move = (zone: string) =>
		db.as('admin', async (sql) => {
			await sql`update sites set time_zone = ${zone} where code = 'P1'`;
		});
	await expect(move('Europe/Berlin')).rejects.toMatchObject(
		refusal(
			'SHIFT_OVERLAP',
			'With these times supervisor.ramesh would be in Shift A of 24 May 2030 and in Shift A of 24 May 2030 at once.'
		)
	);
	await move('Asia/Kathmandu');
	expect((await runOf(db, 'P1', 'A', '2030-05-23')).starts_at).toEqual(
		new Date('2030-05-23T06:00:00+05:30')
	);
	expect((await runOf(db, 'P1', 'A', '2030-05-24')).starts_at).toEqual(
		new Date('2030-05-24T06:00:00+05:45')
	);
});

import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { testApart as test } from '../database.ts';
import { DAY_OF_WORK, Floor, refusal } from '../production/floor.ts';
import {
	close,
	explainAll,
	gapsOf,
	kindsOf,
	passTo,
	read,
	stateOf,
	type CloseView
} from './duty.ts';
import { assign, defineShift, runOf, tick } from './shifts.ts';

test('P1.05 a supervisor opens his shift from half an hour before its start, and posts from then on', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const b = await floor.assignTo('B', 'supervisor.b');
	const open = (persona = 'supervisor.b') => floor.call(persona, 'open_shift', { run: b });
	floor.at('13:29:59');
	await expect(open()).rejects.toMatchObject({
		code: 'PT403',
		...refusal(
			'SHIFT_NOT_BEGUN',
			'Shift B of 23 May 2030 begins at 14:00 and may be opened from 13:30 on.'
		)
	});
	floor.at('13:30:00');
	await expect(floor.start(1, {})).resolves.toBeTruthy();
	await expect(
		floor.call('supervisor.b', 'start_batch', {
			site_id: floor.ids.site,
			item_id: floor.product,
			planned_quantity: 1
		})
	).rejects.toMatchObject(refusal('SHIFT_NOT_BEGUN'));
	await expect(open('supervisor')).rejects.toMatchObject({
		code: 'PT403',
		...refusal(
			'SHIFT_NOT_YOURS',
			'You are not assigned to Shift B of 23 May 2030, which runs from 14:00 until 22:00.'
		)
	});
	expect(await open()).toMatchObject({ id: b, state: 'open' });
	// Once more changes nothing, and neither does the clock.
	expect(await open()).toMatchObject({ state: 'open' });
	await tick(db);
	expect(await stateOf(floor, 'B')).toBe('open');
	const batch = await floor.call<{ code: string }>('supervisor.b', 'start_batch', {
		site_id: floor.ids.site,
		item_id: floor.product,
		planned_quantity: 1
	});
	expect(batch.code).toMatch(/-B$/);
	// Who is in none, or in the one that still runs, is meant to be in that.
	expect((await floor.start(1)).code).toMatch(/-A$/);
	const [row] = await db.sql`select opened_by from shift_runs where id = ${b}`;
	expect(row!.opened_by).toBe(await db.idOf('supervisor.b'));
});

test('P3.09 a shift names what it leaves undone, each thing until it is done', async ({ db }) => {
	const floor = await Floor.open(db, { gates: [1, 5] });
	expect(await gapsOf(floor)).toEqual([]);
	const lot = await floor.tested(1000);
	const batch = await floor.start(800);
	await floor.allocate(batch, lot, 800);
	const [material] = await floor.materials(batch);
	expect(await kindsOf(floor)).toEqual(['material_open']);
	await floor.log(batch, 1, 700, '06:10:00', '06:40:00');
	expect(await kindsOf(floor)).toEqual(['loss_unexplained', 'qc_missing']);
	const [log] = await db.sql`select id from stage_logs where batch_id = ${batch.id}`;
	await floor.test({ stage_log_id: log!.id as string }, [{ name: 'Moisture', value: 4 }]);
	expect(await kindsOf(floor)).toEqual(['loss_unexplained']);
	await floor.begin(batch, 2);
	const stop = await floor.stop(floor.machines[3]!);
	const other = await floor.start(100);
	await floor.allocate(other, lot, 12.5);
	const gaps = await gapsOf(floor);
	const code = (n: number) => db.sql`select code from machines where id = ${floor.machines[n]!}`;
	const [[drying], [sieving]] = [await code(1), await code(3)];
	expect(gaps.map(({ kind, sentence }) => [kind, sentence]).sort()).toEqual([
		['downtime_open', `${sieving!.code as string} has stood still since 06:40: Breakdown.`],
		['loss_unexplained', `Pre-treatment of batch ${batch.code} lost 12.5 %, more than 5 %.`],
		[
			'material_open',
			`12.5 kg of lot ${lot.code} were given to batch ${other.code} and neither used nor returned.`
		],
		[
			'stage_running',
			`Drying of batch ${batch.code} has been running on ${drying!.code as string} since 06:40.`
		]
	]);
	expect(gaps.find(({ kind }) => kind === 'stage_running')).toMatchObject({
		link: `/production/batches/${batch.id}/stage`,
		explained: null
	});
	floor.at('07:00:00');
	await floor.finish(batch, 690);
	await floor.call('supervisor', 'end_downtime', { downtime_id: stop.id });
	const [open] = await floor.materials(other);
	await floor.giveBack(open!, 12.5);
	expect(await kindsOf(floor)).toEqual(['loss_unexplained']);
	expect(material!.consumed).toBe(0);
});

test('P3.09 a field that the form asks for and a stage lacks is a gap, and a finished batch without its test', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.batchUpTo(5);
	expect(await kindsOf(floor)).toEqual(['qc_missing']);
	const [gap] = await gapsOf(floor);
	expect(gap).toMatchObject({
		subject_type: 'lots',
		subject_id: batch.lot_id,
		sentence: `Batch ${batch.code} was finished at 08:40 and has not had its final test.`,
		link: `/quality/entry/${batch.lot_id}`
	});
	// The form is changed after the stage was logged.
	await db.as(
		'admin',
		(sql) => sql`
			insert into stage_fields (stage_id, key, label, type, required, condition)
			select id, key, label, 'number', true, condition::jsonb from stages cross join (values
				('temperature', 'Temperature', null),
				('vacuum', 'Vacuum', '{"field": "temperature", "is": ">", "value": 50}')
			) as field (key, label, condition) where code = 'drying'`
	);
	const missing = (await gapsOf(floor)).filter(({ kind }) => kind === 'field_missing');
	expect(missing.map(({ sentence }) => sentence)).toEqual([
		`Drying of batch ${batch.code} was logged without Temperature.`
	]);
});

test('P3.09 a shift closes when everything is done or explained, from an hour before its end, and is locked at once', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(1000);
	const batch = await floor.start(800);
	await floor.allocate(batch, lot, 800);
	await floor.begin(batch, 1);
	await floor.stop(floor.machines[3]!);
	floor.at('12:59:59');
	await explainAll(floor);
	await expect(close(floor)).rejects.toMatchObject({
		code: 'PT422',
		...refusal(
			'CLOSE_TOO_EARLY',
			'Shift A of 23 May 2030 ends at 14:00 and may be closed from 13:00 on.'
		)
	});
	floor.at('13:20:00');
	const late = await floor.start(10);
	await floor.allocate(late, lot, 10);
	const refused = (await close(floor).catch((error: unknown) => error)) as Record<string, string>;
	expect(refused).toMatchObject({
		code: 'PT422',
		message: `Shift A of 23 May 2030 cannot be closed yet. 10 kg of lot ${lot.code} were given to batch ${late.code} and neither used nor returned.`
	});
	const { params } = JSON.parse(refused.detail!) as { params: { gaps: unknown[] } };
	expect(params.gaps).toMatchObject([{ kind: 'material_open', explained: null }]);

	const [gap] = (await gapsOf(floor)).filter(({ explained }) => !explained);
	const explain = (reason: string, more: Record<string, unknown> = {}) =>
		floor.call<CloseView>('supervisor', 'explain_gap', {
			run: floor.run,
			kind: gap!.kind,
			subject_id: gap!.subject_id,
			reason,
			...more
		});
	await expect(explain(' \u200b ')).rejects.toMatchObject(refusal('FIELD_MISSING'));
	await expect(explain('x'.repeat(2001))).rejects.toMatchObject({ code: '23514' });
	for (const wrong of [{ kind: 'stage_running' }, { kind: 'none' }, { subject_id: randomUUID() }])
		await expect(explain('Because.', wrong)).rejects.toMatchObject(refusal('NOT_FOUND'));
	await explain('For B.');
	const view = await explain('For the first batch of B.');
	expect(view).toMatchObject({ gaps_open: 0, may_close: true, mine: true, handover: null });

	const closed = await close(floor);
	expect(closed).toMatchObject({
		run: { state: 'locked' },
		closed_by: 'supervisor',
		may_close: false,
		locked_at: '2030-05-23T07:50:00+00:00',
		locks_at: '2030-05-23T07:50:00+00:00'
	});
	// The reasons are kept, and what was undone stays said when it is done.
	expect(closed.gaps.find(({ subject_id }) => subject_id === gap!.subject_id)!.explained).toEqual({
		reason: 'For the first batch of B.',
		by: 'supervisor',
		at: '2030-05-23T07:50:00+00:00'
	});
	const locked = refusal(
		'SHIFT_LOCKED',
		'Shift A of 23 May 2030 is locked: it was closed at 13:20.'
	);
	floor.at('13:30:00');
	await expect(close(floor)).rejects.toMatchObject({ code: 'PT423', ...locked });
	await expect(explain('Later.')).rejects.toMatchObject({ code: 'PT423', ...locked });
	await expect(floor.finish(batch, 790)).rejects.toMatchObject({ code: 'PT423', ...locked });
	await floor.finish(batch, 790, {}, 'admin').catch(() => undefined);
	expect(await kindsOf(floor)).toEqual(closed.gaps.map(({ kind }) => kind).sort());
});

test('P3.07 who is refused by a lock is told who can help', async ({ db }) => {
	const floor = await Floor.open(db);
	await db.idOf('manager');
	await passTo(floor, '15:00:00');
	const error = (await floor.start(1).catch((problem: unknown) => problem)) as { detail: string };
	expect(JSON.parse(error.detail)).toMatchObject({
		code: 'SHIFT_LOCKED',
		params: { managers: ['manager'] }
	});
});

test('P3.09 what an earlier shift left open is the next one’s as well, what the next has begun is not this one’s', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const b = await floor.assignTo('B', 'supervisor.b');
	const lot = await floor.tested(1000);
	const [first, second] = [await floor.start(100), await floor.start(100)];
	for (const batch of [first, second]) await floor.allocate(batch, lot, 100);
	await floor.begin(first, 1);
	await passTo(floor, '14:05:00');
	// In the grace of A, B has begun: its stage and its downtime are its own.
	await floor.call('supervisor.b', 'start_stage', {
		batch_id: second.id,
		machine_id: floor.machines[1],
		operator_name: 'Sita'
	});
	await floor.stop(floor.machines[3]!, {}, 'supervisor.b');
	expect((await gapsOf(floor)).map(({ subject }) => subject)).toEqual([
		`Pre-treatment of batch ${first.code}`
	]);
	expect(await kindsOf(floor, b)).toEqual(['downtime_open', 'stage_running', 'stage_running']);
});

test('P1.05 another’s shift is neither opened, explained nor closed; a manager may', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const b = await floor.assignTo('B', 'supervisor.b');
	await floor.stop(floor.machines[0]!);
	floor.at('13:30:00');
	const [gap] = await gapsOf(floor);
	const explain = (persona: string) =>
		floor.call(persona, 'explain_gap', {
			run: floor.run,
			kind: gap!.kind,
			subject_id: gap!.subject_id,
			reason: 'Seen.'
		});
	const foreign = {
		code: 'PT403',
		...refusal(
			'SHIFT_NOT_YOURS',
			'You are not assigned to Shift A of 23 May 2030, which runs from 06:00 until 14:00.'
		)
	};
	await expect(close(floor, 'supervisor.b')).rejects.toMatchObject(foreign);
	await expect(explain('supervisor.b')).rejects.toMatchObject(foreign);
	for (const persona of ['qa', 'storekeeper', 'supervisor@P2', 'manager@P2', 'admin']) {
		await expect(close(floor, persona)).rejects.toMatchObject(refusal('NOT_ALLOWED'));
		await expect(explain(persona)).rejects.toMatchObject(refusal('NOT_ALLOWED'));
	}
	await explain('manager');
	expect(await close(floor, 'manager')).toMatchObject({ closed_by: 'manager', mine: false });
	await expect(close(floor, 'supervisor.b', b)).rejects.toMatchObject(refusal('SHIFT_NOT_BEGUN'));
	await expect(close(floor, 'manager', randomUUID())).rejects.toMatchObject(refusal('NOT_FOUND'));
});

test('P3.09 the lock of a site comes after its own grace, to the minute, and nobody need be there', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const set = (minutes: number | null) =>
		db.as('admin', async (sql) => {
			await sql`update sites set grace_minutes = ${minutes} where code = 'P1'`;
		});
	await expect(set(241)).rejects.toMatchObject({ code: '23514' });
	await set(0);
	await passTo(floor, '13:59:59');
	expect(await stateOf(floor)).toBe('open');
	floor.at('14:00:00');
	await expect(floor.start(1)).rejects.toMatchObject(
		refusal(
			'SHIFT_LOCKED',
			'Shift A of 23 May 2030 is locked: it ended at 14:00 and took entries until 14:00.'
		)
	);
	await tick(db);
	expect(await stateOf(floor)).toBe('locked');
	const b = await floor.assignTo('B', 'supervisor.b');
	await set(45);
	for (const [clock, state] of [
		['22:00:00', 'closing'],
		['22:44:59', 'closing'],
		['22:45:00', 'locked']
	] as const) {
		await passTo(floor, clock);
		expect(await stateOf(floor, 'B'), clock).toBe(state);
	}
	const [run] = await db.sql`select locked_at, closed_by from shift_runs where id = ${b}`;
	expect(run).toEqual({ locked_at: new Date(`${DAY_OF_WORK}T22:45:00+05:30`), closed_by: null });
	await set(null);
});

test('P3.07 a clock that is moved back opens no locked run', async ({ db }) => {
	const floor = await Floor.open(db);
	await passTo(floor, '14:15:00');
	expect(await stateOf(floor)).toBe('locked');
	const summaries = () => db.sql`select version, computed_at from shift_summaries`;
	const before = [...(await summaries())];
	await passTo(floor, '10:00:00');
	expect(await stateOf(floor)).toBe('locked');
	await expect(floor.start(1)).rejects.toMatchObject(refusal('SHIFT_LOCKED'));
	for (const command of ['open_shift', 'close_shift'])
		await expect(floor.call('supervisor', command, { run: floor.run })).rejects.toMatchObject(
			refusal('SHIFT_LOCKED')
		);
	await passTo(floor, '14:20:00');
	expect([...(await summaries())]).toEqual(before);
});

test('P3.09 a repeated close is answered again; a person who left in between does not matter', async ({
	db
}) => {
	const floor = await Floor.open(db);
	floor.at('13:30:00');
	const request_id = randomUUID();
	const first = await floor.call('supervisor', 'close_shift', { request_id, run: floor.run });
	expect(await floor.call('supervisor', 'close_shift', { request_id, run: floor.run })).toEqual(
		first
	);
	await expect(
		floor.call('supervisor', 'open_shift', { request_id, run: floor.run })
	).rejects.toMatchObject(refusal('REQUEST_REUSED'));
});

test('P3.09 a shift that has been given up is not opened', async ({ db }) => {
	await Floor.open(db);
	db.travelTo('2030-05-23T03:00:00+05:30');
	const id = await defineShift(db, 'P3', 'X', '04:00', '05:00');
	const run = (await runOf(db, 'P3', 'X', DAY_OF_WORK)).id;
	await assign(db, 'admin', run, 'supervisor@P3');
	await db.as('admin', (sql) => sql`update shifts set active = false where id = ${id}`);
	db.travelTo('2030-05-23T03:45:00+05:30');
	await expect(
		db.as('supervisor@P3', (sql) => sql`select open_shift(${randomUUID()}, ${run})`)
	).rejects.toMatchObject({ message: 'Shift X of 23 May 2030 does not take place.' });
});

test('P1.09 what is undone in a shift is read at its site alone', async ({ db }) => {
	const floor = await Floor.open(db);
	for (const name of ['shift_gaps', 'shift_close_view', 'shift_handover', 'shift_summary']) {
		for (const persona of ['manager@P2', 'supervisor@P2', 'nobody'])
			await expect(read(floor, persona, name, floor.run)).rejects.toMatchObject(
				refusal('NOT_FOUND', 'There is no such run of a shift at your sites.')
			);
		await expect(read(floor, 'anon', name, floor.run)).rejects.toMatchObject({ code: '42501' });
		await expect(read(floor, 'qa', name, floor.run)).resolves.toBeTruthy();
	}
	expect(await read<CloseView>(floor, 'qa', 'shift_close_view', floor.run)).toMatchObject({
		mine: false,
		may_close: false
	});
});

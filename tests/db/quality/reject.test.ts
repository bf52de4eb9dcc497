import { expect } from 'vitest';
import { test } from '../database.ts';
import { violations } from '../invariants.ts';
import { Floor, GOOD } from '../production/floor.ts';
import {
	askOverride,
	BAD,
	decide,
	family,
	reject,
	retest,
	statusOf,
	type FullTest
} from './laboratory.ts';

test('P4.04 P2.09 P5.01 a lot is rejected for good, with the reason, and its test with it', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const test = await floor.test({ lot_id: lot.id }, BAD.incoming);
	expect(await reject(floor, lot.id)).toMatchObject({ code: lot.code, qc_status: 'fail' });
	const [kept] = await db.as(
		'qa',
		(sql) => sql`
			select lots.qc_status, rejection_note, reason_codes.purpose, qc_tests.status
			from lots join reason_codes on reason_codes.id = rejection_reason_id join qc_tests on lot_id = lots.id
			where lots.id = ${lot.id}`
	);
	expect(kept).toEqual({
		qc_status: 'fail',
		rejection_note: 'Wet through',
		purpose: 'rejection',
		status: 'fail'
	});
	await expect(reject(floor, lot.id)).rejects.toMatchObject({
		code: 'PT422',
		message: `Lot ${lot.code} has been rejected already.`
	});
	await expect(retest(floor, test, { lot_id: lot.id }, GOOD.incoming)).rejects.toMatchObject({
		code: 'PT422',
		message: `Lot ${lot.code} has been rejected.`
	});
	await expect(
		floor.call('manager', 'release_lot', { lot_id: lot.id, note: 'let it go' })
	).rejects.toMatchObject({ code: 'PT409' });
	expect((await statusOf(floor, lot.id)).qc).toBe('fail');
});

test('P4.04 a rejection names one of the reasons for rejections', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	for (const reason_id of [null, await floor.reason('hold')])
		await expect(reject(floor, lot.id, { reason_id })).rejects.toMatchObject({
			code: 'PT404',
			message: 'A rejection needs one of the reasons for rejections.'
		});
	await expect(reject(floor, '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
		code: 'PT404'
	});
	expect((await statusOf(floor, lot.id)).qc).toBe('pending');
});

test('P4.04 P4.06 a request that is open when the lot is rejected is withdrawn, and decided no more', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const test = (await floor.test({ lot_id: lot.id }, BAD.incoming)) as FullTest;
	const asked = await askOverride(floor, test);
	await reject(floor, lot.id, {}, 'manager');
	await expect(decide(floor, asked, true)).rejects.toMatchObject({
		code: 'PT409',
		message: `The override of test ${test.number} has been withdrawn.`
	});
	expect((await statusOf(floor, lot.id)).qc).toBe('fail');
});

test('P4.04 a lot that had passed is rejected too, and what came of it is held and not freed by hand', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	await reject(floor, made.raw.id);
	for (const id of [made.batch.lot_id, made.packed.id])
		expect(await statusOf(floor, id)).toEqual({ qc: 'pass', held: true });
	await expect(floor.ship(made.packed, 1)).rejects.toMatchObject({ code: 'PT422' });
	await expect(
		floor.call('manager', 'release_lot', { lot_id: made.raw.id, note: 'let it go' })
	).rejects.toMatchObject({ code: 'PT409' });
});

test('P4.04 a batch in work is rejected with its stages, and its material is free again', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(100);
	const batch = await floor.start(100);
	await floor.allocate(batch, lot, 60);
	await floor.allocate(batch, lot, 30, { position: 2 });
	await floor.log(batch, 1, 58, '06:10:00', '06:40:00');
	const stage = (await floor.log(batch, 2, 85, '06:45:00', '07:00:00')).last!;
	await floor.test({ stage_log_id: stage.id }, BAD.in_process);
	const spare = await floor.call<typeof batch>('supervisor', 'allocate_material', {
		batch_id: batch.id,
		lot_id: lot.id,
		location_id: floor.ids.STORE,
		quantity: 10,
		position: 3
	});
	expect(spare.allocated).toBe(10);
	await reject(floor, batch.lot_id);
	const [state] = await db.sql`
		select batches.state, lots.qc_status, (select qc_status from stage_logs where id = ${stage.id}) as stage,
			app.available(${lot.id}, ${floor.ids.STORE})::float as free
		from batches join lots on lots.id = lot_id where batches.id = ${batch.id}`;
	expect(state).toEqual({ state: 'rejected', qc_status: 'fail', stage: 'fail', free: 10 });
	await expect(floor.log(batch, 3, 80, '07:05:00', '07:30:00')).rejects.toMatchObject({
		code: 'PT422',
		message: `Batch ${batch.code} is rejected and takes no more stages.`
	});
	expect(await violations(db.superuser)).toEqual({});
});

test('P4.04 a batch whose stage is running is not rejected under the operator’s hands', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(100);
	const batch = await floor.start(100);
	await floor.allocate(batch, lot, 100);
	await floor.call('supervisor', 'start_stage', {
		batch_id: batch.id,
		machine_id: floor.machines[0],
		operator_name: 'Ramesh'
	});
	await expect(reject(floor, batch.lot_id)).rejects.toMatchObject({
		code: 'PT422',
		message: `A stage of batch ${batch.code} is still running; finish it first.`
	});
});

test('P4.04 a finished batch that is rejected stays finished, waits for no test of a stage, and is not packed', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.batchUpTo(5, 100);
	const [last] = await db.sql<{ id: string; test: string }[]>`
		select stage_logs.id, qc_tests.id as test
		from stage_logs join qc_tests on qc_tests.stage_log_id = stage_logs.id
		where batch_id = ${batch.id} order by position desc limit 1`;
	await retest(floor, { id: last!.test }, { stage_log_id: last!.id }, BAD.in_process);
	await reject(floor, batch.lot_id);
	const [kept] = await db.sql`
		select state, (select qc_status from stage_logs where id = ${last!.id}) as stage
		from batches where id = ${batch.id}`;
	expect(kept).toEqual({ state: 'finished', stage: 'fail' });
	await expect(floor.pack(batch, 1)).rejects.toMatchObject({
		message: `Lot ${batch.code} has failed QC and may not be packed.`
	});
	const [queue] = await db.as('qa', (sql) => sql`select qc_queue(${floor.ids.site}) as waiting`);
	expect((queue!.waiting as { lot: string }[]).map(({ lot }) => lot)).not.toContain(batch.code);
});

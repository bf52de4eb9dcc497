import { expect } from 'vitest';
import { test } from '../database.ts';
import { Floor, GOOD } from '../production/floor.ts';
import { askOverride, BAD, decide, retest, statusOf } from './laboratory.ts';

test('P4.07 a repeat is linked to the test before, and the first result is never overwritten', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const first = await floor.test({ lot_id: lot.id }, BAD.incoming);
	const second = await retest(floor, first, { lot_id: lot.id }, BAD.incoming);
	const third = await retest(floor, second, { lot_id: lot.id }, GOOD.incoming);
	expect(second).toMatchObject({ attempt: 2, retest_of: first.number, status: 'hold' });
	expect(third).toMatchObject({ attempt: 3, retest_of: second.number, status: 'pass' });
	expect((await statusOf(floor, lot.id)).qc).toBe('pass');
	const kept = await db.as(
		'qa',
		(sql) => sql`
			select qc_tests.attempt, qc_tests.status, value::float
			from qc_tests join qc_results on test_id = qc_tests.id
			where lot_id = ${lot.id} and name = 'Moisture' and replaced_at is null order by attempt`
	);
	expect(kept).toEqual([
		{ attempt: 1, status: 'hold', value: 5.4 },
		{ attempt: 2, status: 'hold', value: 5.4 },
		{ attempt: 3, status: 'pass', value: 4.2 }
	]);
});

test('P4.07 a stage is tested again as a lot is', async ({ db }) => {
	const floor = await Floor.open(db, { gates: [1] });
	const lot = await floor.tested(100);
	const batch = await floor.start(100);
	await floor.allocate(batch, lot, 100);
	const stage = (await floor.log(batch, 1, 98, '06:10:00', '06:40:00')).last!;
	const first = await floor.test({ stage_log_id: stage.id }, BAD.in_process);
	const next = () => floor.log(batch, 2, 97, '06:45:00', '07:00:00');
	await expect(next()).rejects.toMatchObject({ code: 'PT422' });
	const second = await retest(floor, first, { stage_log_id: stage.id }, GOOD.in_process);
	expect(second).toMatchObject({ kind: 'in_process', attempt: 2, status: 'pass' });
	await next();
});

test('P4.07 a lot that passed may be tested again, and falls when it fails', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const first = await floor.test({ lot_id: lot.id }, GOOD.incoming);
	await retest(floor, first, { lot_id: lot.id }, BAD.incoming);
	expect((await statusOf(floor, lot.id)).qc).toBe('hold');
	await expect(floor.transfer(lot, 1)).rejects.toMatchObject({ code: 'PT422' });
});

test('P4.07 a repeat says why, in more than spaces', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const first = await floor.test({ lot_id: lot.id }, BAD.incoming);
	for (const remarks of [null, '', ' \n\t ', '\u00a0\u200b'])
		await expect(
			retest(floor, first, { lot_id: lot.id }, GOOD.incoming, { remarks })
		).rejects.toMatchObject({
			code: 'PT400',
			message: 'A re-test says why.',
			detail: expect.stringContaining('"field": "remarks"') as string
		});
});

test('P4.07 a repeat is of the latest test of the same lot or stage', async ({ db }) => {
	const floor = await Floor.open(db);
	const [lot, other] = [await floor.receive(10), await floor.receive(10)];
	const first = await floor.test({ lot_id: lot.id }, BAD.incoming);
	const second = await retest(floor, first, { lot_id: lot.id }, BAD.incoming);
	await expect(retest(floor, first, { lot_id: lot.id }, GOOD.incoming)).rejects.toMatchObject({
		code: 'PT409',
		message: `${lot.code} has been tested: ${second.number}, hold.`
	});
	await expect(retest(floor, second, { lot_id: other.id }, GOOD.incoming)).rejects.toMatchObject({
		code: 'PT404',
		message: 'There is no such test to repeat.'
	});
});

test('P4.07 two repeats at once are one repeat', async ({ db }) => {
	const floor = await Floor.open(db);
	for (let round = 0; round < 20; round++) {
		const lot = await floor.receive(1);
		const first = await floor.test({ lot_id: lot.id }, BAD.incoming);
		const outcomes = await Promise.allSettled([
			retest(floor, first, { lot_id: lot.id }, GOOD.incoming),
			retest(floor, first, { lot_id: lot.id }, BAD.incoming)
		]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const refused = outcomes.find((outcome) => outcome.status === 'rejected');
		expect(refused!.reason).toMatchObject({ code: 'PT409' });
	}
});

test('P4.07 after as many repeats as the setting allows a manager decides', async ({ db }) => {
	const floor = await Floor.open(db);
	const limited = async (repeats: number) => {
		await db.as(
			'admin',
			(sql) =>
				sql`update settings set value = ${sql.json(repeats)} where key = 'quality.max_retests'`
		);
		const lot = await floor.receive(10);
		let latest = await floor.test({ lot_id: lot.id }, BAD.incoming);
		for (let repeat = 0; repeat < repeats; repeat++)
			latest = await retest(floor, latest, { lot_id: lot.id }, BAD.incoming);
		await expect(retest(floor, latest, { lot_id: lot.id }, GOOD.incoming)).rejects.toMatchObject({
			code: 'PT422',
			message: `${lot.code} has been tested ${repeats + 1} times.`,
			hint: 'Ask a manager for an override, or reject the lot.'
		});
		const decided = await decide(floor, await askOverride(floor, latest), true);
		expect(decided).toMatchObject({ status: 'pass', attempt: repeats + 1 });
	};
	await limited(2);
	await limited(0);
	await limited(3);
});

test('P4.06 P4.07 while a manager is asked, nothing is tested again behind his back', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const first = await floor.test({ lot_id: lot.id }, BAD.incoming);
	const asked = await askOverride(floor, first);
	const again = () => retest(floor, first, { lot_id: lot.id }, GOOD.incoming);
	await expect(again()).rejects.toMatchObject({
		code: 'PT409',
		message: `An override of test ${first.number} is waiting for its decision.`
	});
	await decide(floor, asked, false);
	expect((await again()).status).toBe('pass');
});

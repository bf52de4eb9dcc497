import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { violations } from '../invariants.ts';
import { Floor } from '../production/floor.ts';
import type { LotAnswer } from '../stock/plant.ts';
import {
	amend,
	askOverride,
	asOwner,
	BAD,
	decide,
	reject,
	retest,
	statusOf,
	type FullTest
} from './laboratory.ts';

/** A lot on hold by its test. */
async function held(floor: Floor): Promise<{ lot: LotAnswer; test: FullTest }> {
	const lot = await floor.receive(10);
	const test = (await floor.test({ lot_id: lot.id }, BAD.incoming)) as FullTest;
	return { lot, test };
}

/** Gives a person another role at P1 besides his own. */
async function alsoIs(db: TestDatabase, persona: string, role: string): Promise<void> {
	const [person, site] = [await db.idOf(persona), await db.siteOf('P1')];
	await db.as(
		'admin',
		(sql) =>
			sql`insert into memberships (user_id, site_id, role) values (${person}, ${site}, ${role})`
	);
}

test('P4.06 a manager passes a test on hold that QA has asked for, with who, when and why', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const { lot, test } = await held(floor);
	const asked = await askOverride(floor, test);
	expect(asked).toMatchObject({
		status: 'hold',
		overridden: false,
		override: {
			state: 'requested',
			reason: 'Acceptable variance',
			justification: 'Within what the customer has agreed to',
			document_path: 'P1/2030/05/deviation.pdf',
			requested_by: 'qa',
			decided_by: null
		}
	});
	expect((await statusOf(floor, lot.id)).qc).toBe('hold');
	const decided = await decide(floor, asked, true);
	expect(decided).toMatchObject({
		status: 'pass',
		overridden: true,
		override: { state: 'approved', decided_by: 'manager', decision_note: 'Acceptable variance' }
	});
	expect((await statusOf(floor, lot.id)).qc).toBe('pass');
	await floor.transfer(lot, 1);
});

test('P4.06 what the manager rejects stays on hold, and may be asked for anew or tested again', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const { lot, test } = await held(floor);
	const rejected = await decide(floor, await askOverride(floor, test), false);
	expect(rejected).toMatchObject({
		status: 'hold',
		overridden: false,
		override: { state: 'rejected', decision_note: 'Too far out' }
	});
	expect((await statusOf(floor, lot.id)).qc).toBe('hold');
	await expect(floor.transfer(lot, 1)).rejects.toMatchObject({ code: 'PT422' });
	await expect(amend(floor, test, [{ name: 'Moisture', value: 4 }])).rejects.toMatchObject({
		code: 'PT423'
	});
	expect((await askOverride(floor, test)).override).toMatchObject({ state: 'requested' });
	const requests =
		await db.sql`select state from qc_overrides where test_id = ${test.id} order by requested_at, state desc`;
	expect(requests.map((row) => row.state as string).sort()).toEqual(['rejected', 'requested']);
});

for (const [field, given, sentence] of [
	['justification', { justification: null }, 'An override is justified in at least 10 characters.'],
	[
		'justification',
		{ justification: 'fine      ' },
		'An override is justified in at least 10 characters.'
	],
	['document', { document_path: null }, 'An override needs an attachment.'],
	['document', { document_path: ' ' }, 'An override needs an attachment.'],
	[
		'document',
		{ document_path: 'P1/2030/05/nowhere.pdf' },
		'There is no document "P1/2030/05/nowhere.pdf" of this site.'
	]
] as const) {
	test(`P4.06 without ${JSON.stringify(given)} nothing is asked for`, async ({ db }) => {
		const floor = await Floor.open(db);
		const { test } = await held(floor);
		await expect(askOverride(floor, test, given)).rejects.toMatchObject({
			code: sentence.startsWith('There is no') ? 'PT404' : 'PT400',
			message: sentence,
			detail: expect.stringContaining(`"field": "${field}"`) as string
		});
	});
}

test('P4.06 the reason is one for overrides', async ({ db }) => {
	const floor = await Floor.open(db);
	const { test } = await held(floor);
	for (const reason_id of [null, await floor.reason('adjustment')])
		await expect(askOverride(floor, test, { reason_id })).rejects.toMatchObject({
			code: 'PT404',
			message: 'An override needs one of the reasons for overrides.'
		});
});

test('P4.06 only what is on hold is overridden: not what passed, waits, was rejected or repeated', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const lot = await floor.receive(10);
	const refusal = (number: string) => ({
		code: 'PT422',
		message: `Test ${number} is not on hold, or has been repeated.`
	});
	const waiting = await floor.test({ lot_id: lot.id }, [{ name: 'Moisture', value: 4 }]);
	await expect(askOverride(floor, waiting)).rejects.toMatchObject(refusal(waiting.number));
	const passed = await amend(floor, waiting, [{ name: 'Foreign matter', value: 'None' }]);
	await expect(askOverride(floor, passed)).rejects.toMatchObject(refusal(passed.number));

	const repeated = await held(floor);
	await retest(floor, repeated.test, { lot_id: repeated.lot.id }, BAD.incoming);
	await expect(askOverride(floor, repeated.test)).rejects.toMatchObject(
		refusal(repeated.test.number)
	);
	const gone = await held(floor);
	await reject(floor, gone.lot.id);
	await expect(askOverride(floor, gone.test)).rejects.toMatchObject(refusal(gone.test.number));
	await expect(
		askOverride(floor, { id: '00000000-0000-4000-8000-000000000000' })
	).rejects.toMatchObject({ code: 'PT404' });
});

test('P4.06 one request at a time, decided once', async ({ db }) => {
	const floor = await Floor.open(db);
	const { test } = await held(floor);
	const asked = await askOverride(floor, test);
	await expect(askOverride(floor, test)).rejects.toMatchObject({
		code: 'PT409',
		message: `An override of test ${test.number} is waiting for its decision.`
	});
	await decide(floor, asked, true);
	for (const approve of [true, false])
		await expect(decide(floor, asked, approve)).rejects.toMatchObject({
			code: 'PT409',
			message: `The override of test ${test.number} has been approved.`
		});
});

test('P4.06 a decision says yes or no, and why', async ({ db }) => {
	const floor = await Floor.open(db);
	const { test } = await held(floor);
	const asked = await askOverride(floor, test);
	await expect(decide(floor, asked, null as never)).rejects.toMatchObject({
		code: 'PT400',
		message: 'The decision is missing.'
	});
	for (const note of [null, '', '  '])
		await expect(decide(floor, asked, true, { note })).rejects.toMatchObject({
			code: 'PT400',
			message: 'A decision says why.'
		});
	await expect(
		decide(floor, asked, true, { override_id: '00000000-0000-4000-8000-000000000000' })
	).rejects.toMatchObject({ code: 'PT404' });
});

test('P4.06 who tested, asked, or put a result right does not decide, whatever else he is', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const refusal = (number: string) => ({
		code: 'PT403',
		message: `Who tested, or asked to override ${number}, does not decide it.`,
		detail: expect.stringContaining('"code": "OVERRIDE_OWN"') as string
	});
	await alsoIs(db, 'qa.both', 'manager');
	const lot = await floor.receive(10);
	const own = await floor.call<FullTest>('qa.both', 'record_qc_test', {
		lot_id: lot.id,
		results: BAD.incoming
	});
	await expect(
		decide(floor, await askOverride(floor, own), true, {}, 'qa.both')
	).rejects.toMatchObject(refusal(own.number));

	const { test } = await held(floor);
	const asked = await askOverride(floor, test, {}, 'qa.both');
	for (const approve of [true, false])
		await expect(decide(floor, asked, approve, {}, 'qa.both')).rejects.toMatchObject(
			refusal(test.number)
		);
	await decide(floor, asked, true);

	const third = await held(floor);
	await amend(floor, third.test, [{ name: 'Moisture', value: 5.1 }], {}, 'qa.both');
	await expect(
		decide(floor, await askOverride(floor, third.test), true, {}, 'qa.both')
	).rejects.toMatchObject(refusal(third.test.number));
});

test('P4.06 what another person decides is said by the table too', async ({ db }) => {
	const floor = await Floor.open(db);
	const { test } = await held(floor);
	const asked = await askOverride(floor, test);
	const id = asked.override!.id;
	await expect(
		asOwner(
			db,
			(sql) => sql`
				update qc_overrides set state = 'approved', decided_by = requested_by, decided_at = app.now(), decision_note = 'ok'
				where id = ${id}`
		)
	).rejects.toMatchObject({ message: expect.stringContaining('another person decides') as string });
	await expect(
		asOwner(db, (sql) => sql`update qc_overrides set state = 'approved' where id = ${id}`)
	).rejects.toMatchObject({
		message: expect.stringContaining('a decision has a person, a time and a note') as string
	});
	await decide(floor, asked, false);
	for (const statement of [
		`update qc_overrides set state = 'approved' where id = '${id}'`,
		`update qc_overrides set justification = 'something else' where id = '${id}'`,
		`delete from qc_overrides where id = '${id}'`
	])
		await expect(
			asOwner(db, (sql) => sql.unsafe(statement)),
			statement
		).rejects.toMatchObject({
			code: 'PT403'
		});
});

test('P4.06 of two managers who decide at once one decides, and the lot is what he said', async ({
	db
}) => {
	const floor = await Floor.open(db);
	await db.idOf('manager.b');
	for (let round = 0; round < 20; round++) {
		const { lot, test } = await held(floor);
		const asked = await askOverride(floor, test);
		const outcomes = await Promise.allSettled([
			decide(floor, asked, true, {}, 'manager'),
			decide(floor, asked, false, {}, 'manager.b')
		]);
		const [yes, no] = outcomes;
		expect([yes.status, no.status].sort()).toEqual(['fulfilled', 'rejected']);
		const refused = yes.status === 'rejected' ? yes : (no as PromiseRejectedResult);
		expect(refused.reason).toMatchObject({ code: 'PT409' });
		expect((await statusOf(floor, lot.id)).qc).toBe(yes.status === 'fulfilled' ? 'pass' : 'hold');
	}
});

test('P4.06 a decision and a rejection of the lot at once end in one of them, never in a rejected lot that passes', async ({
	db
}) => {
	const floor = await Floor.open(db);
	for (let round = 0; round < 20; round++) {
		const { lot, test } = await held(floor);
		const asked = await askOverride(floor, test);
		const [decided, rejected] = await Promise.allSettled([
			decide(floor, asked, true),
			reject(floor, lot.id)
		]);
		expect(rejected.status).toBe('fulfilled');
		expect((await statusOf(floor, lot.id)).qc).toBe('fail');
		if (decided.status === 'rejected')
			expect(decided.reason).toMatchObject({
				code: 'PT409',
				message: `The override of test ${test.number} has been withdrawn.`
			});
	}
});

test('P4.06 a stage on hold is overridden as a lot is, and the batch goes on', async ({ db }) => {
	const floor = await Floor.open(db);
	const batch = await floor.batchUpTo(1);
	const stage = (await floor.log(batch, 2, 700, '06:45:00', '07:00:00')).last!;
	const test = (await floor.test({ stage_log_id: stage.id }, BAD.in_process)) as FullTest;
	await expect(floor.log(batch, 3, 690, '07:01:00', '07:20:00')).rejects.toMatchObject({
		code: 'PT422'
	});
	await decide(floor, await askOverride(floor, test), true);
	await floor.log(batch, 3, 690, '07:01:00', '07:20:00');
});

test('P4.06 an override does not lift what people hold', async ({ db }) => {
	const floor = await Floor.open(db);
	const { lot, test } = await held(floor);
	await floor.call('qa', 'hold_lot', { lot_id: lot.id, reason_id: await floor.reason('hold') });
	await decide(floor, await askOverride(floor, test), true);
	expect(await statusOf(floor, lot.id)).toEqual({ qc: 'pass', held: true });
	await expect(floor.transfer(lot, 1)).rejects.toMatchObject({ code: 'PT422' });
});

test('P4.06 the audit says who asked and who decided', async ({ db }) => {
	const floor = await Floor.open(db);
	const { test } = await held(floor);
	const decided = await decide(floor, await askOverride(floor, test), true);
	const log = await db.superuser`
		select operation, actor, after ->> 'state' as state from audit.log
		where relation = 'public.qc_overrides' and record_id = ${decided.override!.id} order by id`;
	expect(log).toEqual([
		{ operation: 'insert', actor: await db.idOf('qa'), state: 'requested' },
		{ operation: 'update', actor: await db.idOf('manager'), state: 'approved' }
	]);
});

test('the invariants hold', async ({ db }) => {
	expect(await violations(db.superuser)).toEqual({});
});

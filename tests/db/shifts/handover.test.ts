import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { testApart as test } from '../database.ts';
import { Floor, refusal } from '../production/floor.ts';
import { close, explainAll, passTo, read, type CloseView, type Gap } from './duty.ts';
import { tick } from './shifts.ts';

interface Handover {
	id: string;
	note: string | null;
	facts: Facts;
	given_by: string;
	received_by: string | null;
	received_note: string | null;
}

interface Facts {
	running: { batch: string; stage: string | null; next_stage: string | null; input: number }[];
	waiting_qc: { lot: string; stage: string | null; qc_status: string }[];
	holds: { lot: string }[];
	downtimes: { machine: string }[];
	gaps: Gap[];
}

interface Shown {
	run: { id: string };
	next: { id: string; shift: { code: string } } | null;
	given: Handover | null;
	facts: Facts;
	incoming: (Handover & { from: { shift: { code: string } } })[];
}

const show = (floor: Floor, run = floor.run, persona = 'supervisor') =>
	read<Shown>(floor, persona, 'shift_handover', run);
const give = (floor: Floor, more: Record<string, unknown> = {}, persona = 'supervisor') =>
	floor.call<Shown>(persona, 'hand_over_shift', { run: floor.run, ...more });
const take = (
	floor: Floor,
	handover: string,
	more: Record<string, unknown> = {},
	by = 'supervisor.b'
) => floor.call<Shown>(by, 'receive_handover', { handover, ...more });

test('P3.10 what runs, waits, is held and stands still is filled in, and stays as it was when it was said', async ({
	db
}) => {
	const floor = await Floor.open(db, { gates: [1, 5] });
	const b = await floor.assignTo('B', 'supervisor.b');
	const lot = await floor.tested(1000);
	const [first, second] = [await floor.start(100), await floor.start(100)];
	for (const batch of [first, second]) await floor.allocate(batch, lot, 100);
	await floor.log(first, 1, 99, '06:10:00', '06:40:00');
	await floor.begin(second, 1);
	await floor.stop(floor.machines[3]!);
	const held = await floor.tested(5);
	await floor.hold(held);
	const expected = {
		running: [
			{ batch: second.code, stage: 'Pre-treatment', input: 100, next_stage: 'Drying' },
			{ batch: first.code, stage: null, input: null, next_stage: 'Drying' }
		],
		waiting_qc: [{ lot: first.code, stage: 'Pre-treatment', qc_status: 'pending' }],
		holds: [{ lot: held.code, cause: held.code }],
		downtimes: [{ reason: 'Breakdown', ended_at: null }],
		gaps: [{ kind: 'downtime_open' }, { kind: 'qc_missing' }, { kind: 'stage_running' }]
	};
	const before = await show(floor);
	expect(before).toMatchObject({
		given: null,
		facts: expected,
		next: { id: b, shift: { code: 'B' } },
		incoming: []
	});
	floor.at('13:50:00');
	const given = await give(floor, { note: 'Watch the dryer.' });
	expect(given.given).toMatchObject({
		note: 'Watch the dryer.',
		given_by: 'supervisor',
		received_by: null
	});
	floor.at('13:55:00');
	await floor.finish(second, 98);
	const after = await show(floor);
	expect(after.facts).toEqual(given.given!.facts);
	expect(after.facts.running).toMatchObject(expected.running);
	expect(await read<CloseView>(floor, 'supervisor', 'shift_close_view', floor.run)).toMatchObject({
		handover: { note: 'Watch the dryer.' }
	});
	await expect(give(floor)).rejects.toMatchObject({
		code: 'PT409',
		...refusal('HANDOVER_GIVEN', 'Shift A of 23 May 2030 has been handed over.')
	});
	const incoming = await show(floor, b, 'supervisor.b');
	expect(incoming.incoming).toMatchObject([
		{ id: given.given!.id, from: { shift: { code: 'A' } } }
	]);
});

test('P3.10 who is in the next shift takes over, once; another does not', async ({ db }) => {
	const floor = await Floor.open(db);
	await floor.assignTo('B', 'supervisor.b');
	await floor.assignTo('C', 'supervisor.c');
	floor.at('13:30:00');
	const { id } = (await give(floor, { note: ' \u200b' })).given!;
	expect((await show(floor)).given!.note).toBeNull();
	for (const persona of ['supervisor', 'supervisor.c'])
		await expect(take(floor, id, {}, persona)).rejects.toMatchObject({
			code: 'PT403',
			...refusal(
				'SHIFT_NOT_YOURS',
				'You are not assigned to Shift B of 23 May 2030, which runs from 14:00 until 22:00.'
			)
		});
	for (const persona of ['qa', 'supervisor@P2', 'manager@P2'])
		await expect(take(floor, id, {}, persona)).rejects.toMatchObject(refusal('NOT_ALLOWED'));
	await expect(take(floor, randomUUID())).rejects.toMatchObject(refusal('NOT_FOUND'));
	await expect(take(floor, id, { note: 'x'.repeat(2001) })).rejects.toMatchObject({
		code: '23514'
	});
	floor.at('14:02:00');
	const taken = await take(floor, id, { note: 'Seen, thanks.' });
	expect(taken.given).toMatchObject({
		received_by: 'supervisor.b',
		received_note: 'Seen, thanks.'
	});
	await expect(take(floor, id, {}, 'manager')).rejects.toMatchObject({
		code: 'PT409',
		...refusal('HANDOVER_RECEIVED', 'supervisor.b has taken this over.')
	});
	await expect(db.sql`update shift_handovers set received_note = 'x'`).rejects.toMatchObject(
		refusal('APPEND_ONLY')
	);
	await expect(db.sql`update shift_handovers set note = 'x'`).rejects.toMatchObject(
		refusal('APPEND_ONLY')
	);
});

test('P3.10 it may be said on the way out, until the next shift is over too; by the own supervisor or a manager', async ({
	db
}) => {
	const floor = await Floor.open(db);
	await floor.assignTo('B', 'supervisor.b');
	floor.at('05:00:00');
	await expect(give(floor)).rejects.toMatchObject(refusal('SHIFT_NOT_BEGUN'));
	floor.at('13:30:00');
	await explainAll(floor);
	await close(floor);
	await expect(give(floor, {}, 'supervisor.b')).rejects.toMatchObject(refusal('SHIFT_NOT_YOURS'));
	for (const persona of ['qa', 'manager@P2'])
		await expect(give(floor, {}, persona)).rejects.toMatchObject(refusal('NOT_ALLOWED'));
	await expect(give(floor, { note: 'x'.repeat(4001) })).rejects.toMatchObject({ code: '23514' });
	await expect(give(floor, { run: randomUUID() })).rejects.toMatchObject(refusal('NOT_FOUND'));
	await passTo(floor, '22:20:00');
	await tick(db);
	await expect(give(floor)).rejects.toMatchObject({ code: 'PT423', ...refusal('SHIFT_LOCKED') });
	const b = (await show(floor)).next!.id;
	expect((await give(floor, { run: b }, 'manager')).given).toMatchObject({ given_by: 'manager' });
});

test('P3.10 of two who hand over at the same moment one does', async ({ db }) => {
	const floor = await Floor.open(db);
	await floor.assignTo('A', 'supervisor.too');
	floor.at('13:30:00');
	const outcomes = await Promise.allSettled(
		['supervisor', 'supervisor.too', 'manager'].map((persona) => give(floor, {}, persona))
	);
	expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	expect(await db.sql`select from shift_handovers`).toHaveLength(1);
});

import { expect } from 'vitest';
import { test } from '../database.ts';
import { Floor, GOOD, DAY_OF_WORK } from '../production/floor.ts';
import { askOverride, decide, reject, retest, type FullTest } from '../quality/laboratory.ts';
import { assign, runOf, tick } from '../shifts/shifts.ts';
import { alertsOf, call, forget, job, join, settle, told, ways } from './alerts.ts';

/** A floor whose first stage is tested for pH, at most 7.5. */
async function floorWithPh(db: Parameters<typeof Floor.open>[0]): Promise<Floor> {
	const floor = await Floor.open(db, { gates: [1] });
	await db.as('admin', async (sql) => {
		const [plan] = await sql`
			insert into qc_plans (kind, item_id, stage_id, version, effective_from)
			select 'in_process', ${floor.product}, id, 2, '2026-01-02' from stages where code = 'pre_treatment' returning id`;
		await sql`insert into qc_parameters (plan_id, name, unit, minimum, maximum) values (${plan!.id as string}, 'pH', 'pH', 5, 7.5)`;
		await sql`update qc_plans set active = true where id = ${plan!.id as string}`;
	});
	for (const persona of ['qa', 'manager', 'head', 'storekeeper']) await db.idOf(persona);
	await join(db, 'PLANT_HEAD', 'head');
	await forget(db);
	return floor;
}

/** A batch whose first stage has a pH of 8.2, found at a time of the day. */
async function failed(floor: Floor, clock: string): Promise<FullTest> {
	const lot = await floor.tested(800);
	const batch = await floor.start();
	await floor.allocate(batch, lot, 800);
	const { last } = await floor.log(batch, 1, 790, '06:10:00', '06:40:00');
	floor.at(clock);
	return (await floor.test({ stage_log_id: last!.id }, [{ name: 'pH', value: 8.2 }])) as FullTest;
}

test('P9.04 pH 8.2 over 7.5: QA and Manager at once, the Plant Head after 30 minutes unseen', async ({
	db
}) => {
	const floor = await floorWithPh(db);
	await settle(db, 'qa', { phone: '+919840012345' });
	const found = await failed(floor, '07:00:00');
	const [alert] = await alertsOf(db, 'quality.test_failed');
	expect(alert).toMatchObject({ severity: 'high', state: 'open', count: 1, subject_id: found.id });
	expect(alert!.params).toMatchObject({ findings: 'pH 8.2 over 7.5', stage: 'Pre-treatment' });
	expect(await told(db, alert!.id)).toEqual({ manager: 0, qa: 0 });
	expect(await ways(db, alert!.id)).toEqual(['manager/email', 'qa/email', 'qa/sms']);
	const { notifications, unread } = await call<{
		notifications: { title: string; body: string }[];
		unread: number;
	}>(db, 'manager', 'my_notifications', { severity: 'high' }, { read: true });
	expect(unread).toBeGreaterThan(0);
	expect(notifications[0]!.title).toMatch(/^QC failure: .+, Pre-treatment$/);
	expect(notifications[0]!.body).toContain('pH 8.2 over 7.5. Test ');

	floor.at('07:29:59');
	expect(await job(db, 'run_escalations')).toBe(0);
	floor.at('07:30:00');
	const open = await call<{ next_at: string; policy: string }[]>(
		db,
		'manager',
		'open_escalations',
		{},
		{ read: true }
	);
	expect(open).toMatchObject([{ policy: 'Failed test that nobody has seen', next_position: 1 }]);
	expect(await job(db, 'run_escalations')).toBe(1);
	expect(await told(db, alert!.id)).toEqual({ head: 1, manager: 0, qa: 0 });
	const [head] = await db.sql`
		select title, body, sms from notifications where level = 1 and alert_id = ${alert!.id}`;
	expect(head!.title).toMatch(/^Escalated: QC failure: /);
	expect(head!.body).toMatch(
		/Nobody has acted for 30 minutes; you are level 1 of "Failed test that nobody has seen"\.$/
	);
	expect(await job(db, 'run_escalations')).toBe(0);
	expect(
		(
			await call<{ what: string; people: { name: string }[] }[]>(
				db,
				'manager',
				'open_escalations',
				{},
				{ read: true }
			).then(
				([first]) =>
					(first as never as { events: { what: string; people: { name: string }[] }[] }).events
			)
		).map(({ what, people }) => [what, people.map(({ name }) => name)])
	).toEqual([
		['started', ['manager', 'qa']],
		['step', ['head']]
	]);
});

test('P9.04 the Plant Head is not told when somebody has seen it, or it is over', async ({
	db
}) => {
	const floor = await floorWithPh(db);
	await failed(floor, '07:00:00');
	const [alert] = await alertsOf(db, 'quality.test_failed');
	floor.at('07:20:00');
	expect(await call(db, 'manager', 'read_notifications')).toMatchObject({ unread: 0 });
	floor.at('07:40:00');
	expect(await job(db, 'run_escalations')).toBe(0);
	const [stopped] = await db.sql`
		select state, end_reason from escalations where alert_id = ${alert!.id}`;
	expect(stopped).toEqual({ state: 'stopped', end_reason: 'seen' });
});

test('P4.07 a re-test that passes ends the alert of the one before, and its clock', async ({
	db
}) => {
	const floor = await floorWithPh(db);
	const found = await failed(floor, '07:00:00');
	floor.at('07:10:00');
	const [row] = await db.sql`select stage_log_id from qc_tests where id = ${found.id}`;
	await retest(floor, found, { stage_log_id: row!.stage_log_id as string }, [
		{ name: 'pH', value: 7 }
	]);
	const alert = (await alertsOf(db, 'quality.test_failed')).find(
		({ subject_id }) => subject_id === found.id
	)!;
	expect(alert).toMatchObject({ state: 'resolved' });
	expect(alert.resolution).toMatch(/^Test .+ has passed\.$/);
	floor.at('07:40:00');
	expect(await job(db, 'run_escalations')).toBe(0);
	const [ended] =
		await db.sql`select state, end_reason from escalations where alert_id = ${alert.id}`;
	expect(ended).toEqual({ state: 'ended', end_reason: 'resolved' });
});

test('P4.06 who may decide is told of an override, until it is decided', async ({ db }) => {
	const floor = await floorWithPh(db);
	const found = await failed(floor, '07:00:00');
	const asked = await askOverride(floor, found);
	const [alert] = (await alertsOf(db, 'quality.override_requested')).filter(
		({ state }) => state === 'open'
	);
	expect(await told(db, alert!.id)).toEqual({ manager: 0 });
	await decide(floor, asked, true);
	expect(await alertsOf(db, 'quality.override_requested')).toMatchObject([
		{ state: 'resolved', resolution: 'It was approved.' }
	]);
	const failure = (await alertsOf(db, 'quality.test_failed')).find(
		({ subject_id }) => subject_id === found.id
	);
	expect(failure).toMatchObject({
		state: 'resolved',
		resolution: expect.stringContaining('by an override') as string
	});
});

test('W4.01 a lot that is released, held or rejected is told to who works with it, in a digest', async ({
	db
}) => {
	const floor = await floorWithPh(db);
	const lot = await floor.receive(10);
	const events = async () =>
		(
			await db.sql`select params ->> 'before' as before, params ->> 'after' as after, count from alerts
			where event_code = 'lot.status_changed' and subject_id = ${lot.id} order by first_at`
		).map((row) => ({ ...row }));
	await floor.test({ lot_id: lot.id }, GOOD.incoming);
	expect(await events()).toEqual([{ before: 'waiting for QC', after: 'released', count: 1 }]);
	const [alert] =
		await db.sql`select id from alerts where event_code = 'lot.status_changed' and subject_id = ${lot.id}`;
	expect(await told(db, alert!.id as string)).toEqual({ qa: 0, storekeeper: 0 });
	expect(await ways(db, alert!.id as string)).toEqual([]);
	await floor.call('qa', 'hold_lot', {
		lot_id: lot.id,
		reason_id: await floor.reason('hold'),
		note: null
	});
	expect(await events()).toEqual([{ before: 'released', after: 'on hold', count: 2 }]);
	await reject(floor, lot.id);
	expect((await events())[0]).toMatchObject({ after: 'rejected', count: 3 });
});

test('W4.01 a lot that fails its test is told to QA once, and to the Storekeeper as news', async ({
	db
}) => {
	const floor = await floorWithPh(db);
	const lot = await floor.receive(10);
	await floor.test({ lot_id: lot.id }, [
		{ name: 'Moisture', value: 99 },
		...GOOD.incoming.filter(({ name }) => name !== 'Moisture')
	]);
	const [failed] = await alertsOf(db, 'quality.test_failed');
	const [status] = await alertsOf(db, 'lot.status_changed');
	expect(failed!.state).toBe('open');
	expect(await told(db, failed!.id)).toEqual({ manager: 0, qa: 0 });
	expect(status).toMatchObject({ state: 'resolved', params: { after: 'on hold' } });
	expect(await told(db, status!.id)).toEqual({ storekeeper: 0 });
	// That it is rejected is another fact.
	await reject(floor, lot.id);
	expect(await told(db, status!.id)).toEqual({ qa: 0, storekeeper: 0 });
	expect(await alertsOf(db, 'lot.status_changed')).toMatchObject([
		{ state: 'resolved', count: 2, params: { after: 'rejected' } }
	]);
});

test('W4.01 who works where a lot came into being and where it lies is told of it once', async ({
	db
}) => {
	const floor = await floorWithPh(db);
	const lot = await floor.tested(10);
	const p2 = await db.siteOf('P2');
	for (const persona of ['qa@P2', 'storekeeper.both'])
		await db.superuser`
			insert into memberships (user_id, site_id, role)
			values (${await db.idOf(persona)}, ${p2}, ${persona.startsWith('qa') ? 'qa' : 'storekeeper'}) on conflict do nothing`;
	await db.superuser`
		with place as (
			insert into locations (site_id, code, name, kind) values (${p2}, 'FAR', 'Far', 'storage') returning id
		)
		insert into stock_balances (lot_id, location_id, on_hand) select ${lot.id}, id, 1 from place`;
	await forget(db);
	await floor.call('qa', 'hold_lot', {
		lot_id: lot.id,
		reason_id: await floor.reason('hold'),
		note: null
	});
	const raised = await alertsOf(db, 'lot.status_changed');
	expect(raised).toHaveLength(2);
	const everybody = (await Promise.all(raised.map(({ id }) => told(db, id)))).flatMap(Object.keys);
	expect(everybody.sort()).toEqual(['qa', 'qa@P2', 'storekeeper', 'storekeeper.both']);
	await db.superuser`delete from stock_balances where location_id in (select id from locations where code = 'FAR')`;
	await db.superuser`delete from memberships where user_id = ${await db.idOf('storekeeper.both')}`;
});

test('P9.04 Binder X below 10 kg: the Storekeeper, and the Procurement Head after an hour without action', async ({
	db
}) => {
	const floor = await floorWithPh(db);
	await db.as(
		'admin',
		(sql) =>
			sql`update items set name = 'Binder X', reorder_level = 10 where id = ${floor.ids.item}`
	);
	await db.idOf('head.of.procurement');
	await join(db, 'PROCUREMENT_HEAD', 'head.of.procurement');
	floor.at('08:00:00');
	const lot = await floor.tested(12);
	const adjust = async (quantity: number) =>
		await floor.call('manager', 'adjust_stock', {
			lot_id: lot.id,
			location_id: floor.ids.STORE,
			change: quantity,
			reason_id: await floor.reason('adjustment'),
			note: null
		});
	await adjust(-2);
	expect(await alertsOf(db, 'stock.low')).toEqual([]);
	await adjust(-1);
	const [alert] = await alertsOf(db, 'stock.low');
	expect(alert).toMatchObject({
		severity: 'medium',
		subject: 'Binder X',
		params: { available: 9, level: 10, unit: 'kg' }
	});
	expect(await told(db, alert!.id)).toEqual({ storekeeper: 0 });
	// Below it, nothing more is said.
	await adjust(-1);
	expect(await alertsOf(db, 'stock.low')).toHaveLength(1);
	floor.at('08:59:59');
	await call(db, 'storekeeper', 'read_notifications');
	expect(await job(db, 'run_escalations')).toBe(0);
	floor.at('09:00:00');
	expect(await job(db, 'run_escalations')).toBe(1);
	expect(await told(db, alert!.id)).toMatchObject({ 'head.of.procurement': 1 });
	// Somebody acts: he takes it, and the clock stops.
	expect(
		await call(db, 'head.of.procurement', 'acknowledge_alert', {
			alert: alert!.id,
			note: 'Ordered 50 kg'
		})
	).toMatchObject({
		state: 'acknowledged',
		acknowledged_by: 'head.of.procurement',
		acknowledgement: 'Ordered 50 kg'
	});
	expect([
		...(await db.sql`select state, end_reason from escalations where alert_id = ${alert!.id}`)
	]).toEqual([{ state: 'stopped', end_reason: 'acknowledged' }]);
	// It comes, is released, and it is over.
	await floor.tested(50);
	expect(await alertsOf(db, 'stock.low')).toMatchObject([
		{ state: 'resolved', resolution: '58 kg are there again.' }
	]);
});

test('W4.01 when nothing usable is left it is urgent, and over when something is there again', async ({
	db
}) => {
	const floor = await floorWithPh(db);
	await db.as(
		'admin',
		(sql) => sql`update items set reorder_level = 10 where id = ${floor.ids.item}`
	);
	floor.at('08:00:00');
	const lot = await floor.tested(12);
	const mine = async (event: string) =>
		(await alertsOf(db, event)).filter(({ subject_id }) =>
			(subject_id as string).startsWith(floor.ids.item)
		);
	// A lot on hold is not stock.
	await floor.call('qa', 'hold_lot', {
		lot_id: lot.id,
		reason_id: await floor.reason('hold'),
		note: null
	});
	expect(await mine('stock.out')).toMatchObject([{ severity: 'high', state: 'open' }]);
	expect(await mine('stock.low')).toEqual([]);
	await floor.call('manager', 'release_lot', { lot_id: lot.id, note: 'Looked at again' });
	expect(await mine('stock.out')).toMatchObject([{ state: 'resolved' }]);
	await floor.transfer(lot, 12);
	expect(await mine('stock.low')).toEqual([]);
});

test('P5.02 the Storekeeper is told what the floor asks for, until it comes', async ({ db }) => {
	const floor = await floorWithPh(db);
	floor.at('08:00:00');
	const lot = await floor.tested(100);
	const asked = await floor.call<{ id: string }>('supervisor', 'request_transfer', {
		item_id: floor.ids.item,
		quantity: 20,
		to_id: floor.ids.LINE
	});
	const [alert] = await alertsOf(db, 'stock.transfer_requested');
	expect(alert).toMatchObject({ severity: 'low', state: 'open' });
	expect(await told(db, alert!.id)).toEqual({ storekeeper: 0 });
	await floor.call('storekeeper', 'fulfil_transfer', {
		transfer_request_id: asked.id,
		lines: [{ lot_id: lot.id, from_id: floor.ids.STORE, quantity: 20 }]
	});
	expect(await alertsOf(db, 'stock.transfer_requested')).toMatchObject([
		{ state: 'resolved', resolution: 'It was fulfilled.' }
	]);
});

test('P9.01 a loss over its limit is told to the Supervisor on duty, not to the others', async ({
	db
}) => {
	const floor = await floorWithPh(db);
	await db.idOf('supervisor.off');
	const lot = await floor.tested(800);
	const batch = await floor.start();
	await floor.allocate(batch, lot, 800);
	await floor.log(batch, 1, 700, '06:10:00', '06:40:00');
	const [alert] = await alertsOf(db, 'input.suspicious');
	expect(alert!.params).toMatchObject({ finding: 'a loss of 12.5 % is over the limit of 5 %' });
	const names = Object.keys(await told(db, alert!.id));
	expect(names).toContain('supervisor');
	expect(names).toContain('admin');
	expect(names).not.toContain('supervisor.off');
});

test('W4.01 a lot is told of 30, 15 and 7 days before it expires, once each, the last urgently', async ({
	db
}) => {
	const floor = await floorWithPh(db);
	floor.at('08:00:00');
	const lot = await floor.tested(40, { expires_on: '2030-06-22' });
	const mine = async () =>
		(await alertsOf(db, 'stock.expiring')).filter(({ subject_id }) => subject_id === lot.id);
	const on = async (day: string) => {
		db.travelTo(`${day}T06:00:00+05:30`);
		await job(db, 'scan_expiry');
		return (await mine()).map(
			({ params, severity, state }) => `${String(params.threshold)} ${severity} ${state}`
		);
	};
	expect(await on('2030-05-22')).toEqual([]);
	expect(await on('2030-05-23')).toEqual(['30 medium open']);
	expect(await on('2030-05-24')).toEqual(['30 medium open']);
	expect(await on('2030-06-08')).toEqual(['30 medium resolved', '15 medium open']);
	expect(await on('2030-06-15')).toEqual([
		'30 medium resolved',
		'15 medium resolved',
		'7 high open'
	]);
	expect(await on('2030-06-22')).toHaveLength(3);
	expect(await on('2030-06-23')).toEqual([
		'30 medium resolved',
		'15 medium resolved',
		'7 high resolved'
	]);
	expect((await mine()).at(-1)!.resolution).toBe('It has expired.');
});

// The last one: its day is over.
test('P3.09 a shift that nobody closes: its Supervisor, then the Admin; over when it is locked', async ({
	db
}) => {
	const floor = await floorWithPh(db);
	await assign(db, 'admin', (await runOf(db, 'P1', 'B', DAY_OF_WORK)).id, 'supervisor.b');
	await tick(db);
	// The night before had nobody who could close it.
	expect(await alertsOf(db, 'shift.not_closed')).toEqual([]);
	floor.at('14:00:00');
	await tick(db);
	const alert = (await alertsOf(db, 'shift.not_closed')).at(-1);
	expect(alert).toMatchObject({
		subject: 'Shift A of 23 May 2030',
		params: { ended: '14:00', locks: '14:15' }
	});
	expect(await told(db, alert!.id)).toEqual({ supervisor: 0 });
	await call(db, 'supervisor', 'read_notifications');
	floor.at('14:10:00');
	expect(await job(db, 'run_escalations')).toBe(1);
	expect(await told(db, alert!.id)).toMatchObject({ admin: 1, supervisor: 0 });
	floor.at('14:15:00');
	await tick(db);
	expect(await alertsOf(db, 'shift.not_closed')).toMatchObject([
		{ state: 'resolved', resolution: 'The shift is locked.' }
	]);
});

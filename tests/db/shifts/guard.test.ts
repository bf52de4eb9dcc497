import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { asCommand, assign, blocked, defineDay, defineShift, runOf, tick } from './shifts.ts';

const at = (db: TestDatabase, clock: string) => db.travelTo(`2030-05-23T${clock}+05:30`);

const post = async (db: TestDatabase, persona: string, site: string) => {
	const id = await db.siteOf(site);
	return await asCommand(
		db,
		persona,
		async (sql) =>
			(await sql`select app.require_shift('stock.view', ${id}) as run`)[0]!.run as string | null
	);
};
const edit = (db: TestDatabase, persona: string, run: string) =>
	asCommand(db, persona, (sql) => sql`select app.assert_run_open(${run}, 'stock.view')`);

/** A plant with the document's day, with Ramesh in shift A of 23 May. */
async function plant(db: TestDatabase, site: string) {
	at(db, '00:30:00');
	await defineDay(db, site);
	const a = await runOf(db, site, 'A', '2030-05-23');
	const b = await runOf(db, site, 'B', '2030-05-23');
	const ramesh = `supervisor.ramesh@${site}`;
	await assign(db, 'admin', a.id, ramesh);
	return { a: a.id, b: b.id, ramesh };
}

test('P1.05 Ramesh of shift A 06:00–14:00 enters data from 06:00 until the grace after 14:00, and then no more', async ({
	db
}) => {
	const { a, ramesh } = await plant(db, 'G1');
	at(db, '05:59:59');
	await expect(post(db, ramesh, 'G1')).rejects.toMatchObject({
		code: 'PT403',
		message: 'Shift A of 23 May 2030 begins at 06:00.',
		detail: expect.stringContaining('"SHIFT_NOT_BEGUN"') as string
	});
	for (const clock of ['06:00:00', '13:59:00', '14:00:00', '14:14:59']) {
		at(db, clock);
		await tick(db);
		expect(await post(db, ramesh, 'G1'), clock).toBe(a);
		await edit(db, ramesh, a);
	}
	for (const clock of ['14:15:00', '15:00:00']) {
		at(db, clock);
		// Before the job has locked it, and after.
		for (const locks of [false, true]) {
			if (locks) await tick(db);
			for (const act of [() => post(db, ramesh, 'G1'), () => edit(db, ramesh, a)]) {
				await expect(act()).rejects.toMatchObject({
					code: 'PT423',
					message:
						'Shift A of 23 May 2030 is locked: it ended at 14:00 and took entries until 14:15.',
					detail: expect.stringContaining('"SHIFT_LOCKED"') as string
				});
			}
		}
	}
});

test('P1.05 the first entry of a shift does not wait for the job that opens it', async ({ db }) => {
	const { a, ramesh } = await plant(db, 'G2');
	at(db, '06:00:00');
	expect(await post(db, ramesh, 'G2')).toBe(a);
	expect((await runOf(db, 'G2', 'A', '2030-05-23')).state).toBe('open');
});

test('P1.05 entries of many people at the change of shifts, and the job, do not stand in each other’s way', async ({
	db
}) => {
	const { a, b, ramesh } = await plant(db, 'G14');
	const sita = 'supervisor.sita@G14';
	await assign(db, 'admin', b, sita);
	at(db, '13:00:00');
	await tick(db);
	at(db, '14:00:00');
	const runs = await Promise.all(
		Array.from({ length: 40 }, async (_, n) => {
			if (n % 4 === 3) await tick(db);
			return await post(db, n % 2 ? sita : ramesh, 'G14');
		})
	);
	expect(runs).toEqual(runs.map((_, n) => (n % 2 ? b : a)));
});

test('P1.05 another shift’s records are refused with the shift and its hours', async ({ db }) => {
	const { a, b, ramesh } = await plant(db, 'G3');
	const sita = 'supervisor.sita@G3';
	await assign(db, 'admin', b, sita);
	at(db, '10:00:00');
	await tick(db);
	const refusal = (shift: string, from: string, until: string) => ({
		code: 'PT403',
		message: `You are not assigned to Shift ${shift} of 23 May 2030, which runs from ${from} until ${until}.`,
		detail: expect.stringContaining('"SHIFT_NOT_YOURS"') as string
	});
	await expect(edit(db, ramesh, b)).rejects.toMatchObject(refusal('B', '14:00', '22:00'));
	await expect(edit(db, sita, a)).rejects.toMatchObject(refusal('A', '06:00', '14:00'));
	await expect(edit(db, sita, b)).rejects.toMatchObject({ code: 'PT403' });
	await expect(post(db, 'supervisor.new@G3', 'G3')).rejects.toMatchObject(
		refusal('A', '06:00', '14:00')
	);
	at(db, '14:05:00');
	await tick(db);
	expect(await post(db, ramesh, 'G3')).toBe(a);
	expect(await post(db, sita, 'G3')).toBe(b);
	await expect(edit(db, ramesh, b)).rejects.toMatchObject(refusal('B', '14:00', '22:00'));
});

test('P1.05 where no shift runs, the refusal says so', async ({ db }) => {
	await db.siteOf('G4');
	at(db, '10:00:00');
	await expect(post(db, 'supervisor@G4', 'G4')).rejects.toMatchObject({
		code: 'PT403',
		message: 'You are assigned to no shift at G4, and none runs there now.'
	});
});

test('P1.05 who has both of two shifts enters into the one that runs, not the one in its grace', async ({
	db
}) => {
	const { b, ramesh } = await plant(db, 'G5');
	await assign(db, 'admin', b, ramesh);
	at(db, '14:05:00');
	await tick(db);
	expect(await post(db, ramesh, 'G5')).toBe(b);
});

test('P8.01 definitions that overlap stand side by side: each entry goes into the own shift, and one locks without the other', async ({
	db
}) => {
	const { a, ramesh } = await plant(db, 'GSIDE');
	await defineShift(db, 'GSIDE', 'DAY', '09:00', '18:00');
	const day = (await runOf(db, 'GSIDE', 'DAY', '2030-05-23')).id;
	const latha = 'supervisor.latha@GSIDE';
	await assign(db, 'admin', day, latha);
	at(db, '10:00:00');
	await tick(db);
	expect(await post(db, ramesh, 'GSIDE')).toBe(a);
	expect(await post(db, latha, 'GSIDE')).toBe(day);
	await expect(edit(db, latha, a)).rejects.toMatchObject({ code: 'PT403' });
	at(db, '14:15:00');
	await tick(db);
	await expect(post(db, ramesh, 'GSIDE')).rejects.toMatchObject({ code: 'PT423' });
	expect(await post(db, latha, 'GSIDE')).toBe(day);
});

test('P1.05 a Supervisor who is taken out of a shift enters no more', async ({ db }) => {
	const { a, ramesh } = await plant(db, 'G6');
	at(db, '10:00:00');
	await tick(db);
	await assign(db, 'manager@G6', a, ramesh, { command: 'unassign_shift' });
	await expect(post(db, ramesh, 'G6')).rejects.toMatchObject({ code: 'PT403' });
});

test('P1.05 others are not bound to a shift: they get the run that is open, or none', async ({
	db
}) => {
	const { a } = await plant(db, 'G7');
	at(db, '03:00:00');
	// The night shift of the evening before, which began before it was defined.
	const c = (await runOf(db, 'G7', 'C', '2030-05-22')).id;
	for (const persona of ['admin', 'manager@G7', 'storekeeper@G7']) {
		at(db, '03:00:00');
		expect(await post(db, persona, 'G7')).toBe(c);
		at(db, '10:00:00');
		expect(await post(db, persona, 'G7')).toBe(a);
	}
	await db.siteOf('G8');
	expect(await post(db, 'manager@G8', 'G8')).toBeNull();
	at(db, '15:00:00');
	await expect(edit(db, 'manager@G7', a)).rejects.toMatchObject({ code: 'PT423' });
});

test('P1.04 the guard refuses who lacks the permission, at whatever hour', async ({ db }) => {
	await plant(db, 'G9');
	at(db, '10:00:00');
	await expect(post(db, 'nobody', 'G9')).rejects.toMatchObject({ code: 'PT403' });
	await expect(post(db, 'anon', 'G9')).rejects.toMatchObject({ code: 'PT401' });
	await expect(post(db, 'supervisor@G1', 'G9')).rejects.toMatchObject({
		code: 'PT403',
		message: 'You may not see stock at G9.'
	});
});

test('P1.05 who is a Supervisor here and something else there is bound here', async ({ db }) => {
	await plant(db, 'G10');
	const other = await db.siteOf('G11');
	const id = await db.idOf('supervisor.two@G10');
	await db.as(
		'admin',
		(sql) =>
			sql`insert into memberships (user_id, site_id, role) values (${id}, ${other}, 'manager')`
	);
	at(db, '10:00:00');
	await expect(post(db, 'supervisor.two@G10', 'G10')).rejects.toMatchObject({ code: 'PT403' });
	expect(await post(db, 'supervisor.two@G10', 'G11')).toBeNull();
});

test('P3.07 a lock waits for the entry that is under way, and no entry passes a lock', async ({
	db
}) => {
	const { a, ramesh } = await plant(db, 'G12');
	const site = await db.siteOf('G12');
	at(db, '14:14:59');
	await tick(db);
	const order: string[] = [];
	let locking: Promise<unknown> | undefined;
	await asCommand(db, ramesh, async (sql) => {
		await sql`select app.require_shift('stock.view', ${site})`;
		at(db, '14:15:00');
		locking = tick(db).then(() => order.push('locked'));
		await blocked(db);
		order.push('posted');
	});
	await locking;
	expect(order).toEqual(['posted', 'locked']);
	expect((await runOf(db, 'G12', 'A', '2030-05-23')).state).toBe('locked');
	// By the clock this one was in time; it comes after the lock all the same.
	at(db, '14:14:59');
	await expect(post(db, ramesh, 'G12')).rejects.toMatchObject({ code: 'PT423' });
	await expect(edit(db, ramesh, a)).rejects.toMatchObject({ code: 'PT423' });
});

test('P3.07 an entry that waits for a lock is refused when the lock is there', async ({ db }) => {
	const { ramesh } = await plant(db, 'G13');
	await db.idOf(ramesh);
	at(db, '14:14:59');
	await tick(db);
	at(db, '14:15:00');
	let posting: Promise<unknown> | undefined;
	await asCommand(db, 'service_role', async (sql) => {
		await sql`select app.lock_shift_runs()`;
		at(db, '14:14:59');
		posting = post(db, ramesh, 'G13').then(
			() => 'posted',
			(error: { code: string }) => error.code
		);
		await blocked(db);
	});
	expect(await posting).toBe('PT423');
});

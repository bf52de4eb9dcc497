import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { Floor, GOOD } from '../production/floor.ts';
import { askOverride, asOwner, BAD, decide, family, retest, type FullTest } from './laboratory.ts';

interface CertificateAnswer {
	id: string;
	number: string;
	revision: number;
	issued_at: string;
	document_path: string | null;
	content: Record<string, unknown> & { test: FullTest };
}

const issue = (floor: Floor, lot: { id: string }, persona = 'qa'): Promise<CertificateAnswer> =>
	floor.call(persona, 'issue_certificate', { lot_id: lot.id });

/** Gives a certificate a file, as the edge function does for somebody. */
async function attach(
	db: TestDatabase,
	certificate: string,
	given: { persona?: string; request?: string; path?: string; role?: string } = {}
): Promise<{ path: string }> {
	const path = given.path ?? `P1/2030/05/${randomUUID()}.pdf`;
	await db.superuser`insert into storage.objects (bucket_id, name) values ('documents', ${path}) on conflict do nothing`;
	const person = await db.idOf(given.persona ?? 'qa');
	return await db.as(given.role ?? 'service_role', async (sql) => {
		const [row] = await sql`
			select attach_certificate_file(${given.request ?? randomUUID()}, ${person}, ${certificate}, 1000, ${'a'.repeat(64)}, ${path}) as answer`;
		return row!.answer as { path: string };
	});
}

test('P4.11 the certificate of packs has the final test of their bulk, the dates, and who issued it', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	const certificate = await issue(floor, made.packed);
	expect(certificate).toMatchObject({
		number: `COA-${made.packed.code}`,
		revision: 1,
		document_path: null,
		content: {
			site: 'P1',
			site_code: 'P1',
			time_zone: 'Asia/Kolkata',
			product: 'MCC Type R-102, 25 kg',
			lot: made.packed.code,
			batch: made.batch.code,
			quantity: 2,
			unit: 'pcs',
			pack_size: 25,
			pack_unit: 'kg',
			manufactured_on: '2030-05-23',
			expires_on: '2033-05-22',
			issued_by: 'qa',
			test: {
				number: made.final.number,
				status: 'pass',
				overridden: false,
				tested_by: 'qa',
				results: [
					{ name: 'Moisture', unit: '%', minimum: 4, maximum: 6, value: 5.2 },
					{ name: 'Particle size', unit: 'µm', minimum: 40, maximum: 60, value: 52 }
				]
			}
		}
	});
	const bulk = await issue(floor, { id: made.batch.lot_id });
	expect(bulk).toMatchObject({
		number: `COA-${made.batch.code}`,
		content: { product: 'MCC Type R-102', lot: made.batch.code, quantity: 90.392, pack_size: null }
	});
});

test('P4.11 what is kept in kilograms is no pack, whatever bags it is sold in', async ({ db }) => {
	const floor = await Floor.open(db);
	await db.as(
		'admin',
		(sql) => sql`update items set pack_size = 25, pack_unit = 'kg' where id = ${floor.product}`
	);
	const batch = await floor.released(100);
	expect((await issue(floor, { id: batch.lot_id })).content).toMatchObject({
		unit: 'kg',
		pack_size: null,
		pack_unit: null
	});
	const { lines } = await floor.ship({ id: batch.lot_id }, 10.5);
	expect(lines).toMatchObject([{ unit: 'kg', quantity: 10.5, pack_size: null }]);
});

test('P4.11 a certificate is issued again as it is, by whomever, and as a new revision when it says something else', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	const first = await issue(floor, made.packed);
	db.travelTo('2030-06-01T10:00:00+05:30');
	expect(await issue(floor, made.packed, 'manager')).toEqual(first);
	const again = await retest(floor, made.final, { lot_id: made.batch.lot_id }, [
		{ name: 'Moisture', value: 5.1 },
		{ name: 'Particle size', value: 53 }
	]);
	const second = await issue(floor, made.packed, 'manager');
	expect(second).toMatchObject({
		number: first.number,
		revision: 2,
		content: { issued_by: 'manager', test: { number: again.number, attempt: 2 } }
	});
	const kept = await db.as(
		'qa',
		(sql) =>
			sql`select revision, content from certificates where number = ${first.number} order by revision`
	);
	expect(kept).toEqual([
		{ revision: 1, content: first.content },
		{ revision: 2, content: second.content }
	]);
});

test('P4.11 an issued certificate says the same when the masters are edited, and its rows stay for the owner too', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	const first = await issue(floor, made.packed);
	await db.as('admin', (sql) => sql`update items set name = 'MCC 102' where id = ${floor.sku}`);
	const [kept] = await db.sql`select content from certificates where id = ${first.id}`;
	expect(kept!.content).toEqual(first.content);
	for (const statement of [
		`update certificates set content = content || '{"product": "Sugar"}' where id = '${first.id}'`,
		`update certificates set revision = 7 where id = '${first.id}'`,
		`delete from certificates where id = '${first.id}'`
	])
		await expect(
			asOwner(db, (sql) => sql.unsafe(statement)),
			statement
		).rejects.toMatchObject({
			code: 'PT403'
		});
	expect(await issue(floor, made.packed)).toMatchObject({
		revision: 2,
		content: { product: 'MCC 102' }
	});
});

test('P4.11 P4.06 a certificate of what was overridden says so, with who decided and why', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const batch = await floor.batchUpTo(5, 100);
	const test = (await floor.test({ lot_id: batch.lot_id }, BAD.final)) as FullTest;
	await decide(floor, await askOverride(floor, test), true);
	const packed = await floor.pack(batch, 1);
	expect((await issue(floor, packed)).content.test).toMatchObject({
		overridden: true,
		results: [{ within_spec: true }, { value: 65, within_spec: false }],
		override: {
			state: 'approved',
			requested_by: 'qa',
			decided_by: 'manager',
			decision_note: 'Acceptable variance'
		}
	});
});

test('P4.11 what has not passed, is held, expired or no product gets no certificate', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const refused = async (lot: { id: string }, words: RegExp) =>
		await expect(issue(floor, lot)).rejects.toMatchObject({
			code: 'PT422',
			message: expect.stringMatching(words) as string,
			detail: expect.stringContaining('CERTIFICATE_NOT_DUE') as string
		});
	const waiting = await floor.batchUpTo(5, 100);
	await refused({ id: waiting.lot_id }, /waits for QC and gets no certificate\.$/);
	await refused(await floor.tested(10), /^Lot M[\w-]+ has no final test that passed\.$/);
	await expect(issue(floor, { id: randomUUID() })).rejects.toMatchObject({ code: 'PT404' });

	const other = await Floor.open(db);
	const made = await family(other);
	await other.call('qa', 'hold_lot', {
		lot_id: made.packed.id,
		reason_id: await other.reason('hold')
	});
	await expect(issue(other, made.packed)).rejects.toMatchObject({
		message: `Lot ${made.packed.code} is on hold and gets no certificate.`
	});
	await other.call('qa', 'release_lot', { lot_id: made.packed.id, note: 'fine' });
	db.travelTo('2033-05-23T00:00:00+05:30');
	await expect(issue(other, made.packed)).rejects.toMatchObject({
		message: `Lot ${made.packed.code} expired on 22 May 2033 and gets no certificate.`
	});
});

test('P4.11 while the bulk is tested again its packs get no certificate, and are not shipped with the old one', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	await issue(floor, made.packed);
	const again = await retest(floor, made.final, { lot_id: made.batch.lot_id }, []);
	expect(again.status).toBe('pending');
	const refusal = {
		code: 'PT422',
		message: `Lot ${made.packed.code} has no final test that passed.`
	};
	await expect(issue(floor, made.packed)).rejects.toMatchObject(refusal);
	await expect(floor.ship(made.packed, 1)).rejects.toMatchObject(refusal);
	await floor.call('qa', 'amend_qc_test', {
		test_id: again.id,
		results: GOOD.final,
		reason: 'Results have come'
	});
	expect((await issue(floor, made.packed)).revision).toBe(2);
});

test('P4.11 of ten that issue the first certificate at once all get the same one', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	const answers = await Promise.all(Array.from({ length: 10 }, () => issue(floor, made.packed)));
	expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
});

test('P4.11 a certificate gets its file once, recorded as a document of who asked for it', async ({
	db
}) => {
	const floor = await Floor.open(db);
	const made = await family(floor);
	const certificate = await issue(floor, made.packed);
	const request = randomUUID();
	const first = await attach(db, certificate.id, { request, persona: 'manager' });
	expect(await attach(db, certificate.id)).toEqual(first);
	expect(await attach(db, certificate.id, { request, persona: 'manager' })).toEqual(first);
	const documents = await db.as(
		'qa',
		(sql) => sql`
			select kind, name, media_type, path, uploaded_by from documents where name like ${`${certificate.number}%`}`
	);
	expect(documents).toEqual([
		{
			kind: 'certificate',
			name: `${certificate.number} revision 1.pdf`,
			media_type: 'application/pdf',
			path: first.path,
			uploaded_by: await db.idOf('manager')
		}
	]);
	await expect(
		asOwner(
			db,
			(sql) => sql`update certificates set document_path = 'x' where id = ${certificate.id}`
		)
	).rejects.toMatchObject({ code: 'PT403' });
	await expect(attach(db, randomUUID())).rejects.toMatchObject({ code: 'PT404' });
	const other = await issue(floor, { id: made.batch.lot_id });
	await expect(attach(db, other.id, { request, persona: 'manager' })).rejects.toMatchObject({
		code: 'PT409'
	});
});

test('P4.11 a file of another site, or that is not there, is no certificate’s', async ({ db }) => {
	const floor = await Floor.open(db);
	const certificate = await issue(floor, (await family(floor)).packed);
	await expect(attach(db, certificate.id, { path: 'P2/2030/05/a.pdf' })).rejects.toMatchObject({
		code: 'PT404'
	});
});

test('P4.11 two who attach a file at once leave one', async ({ db }) => {
	const floor = await Floor.open(db);
	const certificate = await issue(floor, (await family(floor)).packed);
	const answers = await Promise.all(
		Array.from({ length: 8 }, (_, n) =>
			attach(db, certificate.id, { persona: n % 2 ? 'qa' : 'manager' })
		)
	);
	expect(new Set(answers.map(({ path }) => path)).size).toBe(1);
	expect(
		await db.sql`select from documents where name like ${`${certificate.number}%`}`
	).toHaveLength(1);
});

for (const role of ['anon', 'qa', 'manager', 'admin'])
	test(`P4.11 ${role} does not attach files past the function`, async ({ db }) => {
		const floor = await Floor.open(db);
		const certificate = await issue(floor, (await family(floor)).packed);
		await expect(attach(db, certificate.id, { role })).rejects.toMatchObject({ code: '42501' });
	});

test('P4.11 a lot code with a slash or a line end makes a file name without', async ({ db }) => {
	const floor = await Floor.open(db);
	const lot = await floor.tested(100);
	const code = `R/1\\2\n${randomUUID().slice(0, 6)}`;
	const batch = await floor.start(100, { code });
	await floor.allocate(batch, lot, 100);
	for (let position = 1; position <= 5; position++) {
		const clock = (minutes: number) => `07:${position * 10 + minutes}:00`;
		const { last } = await floor.log(batch, position, 99 - position, clock(0), clock(9));
		if (last!.qc_status === 'pending')
			await floor.test({ stage_log_id: last!.id }, GOOD.in_process);
	}
	await floor.test({ lot_id: batch.lot_id }, GOOD.final);
	const certificate = await issue(floor, { id: batch.lot_id });
	await attach(db, certificate.id);
	const names = await db.sql`select name from documents where name like 'COA-R%'`;
	expect(names).toEqual([
		{ name: expect.stringMatching(/^COA-R-1-2-\w{6} revision 1\.pdf$/) as string }
	]);
});

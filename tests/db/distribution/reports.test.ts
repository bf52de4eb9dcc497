import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { Floor } from '../production/floor.ts';
import { asOwner } from '../quality/laboratory.ts';

/** Gives a shipment its report, as the edge function does for somebody. */
async function attach(
	db: TestDatabase,
	shipment: string,
	{
		persona = 'dispatch_clerk',
		request = randomUUID(),
		path = `P1/2030/05/${randomUUID()}.pdf`
	} = {}
): Promise<{ path: string }> {
	await db.superuser`insert into storage.objects (bucket_id, name) values ('documents', ${path}) on conflict do nothing`;
	const person = await db.idOf(persona);
	return await db.as('service_role', async (sql) => {
		const [row] = await sql`
			select attach_dispatch_report(${request}, ${person}, ${shipment}, 1000, ${'a'.repeat(64)}, ${path}) as answer`;
		return row!.answer as { path: string };
	});
}

test('P13.02 a shipment gets its report once, whoever asks, also eight at once', async ({ db }) => {
	const floor = await Floor.open(db);
	const shipment = await floor.ship(await floor.tested(10), 1);
	const answers = await Promise.all(
		Array.from({ length: 8 }, (_, n) =>
			attach(db, shipment.id, { persona: n % 2 ? 'dispatch_clerk' : 'manager' })
		)
	);
	expect(new Set(answers.map(({ path }) => path)).size).toBe(1);
	expect(
		await db.sql`select kind, name, path from documents where name = ${`${shipment.number}.pdf`}`
	).toEqual([{ kind: 'dispatch_report', name: `${shipment.number}.pdf`, path: answers[0]!.path }]);
	const [kept] = await db.sql`select document_path from shipments where id = ${shipment.id}`;
	expect(kept!.document_path).toBe(answers[0]!.path);
	await expect(
		asOwner(db, (sql) => sql`update shipments set document_path = null where id = ${shipment.id}`)
	).rejects.toMatchObject({ code: 'PT403' });
});

test('P13.02 a file of another site, or of no shipment, is no report', async ({ db }) => {
	const floor = await Floor.open(db);
	const shipment = await floor.ship(await floor.tested(10), 1);
	for (const [id, path] of [
		[shipment.id, 'P2/2030/05/a.pdf'],
		[randomUUID(), 'P1/2030/05/a.pdf']
	] as const)
		await expect(attach(db, id, { path })).rejects.toMatchObject({ code: 'PT404' });
});

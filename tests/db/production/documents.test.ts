import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { PERSONAS, testMatrix } from '../matrix.ts';
import { acts, verdict, type Acts } from './acts.ts';
import { refusal } from './floor.ts';

/** A photo of a site, as the edge function `documents` registers it for somebody. */
async function photo(db: TestDatabase, site = 'P1', persona = 'supervisor'): Promise<string> {
	const path = `${site}/2030/05/${randomUUID()}.jpg`;
	await db.superuser`insert into storage.objects (bucket_id, name) values ('documents', ${path})`;
	const [uploader, siteId] = [await db.idOf(persona), await db.siteOf(site)];
	return await db.as('service_role', async (sql) => {
		const [row] = await sql`
			select register_document(${randomUUID()}, ${uploader}, ${siteId}, 'photo', 'dryer.jpg', 'image/jpeg', 1000,
				${'a'.repeat(64)}, ${path}) as answer`;
		return (row!.answer as { id: string }).id;
	});
}

async function batchOf(
	db: TestDatabase,
	code: keyof Pick<Acts, 'running' | 'waiting'> = 'running'
) {
	const known = await acts(db);
	const [batch] = await db.superuser`select id, code from batches where code = ${known[code]}`;
	return { floor: known.floor, id: batch!.id as string, code: batch!.code as string };
}

const uploads = [
	'admin',
	'manager',
	'qa',
	'supervisor',
	'storekeeper',
	'dispatch_clerk',
	'distributor'
];

for (const persona of [...PERSONAS, 'supervisor@P2', 'service_role']) {
	const may = uploads.includes(persona);
	test(`P1.04 ${persona} ${may ? 'may' : 'may not'} add a document to a batch at P1`, async ({
		db
	}) => {
		const { id } = await batchOf(db);
		const given = { batch_id: id, document_id: await photo(db) };
		const said = await verdict(db, persona, 'attach_batch_document', given);
		if (may) expect(said).toBe('accepted');
		else
			expect(said).toMatchObject({
				code: ['anon', 'service_role'].includes(persona) ? '42501' : 'PT403'
			});
	});
}

test('P12.01 a photo of a stage is in the batch’s journey, once, and stays', async ({ db }) => {
	const { floor, id, code } = await batchOf(db);
	const document_id = await photo(db);
	for (let times = 0; times < 2; times++)
		await floor.call('supervisor', 'attach_batch_document', {
			batch_id: id,
			document_id,
			position: 1
		});
	const journey = await db.as('qa', async (sql) => {
		const [row] = await sql`select batch_journey(${code}) as journey`;
		return row!.journey as { documents: object[] };
	});
	const own = journey.documents.filter(
		(document) => (document as { id: string }).id === document_id
	);
	expect(own).toEqual([
		expect.objectContaining({ position: 1, kind: 'photo', name: 'dryer.jpg', size_bytes: 1000 })
	]);
	await expect(
		db.superuser`delete from batch_documents where document_id = ${document_id}`
	).rejects.toMatchObject(refusal('APPEND_ONLY'));
});

test('P12.01 a document of another site, and a stage that the route has not, are refused', async ({
	db
}) => {
	const { floor, id, code } = await batchOf(db);
	const foreign = await photo(db, 'P2', 'manager@P2');
	const attach = (given: object) =>
		floor.call('supervisor', 'attach_batch_document', { batch_id: id, ...given });
	await expect(attach({ document_id: foreign })).rejects.toMatchObject(
		refusal('NOT_FOUND', `There is no such document at the site of batch ${code}.`)
	);
	await expect(attach({ document_id: await photo(db), position: 9 })).rejects.toMatchObject(
		refusal('STAGE_ORDER', `The route of batch ${code} has no stage 9.`)
	);
	await expect(attach({ document_id: randomUUID() })).rejects.toMatchObject(refusal('NOT_FOUND'));
});

testMatrix(
	[
		['P12.01', 'select * from batch_documents limit 1', [...uploads, 'retailer']],
		['P12.01', 'insert into batch_documents (batch_id) values (gen_random_uuid())', []],
		['P12.01', 'update batch_documents set position = 1', []],
		['P12.01', 'delete from batch_documents', []]
	],
	async (db) => {
		const { floor, id } = await batchOf(db);
		const document_id = await photo(db);
		await floor.call('supervisor', 'attach_batch_document', { batch_id: id, document_id });
	}
);

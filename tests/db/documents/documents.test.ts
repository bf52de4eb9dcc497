import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { SIGNED_IN, testMatrix } from '../matrix.ts';

interface DocumentAnswer {
	id: string;
	site_id: string;
	kind: string;
	name: string;
	path: string;
	uploaded_by: string;
	uploaded_at: string;
}

const HASH = 'a'.repeat(64);

/** Puts a file into the bucket, as Storage does with the secret key. */
async function stored(db: TestDatabase, path: string): Promise<string> {
	await db.superuser`insert into storage.objects (bucket_id, name) values ('documents', ${path})`;
	return path;
}

/** Registers a stored file, as the edge function does for who has called it. */
async function register(
	db: TestDatabase,
	persona: string,
	given: Record<string, unknown> = {}
): Promise<DocumentAnswer> {
	const args: Record<string, unknown> = {
		request_id: randomUUID(),
		uploader: await db.idOf(persona),
		site_id: await db.siteOf('P1'),
		kind: 'lab_report',
		name: 'report.pdf',
		media_type: 'application/pdf',
		size_bytes: 1000,
		sha256: HASH,
		path: given.path ?? (await stored(db, `P1/2026/05/${randomUUID()}.pdf`)),
		...given
	};
	const named = Object.keys(args)
		.map((name, n) => `${name} => $${n + 1}`)
		.join(', ');
	return await db.as('service_role', async (sql) => {
		const [row] = await sql.unsafe(
			`select public.register_document(${named}) as answer`,
			Object.values(args) as never
		);
		return row!.answer as DocumentAnswer;
	});
}

const prepare = async (db: TestDatabase, persona: string, site: string) => {
	const [uploader, siteId] = [await db.idOf(persona), await db.siteOf(site)];
	return await db.as(
		'service_role',
		async (sql) =>
			(await sql`select prepare_document(${uploader}, ${siteId}) as folder`)[0]!.folder as string
	);
};

test('P12.01 a document is recorded as the uploader’s, and the audit says so', async ({ db }) => {
	const document = await register(db, 'qa');
	const qa = await db.idOf('qa');
	expect(document).toMatchObject({ kind: 'lab_report', name: 'report.pdf', uploaded_by: qa });
	expect(
		await db.superuser`
			select actor, actor_role, operation from audit.log
			where relation = 'public.documents' and record_id = ${document.id}`
	).toEqual([{ actor: qa, actor_role: 'authenticated', operation: 'insert' }]);
});

test('P12.01 files lie in the folder of their site and of the month there', async ({ db }) => {
	db.travelTo('2026-05-31T20:00:00Z');
	expect(await prepare(db, 'qa', 'P1')).toBe('P1/2026/06');
	db.travelTo(undefined);
	await db.superuser`insert into sites (code, name, kind, active) values ('P9', 'Closed', 'plant', false)`;
	await expect(prepare(db, 'admin', 'P9')).rejects.toMatchObject({ code: 'PT404' });
});

test('P12.01 a file is recorded only where it lies, in a folder of the site', async ({ db }) => {
	const elsewhere = await stored(db, `P2/2026/05/${randomUUID()}.pdf`);
	for (const path of [`P1/2026/05/${randomUUID()}.pdf`, elsewhere])
		await expect(register(db, 'qa', { path })).rejects.toMatchObject({
			code: 'PT404',
			message: 'There is no such file of the site.'
		});
});

for (const [given, constraint] of [
	[{ kind: 'love_letter' }, 'document kind is known'],
	[{ media_type: 'text/html' }, 'document is a PDF or a picture'],
	[{ size_bytes: 0 }, 'document has 1 byte to 10 MB'],
	[{ size_bytes: 10_000_001 }, 'document has 1 byte to 10 MB'],
	[{ sha256: 'A'.repeat(64) }, 'document hash is 64 hexadecimal digits'],
	[{ name: '../../etc/passwd' }, 'document name has no path and no control characters'],
	[{ name: 'a\nb.pdf' }, 'document name has no path and no control characters'],
	[{ name: 'x'.repeat(201) }, 'document name has 1 to 200 characters'],
	[{ name: '  ' }, 'document name has 1 to 200 characters']
] as const) {
	test(`P12.01 the table itself refuses ${JSON.stringify(given).slice(0, 40)}`, async ({ db }) => {
		await expect(register(db, 'qa', given)).rejects.toMatchObject({ constraint_name: constraint });
	});
}

test('P12.01 the largest document that is taken has 10 MB', async ({ db }) => {
	await register(db, 'qa', { size_bytes: 10_000_000 });
});

test('P12.01 a document is not changed and not removed, by its owner neither', async ({ db }) => {
	const { id } = await register(db, 'qa');
	for (const statement of [
		`update documents set name = 'other.pdf' where id = '${id}'`,
		`delete from documents where id = '${id}'`
	])
		await expect(db.sql.unsafe(statement)).rejects.toMatchObject({ code: 'PT403' });
});

test('a registration that is sent again is answered with the first document, whatever path it has now', async ({
	db
}) => {
	const request_id = randomUUID();
	const first = await register(db, 'qa', { request_id });
	expect(await register(db, 'qa', { request_id })).toEqual(first);
	await expect(register(db, 'qa', { request_id, name: 'other.pdf' })).rejects.toMatchObject({
		code: 'PT409'
	});
	await expect(register(db, 'manager', { request_id })).rejects.toMatchObject({ code: 'PT409' });
	const both = randomUUID();
	const [one, other] = await Promise.all([
		register(db, 'qa', { request_id: both }),
		register(db, 'qa', { request_id: both })
	]);
	expect(one).toEqual(other);
});

const uploaders = [
	'admin',
	'manager',
	'qa',
	'supervisor',
	'storekeeper',
	'dispatch_clerk',
	'distributor'
];
for (const persona of [...SIGNED_IN, 'qa@P2']) {
	const may = uploaders.includes(persona);
	test(`P1.04 ${persona} ${may ? 'may' : 'may not'} upload documents at P1`, async ({ db }) => {
		if (may) {
			expect(await prepare(db, persona, 'P1')).toMatch(/^P1\//);
			expect((await register(db, persona)).id).toBeTruthy();
		} else {
			const refusal = { code: 'PT403', message: 'You may not upload documents at P1.' };
			await expect(prepare(db, persona, 'P1')).rejects.toMatchObject(refusal);
			await expect(register(db, persona)).rejects.toMatchObject(refusal);
		}
	});
}

test('P1.03 who has left uploads no more, and nobody is nobody', async ({ db }) => {
	const id = await db.idOf('qa.gone');
	await db.superuser`update profiles set active = false where id = ${id}`;
	await expect(register(db, 'qa.gone')).rejects.toMatchObject({ code: 'PT403' });
	await expect(register(db, 'qa', { uploader: null })).rejects.toMatchObject({ code: 'PT401' });
});

for (const persona of [...SIGNED_IN, 'anon']) {
	test(`P1.04 ${persona} may not register for somebody else: the function alone does`, async ({
		db
	}) => {
		const [admin, site] = [await db.idOf('admin'), await db.siteOf('P1')];
		await expect(
			db.as(persona, (sql) => sql`select prepare_document(${admin}, ${site})`)
		).rejects.toMatchObject({ code: '42501' });
		await expect(
			db.as(
				persona,
				(sql) =>
					sql`select register_document(${randomUUID()}, ${admin}, ${site}, 'grn', 'a.pdf', 'application/pdf', 1, ${HASH}, 'P1/a.pdf')`
			)
		).rejects.toMatchObject({ code: '42501' });
		await expect(db.as(persona, (sql) => sql`select app.act_for(${admin})`)).rejects.toMatchObject({
			code: '42501'
		});
	});
}

const viewers = SIGNED_IN.filter((persona) => persona !== 'nobody');
testMatrix(
	[
		['P1.04', `select * from documents limit 1`, viewers],
		['P12.01', `select * from storage.objects where bucket_id = 'documents' limit 1`, viewers],
		['P1.04', `insert into documents default values`, []],
		['P1.04', `update documents set name = 'x'`, []],
		['P1.04', `delete from documents`, []],
		[
			'P12.01',
			`insert into storage.objects (bucket_id, name) values ('documents', 'P1/2026/05/mine.pdf')`,
			[]
		],
		['P12.01', `update storage.objects set name = 'P1/other.pdf'`, []],
		['P12.01', `delete from storage.objects`, []]
	],
	async (db) => {
		await register(db, 'qa');
	}
);

test('P12.01 neither a document nor its file is seen from another site, and a file without a document by nobody', async ({
	db
}) => {
	const { path } = await register(db, 'qa');
	const loose = await stored(db, `P1/2026/05/${randomUUID()}.pdf`);
	const seen = (persona: string, file: string) =>
		db.as(persona, (sql) => sql`select name from storage.objects where name = ${file}`);
	expect(await seen('retailer', path)).toHaveLength(1);
	expect(await seen('manager@P2', path)).toHaveLength(0);
	expect(
		await db.as('manager@P2', (sql) => sql`select id from documents where path = ${path}`)
	).toHaveLength(0);
	expect(await seen('admin', loose)).toHaveLength(0);
});

test('P12.01 the bucket is private, and takes PDF and pictures up to 10 MB', async ({ db }) => {
	const [bucket] = await db.superuser`select * from storage.buckets where id = 'documents'`;
	expect(bucket).toMatchObject({ public: false });
	expect(Number(bucket!.file_size_limit)).toBe(10_000_000);
	expect(bucket!.allowed_mime_types).toContain('application/pdf');
	expect(bucket!.allowed_mime_types).not.toContain('text/html');
});

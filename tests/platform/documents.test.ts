import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platform } from './environment.ts';
import { refusal, startLotline, type Lotline } from './lotline.ts';

interface DocumentAnswer {
	id: string;
	name: string;
	kind: string;
	media_type: string;
	size_bytes: number;
	sha256: string;
	path: string;
	uploaded_by: string;
}

const PDF = Buffer.from(
	'%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'
);
const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64'
);
const JPG = Buffer.concat([
	Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
	randomBytes(200)
]);
const WEBP = Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64');
const HEIC = Buffer.concat([
	Buffer.from('0000001866747970', 'hex'),
	Buffer.from('heic\0\0\0\0mif1heic'),
	randomBytes(200)
]);
const EXE = Buffer.concat([Buffer.from('MZ\x90\0', 'latin1'), randomBytes(500)]);
const HTML = Buffer.from('<!doctype html><html><script>alert(1)</script></html>');

// The functions and migrations of the repository, not those of the fixture project.
describe.runIf(platform.embedded)('documents', () => {
	let lotline: Lotline;
	let qa: SupabaseClient;
	let siteId: string;

	const siteOf = async (code: string) =>
		(await lotline.admin.from('sites').select('id').eq('code', code).single()).data!.id as string;

	beforeAll(async () => {
		lotline = await startLotline('documents');
		siteId = await siteOf('MCC1');
		qa = await lotline.member('qa', siteId);
	});

	afterAll(() => lotline.stop());

	function formOf(bytes: Buffer | undefined, name: string, given: Record<string, string> = {}) {
		const form = new FormData();
		const fields = {
			site_id: siteId,
			kind: 'lab_report',
			request_id: randomUUID(),
			...given
		};
		for (const [field, value] of Object.entries(fields)) form.set(field, value);
		if (bytes) form.set('file', new File([new Uint8Array(bytes)], name));
		return form;
	}

	async function upload(
		bytes: Buffer | undefined,
		name: string,
		given: Record<string, string> = {},
		client = qa
	): Promise<DocumentAnswer> {
		const { data, error } = await client.functions.invoke<DocumentAnswer>('documents', {
			body: formOf(bytes, name, given)
		});
		if (error) throw error;
		return data!;
	}

	const filesOf = async () => {
		const month = new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Kolkata' });
		const folder = `MCC1/${month.slice(0, 7).replace('-', '/')}`;
		const { data } = await lotline
			.service()
			.storage.from('documents')
			.list(folder, { limit: 1000 });
		return data!.map(({ name }) => `${folder}/${name}`);
	};

	test.for([
		['PDF', PDF, 'pdf', 'application/pdf'],
		['PNG', PNG, 'png', 'image/png'],
		['JPG', JPG, 'jpg', 'image/jpeg'],
		['WebP', WEBP, 'webp', 'image/webp'],
		['HEIC', HEIC, 'heic', 'image/heic']
	] as const)(
		'P12.01 a %s is stored, recorded by its content, and read again by a signed address',
		async ([, bytes, ending, type]) => {
			const document = await upload(bytes, 'Assay 14.dat');
			expect(document).toMatchObject({
				kind: 'lab_report',
				name: `Assay 14.${ending}`,
				media_type: type,
				size_bytes: bytes.byteLength,
				sha256: createHash('sha256').update(bytes).digest('hex'),
				uploaded_by: (await qa.auth.getUser()).data.user!.id
			});
			expect(document.path).toMatch(
				new RegExp(`^MCC1/\\d{4}/\\d{2}/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.${ending}$`)
			);
			const { data, error } = await qa.storage.from('documents').createSignedUrl(document.path, 60);
			expect(error).toBeNull();
			const response = await fetch(data!.signedUrl);
			expect(response.headers.get('content-type')).toBe(type);
			expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
		}
	);

	test('P12.01 a name that would harm is made harmless', async () => {
		const document = await upload(PDF, '..\\..\\\u202egpj.report <script>.exe');
		expect(document.name).toBe('gpj.report _script_.pdf');
	});

	test.for([
		['a program that is called a PDF', EXE, 'report.pdf', 415],
		['a page that is called a picture', HTML, 'photo.png', 415],
		['a page with a picture after it', Buffer.concat([HTML, PNG]), 'photo.png', 415],
		['an animation', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), 'photo.jpg', 415],
		['a text', Buffer.from('just words'), 'report.pdf', 415],
		['an empty file', Buffer.alloc(0), 'report.pdf', 400]
	] as const)('P4.08 %s is refused, and nothing of it stays', async ([, bytes, name, status]) => {
		const before = await filesOf();
		expect(await refusal(upload(bytes, name))).toMatchObject({
			status,
			code: status === 415 ? 'FILE_TYPE_REFUSED' : 'VALUE_INVALID',
			field: 'file',
			message: expect.stringContaining(`"${name}" is `)
		});
		expect(await filesOf()).toEqual(before);
	});

	test('P4.08 a file of 11 MB is refused', async () => {
		const large = Buffer.concat([PDF, Buffer.alloc(11_000_000)]);
		expect(await refusal(upload(large, 'large.pdf'))).toMatchObject({ status: 413 });
	});

	test('P4.08 a file that is longer than it says is refused', async () => {
		const status = await new Promise<number>((settle, fail) => {
			const token = qa.auth.getSession().then(({ data }) => data.session!.access_token);
			void token.then((bearer) => {
				const request = httpRequest(`${lotline.apiUrl}/functions/v1/documents`, {
					method: 'POST',
					headers: {
						authorization: `Bearer ${bearer}`,
						'content-type': 'multipart/form-data; boundary=x',
						'transfer-encoding': 'chunked'
					}
				});
				request.on('response', (response) => settle(response.statusCode!));
				request.on('error', fail);
				request.write(
					'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
				);
				for (let piece = 0; piece < 11; piece++) request.write(Buffer.alloc(1_000_000));
				request.end('\r\n--x--\r\n');
			});
		});
		expect(status).toBe(413);
	});

	test('P4.08 a file of almost 10 MB is taken', async () => {
		const large = Buffer.concat([PDF, Buffer.alloc(9_990_000)]);
		expect((await upload(large, 'large.pdf')).size_bytes).toBe(large.byteLength);
	});

	test.for([
		['request_id', '', 'There is no request_id.'],
		['request_id', '14', '"14" is no UUID.'],
		['site_id', '', 'There is no site_id.'],
		['site_id', 'MCC1', '"MCC1" is no UUID.'],
		['kind', '', 'There is no kind.'],
		['kind', 'selfie', '"selfie" is no kind of document; one is grn, lab_report,']
	] as const)('P12.01 %s "%s" is refused by its field', async ([field, value, sentence]) => {
		expect(await refusal(upload(PDF, 'a.pdf', { [field]: value }))).toMatchObject({
			status: 400,
			code: 'VALUE_INVALID',
			field,
			message: expect.stringContaining(sentence)
		});
	});

	test('P12.01 what is no form with a file in it is refused', async () => {
		expect(await refusal(upload(undefined, ''))).toMatchObject({
			status: 400,
			field: 'file',
			message: 'There is no file.'
		});
		const invoke = async (body: string, type: string) => {
			const headers = { 'content-type': type };
			const { error } = await qa.functions.invoke('documents', { body, headers });
			throw error as Error;
		};
		for (const [body, type] of [
			['{}', 'application/json'],
			['nonsense', 'multipart/form-data; boundary=x'],
			['nonsense', 'multipart/form-data']
		] as const)
			expect(await refusal(invoke(body, type))).toMatchObject({ status: 400, field: 'file' });
	});

	test('P1.04 who may not upload at the site is refused, and nothing is stored', async () => {
		const warehouse = await siteOf('WH1');
		const [retailer, elsewhere] = [
			await lotline.member('retailer', siteId),
			await lotline.member('qa', warehouse)
		];
		const before = await filesOf();
		for (const client of [retailer, elsewhere])
			expect(await refusal(upload(PDF, 'a.pdf', {}, client))).toMatchObject({
				status: 403,
				code: 'NOT_ALLOWED',
				message: 'You may not upload documents at MCC1.'
			});
		expect(await refusal(upload(PDF, 'a.pdf', {}, lotline.anonymous()))).toMatchObject({
			status: 401,
			code: 'NOT_SIGNED_IN'
		});
		const secret = lotline.service();
		expect(await refusal(upload(PDF, 'a.pdf', {}, secret))).toMatchObject({ status: 401 });
		expect(await filesOf()).toEqual(before);
	});

	test('a document that is sent again is the same document, with one file', async () => {
		const request_id = randomUUID();
		const first = await upload(PDF, 'a.pdf', { request_id });
		const before = await filesOf();
		expect(await upload(PDF, 'a.pdf', { request_id })).toEqual(first);
		expect(await refusal(upload(PNG, 'a.png', { request_id }))).toMatchObject({
			status: 409,
			code: 'REQUEST_REUSED'
		});
		expect(await filesOf()).toEqual(before);
		const again = { request_id: randomUUID() };
		const both = await Promise.all([upload(PDF, 'b.pdf', again), upload(PDF, 'b.pdf', again)]);
		expect(both[0]).toEqual(both[1]);
		expect(await filesOf()).toHaveLength(before.length + 1);
	});

	test('P12.01 files are read by who sees their site, and written by nobody else', async () => {
		const warehouse = await siteOf('WH1');
		const [stranger, retailer] = [
			await lotline.member('manager', warehouse),
			await lotline.member('retailer', siteId)
		];
		const { path } = await upload(PDF, 'a.pdf');
		const of = (client: SupabaseClient) => client.storage.from('documents');
		expect((await of(retailer).download(path)).error).toBeNull();
		for (const client of [stranger, lotline.anonymous()]) {
			expect((await of(client).download(path)).error).not.toBeNull();
			expect((await of(client).createSignedUrl(path, 60)).error).not.toBeNull();
		}
		const own = { contentType: 'application/pdf' };
		for (const client of [qa, lotline.admin]) {
			const aside = `MCC1/2026/05/${randomUUID()}.pdf`;
			expect((await of(client).upload(aside, PDF, own)).error).not.toBeNull();
			expect(
				(await of(client).upload(path, PNG, { contentType: 'image/png', upsert: true })).error
			).not.toBeNull();
			expect((await of(client).createSignedUploadUrl(aside)).error).not.toBeNull();
			expect((await of(client).move(path, aside)).error).not.toBeNull();
			await of(client).remove([path]);
		}
		const { data } = await of(qa).download(path);
		expect(Buffer.from(await data!.arrayBuffer())).toEqual(PDF);
	});

	test('a page of another origin may upload', async () => {
		const response = await fetch(`${lotline.apiUrl}/functions/v1/documents`, {
			method: 'OPTIONS',
			headers: { Origin: 'http://app.test', 'Access-Control-Request-Method': 'POST' }
		});
		expect(response.status).toBe(200);
		expect(response.headers.get('access-control-allow-origin')).toBe('*');
	});
});

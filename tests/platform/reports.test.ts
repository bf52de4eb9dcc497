import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isEmbedded } from './environment.ts';
import { refusal, startLotline, type Lotline } from './lotline.ts';
import { page } from '../../simulator/paper.ts';

interface ReportAnswer {
	path: string;
	signed_url: string;
}

interface Named {
	id: string;
	code: string;
}

/** What a person may type or paste who means no good, or well, in 2,000 characters. */
const HOSTILE = (
	'<script>alert("1")</script> ₹ 1,00,000 at 105 °C, d50 52 µm, ≤ 5 %; ' +
	'नमी ठीक है। ஈரப்பதம் சரி. తేమ సరిగ్గా ఉంది. ತೇವಾಂಶ ಸರಿ. ഈർപ്പം ശരി. আর্দ্রতা ঠিক. ભેજ બરાબર. ਨਮੀ ਠੀਕ. ଆର୍ଦ୍ରତା ଠିକ୍. ' +
	'\u202egnp.exe\u202c 😀👩\u200d🔬 שלום مرحبا 水分 \ud835\udd4f a\u0300\u0301\u0302\u0303 \u200b\ufeff\u0007\u0085 ' +
	`{"text": "x", "image": "file:///etc/passwd"} ${'W'.repeat(300)} `
).padEnd(2000, 'and so on ');

// The functions and migrations of the repository, not those of the fixture project.
describe.runIf(isEmbedded)('reports', () => {
	let lotline: Lotline;
	let siteId: string;
	const people: Record<string, SupabaseClient> = {};
	const ids: Record<string, string> = {};

	const idOf = async (table: string, code: string): Promise<string> => {
		const { data, error } = await lotline.admin.from(table).select('id').eq('code', code).single();
		if (error) throw error;
		return data.id as string;
	};

	async function add(table: string, row: Record<string, unknown>): Promise<string> {
		const { data, error } = await lotline.admin.from(table).insert(row).select('id').single();
		if (error) throw error;
		return data.id as string;
	}

	async function call<T = Named>(
		person: string,
		command: string,
		given: Record<string, unknown>
	): Promise<T> {
		const { data, error } = await people[person]!.rpc(command, {
			request_id: randomUUID(),
			...given
		});
		if (error) throw error;
		return data as T;
	}

	async function plan(kind: string, item_id: string, parameters: Record<string, unknown>[]) {
		const plan_id = await add('qc_plans', { kind, item_id, effective_from: '2026-01-01' });
		for (const [at, parameter] of parameters.entries())
			await add('qc_parameters', { plan_id, position: at + 1, ...parameter });
		const { error } = await people.qa!.from('qc_plans').update({ active: true }).eq('id', plan_id);
		if (error) throw error;
	}

	/** Whoever may enter data now, by the plant's own shifts. */
	async function assignNow(person: SupabaseClient): Promise<void> {
		const now = new Date().toISOString();
		const { data } = await lotline.admin
			.from('shift_runs')
			.select('id')
			.eq('site_id', siteId)
			.lte('starts_at', now)
			.gt('ends_at', now);
		const worker = (await person.auth.getUser()).data.user!.id;
		for (const run of data!) {
			const { error } = await lotline.admin.rpc('assign_shift', {
				request_id: randomUUID(),
				run: run.id,
				person: worker
			});
			if (error) throw error;
		}
	}

	/** A paper that QA has put into the archive. */
	async function filed(name: string): Promise<string> {
		const form = new FormData();
		for (const [field, value] of [
			['site_id', siteId],
			['kind', 'override'],
			['request_id', randomUUID()]
		] as const)
			form.set(field, value);
		form.set('file', new File([page(['What was agreed'])], name));
		const { data, error } = await people.qa!.functions.invoke<{ path: string }>('documents', {
			body: form
		});
		if (error) throw error;
		return data!.path;
	}

	/** A batch of 100 kg with its final test, and packs of it. */
	async function packs(final: Record<string, unknown>, decided = false): Promise<Named> {
		const raw = await call('storekeeper', 'receive_goods', {
			location_id: ids.store,
			item_id: ids.raw,
			quantity: 100,
			order_line_id: ids.line
		});
		await call('qa', 'record_qc_test', {
			lot_id: raw.id,
			results: [{ name: 'Moisture', value: 4.2 }]
		});
		const batch = await call<Named & { lot_id: string }>('supervisor', 'start_batch', {
			site_id: siteId,
			item_id: ids.product,
			planned_quantity: 100
		});
		await call('supervisor', 'allocate_material', {
			batch_id: batch.id,
			lot_id: raw.id,
			location_id: ids.store,
			quantity: 100
		});
		const minute = 60_000 * (1 + 2 * minutes++);
		await call('supervisor', 'log_stage', {
			batch_id: batch.id,
			machine_id: ids.machine,
			operator_name: 'Ramesh',
			started_at: new Date(Date.now() - minute - 60_000).toISOString(),
			ended_at: new Date(Date.now() - minute).toISOString(),
			output_quantity: 100,
			to_id: ids.store
		});
		const test = await call('qa', 'record_qc_test', { lot_id: batch.lot_id, ...final });
		if (decided) {
			const { data: reason } = await lotline.admin
				.from('reason_codes')
				.select('id')
				.eq('purpose', 'override')
				.limit(1)
				.single();
			const asked = await call<{ override: { id: string } }>('qa', 'request_override', {
				test_id: test.id,
				reason_id: reason!.id as string,
				justification: 'Within what the customer has agreed to',
				document_path: await filed('deviation.pdf')
			});
			await call('manager', 'decide_override', {
				override_id: asked.override.id,
				approve: true,
				note: 'Acceptable variance'
			});
		}
		return await call('supervisor', 'pack_batch', {
			batch_id: batch.id,
			location_id: ids.store,
			sku_id: ids.sku,
			packs: 2,
			to_id: ids.store
		});
	}
	let minutes = 0;

	const good = {
		results: [
			{ name: 'Moisture', value: 5.2 },
			{ name: 'Particle size', value: 52 },
			{ name: 'Foreign matter', value: 'None' }
		]
	};

	const issue = (lot: Named) =>
		call<{ id: string; number: string; revision: number }>('qa', 'issue_certificate', {
			lot_id: lot.id
		});

	const ship = (lot: Named, more: Record<string, unknown> = {}) =>
		call<Named & { number: string }>('dispatch_clerk', 'ship_order', {
			site_id: siteId,
			customer_id: ids.customer,
			invoice_number: `INV-${randomUUID().slice(0, 8)}`,
			vehicle: 'TN 38 AB 1234',
			// An older lot of another test may lie there still.
			lines: [{ lot_id: lot.id, location_id: ids.store, quantity: 2, reason_id: ids.deviation }],
			...more
		});

	async function report(
		client: SupabaseClient,
		kind: string,
		id: string,
		request_id: string = randomUUID()
	): Promise<ReportAnswer> {
		const { data, error } = await client.functions.invoke<ReportAnswer>('reports', {
			body: { kind, id, request_id }
		});
		if (error) throw error;
		return data!;
	}

	/** The micro sign and the Greek letter are one glyph, and come out of the PDF as the letter. */
	const MICRO = '\u03bc';

	/** The file behind a signed address, and its text by page with single spaces. */
	async function read({ signed_url }: ReportAnswer): Promise<{ bytes: Buffer; pages: string[] }> {
		const response = await fetch(signed_url);
		expect(response.headers.get('content-type')).toBe('application/pdf');
		const bytes = Buffer.from(await response.arrayBuffer());
		const document = await getDocumentProxy(new Uint8Array(bytes));
		const { text } = await extractText(document, { mergePages: false });
		return { bytes, pages: text.map((page) => page.replace(/\s+/g, ' ')) };
	}

	const files = async (name: string) =>
		(await lotline.admin.from('documents').select('path, kind, name').like('name', `${name}%`))
			.data!;

	/** Every file of the plant in the bucket. */
	const stored = async (folder = 'MCC1'): Promise<string[]> => {
		const { data } = await lotline
			.service()
			.storage.from('documents')
			.list(folder, { limit: 1000 });
		const inside = data!.map(async ({ id, name }) =>
			id ? [`${folder}/${name}`] : await stored(`${folder}/${name}`)
		);
		return (await Promise.all(inside)).flat();
	};

	beforeAll(async () => {
		lotline = await startLotline('reports');
		siteId = await idOf('sites', 'MCC1');
		people.qa = await lotline.member('qa', siteId, 'Kavitha Raman');
		people.manager = await lotline.member('manager', siteId, 'அன்பு செல்வன்');
		for (const role of ['supervisor', 'storekeeper', 'dispatch_clerk', 'retailer'])
			people[role] = await lotline.member(role, siteId, role);
		await assignNow(people.supervisor!);
		ids.store = await add('locations', {
			site_id: siteId,
			code: 'STORE-R',
			name: 'Store R',
			kind: 'storage'
		});
		const deviation = await lotline.admin
			.from('reason_codes')
			.select('id')
			.eq('purpose', 'deviation')
			.limit(1)
			.single();
		ids.deviation = deviation.data!.id as string;
		ids.customer = await add('partners', {
			code: 'KOVAI',
			name: 'கோவை மருந்தகம் / Kovai Pharma',
			kind: 'customer',
			gst_number: '33AABCA1234C1Z5',
			address: '14, Avinashi Road, Coimbatore'
		});
		ids.raw = await add('items', { code: 'PULP', name: 'Pulp', kind: 'raw', unit: 'kg' });
		const order_id = await add('purchase_orders', {
			site_id: siteId,
			vendor_id: await idOf('partners', 'VENDOR-X'),
			number: 'PO-R-1',
			ordered_on: '2026-01-02'
		});
		ids.line = await add('purchase_order_lines', {
			order_id,
			position: 1,
			item_id: ids.raw,
			quantity: 100_000
		});
		ids.product = await add('items', {
			code: 'CELL-1',
			name: 'Cellulose one',
			kind: 'finished',
			unit: 'kg',
			shelf_life_days: 1095
		});
		ids.sku = await add('items', {
			code: 'CELL-1-25',
			name: 'सूक्ष्म क्रिस्टलीय सेलूलोज़ R-102, 25 kg',
			kind: 'finished',
			unit: 'pcs',
			pack_size: 25,
			pack_unit: 'kg',
			packs_item_id: ids.product
		});
		ids.machine = await add('machines', { site_id: siteId, code: 'MCH-R', name: 'Blender R' });
		const routed = await lotline.admin.from('route_stages').insert({
			route_id: await add('routes', { item_id: ids.product }),
			position: 1,
			stage_id: await idOf('stages', 'blending'),
			qc_gate: false
		});
		if (routed.error) throw routed.error;
		await plan('incoming', ids.raw, [{ name: 'Moisture', unit: '%', maximum: 5 }]);
		await plan('final', ids.product, [
			{ name: 'Moisture', unit: '%', minimum: 4, maximum: 6, method: 'Loss on drying, 105 °C' },
			{ name: 'Particle size', unit: 'µm', minimum: 40, maximum: 60 },
			{ name: 'Foreign matter', accepted: ['None'], method: 'Visual' }
		]);
	});

	afterAll(() => lotline.stop());

	test('P4.11 P10.05 a certificate is a PDF with plant, title, lot, limits, results, who and when, and pages counted', async () => {
		const lot = await packs(good);
		const certificate = await issue(lot);
		const { bytes, pages } = await read(await report(people.qa!, 'certificate', certificate.id));
		expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
		expect(pages).toHaveLength(1);
		for (const said of [
			'Microcrystalline Cellulose Plant',
			'Certificate of analysis',
			`${certificate.number}, revision 1`,
			lot.code,
			'R-102, 25 kg',
			'2 pcs of 25 kg, 50 kg',
			'Moisture Loss on drying, 105 °C 4 to 6 % 5.2 % Within limits',
			`Particle size – 40 to 60 ${MICRO}m 52 ${MICRO}m Within limits`,
			'Foreign matter Visual None None Within limits',
			'Passed',
			'Tested by Kavitha Raman',
			'Issued by Kavitha Raman',
			`Made from the record ${certificate.number}, revision 1.`,
			'Page 1 of 1'
		])
			expect(pages[0]).toContain(said);
		expect(pages[0]).not.toContain('not printable');
	});

	test('P4.11 P4.06 a certificate of what was overridden names what is out of limits, who asked, who decided, and why', async () => {
		const lot = await packs(
			{ results: [good.results[0], { name: 'Particle size', value: 65 }, good.results[2]] },
			true
		);
		const { pages } = await read(await report(people.qa!, 'certificate', (await issue(lot)).id));
		for (const said of [
			`40 to 60 ${MICRO}m 65 ${MICRO}m Out of limits`,
			'Released by an override Out of limits: Particle size.',
			'Justification Within what the customer has agreed to',
			'Asked for by Kavitha Raman,',
			'Decision Acceptable variance'
		])
			expect(pages[0]).toContain(said);
		expect(pages[0]).toMatch(/Approved by .*, \d+ \w+ \d{4}, \d\d:\d\d IST/);
		expect(pages[0]).not.toContain('not printable');
		expect(pages[0]).not.toContain('Passed');
	});

	test('P13.02 P10.05 a dispatch report has customer, invoice, vehicle, lots with their certificates, and what left', async () => {
		const lot = await packs(good);
		const shipment = await ship(lot, { invoice_number: 'INV-2026-0117', order_number: 'SO-88' });
		const { bytes, pages } = await read(
			await report(people.dispatch_clerk!, 'dispatch', shipment.id)
		);
		expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
		for (const said of [
			'Dispatch report',
			shipment.number,
			'Kovai Pharma',
			'14, Avinashi Road, Coimbatore',
			'33AABCA1234C1Z5',
			'INV-2026-0117',
			'SO-88',
			'TN 38 AB 1234',
			lot.code,
			`COA-${lot.code}`,
			'2 pcs',
			'50 kg',
			'Dispatched by dispatch_clerk',
			'Page 1 of 1'
		])
			expect(pages[0]).toContain(said);
		expect(pages[0]).not.toContain('not printable');
	});

	test('P4.11 who asks again gets the file that is there, and so does who may not upload', async () => {
		const lot = await packs(good);
		const certificate = await issue(lot);
		const request = randomUUID();
		const first = await report(people.qa!, 'certificate', certificate.id, request);
		const before = await stored();
		for (const [person, id] of [
			['qa', request],
			['qa', randomUUID()],
			['manager', randomUUID()],
			['retailer', randomUUID()]
		] as const) {
			const again = await report(people[person]!, 'certificate', certificate.id, id);
			expect(again.path).toBe(first.path);
			expect((await read(again)).bytes).toEqual((await read(first)).bytes);
		}
		expect(await stored()).toEqual(before);
		expect(await files(certificate.number)).toEqual([
			{ path: first.path, kind: 'certificate', name: `${certificate.number} revision 1.pdf` }
		]);
		const { data } = await people
			.qa!.from('certificates')
			.select('document_path')
			.eq('id', certificate.id);
		expect(data).toEqual([{ document_path: first.path }]);
	});

	test.for(['one request', 'several people'])(
		'P4.11 P13.02 six at once of %s make one file',
		async (whose) => {
			const lot = await packs(good);
			const records = [
				['certificate', await issue(lot)],
				['dispatch', await ship(lot)]
			] as const;
			for (const [kind, { id, number }] of records) {
				const before = await stored();
				const one = randomUUID();
				const asking = Array.from({ length: 6 }, (_, n) =>
					whose === 'one request'
						? report(people.qa!, kind, id, one)
						: report(people[n % 2 ? 'qa' : 'manager']!, kind, id)
				);
				const answers = await Promise.all(asking);
				expect(new Set(answers.map(({ path }) => path)).size).toBe(1);
				expect(await stored()).toHaveLength(before.length + 1);
				expect((await read(answers[5]!)).pages).toHaveLength(1);
				expect(await files(number)).toHaveLength(1);
			}
		}
	);

	test('P4.11 a request id that stood for another record is refused, and nothing of it stays', async () => {
		const [one, two] = [await issue(await packs(good)), await issue(await packs(good))];
		const request = randomUUID();
		await report(people.qa!, 'certificate', one.id, request);
		const before = await stored();
		expect(await refusal(report(people.qa!, 'certificate', two.id, request))).toMatchObject({
			status: 409,
			code: 'REQUEST_REUSED'
		});
		expect(await stored()).toEqual(before);
	});

	test('P4.11 a new revision has a file of its own, and the old one stays', async () => {
		const lot = await packs(good);
		const first = await issue(lot);
		const old = await report(people.qa!, 'certificate', first.id);
		const { error } = await lotline.admin
			.from('items')
			.update({ name: 'MCC R-102' })
			.eq('id', ids.sku);
		expect(error).toBeNull();
		const second = await issue(lot);
		expect(second).toMatchObject({ number: first.number, revision: 2 });
		const { pages } = await read(await report(people.qa!, 'certificate', second.id));
		expect(pages[0]).toContain('revision 2');
		expect(pages[0]).toContain('MCC R-102');
		expect((await read(await report(people.qa!, 'certificate', first.id))).bytes).toEqual(
			(await read(old)).bytes
		);
	});

	test('P4.11 P13.02 hostile remarks are printed as text, and break nothing', async () => {
		const lot = await packs({ ...good, remarks: HOSTILE });
		const shipment = await ship(lot, { remarks: HOSTILE });
		const certificate = await issue(await packs({ ...good, remarks: HOSTILE }));
		for (const [kind, id] of [
			['certificate', certificate.id],
			['dispatch', shipment.id]
		] as const) {
			const { bytes, pages } = await read(await report(people.qa!, kind, id));
			const text = pages.join(' ');
			expect(text).toContain(
				`<script>alert("1")</script> ₹ 1,00,000 at 105 °C, d50 52 ${MICRO}m, ≤ 5 %;`
			);
			expect(text).toContain('gnp.exe [2 characters not printable]');
			expect(text).toContain('"file:///etc/passwd"');
			expect(text.replaceAll(' ', '')).toContain('W'.repeat(300));
			expect(text).toContain(`Page ${pages.length} of ${pages.length}`);
			expect(bytes.includes('/JavaScript') || bytes.includes('/URI')).toBe(false);
		}
	});

	test('P1.09 a record of another site, or none, is refused to whoever may not see it', async () => {
		const lot = await packs(good);
		const [certificate, shipment] = [await issue(lot), await ship(lot)];
		const warehouse = await idOf('sites', 'WH1');
		const stranger = await lotline.member('distributor', warehouse);
		const before = await stored();
		for (const [kind, id, name] of [
			['certificate', certificate.id, 'certificate'],
			['certificate', randomUUID(), 'certificate'],
			['dispatch', shipment.id, 'shipment'],
			['dispatch', randomUUID(), 'shipment']
		] as const)
			expect(await refusal(report(stranger, kind, id))).toMatchObject({
				status: 404,
				code: 'NOT_FOUND',
				field: 'id',
				message: `There is no such ${name}.`
			});
		for (const nobody of [lotline.anonymous(), lotline.service()])
			expect(await refusal(report(nobody, 'certificate', certificate.id))).toMatchObject({
				status: 401,
				code: 'NOT_SIGNED_IN'
			});
		expect(await stored()).toEqual(before);
	});

	test.for([
		[
			'kind',
			{ kind: undefined },
			'There is no report of this kind; one is certificate or dispatch.'
		],
		[
			'kind',
			{ kind: 'toString' },
			'There is no report of this kind; one is certificate or dispatch.'
		],
		['id', { id: undefined }, 'There is no id.'],
		['id', { id: 'COA-1' }, '"COA-1" is no UUID.'],
		['id', { id: { a: 1 } }, '"[object Object]" is no UUID.'],
		['request_id', { request_id: undefined }, 'There is no request_id.'],
		['request_id', { request_id: '14' }, '"14" is no UUID.']
	] as const)('P4.11 a wrong %s is refused by its field: %j', async ([field, more, message]) => {
		const body = { kind: 'certificate', id: randomUUID(), request_id: randomUUID(), ...more };
		const invoke = async () => {
			throw (await people.qa!.functions.invoke('reports', { body })).error as Error;
		};
		expect(await refusal(invoke())).toMatchObject({
			status: 400,
			code: 'VALUE_INVALID',
			field,
			message
		});
	});

	test.for(['nonsense', '[]', 'null', '"certificate"', ''])(
		'P4.11 what is no object is refused: %s',
		async (body) => {
			const invoke = async () => {
				throw (
					await people.qa!.functions.invoke('reports', {
						body,
						headers: { 'content-type': 'application/json' }
					})
				).error as Error;
			};
			expect(await refusal(invoke())).toMatchObject({ status: 400, code: 'VALUE_INVALID' });
		}
	);

	test('a page of another origin may ask, by POST alone', async () => {
		const url = `${lotline.apiUrl}/functions/v1/reports`;
		const preflight = await fetch(url, {
			method: 'OPTIONS',
			headers: { Origin: 'http://app.test', 'Access-Control-Request-Method': 'POST' }
		});
		expect(preflight.status).toBe(200);
		expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
		const invoke = async () => {
			throw (await people.qa!.functions.invoke('reports', { method: 'GET' })).error as Error;
		};
		expect(await refusal(invoke())).toMatchObject({ status: 405 });
	});
});

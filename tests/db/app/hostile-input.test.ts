import { readFile } from 'node:fs/promises';
import type { TransactionSql } from 'postgres';
import { expect } from 'vitest';
import { applySettings, requestSettings } from '../../../local/gateway/request-settings.ts';
import { test, type TestDatabase } from '../database.ts';
import { DAY_OF_WORK, Floor, GOOD } from '../production/floor.ts';

const LISTED = JSON.parse(
	await readFile(new URL('../../fixtures/hostile-input/blns.json', import.meta.url), 'utf8')
) as string[];

/** What the list lacks: the lengths around our limits, and what people paste. */
const OWN = [
	...[1, 2, 24, 40, 60, 61, 100, 101, 120, 121, 300, 301, 2000, 2001, 10_000].map((n) =>
		'😀'.repeat(n)
	),
	' Ramesh  Kumar ',
	'ரமேஷ்',
	'\u202Etxet desrever\u202C',
	'MCC-24\u200B-051-A',
	'a\u0301\u0323',
	"Robert'); drop table batches; --",
	'<img src=x onerror=alert(1)>',
	'line one\nline two\r\nline three\ttabbed',
	'\u00A0\u2003\u3000',
	'{"a": "$$ %s %I :name"}',
	'=cmd|/c calc!A1'
];

const VALUES = [...new Set([...LISTED, ...OWN])];

/** A command takes a while: each is given ours and a part of the list, the next one the next part. */
const PARTS = 4;
const partOf = (turn: number) =>
	VALUES.filter((value, n) => OWN.includes(value) || n % PARTS === turn % PARTS);
const LARGEST_PART = Math.max(...[...Array(PARTS).keys()].map((turn) => partOf(turn).length));

const spaces = /^ +| +$/g;
/** What says nothing: spaces, line ends and invisible marks. */
const INVISIBLE =
	'\\s \\u0085 \\u00a0 \\u00ad \\u034f \\u061c \\u115f \\u1160 \\u17b4 \\u17b5 \\u180e \\u2000-\\u200f \\u2028-\\u202f ' +
	'\\u205f-\\u206f \\u2800 \\u3000 \\u3164 \\ufe00-\\ufe0f \\ufeff \\uffa0';
const VISIBLE = new RegExp(`[^${INVISIBLE.replaceAll(' ', '')}]`, 'u');
const isBlank = (value: string) => !VISIBLE.test(value);
const characters = (value: string) => [...value].length;

/** What becomes of a value that was typed: it is kept so, it is nothing, or it is refused. */
type Fate = { kept: string } | 'nothing' | 'refused';

/** A field for words of a limit: kept as typed. */
const words =
	(most: number, fewest = 0) =>
	(value: string): Fate =>
		characters(value) <= most && characters(value) >= fewest ? { kept: value } : 'refused';

/** One that must not be blank: kept as typed. */
const named =
	(most: number) =>
	(value: string): Fate =>
		value.replace(spaces, '') === '' ? 'refused' : words(most)(value);

/** One whose spaces at the ends are no part of it; what a blank is, is said. */
const trimmed =
	(most: number, blank: Fate, fewest = 1) =>
	(value: string): Fate => {
		const bare = value.replace(spaces, '');
		return bare === '' ? blank : words(most, fewest)(bare);
	};

/** One where saying nothing, also in invisible marks, is refused or kept as none. */
const said =
	(fate: (value: string) => Fate, blank: Fate = 'refused') =>
	(value: string): Fate =>
		isBlank(value) ? blank : fate(value);

/** A path, of which none is of a paper that was filed. */
const unfiled = (): Fate => 'refused';

/** One of a form that is strict. */
const shaped =
	(pattern: RegExp) =>
	(value: string): Fate =>
		pattern.test(value) ? { kept: value } : 'refused';

interface Field {
	/** Table and column that keep it. */
	at: string;
	/** What is read instead of the column. */
	read?: string;
	/** Which of the rows that were written keep it. */
	where?: string;
	as: string;
	/**
	 * Writes a row for each of `given (value, n)`. $…$ is an id of what was prepared; a plural is one of
	 * many, the n-th.
	 */
	write: string;
	fate: (value: string) => Fate;
	/** Kept once, whatever the case of its letters. */
	once?: boolean;
	/** A call for each n that somebody makes before. */
	before?: { as: string; call: string };
}

const uuid = 'gen_random_uuid()';
const reason = (purpose: string) =>
	`(select id from reason_codes where purpose = '${purpose}' and active limit 1)`;
const second = (n: string) =>
	`'${DAY_OF_WORK}T07:00:00+05:30'::timestamptz + ${n} * interval '1 second'`;

/** A field of a master: a row has its key, and what else it needs. */
const master = (
	at: string,
	fate: Field['fate'],
	others = '',
	values = '',
	persona = 'admin'
): Field => {
	const [table, column] = at.split('.') as [string, string];
	return {
		at,
		as: persona,
		fate,
		write: `insert into ${table} (${[column, others].filter(Boolean).join(', ')}) select ${['value', values].filter(Boolean).join(', ')} from given`
	};
};

const ITEM = ['code, name, kind, unit', "'X-' || n, 'x', 'raw', 'kg'"] as const;
const PARTNER = ['code, name, kind', "'P-' || n, 'x', 'vendor'"] as const;

/** An entry of last night's shift that comes after its lock. */
const lateEntry = (why: string) =>
	`request_late_entry(${uuid}, $night$, 'log_downtime', jsonb_build_object('machine_id', $mill$, 'reason_id', ${reason('downtime')},
		'started_at', '${DAY_OF_WORK}T04:00:00+05:30', 'ended_at', '${DAY_OF_WORK}T04:30:00+05:30'), '${DAY_OF_WORK}T05:00:00+05:30', ${why})`;

const FIELDS: Field[] = [
	master('sites.code', shaped(/^[A-Z0-9]{2,12}$/), 'name, kind', "'x', 'plant'"),
	master('sites.name', words(120, 1), 'code, kind', "'S' || n, 'plant'"),
	master('item_categories.name', named(60)),
	master('items.code', shaped(/^[A-Z0-9][A-Z0-9-]{1,23}$/), 'name, kind, unit', "'x', 'raw', 'kg'"),
	master('items.name', named(120), 'code, kind, unit', "'X-' || n, 'raw', 'kg'"),
	master('items.description', words(2000), ...ITEM),
	master('items.image_path', words(300), ...ITEM),
	master('items.gtin', shaped(/^([0-9]{8}|[0-9]{12,14})$/), ...ITEM),
	master('partners.code', shaped(/^[A-Z0-9][A-Z0-9-]{1,19}$/), 'name, kind', "'x', 'vendor'"),
	master('partners.name', named(120), 'code, kind', "'P-' || n, 'vendor'"),
	master('partners.contact_name', words(120), ...PARTNER),
	master('partners.address', words(500), ...PARTNER),
	master('partners.email', shaped(/^[^@\s]+@[^@\s]+\.[^@\s]+$/), ...PARTNER),
	master('partners.phone', shaped(/^\+?[0-9]{7,15}$/), ...PARTNER),
	master(
		'partners.gst_number',
		shaped(/^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]$/),
		...PARTNER
	),
	master(
		'locations.code',
		shaped(/^[A-Z0-9][A-Z0-9-]{0,23}$/),
		'site_id, name, kind',
		"$site$, 'x', 'storage'"
	),
	master('locations.name', named(120), 'site_id, code, kind', "$site$, 'L-' || n, 'storage'"),
	master('machines.code', shaped(/^[A-Z0-9][A-Z0-9-]{1,23}$/), 'site_id, name', "$site$, 'x'"),
	master('machines.name', named(120), 'site_id, code', "$site$, 'M-' || n"),
	master('machines.serial_number', words(60, 1), 'site_id, code, name', "$site$, 'M-' || n, 'x'"),
	{
		// Some of the list are units already, as %.
		at: 'units.code',
		read: 'substr(code, 2)',
		as: 'admin',
		fate: (value) => (value.endsWith(' ') ? 'refused' : words(11)(value)),
		write: "insert into units (code, name, dimension) select 'u' || value, 'x', 'other' from given"
	},
	master('units.name', words(60, 1), 'code, dimension', "'u' || n, 'other'"),
	master('reason_codes.code', shaped(/^[a-z][a-z_]{1,23}$/), 'purpose, name', "'hold', 'x'"),
	master(
		'reason_codes.name',
		named(80),
		'purpose, code',
		"'hold', 'x_' || translate(n::text, '0123456789', 'abcdefghij')"
	),
	master('stages.code', shaped(/^[a-z][a-z_]{1,23}$/), 'name', "'x'"),
	master(
		'stages.name',
		named(60),
		'code',
		"'x_' || translate(n::text, '0123456789', 'abcdefghij')"
	),
	master(
		'shifts.code',
		shaped(/^[A-Z0-9]{1,8}$/),
		'site_id, name, starts, ends',
		"$site$, 'x', '01:00', '02:00'"
	),
	master('holidays.name', named(80), 'site_id, day', "$site$, '2031-01-01'::date + n::integer"),
	{
		at: 'shift_rotations.name',
		as: 'manager',
		fate: said(trimmed(60, 'refused')),
		write: `select save_rotation(${uuid}, $site$, value, '2030-05-20', 1, '[]') from given`
	},
	{
		at: 'shift_remarks.body',
		as: 'supervisor',
		fate: said(words(2000)),
		write: `select add_shift_remark(${uuid}, $run$, value) from given`
	},
	master(
		'stage_fields.key',
		shaped(/^[a-z][a-z0-9_]{0,39}$/),
		'stage_id, label, type',
		"$drying$, 'x', 'text'"
	),
	master('stage_fields.label', named(80), 'stage_id, key, type', "$drying$, 'k' || n, 'text'"),
	master(
		'purchase_orders.number',
		named(40),
		'site_id, vendor_id, ordered_on',
		"$site$, $vendor$, '2030-05-23'"
	),
	master(
		'qc_plans.note',
		words(2000),
		'kind, item_id, version, effective_from',
		"'incoming', $product$, n, '2030-05-23'",
		'qa'
	),
	master('qc_parameters.name', named(80), 'plan_id, maximum', '$draft$, 5', 'qa'),
	master(
		'qc_parameters.method',
		words(200),
		'plan_id, name, maximum',
		"$draft$, 'n' || n, 5",
		'qa'
	),
	master('alert_groups.code', shaped(/^[A-Z][A-Z0-9_]{1,39}$/), 'name', "'x'"),
	master(
		'alert_groups.name',
		named(80),
		'code',
		"'G_' || translate(n::text, '0123456789', 'ABCDEFGHIJ')"
	),
	{
		at: 'escalation_policies.name',
		as: 'admin',
		fate: said(trimmed(80, 'refused')),
		write: `select save_escalation_policy(${uuid}, jsonb_build_object('name', value, 'condition', 'unseen',
			'steps', '[{"after_minutes": 5, "kind": "role", "role": "admin", "channels": ["email"]}]'::jsonb)) from given`
	},
	master('notification_settings.phone', shaped(/^\+[1-9][0-9]{6,14}$/)),

	{
		at: 'batches.code',
		as: 'supervisor',
		fate: trimmed(50, 'nothing', 2),
		write: `select start_batch(${uuid}, $site$, $product$, 1, value) from given`
	},
	{
		at: 'batches.remarks',
		as: 'supervisor',
		fate: words(2000),
		write: `select start_batch(${uuid}, $site$, $product$, 1, null, value) from given`
	},
	{
		at: 'batches.remarks',
		as: 'supervisor',
		fate: said(named(2000)),
		write: `select cancel_batch(${uuid}, $batches$, value) from given`
	},
	{
		at: 'stage_materials.note',
		as: 'supervisor',
		fate: words(2000),
		write: `select allocate_material(${uuid}, $batch$, $lot$, $store$, 0.001, note => value) from given`
	},
	{
		at: 'stock_moves.note',
		as: 'supervisor',
		fate: words(2000),
		write: `select return_material(${uuid}, $allocation$, 0.001, $line$, value) from given`
	},
	...(
		[
			['stage_logs.operator_name', undefined, 'value', said(trimmed(100, 'refused'))],
			['stage_logs.remarks', undefined, "'x', remarks => value", words(2000)],
			[
				'stage_logs.parameters',
				"parameters #>> '{note,value}'",
				"'x', parameters => jsonb_build_object('note', value)",
				said(words(2000), 'nothing')
			]
		] as [string, string | undefined, string, Field['fate']][]
	).map(([at, read, given, fate]): Field => ({
		at,
		...(read ? { read } : {}),
		as: 'supervisor',
		fate,
		write: `select log_stage(${uuid}, $batches$, $mill$, ${given}, started_at => ${second('n')}, ended_at => ${second('(n + 1)')}, output_quantity => 1) from given`
	})),
	{
		at: 'downtimes.note',
		as: 'supervisor',
		fate: words(2000),
		write: `select log_downtime(${uuid}, $mill$, ${reason('downtime')}, ${second('n')}, ${second('(n + 1)')}, value) from given`
	},
	{
		at: 'stock_moves.note',
		where: "kind = 'produce'",
		as: 'supervisor',
		fate: words(2000),
		write: `select pack_batch(${uuid}, $finished$, $store$, $sku$, 1, $store$, remarks => value) from given`
	},
	...(
		[
			['lots.code', 'lot_code', trimmed(60, 'nothing', 2)],
			['lots.vendor_lot', 'vendor_lot', words(60)],
			['receipts.remarks', 'remarks', words(2000)],
			['receipts.document_path', 'document_path', unfiled]
		] as [string, string, Field['fate']][]
	).map(([at, name, fate]): Field => ({
		at,
		as: 'storekeeper',
		fate,
		write: `select receive_goods(${uuid}, $store$, $item$, 1, $orderline$, ${name} => value) from given`
	})),
	{
		at: 'stock_moves.note',
		as: 'storekeeper',
		fate: words(2000),
		write: `select transfer_stock(${uuid}, $lot$, $store$, $line$, 1, value) from given`
	},
	{
		at: 'stock_moves.note',
		as: 'manager',
		fate: words(2000),
		write: `select adjust_stock(${uuid}, $lot$, $store$, -1, ${reason('adjustment')}, value) from given`
	},
	{
		at: 'reservations.purpose',
		as: 'storekeeper',
		fate: trimmed(120, 'refused'),
		write: `select reserve_stock(${uuid}, $lot$, $store$, 1, value) from given`
	},
	{
		at: 'transfer_requests.note',
		as: 'supervisor',
		fate: trimmed(2000, 'nothing'),
		write: `select request_transfer(${uuid}, $item$, 1, $line$, note => value) from given`
	},
	{
		at: 'transfer_requests.decline_reason',
		as: 'storekeeper',
		fate: trimmed(2000, 'refused'),
		before: { as: 'supervisor', call: `request_transfer(${uuid}, $item$, n, $line$)` },
		write: `select decline_transfer(${uuid}, transfer_requests.id, value) from given join transfer_requests on quantity = n`
	},
	{
		at: 'lot_holds.note',
		as: 'qa',
		fate: words(2000),
		write: `select hold_lot(${uuid}, $pendings$, ${reason('hold')}, value) from given`
	},
	{
		at: 'correction_requests.reason',
		as: 'supervisor',
		fate: said(named(2000)),
		write: `select ${lateEntry('value')} from given`
	},
	{
		at: 'correction_requests.decision_note',
		as: 'manager',
		fate: said(named(2000)),
		before: { as: 'supervisor', call: lateEntry("'no network'") },
		write: `select decide_correction(${uuid}, asked.id, false, value)
			from given join (select id, row_number() over () as turn from correction_requests where state = 'requested') as asked on turn = n`
	},
	{
		at: 'lot_holds.release_note',
		as: 'manager',
		fate: named(2000),
		before: { as: 'qa', call: `hold_lot(${uuid}, $pendings$, ${reason('hold')})` },
		write: `select release_lot(${uuid}, $pendings$, value) from given`
	},
	{
		at: 'lots.rejection_note',
		as: 'qa',
		fate: words(2000),
		write: `select reject_lot(${uuid}, $pendings$, ${reason('rejection')}, value) from given`
	},
	...(
		[
			['qc_tests.remarks', "'[]', remarks => value", words(2000)],
			['qc_tests.document_path', "'[]', document_path => value", unfiled],
			[
				'qc_results.observed',
				"jsonb_build_array(jsonb_build_object('name', 'Foreign matter', 'value', value))",
				said(trimmed(200, 'refused'))
			]
		] as [string, string, Field['fate']][]
	).map(([at, given, fate]): Field => ({
		at,
		as: 'qa',
		fate,
		write: `select record_qc_test(${uuid}, ${given}, lot_id => $pendings$) from given`
	})),
	{
		at: 'qc_results.replacement_reason',
		where: 'replaced_at is not null',
		as: 'qa',
		fate: said(named(2000)),
		write: `select amend_qc_test(${uuid}, $test$, '[{"name": "Moisture", "value": 4}]', value) from given`
	},
	{
		at: 'qc_overrides.justification',
		as: 'qa',
		fate: (value) =>
			characters(value.replace(spaces, '')) < 10 ? 'refused' : said(words(2000))(value),
		write: `select request_override(${uuid}, $tests$, ${reason('override')}, value, 'P1/report.pdf') from given`
	},
	{
		at: 'qc_overrides.document_path',
		as: 'qa',
		fate: unfiled,
		write: `select request_override(${uuid}, $tests$, ${reason('override')}, 'The cup was wet.', value) from given`
	},
	{
		at: 'qc_overrides.decision_note',
		as: 'manager',
		fate: said(named(2000)),
		before: {
			as: 'qa',
			call: `request_override(${uuid}, $tests$, ${reason('override')}, 'The cup was wet.', 'P1/report.pdf')`
		},
		write: `select decide_override(${uuid}, qc_overrides.id, false, value) from given join qc_overrides on test_id = $tests$`
	},
	{
		at: 'alerts.acknowledgement',
		as: 'manager',
		fate: said(words(2000), 'nothing'),
		write: `select acknowledge_alert(${uuid}, $alerts$, value) from given`
	},
	{
		at: 'alerts.resolution',
		as: 'manager',
		fate: said(words(2000)),
		write: `select resolve_alert(${uuid}, $alerts$, value) from given`
	},
	...(
		[
			['lots.code', 'value', '', trimmed(60, 'refused', 2)],
			['lots.vendor_lot', "'IL-' || n", ', vendor_lot => value', words(60)]
		] as [string, string, string, Field['fate']][]
	).map(([at, code, more, fate]): Field => ({
		at,
		as: 'admin',
		fate,
		write: `select import_lot(${uuid}, $store$, $item$, ${code}, 1, '2026-01-01'${more}) from given`
	})),
	...(
		[
			['batches.code', 'value', '', trimmed(50, 'refused', 2)],
			['batches.remarks', "'IB-' || n", ', remarks => value', words(2000)]
		] as [string, string, string, Field['fate']][]
	).map(([at, code, more, fate]): Field => ({
		at,
		as: 'admin',
		fate,
		write: `select import_batch(${uuid}, $store$, $product$, ${code}, '2026-01-02', '[{"lot": "BROUGHT-IN", "quantity": 0.01}]', 1, 0.01${more}) from given`
	})),
	...(
		[
			['invoice_number', "value, 'TN 1'", '', said(trimmed(40, 'refused'))],
			['vehicle', "'INV-' || n, value", '', said(trimmed(40, 'refused'))],
			[
				'order_number',
				"'INV-' || n, 'TN 1'",
				', order_number => value',
				said(trimmed(40, 'nothing'), 'nothing')
			],
			[
				'driver',
				"'INV-' || n, 'TN 1'",
				', driver => value',
				said(trimmed(120, 'nothing'), 'nothing')
			],
			[
				'tracking_number',
				"'INV-' || n, 'TN 1'",
				', tracking_number => value',
				said(trimmed(60, 'nothing'), 'nothing')
			],
			['remarks', "'INV-' || n, 'TN 1'", ', remarks => value', words(2000)]
		] as [string, string, string, Field['fate']][]
	).map(([column, given, more, fate]): Field => ({
		at: `shipments.${column}`,
		once: column === 'invoice_number',
		as: 'dispatch_clerk',
		fate,
		write: `select ship_order(${uuid}, $site$, $customer$, ${given},
			jsonb_build_array(jsonb_build_object('lot_id', $packed$, 'location_id', $store$, 'quantity', 1))${more}) from given`
	}))
];

type Prepared = { floor: Floor; ids: Record<string, string> };

const known = new WeakMap<TestDatabase, Promise<Prepared>>();
const prepared = (db: TestDatabase): Promise<Prepared> => {
	const made = known.get(db) ?? prepare(db);
	known.set(db, made);
	return made;
};

/** What the fields are typed into; of batches, lots and tests one for each value. */
async function prepare(db: TestDatabase): Promise<Prepared> {
	await db.superuser.unsafe(REFUSALS);
	const floor = await Floor.open(db, { ordered: 10_000_000 });
	const night = await floor.assignTo('C', 'supervisor', '2030-05-22');
	await floor.file('P1/report.pdf');
	await floor.call('admin', 'import_lot', {
		location_id: floor.ids.STORE,
		item_id: floor.ids.item,
		code: 'BROUGHT-IN',
		quantity: 1000,
		received_on: '2026-01-01',
		expires_on: '2031-01-01'
	});
	const one = (id: unknown) => `'${id as string}'::uuid`;
	const many = async (persona: string, call: string) => {
		const rows = await db.as(persona, (sql) =>
			sql.unsafe(`select (${call}) ->> 'id' as id from generate_series(1, ${LARGEST_PART}) as n`)
		);
		return `('{${rows.map(({ id }) => id as string).join(',')}}'::uuid[])[n]`;
	};
	const [site, product, store] = [one(floor.ids.site), one(floor.product), one(floor.ids.STORE)];
	const bulk = await floor.released(40_000);
	const packed = await floor.pack(bulk, LARGEST_PART);
	floor.at('09:00:00');
	const lot = await floor.tested(1_000_000, { expires_on: '2030-12-31' });
	const receive = `receive_goods(${uuid}, ${store}, ${one(floor.ids.item)}, 1, ${one(floor.ids.line)})`;
	const pendings = await many('storekeeper', receive);
	const tests = await many(
		'qa',
		`record_qc_test(${uuid}, '[{"name": "Moisture", "value": 9}]', lot_id => ${await many('storekeeper', receive)})`
	);
	const batches = await many('supervisor', `start_batch(${uuid}, ${site}, ${product}, 1)`);
	await many('supervisor', `allocate_material(${uuid}, ${batches}, ${one(lot.id)}, ${store}, 1)`);
	const batch = await floor.start();
	await floor.allocate(batch, lot, 10_000);
	const [allocation] = await floor.materials(batch);
	const [draft] = await db.as('admin', async (sql) => {
		await sql`insert into stage_fields (stage_id, key, label, type)
			select id, 'note', 'Note', 'text' from stages where code = 'pre_treatment'`;
		return await sql`insert into qc_plans (kind, item_id, version, effective_from)
			values ('final', ${floor.product}, 99, '2030-05-23') returning id`;
	});
	const test = await floor.test({ lot_id: (await floor.receive(1)).id }, GOOD.incoming);
	const raised = await db.superuser`
		select app.notify('stock.low', ${floor.ids.site}, 'things', n::text, 'X') as id
		from generate_series(1, ${LARGEST_PART}) as n`;
	const [drying] = await db.sql`select id from stages where code = 'drying'`;
	const [vendor] = await db.sql`select id from partners where code = 'VENDOR-X'`;
	return {
		floor,
		ids: {
			site,
			product,
			store,
			pendings,
			tests,
			alerts: `('{${raised.map(({ id }) => id as string).join(',')}}'::uuid[])[n]`,
			batches,
			line: one(floor.ids.LINE),
			item: one(floor.ids.item),
			orderline: one(floor.ids.line),
			sku: one(floor.sku),
			customer: one(floor.customer),
			mill: one(floor.machines[4]),
			finished: one(bulk.id),
			packed: one(packed.id),
			lot: one(lot.id),
			batch: one(batch.id),
			allocation: one(allocation!.id),
			test: one(test.id),
			draft: one(draft!.id),
			drying: one(drying!.id),
			run: one(floor.run),
			vendor: one(vendor!.id),
			night: one(night)
		}
	};
}

class Undone extends Error {}

/** Tries something as somebody; nothing stays of it. */
async function tryAs(
	db: TestDatabase,
	persona: string,
	act: (sql: TransactionSql) => Promise<void>
): Promise<void> {
	await db
		.as(persona, async (sql) => {
			await act(sql);
			throw new Undone();
		})
		.catch((error: unknown) => {
			if (!(error instanceof Undone)) throw error;
		});
}

/** Makes another person the caller for the rest of a transaction. */
async function become(sql: TransactionSql, db: TestDatabase, persona: string): Promise<void> {
	const claims = { sub: await db.idOf(persona), role: 'authenticated' };
	await applySettings(sql, requestSettings({ role: 'authenticated', claims }));
}

const GIVEN = `with given as materialized (
	select * from unnest($1::text[]) with ordinality as given (value, n)
) `;

/** What was said to a value that was typed; a code of 00000 is no refusal. */
interface Refusal {
	code?: string;
	message: string;
	constraint_name?: string;
}

/** Types values one by one, each into the statement alone; what is accepted stays. */
const REFUSALS = `
	create function refusals(statement text, typed text[]) returns table (value text, code text, message text, constraint_name text)
	language plpgsql as $$
	begin
		foreach value in array typed loop
			begin
				code := '00000';
				execute statement using array[value];
			exception when others then
				get stacked diagnostics code = returned_sqlstate, message = message_text, constraint_name = constraint_name;
			end;
			return next;
		end loop;
	end $$`;

/** Whether a refusal says what is wrong: as a sentence of ours, or as a constraint that is one. */
const isSentence = ({ code = '', message, constraint_name = '' }: Refusal) =>
	/^PT4\d\d$/.test(code)
		? characters(message) < 400
		: code === '23514' && / .+ /.test(constraint_name);

for (const [turn, { at, read, where, as, write, fate, once, before }] of FIELDS.entries()) {
	const command = /^select (\w+)\(/.exec(write)?.[1];
	test(`${at}${command ? ` by ${command}` : ''} keeps what is typed, or refuses it with a sentence`, async ({
		db
	}) => {
		const { floor, ids } = await prepared(db);
		floor.at('10:00:00');
		const fill = (text: string) => text.replace(/\$(\w+)\$/g, (_, key: string) => ids[key]!);
		const statement = GIVEN + fill(write);
		const [table, column] = at.split('.') as [string, string];
		const typed: string[] = [];
		const refused: string[] = [];
		const expected = new Set<string>();
		const seen = new Set<string>();
		let nothings = 0;
		for (const value of command ? partOf(turn) : VALUES) {
			const becomes = fate(value);
			if (becomes === 'refused') refused.push(value);
			else if (becomes === 'nothing') nothings += typed.push(value) && 1;
			else {
				const key = once ? becomes.kept.toUpperCase().toLowerCase() : becomes.kept;
				if (seen.has(key)) continue;
				seen.add(key);
				expected.add(becomes.kept);
				typed.push(value);
			}
		}
		const begin = async (sql: TransactionSql) => {
			if (!before) return;
			await become(sql, db, before.as);
			await sql.unsafe(`select ${fill(before.call)} from generate_series(1, ${LARGEST_PART}) as n`);
			await become(sql, db, as);
		};
		await tryAs(db, as, async (sql) => {
			await begin(sql);
			await sql.unsafe(statement, [typed]);
			await sql`reset role`;
			const rows = await sql.unsafe(
				`select ${read ?? column} as kept from ${table} where xmin = pg_current_xact_id()::xid and ${where ?? 'true'}`
			);
			const kept = rows.map((row) => row.kept as string | null).filter((value) => value !== null);
			expect(new Set(kept).isSupersetOf(expected)).toBe(true);
			// A blank code is made by the command, any other blank is kept as none.
			expect(kept.length).toBe(expected.size + (column === 'code' ? nothings : 0));
		});
		await tryAs(db, as, async (sql) => {
			await begin(sql);
			const outcomes = await sql<Refusal[]>`
				select * from refusals(${statement}, ${refused})`;
			expect([...outcomes].filter((outcome) => !isSentence(outcome))).toEqual([]);
			expect(outcomes).toHaveLength(refused.length);
		});
	}, 240_000);
}

test('P1.07 a person’s own name keeps what is typed, or refuses it with a sentence', async ({
	db
}) => {
	const me = await db.idOf('supervisor');
	for (const value of VALUES) {
		const outcome = await db
			.as(
				'supervisor',
				async (sql) =>
					(
						await sql`update profiles set full_name = ${value} where id = ${me} returning full_name`
					)[0]!.full_name as string
			)
			.catch((error: Error) => error);
		if (words(120, 1)(value) === 'refused')
			expect(outcome instanceof Error && isSentence(outcome), value.slice(0, 80)).toBe(true);
		else expect(outcome).toBe(value);
	}
});

for (const name of ['batch_journey', 'trace_lot']) {
	test(`P3.08 ${name} of what nobody made says that it is not there`, async ({ db }) => {
		const said = new Set<string>();
		await db.as('manager', async (sql) => {
			for (const value of VALUES) {
				const error = await sql
					.savepoint((trial) => trial.unsafe(`select * from ${name}($1)`, [value]))
					.catch((problem: Error & { code: string }) => problem);
				said.add((error as { code: string }).code);
				expect((error as Error).message).toBe(
					`There is no ${name === 'trace_lot' ? 'lot' : 'batch'} ${[...value].slice(0, 60).join('')}.`
				);
			}
		});
		expect([...said]).toEqual(['PT404']);
	});
}

test('a character that Postgres cannot keep is refused', async ({ db }) => {
	const { floor } = await prepared(db);
	await expect(floor.start(1, { remarks: 'a\u0000b' })).rejects.toMatchObject({
		code: '22021'
	});
	await expect(
		floor.log(await floor.start(1), 1, 1, '06:10:00', '06:11:00', {
			parameters: { note: 'a\u0000b' }
		})
	).rejects.toMatchObject({ code: '22P05' });
});

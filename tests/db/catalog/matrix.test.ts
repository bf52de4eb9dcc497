import { SIGNED_IN, testMatrix, type MatrixLine } from '../matrix.ts';

const EDITORS = ['admin', 'distributor'];
const PARTNER_VIEWERS = SIGNED_IN.filter((persona) => !['retailer', 'nobody'].includes(persona));
const AT_P1 = SIGNED_IN.filter((persona) => persona !== 'nobody');

/** Nobody deletes a master, nobody writes a column that is not his to write. */
const never = (...statements: string[]): MatrixLine[] =>
	statements.map((statement) => ['P8.03', statement, []]);

testMatrix(
	[
		['P2.01', "select * from units where code = 'kg'", SIGNED_IN],
		['W1.01', "insert into units (code, name, dimension) values ('lb', 'Pound', 'mass')", EDITORS],
		['W1.01', "update units set active = false where code = 'kg'", EDITORS],
		['W1.01', "select * from item_categories where name = 'Flour'", SIGNED_IN],
		['W1.01', "insert into item_categories (name) values ('Salt')", EDITORS],
		['W1.01', "update item_categories set active = false where name = 'Flour'", EDITORS],
		['P2.01', "select * from items where code = 'ALC'", SIGNED_IN],
		[
			'P8.01',
			"insert into items (code, name, kind, unit) values ('NEW', 'New', 'raw', 'kg')",
			EDITORS
		],
		['P8.01', "update items set reorder_level = 5 where code = 'ALC'", EDITORS],
		['P2.01', "select * from partners where code = 'V1'", PARTNER_VIEWERS],
		[
			'P2.01',
			"insert into partners (code, name, kind) values ('V2', 'Vendor 2', 'vendor')",
			EDITORS
		],
		['P2.01', "update partners set active = false where code = 'V1'", EDITORS],
		['P5.01', "select * from locations where code = 'STORE'", AT_P1],
		[
			'P5.01',
			"insert into locations (site_id, code, name, kind) select id, 'NEW', 'New', 'storage' from sites where code = 'P1'",
			EDITORS
		],
		['P5.01', "update locations set name = 'x' where code = 'STORE'", EDITORS],
		['P8.01', "select * from machines where code = 'MCH-1'", AT_P1],
		[
			'P8.01',
			"insert into machines (site_id, code, name) select id, 'MCH-2', 'New' from sites where code = 'P1'",
			['admin']
		],
		['P8.01', "update machines set active = false where code = 'MCH-1'", ['admin']],
		['P5.06', "select * from reason_codes where code = 'spillage'", SIGNED_IN],
		[
			'P5.06',
			"insert into reason_codes (purpose, code, name) values ('hold', 'other', 'Other')",
			EDITORS
		],
		['P3.02', "select * from stages where code = 'drying'", SIGNED_IN],
		['P3.02', "insert into stages (code, name) values ('milling', 'Milling')", ['admin']],
		['P3.02', "insert into routes (item_id) select id from items where code = 'ALC'", ['admin']],
		[
			'P3.04',
			"insert into stage_fields (stage_id, key, label, type) select id, 'remark', 'Remark', 'text' from stages where code = 'drying'",
			['admin']
		],
		['P3.04', "select * from stage_fields where key = 'temperature'", SIGNED_IN],
		['P3.04', "update stage_fields set minimum = 90 where key = 'temperature'", ['admin']],
		...never(
			"delete from units where code = 'lb'",
			"delete from items where code = 'ALC'",
			"update items set code = 'X1' where code = 'ALC'",
			"update items set unit = 'g' where code = 'ALC'",
			"delete from partners where code = 'V1'",
			"delete from locations where code = 'STORE'",
			"update locations set kind = 'loss' where code = 'STORE'",
			"delete from machines where code = 'MCH-1'",
			"delete from stages where code = 'drying'",
			"delete from stage_fields where key = 'temperature'"
		)
	],
	async (db) => {
		const site = await db.siteOf('P1');
		await db.superuser`insert into item_categories (name) values ('Flour') on conflict do nothing`;
		await db.superuser`insert into items (code, name, kind, unit) values ('ALC', 'Alpha Cellulose', 'raw', 'kg') on conflict do nothing`;
		await db.superuser`insert into partners (code, name, kind) values ('V1', 'Vendor X', 'vendor') on conflict do nothing`;
		await db.superuser`insert into locations (site_id, code, name, kind) values (${site}, 'STORE', 'Store', 'storage') on conflict do nothing`;
		await db.superuser`insert into machines (site_id, code, name) values (${site}, 'MCH-1', 'Dryer') on conflict do nothing`;
		await db.superuser`insert into stage_fields (stage_id, key, label, type, unit)
			select id, 'temperature', 'Outlet temperature', 'number', '°C' from stages where code = 'drying' on conflict do nothing`;
	}
);

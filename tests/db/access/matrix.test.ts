import { SIGNED_IN, testMatrix } from '../matrix.ts';

testMatrix(
	[
		['P1.04', 'select * from permissions limit 1', SIGNED_IN],
		['P1.04', 'select * from role_permissions limit 1', SIGNED_IN],
		['P1.04', "insert into role_permissions values ('retailer', 'shifts.assign')", ['admin']],
		[
			'P1.04',
			"delete from role_permissions where (role, permission) = ('qa', 'quality.edit_plans')",
			['admin']
		],
		[
			'P1.03',
			"insert into memberships (user_id, site_id, role) select id, null, 'qa' from profiles where full_name = 'other'",
			['admin']
		],
		['P1.03', "delete from memberships where role = 'distributor'", ['admin']],
		['P1.03', "update profiles set active = false where full_name = 'other'", []],
		['P1.03', "update profiles set full_name = 'Renamed' where full_name = 'other'", ['admin']],
		['P8.01', "insert into sites (code, name, kind) values ('NEW1', 'New', 'plant')", ['admin']],
		['P8.01', "update sites set name = 'Renamed' where code = 'P1'", ['admin']],
		['P8.01', "update settings set value = '45' where key = 'session.idle_minutes'", ['admin']],
		['P1.06', 'select * from audit.log limit 1', ['admin', 'manager']]
	],
	async (db) => {
		await db.idOf('other');
		await db.idOf('distributor');
	}
);

import { expect } from 'vitest';
import { test } from '../database.ts';
import { PERSONAS } from '../matrix.ts';
import { Plant } from '../stock/plant.ts';

const MAY = ['admin', 'manager', 'qa', 'storekeeper', 'distributor'];

for (const persona of [...PERSONAS, 'storekeeper@P2']) {
	const may = MAY.includes(persona);
	test(`P2.03 ${persona} ${may ? 'sees' : 'does not see'} what is due at P1`, async ({ db }) => {
		const plant = await Plant.build(db, 100);
		const read = () =>
			db.as(persona, (sql) => sql`select due::float from due_lines where id = ${plant.ids.line}`);
		if (persona === 'anon') {
			return await expect(read()).rejects.toMatchObject({ code: '42501' });
		}
		expect(await read()).toEqual(may ? [{ due: 100 }] : []);
	});
}

test('P2.03 a line is due until all of it has come, or its order is no longer open', async ({
	db
}) => {
	const plant = await Plant.build(db, 100);
	const due = async () => {
		const rows = await db.as(
			'storekeeper',
			(sql) => sql`select due::float, received::float from due_lines where id = ${plant.ids.line}`
		);
		return rows[0];
	};
	await plant.receive(60);
	expect(await due()).toEqual({ due: 40, received: 60 });
	const set = (status: string) =>
		db.as(
			'manager',
			(sql) => sql`
				update purchase_orders set status = ${status}
				where id = (select order_id from purchase_order_lines where id = ${plant.ids.line})`
		);
	await set('closed');
	expect(await due()).toBeUndefined();
	await set('open');
	await plant.receive(40);
	expect(await due()).toBeUndefined();
});

test('P2.03 a site is told when an order has got a line, and when its status has changed', async ({
	db
}) => {
	const plant = await Plant.build(db, 100);
	await db.as(
		'manager',
		(sql) => sql`
			update purchase_orders set status = 'closed'
			where id = (select order_id from purchase_order_lines where id = ${plant.ids.line})`
	);
	const told = await db.superuser`
		select event, payload ->> 'status' as status from realtime.messages
		where topic = ${`site:${plant.ids.site}:purchasing`} order by inserted_at desc limit 2`;
	expect(told).toMatchObject([
		{ event: 'order', status: 'closed' },
		{ event: 'order', status: 'open' }
	]);
});

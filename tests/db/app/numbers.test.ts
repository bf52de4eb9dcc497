import { expect } from 'vitest';
import { test } from '../database.ts';

test('numbers of a series are taken once each, from 1, also by many at once', async ({ db }) => {
	const drawn = await Promise.all(
		Array.from({ length: 250 }, () =>
			db.superuser.begin(async (sql) => {
				const [row] = await sql`select app.next_number('many')::int as number`;
				await sql`select pg_sleep(0.001)`;
				return row!.number as number;
			})
		)
	);
	expect(drawn.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 250 }, (_, n) => n + 1));
});

test('two who take a number at the same moment do not wait for each other', async ({ db }) => {
	await db.superuser`select app.next_number('pair')`;
	const order: string[] = [];
	await db.superuser.begin(async (slow) => {
		await slow`select app.next_number('pair')`;
		await db.superuser.begin(async (fast) => {
			expect((await fast`select app.next_number('pair')::int as number`)[0]).toEqual({ number: 3 });
			order.push('fast');
		});
		order.push('slow');
	});
	expect(order).toEqual(['fast', 'slow']);
});

test('who comes when the last numbers are being taken does not wait for them either', async ({
	db
}) => {
	for (let n = 1; n < 100; n++) await db.superuser`select app.next_number('last')`;
	await db.superuser.begin(async (slow) => {
		expect((await slow`select app.next_number('last')::int as number`)[0]).toEqual({ number: 100 });
		await db.superuser.begin(async (fast) => {
			await fast`set local statement_timeout = '2s'`;
			expect((await fast`select app.next_number('last')::int as number`)[0]).toEqual({
				number: 101
			});
		});
	});
});

test('a number that was taken in vain is taken again', async ({ db }) => {
	const draw = async () =>
		(await db.superuser`select app.next_number('again')::int as number`)[0]!.number as number;
	await draw();
	await expect(
		db.superuser.begin(async (sql) => {
			await sql`select app.next_number('again')`;
			throw new Error('failed');
		})
	).rejects.toThrow('failed');
	expect(await draw()).toBe(2);
});

test('a number keeps its digits when it outgrows its zeros', async ({ db }) => {
	const rows =
		await db.sql`select app.padded(n, 3) as text from unnest(array[7, 99, 999, 1000, 12345]) as n`;
	expect(rows.map(({ text }) => text as string)).toEqual(['007', '099', '999', '1000', '12345']);
});

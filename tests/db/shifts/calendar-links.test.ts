import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { testApart as test, type TestDatabase } from '../database.ts';
import { refusal } from '../production/floor.ts';
import { assign, createRuns, defineDay, runOf } from './shifts.ts';

interface Link {
	id: string;
	created_at: string;
	token: string | null;
}

interface Feed {
	person: string;
	runs: { shift: string; business_date: string; time_zone: string; site_name: string }[];
}

const make = (db: TestDatabase, persona: string, request = randomUUID()): Promise<Link> =>
	db.as(
		persona,
		async (sql) => (await sql`select make_calendar_link(${request}) as link`)[0]!.link as Link
	);
const end = (db: TestDatabase, persona: string): Promise<{ ended: boolean }> =>
	db.as(
		persona,
		async (sql) =>
			(await sql`select end_calendar_link(${randomUUID()}) as answer`)[0]!.answer as {
				ended: boolean;
			}
	);
const feed = (db: TestDatabase, token: string | null, persona = 'service_role'): Promise<Feed> =>
	db.as(
		persona,
		async (sql) => (await sql`select calendar_feed(${token}) as feed`)[0]!.feed as Feed
	);

test('P8.02 a link shows its person’s shifts from 30 days ago to 60 days ahead', async ({ db }) => {
	db.travelTo('2030-05-23T00:10:00+05:30');
	await defineDay(db, 'P1');
	await createRuns(db, 80);
	for (const date of ['2030-05-23', '2030-07-01', '2030-07-31'])
		await assign(db, 'admin', (await runOf(db, 'P1', 'A', date)).id, 'supervisor.ramesh');
	await assign(db, 'admin', (await runOf(db, 'P1', 'B', '2030-07-01')).id, 'supervisor.sita');
	const { token } = await make(db, 'supervisor.ramesh');
	const days = async () => (await feed(db, token)).runs.map((run) => run.business_date);
	expect(await feed(db, token)).toMatchObject({
		person: 'supervisor.ramesh',
		runs: [
			{ shift: 'A', business_date: '2030-05-23', time_zone: 'Asia/Kolkata', site: 'P1' },
			{ shift: 'A', business_date: '2030-07-01' }
		]
	});
	db.travelTo('2030-07-10T00:00:00+05:30');
	expect(await days()).toEqual(['2030-07-01', '2030-07-31']);
});

test('P8.02 the token is said once and kept as a hash; another link ends the one before', async ({
	db
}) => {
	const request = randomUUID();
	const first = await make(db, 'supervisor', request);
	expect(first.token).toMatch(/^[0-9a-f]{64}$/);
	expect(await make(db, 'supervisor', request)).toEqual({ ...first, token: null });
	const kept = await db.superuser`
		select from app.requests where answer::text like ${`%${first.token}%`}
		union all select from audit.log where after::text like ${`%${first.token}%`}`;
	expect(kept).toHaveLength(0);
	const second = await make(db, 'supervisor');
	for (const token of [first.token, 'x', '', null])
		await expect(feed(db, token)).rejects.toMatchObject(
			refusal('NOT_FOUND', 'This link has ended, or never was.')
		);
	await expect(feed(db, second.token)).resolves.toMatchObject({ person: 'supervisor', runs: [] });
	expect(await end(db, 'supervisor')).toEqual({ ended: true });
	expect(await end(db, 'supervisor')).toEqual({ ended: false });
	await expect(feed(db, second.token)).rejects.toMatchObject(refusal('NOT_FOUND'));
	await expect(db.sql`update calendar_links set ended_at = null`).rejects.toMatchObject(
		refusal('APPEND_ONLY')
	);
});

test('P1.03 the link of somebody who has been deactivated shows nothing', async ({ db }) => {
	await db.idOf('admin');
	const { token } = await make(db, 'supervisor');
	await db.superuser`update profiles set active = false where full_name = 'supervisor'`;
	await expect(feed(db, token)).rejects.toMatchObject(refusal('NOT_FOUND'));
	await expect(make(db, 'supervisor')).rejects.toMatchObject(refusal('NOT_ALLOWED'));
});

test('P8.02 a person sees his own links, without what they are kept by; nobody else reads a feed', async ({
	db
}) => {
	const { token } = await make(db, 'supervisor');
	await make(db, 'manager');
	const rows = await db.as(
		'supervisor',
		(sql) => sql`select id, user_id, created_at, ended_at from calendar_links`
	);
	expect(rows).toMatchObject([{ user_id: await db.idOf('supervisor'), ended_at: null }]);
	await expect(
		db.as('supervisor', (sql) => sql`select token_hash from calendar_links`)
	).rejects.toMatchObject({ code: '42501' });
	for (const persona of ['supervisor', 'admin', 'anon'])
		await expect(feed(db, token, persona)).rejects.toMatchObject({ code: '42501' });
	await expect(make(db, 'anon')).rejects.toMatchObject({ code: '42501' });
});

test('P8.02 of two links that are asked for at the same moment one stands', async ({ db }) => {
	await db.idOf('supervisor');
	await Promise.all([make(db, 'supervisor'), make(db, 'supervisor'), make(db, 'supervisor')]);
	const [row] = await db.sql`
		select count(*)::integer as made, count(*) filter (where ended_at is null)::integer as open from calendar_links`;
	expect(row).toEqual({ made: 3, open: 1 });
});

import type { TransactionSql } from 'postgres';
import { expect } from 'vitest';
import { test, type TestDatabase } from '../database.ts';
import { settle } from './alerts.ts';

/** What is wrong with the words of an event, in the words of who mends it. */
async function faults(sql: TransactionSql): Promise<string[]> {
	const rows = await sql<{ code: string; fault: string }[]>`
		with names as (
			select event_code, language, field.name as field, (
				select array_agg(distinct found.parts[1] order by found.parts[1])
				from regexp_matches(field.words, '[{]([^{}]*)[}]', 'g') as found (parts)
			) as found
			from alert_templates
			cross join lateral (values ('title', title), ('body', body), ('sms', coalesce(sms, title))) as field (name, words)
		)
		select code, 'has no words in ' || language as fault
		from alert_events cross join unnest('{en,hi,ta}'::text[]) as language
		where not exists (select from alert_templates where event_code = code and alert_templates.language = language.language)
		union all
		select names.event_code, format('%s in %s has other values than in English', names.field, names.language)
		from names join names as english using (event_code, field)
		where english.language = 'en' and names.found is distinct from english.found
		union all
		select event_code, format('%s in %s is not in its script', field.name, language)
		from alert_templates
		cross join lateral (values ('title', title), ('body', body), ('sms', coalesce(sms, title))) as field (name, words)
		where regexp_replace(field.words, '[{][^{}]*[}]', '', 'g') ~ '[[:alpha:]]'
			and regexp_replace(field.words, '[{][^{}]*[}]', '', 'g') !~ case language when 'hi' then '[ऀ-ॿ]' when 'ta' then '[஀-௿]' else '[a-z]' end
		order by 1, 2`;
	return rows.map(({ code, fault }) => `${code} ${fault}`);
}

test('P9.02 every event has its words in every language, with the same values', async ({ db }) => {
	expect(await db.sql.begin(faults)).toEqual([]);
});

test.for([
	[
		"delete from alert_templates where event_code = 'stock.low' and language = 'ta'",
		'stock.low has no words in ta'
	],
	[
		"update alert_templates set body = replace(body, '{level}', '') where event_code = 'stock.low' and language = 'hi'",
		'stock.low body in hi has other values than in English'
	],
	[
		"update alert_templates set sms = '{item} {available} {unit} {site} {code}' where event_code = 'stock.low' and language = 'ta'",
		'stock.low sms in ta has other values than in English'
	],
	[
		"update alert_templates set title = 'Low stock: {item}' where event_code = 'stock.low' and language = 'hi'",
		'stock.low title in hi is not in its script'
	]
] as const)('P9.02 what is missing is found: %s', async ([change, fault], { db }) => {
	const trial = db.superuser.begin(async (sql) => {
		await sql.unsafe(change);
		expect(await faults(sql)).toEqual([fault]);
		throw new Error('undone');
	});
	await expect(trial).rejects.toThrow('undone');
});

/** As long as these are in a plant. */
const VALUES = {
	available: '1250.5',
	address: 'meena.raghavan@lotline.test',
	after: 'waiting for QC',
	batch: 'MCC-26-114-A',
	before: 'on hold',
	channel: 'email',
	code: 'BINDER-X',
	date: '05 Dec 2026',
	days: '30',
	decision: 'approved',
	ended: '14:00',
	error: 'The provider refused it.',
	finding: 'a loss of 12.5 % is over the limit of 2.5 %',
	findings: 'pH 8.2 over 7.5, Moisture 6.1 % over 5',
	gaps: 'Drying of MCC-26-114-A is not finished.',
	item: 'Microcrystalline cellulose PH-102',
	justification: 'The customer has agreed to it in writing.',
	level: '1500',
	locks: '14:30',
	loss: '12.5',
	lot: 'BND-26-031-A',
	minutes: '120',
	missing: '12 entries',
	needed_by: '16:00',
	note: 'See the paper log.',
	number: 'COR-2026-0012',
	person: 'Meena Raghavan',
	place: 'LINE-1',
	policy: 'Failed test that nobody has seen',
	quantity: '1250.5',
	reason: 'Wrong reading',
	rule: 'Loss over the usual',
	shift: 'Shift A of 23 May 2030',
	stage: 'Pre-treatment',
	test: 'QC-P1-300523-001',
	threshold: '30',
	unit: 'kg',
	value: '4.1',
	yield: '87.5'
};

/** What people with these languages are told of an event, also at the second level of a policy. */
async function saidOf(db: TestDatabase, event: string) {
	return await db.superuser.begin(async (sql) => {
		const [row] = await sql`
			select app.notify(${event}, (select id from sites where code = 'P1'), 'things', ${event}, 'MCC-26-114-A, Pre-treatment',
				${sql.json(VALUES)}, '/x', array(select user_id from notification_settings)) as id`;
		const told = () => sql<{ language: string; title: string; body: string; sms: string }[]>`
			select language, title, body, sms from notifications join notification_settings using (user_id)
			where alert_id = ${row!.id as string} order by language`;
		const first = [...(await told())];
		await sql`
			select app.tell(alerts, array(select user_id from notification_settings), null, '{"level": 2, "minutes": 120, "policy": "Failed test that nobody has seen"}')
			from alerts where id = ${row!.id as string}`;
		return { first, second: [...(await told())] };
	});
}

test('P9.02 filled in, no text message is longer than 160 characters, and none of an event is cut', async ({
	db
}) => {
	await db.siteOf('P1');
	for (const language of ['en', 'hi', 'ta']) await settle(db, `reader.${language}`, { language });
	const events =
		await db.sql`select code from alert_events where code <> 'system.escalated' order by code`;
	expect(events.length).toBeGreaterThan(10);
	for (const { code } of events) {
		const { first, second } = await saidOf(db, code as string);
		expect(first.map(({ language }) => language)).toEqual(['en', 'hi', 'ta']);
		for (const { title, body, sms } of first) {
			expect(sms.length, sms).toBeLessThanOrEqual(160);
			expect([title, sms].filter((text) => text.endsWith('...'))).toEqual([]);
			// Every value has come in.
			expect(`${title} ${body} ${sms}`).not.toMatch(/[{}–]/);
		}
		for (const { title, sms } of second) {
			expect(sms.length, sms).toBeLessThanOrEqual(160);
			expect(title).toMatch(/^(Escalated|आगे बढ़ाया गया|மேல்நிலைக்கு): /);
		}
	}
});

import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { test } from '../database.ts';
import { Floor, GOOD } from '../production/floor.ts';
import { askOverride, BAD, family } from './laboratory.ts';

/** A command with a body that it takes, another body, and the rows that it makes. */
const COMMANDS: [
	command: string,
	persona: string,
	arrange: (
		floor: Floor
	) => Promise<{ given: Record<string, unknown>; other: Record<string, unknown>; rows: string }>
][] = [
	[
		'record_qc_test',
		'qa',
		async (floor) => {
			const lot_id = (await floor.receive(10)).id;
			return {
				given: { lot_id, results: GOOD.incoming },
				other: { results: BAD.incoming },
				rows: `select from qc_tests where lot_id = '${lot_id}'`
			};
		}
	],
	[
		'amend_qc_test',
		'qa',
		async (floor) => {
			const test = await floor.test({ lot_id: (await floor.receive(10)).id }, BAD.incoming);
			return {
				given: { test_id: test.id, results: [{ name: 'Moisture', value: 4 }], reason: 'a slip' },
				other: { reason: 'another slip' },
				rows: `select from qc_results where test_id = '${test.id}' and replaced_at is not null`
			};
		}
	],
	[
		'request_override',
		'qa',
		async (floor) => {
			const test = await floor.test({ lot_id: (await floor.receive(10)).id }, BAD.incoming);
			return {
				given: {
					test_id: test.id,
					reason_id: await floor.reason('override'),
					justification: 'Within the agreed limits',
					document_path: await floor.file('P1/x.pdf')
				},
				other: { document_path: await floor.file('P1/y.pdf') },
				rows: `select from qc_overrides where test_id = '${test.id}'`
			};
		}
	],
	[
		'decide_override',
		'manager',
		async (floor) => {
			const test = await floor.test({ lot_id: (await floor.receive(10)).id }, BAD.incoming);
			const asked = await askOverride(floor, test);
			return {
				given: { override_id: asked.override!.id, approve: true, note: 'fine' },
				other: { approve: false },
				rows: `select from audit.log where record_id = '${asked.override!.id}' and operation = 'update'`
			};
		}
	],
	[
		'reject_lot',
		'qa',
		async (floor) => {
			const lot_id = (await floor.receive(10)).id;
			return {
				given: { lot_id, reason_id: await floor.reason('rejection') },
				other: { note: 'wet' },
				rows: `select from audit.log where record_id = '${lot_id}' and operation = 'update'`
			};
		}
	],
	[
		'issue_certificate',
		'qa',
		async (floor) => {
			const made = await family(floor);
			return {
				given: { lot_id: made.packed.id },
				other: { lot_id: made.batch.lot_id },
				rows: `select from certificates where lot_id = '${made.packed.id}'`
			};
		}
	]
];

for (const [command, persona, arrange] of COMMANDS) {
	test(`${command} that is sent again is answered as the first time and done once, also twenty at once`, async ({
		db
	}) => {
		const floor = await Floor.open(db);
		const { given, other, rows } = await arrange(floor);
		const request_id = randomUUID();
		const send = (more: Record<string, unknown> = {}, who = persona) =>
			floor.call<unknown>(who, command, { request_id, ...given, ...more });
		const answers = await Promise.all(Array.from({ length: 20 }, () => send()));
		for (const answer of answers) expect(answer).toEqual(answers[0]);
		expect(await send()).toEqual(answers[0]);
		expect(await db.superuser.unsafe(rows)).toHaveLength(1);
		await expect(send(other)).rejects.toMatchObject({
			code: 'PT409',
			detail: expect.stringContaining('REQUEST_REUSED') as string
		});
		await expect(send({}, `${persona}.b`)).rejects.toMatchObject({ code: 'PT409' });
		expect(await db.superuser.unsafe(rows)).toHaveLength(1);
	});
}

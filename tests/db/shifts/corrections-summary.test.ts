import { expect } from 'vitest';
import { test } from '../database.ts';
import { violations } from '../invariants.ts';
import { ask, batchOf, decide, details, lockedFloors, logOf } from './corrections.ts';

test('P3.09 a correction computes the summary of its shift anew, as the next version of it', async ({
	db
}) => {
	const { floor } = await lockedFloors(db, { floor: (floor) => floor.batchUpTo(5, 100) });
	const batch = await batchOf(floor);
	const asked = await ask(floor, 'stage_logs', await logOf(floor, batch, 5), {
		output_quantity: 90
	});
	expect(asked.effects.map(({ sentence }) => sentence)).toContain(
		'The summary of Shift A of 23 May 2030 is computed anew.'
	);
	const summaries = () => db.sql`
		select version, correction_id, output_quantity::float from shift_summaries where run_id = ${floor.run} order by version`;
	expect(await summaries()).toMatchObject([
		{ version: 1, correction_id: null, output_quantity: 90.392 }
	]);
	await details(floor, asked);
	await decide(floor, asked);
	expect(await summaries()).toMatchObject([
		{ version: 1, output_quantity: 90.392 },
		{ version: 2, correction_id: asked.id, output_quantity: 90 }
	]);
	expect(await violations(db.superuser)).toEqual({});
});

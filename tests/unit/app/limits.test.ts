import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import * as alerts from '#lib/alerts/schemas.ts';
import * as catalog from '#lib/catalog/schemas.ts';
import * as distribution from '#lib/distribution/schemas.ts';
import { constraintsOf, filled, isBlank } from '#lib/limits.ts';
import * as production from '#lib/production/schemas.ts';
import * as purchasing from '#lib/purchasing/schemas.ts';
import * as quality from '#lib/quality/schemas.ts';
import * as shifts from '#lib/shifts/schemas.ts';
import * as stock from '#lib/stock/schemas.ts';

const sentences = (schema: z.ZodType, given: unknown) =>
	Object.fromEntries(
		(schema.safeParse(given).error?.issues ?? []).map(({ path, message }) => [
			path.join('.'),
			message
		])
	);

const ID = 'b0000000-0000-4000-8000-000000000001';

describe('the limits of forms are those of the database', () => {
	const sql = readdirSync('supabase/schemas', { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.sql'))
		.map((name) => readFileSync(`supabase/schemas/${name}`, 'utf8'))
		.join('\n');

	const schemas = [
		...[catalog, purchasing, stock, distribution, shifts, alerts].flatMap((module) =>
			Object.values<unknown>(module).filter((made) => made instanceof z.ZodObject)
		),
		production.batch,
		production.downtime,
		production.packing,
		production.stageStart([]),
		production.stageLog([], { input: 1, unit: 'kg', last: false }),
		quality.test([]),
		quality.rejection,
		quality.plan,
		quality.parameter
	] as z.ZodObject[];
	const mirrored = schemas.flatMap(({ shape }) =>
		Object.values<z.ZodType>(shape).flatMap((field) => constraintsOf(field))
	);

	test('every constraint that a form mirrors is one of the database, by its name', () => {
		expect(mirrored.length).toBeGreaterThan(50);
		const strange = mirrored.filter((name) => !sql.includes(`constraint "${name}"`));
		expect(strange).toEqual([]);
	});
});

describe('what is typed is judged as the database would', () => {
	const receipt = { location_id: ID, item_id: ID, quantity: 500 };

	test('P2.02 a receipt passes with what it must have', () => {
		expect(sentences(purchasing.receipt, receipt)).toEqual({});
	});

	test.each([
		[undefined, 'There is no quantity.'],
		[null, 'There is no quantity.'],
		[0, '0 is no quantity above zero.'],
		[-3, '-3 is no quantity above zero.'],
		[1e9, '1000000000 is more than anybody moves at once.'],
		[1.0000001, '1.0000001 has more than six decimals.'],
		[1e-7, '1e-7 has more than six decimals.']
	])('a quantity of %s is refused', (quantity, sentence) => {
		expect(sentences(purchasing.receipt, { ...receipt, quantity })).toEqual({ quantity: sentence });
	});

	test('a text of 10,000 characters, one of spaces and invisible marks, and one that is just right', () => {
		const error = 'Invoice number has 1 to 40 characters.';
		const shipment = (invoice_number: string) =>
			sentences(distribution.shipment, {
				customer_id: ID,
				invoice_number,
				vehicle: 'KA-01',
				lines: [{ lot_id: ID, location_id: ID, quantity: 1, reason_id: null }]
			});
		expect(shipment('x'.repeat(10_000))).toEqual({ invoice_number: error });
		expect(shipment(' \u200b\u3164 ')).toEqual({ invoice_number: error });
		expect(shipment('رقم-٤٢')).toEqual({});
	});

	test('whether a text says anything is judged by the same characters as app.is_blank', () => {
		for (const blank of ['', ' \n\t', '\u00a0', '\u200b', '\u2800', '\ufe0f', '\u034f']) {
			expect(isBlank(blank)).toBe(true);
		}
		for (const said of ['0', '-', '\u200bx', 'न']) expect(isBlank(said)).toBe(false);
	});

	test('P3.03 more cannot come out of a stage than went in', () => {
		const end = production.stageEnd([], { input: 480, unit: 'kg', last: false });
		expect(sentences(end, { output_quantity: 481 })).toEqual({
			output_quantity: '481 kg cannot come out of 480 kg.'
		});
		expect(sentences(end, { output_quantity: 480 })).toEqual({});
	});

	test('P3.02 the last stage says where the product goes', () => {
		const end = production.stageEnd([], { input: 480, unit: 'kg', last: true });
		expect(sentences(end, { output_quantity: 480 })).toEqual({
			to_id: 'The place where the product goes is missing.'
		});
	});

	test('P3.02 a time that has not come, or lies before the start, is refused at its field', () => {
		const log = production.stageLog([], { input: 480, unit: 'kg', last: false });
		const given = { machine_id: ID, operator_name: 'Ravi', output_quantity: 470 };
		const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
		expect(sentences(log, { ...given, started_at: tomorrow })).toEqual({
			started_at: 'This time has not come yet.'
		});
		expect(
			sentences(log, {
				...given,
				started_at: '2026-05-23T10:00:00+05:30',
				ended_at: '2026-05-23T09:00:00+05:30'
			})
		).toEqual({ ended_at: 'The stage cannot end before it began.' });
	});

	const field = {
		id: ID,
		stage_id: ID,
		key: 'drying_temperature',
		label: 'Drying temperature',
		type: 'number',
		unit: '°C',
		minimum: 60,
		maximum: 110,
		choices: null,
		required: true,
		condition: null,
		position: 1,
		active: true
	};
	const why = {
		...field,
		key: 'temperature_reason',
		label: 'Why hotter than 95 °C',
		type: 'text',
		unit: null,
		minimum: null,
		maximum: null,
		condition: { field: 'drying_temperature', is: '>', value: 95 }
	};

	test('P3.04 a field of a stage’s form is judged by its own limits', () => {
		const parameters = production.parameters([field, why], { complete: true });
		expect(sentences(parameters, { drying_temperature: 130 })).toEqual({
			drying_temperature: '130 °C is outside 60 to 110: Drying temperature.',
			temperature_reason: 'Why hotter than 95 °C is missing.'
		});
		expect(sentences(parameters, { drying_temperature: 90 })).toEqual({});
		expect(sentences(parameters, {})).toEqual({
			drying_temperature: 'Drying temperature is missing.'
		});
	});

	test('P3.04 what is required may still be missing at the start of a stage', () => {
		const parameters = production.parameters([field, why], { complete: false });
		expect(sentences(parameters, {})).toEqual({});
	});

	test('P3.04 a field that is not asked for is not sent', () => {
		const given = { drying_temperature: 90, temperature_reason: 'left from before' };
		expect(production.askedParameters([field, why], given)).toEqual({ drying_temperature: 90 });
	});

	const moisture = {
		id: ID,
		name: 'Moisture',
		unit: '%',
		minimum: 4,
		maximum: 6,
		accepted: null,
		required: true
	};
	const colour = { ...moisture, unit: null, minimum: null, maximum: null, accepted: ['White'] };

	test('P4.03 a verdict is told while it is typed', () => {
		expect(quality.judge(moisture, 4)).toBe('within');
		expect(quality.judge(moisture, 6.01)).toBe('outside');
		expect(quality.judge(moisture, undefined)).toBe('missing');
		expect(quality.judge(colour, ' white ')).toBe('within');
		expect(quality.judge(colour, 'grey')).toBe('outside');
	});

	test('P4.12 a test may be left incomplete, but not empty', () => {
		const line = { parameter_id: ID, name: 'Moisture' };
		expect(sentences(quality.test([moisture]), { results: [{ ...line, value: 99 }] })).toEqual({});
		expect(sentences(quality.test([moisture]), { results: [line] })).toEqual({
			results: 'Enter a result at the least.'
		});
	});

	test('P4.07 a re-test says why', () => {
		const results = [{ parameter_id: ID, name: 'Moisture', value: 5 }];
		expect(sentences(quality.test([moisture], { retest: true }), { results })).toEqual({
			remarks: 'A re-test says why.'
		});
	});

	test('what is left empty is not sent, and a zero is', () => {
		expect(filled({ note: '', lot_id: null, loss: 0, packs: 3 })).toEqual({ loss: 0, packs: 3 });
	});
});

import { describe, expect, test } from 'vitest';
import * as policies from '#lib/alerts/policies.ts';
import * as alerts from '#lib/alerts/schemas.ts';
import * as catalog from '#lib/catalog/schemas.ts';
import { fieldOf } from '#lib/form-fields.ts';
import * as purchasing from '#lib/purchasing/schemas.ts';

describe('a refusal lands on the field of the form that it names', () => {
	test('by its own name, and where the form keeps an id or a path', () => {
		const values = { lot_id: 'a', quantity: 1, document_path: '' };
		expect(fieldOf({ field: 'quantity' }, values)).toEqual(['quantity']);
		expect(fieldOf({ field: 'lot' }, values)).toEqual(['lot_id']);
		expect(fieldOf({ field: 'document' }, values)).toEqual(['document_path']);
	});

	test('also when nobody has typed into it yet', () => {
		expect(fieldOf({ field: 'order_line' }, {}, purchasing.receipt)).toEqual(['order_line_id']);
	});

	test('by another name where the form says so', () => {
		expect(fieldOf({ field: 'sku' }, { pack: 1 }, undefined, { sku: 'pack' })).toEqual(['pack']);
	});

	test('at whom a level of a policy goes to, be it a role, a group or a person', () => {
		const steps = [
			{ kind: 'role', to: 'qa' },
			{ kind: 'group', to: 'x', after_minutes: 5 }
		];
		const at = (field: string) =>
			fieldOf({ field }, { steps }, alerts.policy, policies.TARGET_NAMES);
		expect(at('steps.1.role')).toEqual(['steps', 0, 'to']);
		expect(at('steps.2.group')).toEqual(['steps', 1, 'to']);
		expect(at('steps.2.person')).toEqual(['steps', 1, 'to']);
		expect(at('steps.2.after_minutes')).toEqual(['steps', 1, 'after_minutes']);
		expect(at('event_code')).toEqual(['event_code']);
		// What is about no field of it is said beside the button.
		expect(at('version')).toBeUndefined();
	});

	test('in a line, which the server counts from 1', () => {
		const values = {
			lines: [
				{ lot_id: 'a', quantity: 1 },
				{ lot_id: 'b', quantity: 2 }
			]
		};
		expect(fieldOf({ field: 'lines.2.quantity' }, values)).toEqual(['lines', 1, 'quantity']);
		expect(fieldOf({ field: 'lines.1.lot' }, values)).toEqual(['lines', 0, 'lot_id']);
		expect(fieldOf({ field: 'lines.3.lot' }, values)).toBeUndefined();
		expect(fieldOf({ field: 'lines' }, values)).toEqual(['lines']);
	});

	test('at the result of a parameter, in whose name there may be dots', () => {
		const results = [{ name: 'Moisture' }, { name: 'pH at 25.0 °C' }];
		expect(fieldOf({ field: 'results.pH at 25.0 °C' }, { results })).toEqual([
			'results',
			1,
			'value'
		]);
		expect(fieldOf({ field: 'results.Colour' }, { results })).toBeUndefined();
	});

	test('at a field of a stage’s own form, filled in or not', () => {
		const values = { parameters: { screen: '0.5 mm' } };
		expect(fieldOf({ field: 'parameters.screen' }, values)).toEqual(['parameters', 'screen']);
		expect(fieldOf({ field: 'parameters.drying_temperature' }, values)).toEqual([
			'parameters',
			'drying_temperature'
		]);
	});

	test('at the field whose limit the broken constraint is', () => {
		const constraint = 'partner code is 2 to 20 capital letters, digits or hyphens';
		expect(fieldOf({ constraint }, {}, catalog.partner)).toEqual(['code']);
		const optional = 'phone number is 7 to 15 digits';
		expect(fieldOf({ constraint: optional }, {}, catalog.partner)).toEqual(['phone']);
	});

	test('and on none where the form has no such field', () => {
		expect(fieldOf({ field: 'batch' }, { quantity: 1 })).toBeUndefined();
		expect(fieldOf({}, { quantity: 1 })).toBeUndefined();
	});
});

import { z } from 'zod';
import {
	chosen,
	code,
	maybeChosen,
	mirrors,
	number,
	oneOf,
	optionalCode,
	optionalNumber,
	optionalText,
	text
} from '#lib/limits.ts';

export const unit = z.object({
	code: text('unit code has 1 to 12 characters', 12),
	name: text('unit name has 1 to 60 characters', 60),
	dimension: oneOf('unit dimension is known', [
		'mass',
		'volume',
		'count',
		'length',
		'time',
		'temperature',
		'ratio',
		'other'
	]),
	factor: number('unit factor is above zero', { above: 0 })
});

export const partner = z.object({
	code: code(
		'partner code is 2 to 20 capital letters, digits or hyphens',
		/^[A-Z0-9][A-Z0-9-]{1,19}$/
	),
	name: text('partner name has 1 to 120 characters', 120),
	kind: oneOf('partner is a vendor, customer, retailer or distributor', [
		'vendor',
		'customer',
		'retailer',
		'distributor'
	]),
	contact_name: optionalText('contact name has at most 120 characters', 120),
	email: optionalCode(
		'e-mail address has the form name@domain',
		/^(?=.{1,254}$)[^@\s]+@[^@\s]+\.[^@\s]+$/
	),
	phone: optionalCode('phone number is 7 to 15 digits', /^\+?[0-9]{7,15}$/),
	gst_number: optionalCode(
		'GST number has the form 22AAAAA0000A1Z5',
		/^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]$/
	),
	address: optionalText('address has at most 500 characters', 500)
});

export const category = z.object({ name: text('category name has 1 to 60 characters', 60) });

const itemFields = z.object({
	code: code(
		'item code is 2 to 24 capital letters, digits or hyphens',
		/^[A-Z0-9][A-Z0-9-]{1,23}$/
	),
	name: text('item name has 1 to 120 characters', 120),
	kind: oneOf('item is raw, intermediate, finished, packaging or trade', [
		'raw',
		'intermediate',
		'finished',
		'packaging',
		'trade'
	]),
	category_id: maybeChosen(),
	unit: z.string({ error: 'Choose the base unit.' }).min(1, { error: 'Choose the base unit.' }),
	description: optionalText('item description has at most 2000 characters', 2000),
	pack_size: optionalNumber('pack size is above zero', { above: 0, below: 1e9 }),
	pack_unit: z.string().nullish(),
	price_inr: optionalNumber('price is above zero', { above: 0, below: 1e9 }),
	shelf_life_days: optionalNumber('shelf life is 1 to 36500 days', {
		least: 1,
		most: 36_500,
		whole: true
	}),
	reorder_level: optionalNumber('reorder level is not below zero', { least: 0, below: 1e12 }),
	picking: oneOf('picking is fefo or fifo', ['fefo', 'fifo']),
	gtin: optionalCode('GTIN is 8, 12, 13 or 14 digits', /^([0-9]{8}|[0-9]{12,14})$/),
	supplier_id: maybeChosen(),
	packs_item_id: maybeChosen()
});

/** An item of the one master (P2.01, W1.01). */
export const item = itemFields.check(({ value, issues }) => {
	const refuse = (message: string, field: keyof typeof itemFields.shape) =>
		issues.push({ code: 'custom', message, path: [field], input: value });
	if (value.kind === 'trade' && value.price_inr == null) {
		refuse('Goods that are sold have a price and a shelf life.', 'price_inr');
	}
	if (value.kind === 'trade' && value.shelf_life_days == null) {
		refuse('Goods that are sold have a price and a shelf life.', 'shelf_life_days');
	}
	if ((value.pack_size == null) !== !value.pack_unit) {
		refuse('A pack has a size and a unit.', value.pack_size == null ? 'pack_size' : 'pack_unit');
	}
	if (value.packs_item_id && value.pack_size == null) {
		refuse('A pack of a product has a size.', 'pack_size');
	}
});

export const place = z.object({
	code: code(
		'location code is 1 to 24 capital letters, digits or hyphens',
		/^[A-Z0-9][A-Z0-9-]{0,23}$/
	),
	name: text('location name has 1 to 120 characters', 120),
	kind: oneOf('location kind is known', ['storage', 'floor', 'quality', 'dispatch']),
	parent_id: maybeChosen()
});

export const machine = z.object({
	code: code(
		'machine code is 2 to 24 capital letters, digits or hyphens',
		/^[A-Z0-9][A-Z0-9-]{1,23}$/
	),
	name: text('machine name has 1 to 120 characters', 120),
	serial_number: optionalText('serial number has 1 to 60 characters', 60),
	location_id: maybeChosen()
});

export const reason = z.object({
	purpose: oneOf('reason purpose is known', [
		'adjustment',
		'downtime',
		'deviation',
		'hold',
		'override',
		'rejection'
	]),
	code: code('reason code is 2 to 24 small letters or underscores', /^[a-z][a-z_]{1,23}$/),
	name: text('reason name has 1 to 80 characters', 80)
});

export const stage = z.object({
	code: code('stage code is 2 to 24 small letters or underscores', /^[a-z][a-z_]{1,23}$/),
	name: text('stage name has 1 to 60 characters', 60)
});

const percent = { least: 0, most: 100 };

/** A stage of a route with its limits, in % of its input (P3.03, P4.05). */
export const routeStage = z
	.object({
		stage_id: chosen('Choose the stage.'),
		loss_limit_percent: optionalNumber('loss limit is 0 to 100 %', percent),
		yield_min_percent: optionalNumber('lowest yield is 0 to 100 %', percent),
		yield_max_percent: optionalNumber('highest yield is 0 to 100 %', percent),
		qc_gate: z.boolean().default(false)
	})
	.refine(
		({ yield_min_percent: least, yield_max_percent: most }) =>
			least == null || most == null || least <= most,
		{ error: 'Lowest yield is not above the highest.', path: ['yield_min_percent'] }
	);

/** A new version of how an item is made: its stages in their order. */
export const newRoute = z.object({
	stages: z
		.array(routeStage)
		.min(1, { error: 'A route has a stage at least. Add the first one.' })
		.max(50, { error: 'A route has 50 stages at the most.' })
});

/** When a field is asked for: what another field is to be (P3.04). */
const condition = z.object({
	field: z.string({ error: 'Choose the field.' }).min(1, { error: 'Choose the field.' }),
	is: z.enum(['=', '<>', '<', '<=', '>', '>=']),
	value: z.union([z.number(), z.string().min(1), z.boolean()], {
		error: 'Say with what the field is compared.'
	})
});

/** A field of a stage's form (P3.04). */
export const stageField = z
	.object({
		key: code(
			'field key is 1 to 40 small letters, digits or underscores',
			/^[a-z][a-z0-9_]{0,39}$/
		),
		label: text('field label has 1 to 80 characters', 80),
		type: oneOf('field type is number, text, boolean or choice', [
			'number',
			'text',
			'boolean',
			'choice'
		]),
		unit: z.string().nullish(),
		minimum: z.number().nullish(),
		maximum: z.number().nullish(),
		choices: z.array(z.string().trim().min(1)).nullish(),
		required: z.boolean().default(false),
		condition: mirrors(condition, 'condition names a field, a comparison and a value').nullish()
	})
	.check(({ value, issues }) => {
		const refuse = (message: string, field: string) =>
			issues.push({ code: 'custom', message, path: [field], input: value });
		const { type, unit, minimum, maximum, choices } = value;
		if (type !== 'number' && (unit || minimum != null || maximum != null)) {
			refuse('Only a number has a unit and limits.', 'type');
		}
		if (minimum != null && maximum != null && minimum > maximum) {
			refuse('Lowest value is not above the highest.', 'minimum');
		}
		const count = choices?.length ?? 0;
		if (type === 'choice' ? count < 2 || count > 50 : count > 0) {
			refuse('A choice has 2 to 50 choices, nothing else has.', 'choices');
		}
	});

import { afterEach, describe, expect, test } from 'vitest';
import { Refusal, refusalFrom, refusalOf, translateRefusals } from '#lib/refusal.ts';

const held = {
	code: 'PT422',
	message: 'Lot ALC-24-051 is on hold and may not be moved.',
	details: '{"code": "LOT_NOT_USABLE", "field": "lot", "params": {"lot": "ALC-24-051"}}',
	hint: 'Ask QA to test or to release the lot, or take another.'
};

describe('a refusal of the server', () => {
	afterEach(() => translateRefusals(() => undefined));

	test('has the code, field and values of its DETAIL, and the sentence and hint as they are', () => {
		const refusal = refusalOf(held, 422);
		expect(refusal.facts()).toEqual({
			kind: 'refused',
			code: 'LOT_NOT_USABLE',
			field: 'lot',
			constraint: undefined,
			sentence: held.message,
			hint: held.hint,
			params: { lot: 'ALC-24-051' }
		});
		expect(refusal.isOpen).toBe(false);
	});

	test('is said in the person’s language where there is a message for its code', () => {
		translateRefusals(({ code, params }) =>
			code === 'LOT_NOT_USABLE' ? `लॉट ${String(params.lot)} रोका गया है` : undefined
		);
		expect(refusalOf(held, 422).sentence).toBe('लॉट ALC-24-051 रोका गया है');
		const other = { ...held, details: '{"code": "STOCK_SHORT"}', message: '3 are free, not 5.' };
		expect(refusalOf(other, 422).sentence).toBe('3 are free, not 5.');
	});

	test('of which the DETAIL cannot be read still has its sentence', () => {
		const refusal = refusalOf({ ...held, details: 'broken {' }, 422);
		expect(refusal).toMatchObject({ code: 'PT422', field: undefined, sentence: held.message });
	});

	test('named by a constraint is the sentence that the constraint is', () => {
		const message =
			'new row for relation "items" violates check constraint "item name has 1 to 120 characters"';
		expect(refusalOf({ code: '23514', message }, 400)).toMatchObject({
			kind: 'refused',
			constraint: 'item name has 1 to 120 characters',
			sentence: 'Item name has 1 to 120 characters.'
		});
	});

	test('of something that is there already names its field and value', () => {
		const error = {
			code: '23505',
			message: 'duplicate key value violates unique constraint "items_code_key"',
			details: 'Key (code)=(ALC) already exists.'
		};
		expect(refusalOf(error, 409)).toMatchObject({
			field: 'code',
			sentence: 'There is one with code ALC already.'
		});
		const named = {
			...error,
			message:
				'duplicate key value violates unique constraint "location code is unique at its site"',
			details: 'Key (site_id, code)=(b0000000-0000-4000-8000-000000000001, GATE-1) already exists.'
		};
		expect(refusalOf(named, 409)).toMatchObject({
			field: 'code',
			sentence: 'Location code is unique at its site.'
		});
		const lowered = {
			...error,
			message:
				'duplicate key value violates unique constraint "an invoice of a site goes out once"',
			details: 'Key (site_id, lower(invoice_number))=(b0, inv-1) already exists.'
		};
		expect(refusalOf(lowered, 409)).toMatchObject({ field: 'invoice_number' });
	});

	test('of a row that policies guard names its field, though Postgres does not say the values', () => {
		const error = {
			code: '23505',
			message: 'duplicate key value violates unique constraint "machines_serial_number_key"'
		};
		expect(refusalOf(error, 409)).toMatchObject({
			field: 'serial_number',
			sentence: 'There is one with this serial number already.'
		});
		const line = {
			code: '23503',
			message:
				'insert or update on table "purchase_order_lines" violates foreign key constraint "purchase_order_lines_item_id_fkey"',
			details: 'Key is not present in table "items".'
		};
		expect(refusalOf(line, 409)).toMatchObject({
			field: 'item_id',
			sentence: 'What was chosen as item is not there, or no longer.'
		});
	});

	test('of something that is missing, or refers to nothing, names its field', () => {
		const missing = {
			code: '23502',
			message: 'null value in column "vendor_id" of relation "purchase_orders" violates not-null'
		};
		expect(refusalOf(missing, 400)).toMatchObject({
			field: 'vendor_id',
			sentence: 'Vendor is missing.'
		});
		const dangling = {
			code: '23503',
			message:
				'insert or update on table "items" violates foreign key constraint "items_unit_fkey"',
			details: 'Key (unit)=(stone) is not present in table "units".'
		};
		expect(refusalOf(dangling, 409)).toMatchObject({
			field: 'unit',
			sentence: 'What was chosen as unit is not there, or no longer.'
		});
	});

	test('by a policy says whom to ask', () => {
		const error = { code: '42501', message: 'new row violates row-level security policy' };
		expect(refusalOf(error, 403)).toMatchObject({
			kind: 'refused',
			sentence: 'You may not do this here.'
		});
	});
});

describe('what is no refusal', () => {
	test('a lost session is told from a refusal', () => {
		const refusal = refusalOf({ code: 'PGRST303', message: 'JWT expired' }, 401);
		expect(refusal).toMatchObject({ kind: 'signed-out', code: 'NOT_SIGNED_IN' });
		expect(refusal.isOpen).toBe(false);
	});

	test('a lost network and a gateway without the server behind it are open: it may have happened', () => {
		expect(refusalOf({ message: 'TypeError: Failed to fetch' }, 0)).toMatchObject({
			kind: 'unreachable',
			isOpen: true
		});
		expect(refusalOf({ message: '<html>Bad gateway</html>' }, 502)).toMatchObject({
			kind: 'unreachable',
			isOpen: true
		});
	});

	test('what a function cannot do now is said in its own words, though its status is a gateway’s', () => {
		const unsent = {
			code: 'PT503',
			message: 'The invitation to a@b.test could not be sent.',
			details: '{"code": "MAIL_NOT_SENT", "field": "email", "params": {}}'
		};
		expect(refusalOf(unsent, 503)).toMatchObject({
			kind: 'refused',
			code: 'MAIL_NOT_SENT',
			field: 'email',
			sentence: unsent.message
		});
	});

	test('an answer that does not come in time is open', () => {
		const message = 'TimeoutError: The operation was aborted due to timeout';
		expect(refusalOf({ message }, 0)).toMatchObject({ kind: 'timeout', isOpen: true });
	});

	test('a broken server says its code and is not sent again as if nothing had happened', () => {
		const refusal = refusalOf({ code: 'XX000', message: 'cache lookup failed' }, 500);
		expect(refusal).toMatchObject({ kind: 'failed', code: 'XX000', isOpen: false });
		expect(refusal.sentence).not.toContain('cache');
	});

	test('whatever else is thrown is put into words, and a refusal stays one', () => {
		const refusal = refusalOf(held, 422);
		expect(refusalFrom(refusal)).toBe(refusal);
		expect(refusalFrom(new TypeError('Failed to fetch')).kind).toBe('unreachable');
		expect(refusalFrom('odd')).toMatchObject({
			kind: 'failed',
			sentence: 'This did not work: odd'
		});
		expect(refusalFrom(new Refusal({ ...refusal.facts(), kind: 'failed' })).kind).toBe('failed');
	});
});

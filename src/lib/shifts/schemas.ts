import { z } from 'zod';
import type { StageField } from '#lib/catalog/stages.ts';
import {
	chosen,
	code,
	mirrors,
	number,
	optionalText,
	pastTime,
	quantity,
	text
} from '#lib/limits.ts';
import { parameters } from '#lib/production/schemas.ts';
import type { Correctable } from '#lib/shifts/corrections.ts';

const time = (error: string) =>
	z.string({ error }).regex(/^([01]\d|2[0-3]):[0-5]\d(:00)?$/, { error });

/** A shift of a site (P8.01); its times are the site's, HH:MM. */
export const shift = z
	.object({
		code: code('shift code is 1 to 8 capital letters or digits', /^[A-Z0-9]{1,8}$/),
		name: text('shift name has 1 to 60 characters', 60),
		starts: time('Shift starts at a full minute of the day.'),
		ends: time('Shift ends at a full minute of the day.')
	})
	.refine(({ starts, ends }) => starts.slice(0, 5) !== ends.slice(0, 5), {
		error: 'Shift does not end when it starts.',
		path: ['ends']
	});

/** `assign_shift` (P1.09). */
export const assignment = z.object({ person: chosen('Choose the person.') });

/** `explain_gap` (P3.09). */
export const explanation = z.object({
	reason: text('explanation has 1 to 2000 characters', 2000)
});

/** `hand_over_shift` (P3.10). */
export const handover = z.object({
	note: optionalText('handover note has at most 4000 characters', 4000)
});

/** `receive_handover` (P3.10). */
export const receipt = z.object({
	note: optionalText('note of who takes over has at most 2000 characters', 2000)
});

/** `add_shift_remark`. */
export const remark = z.object({ remark: text('shift remark has 1 to 2000 characters', 2000) });

const why = () => text('reason of a correction has 1 to 2000 characters', 2000);

/** `request_correction` of a record (P3.07). */
export function correction(record: Correctable): z.ZodObject {
	if (record.table === 'stage_logs') return stageCorrection(record.fields);
	return record.table === 'downtimes' ? downtimeCorrection : materialCorrection;
}

/** Of a stage that was logged. Quantities in the product's base unit. */
function stageCorrection(fields: StageField[]) {
	return z.object({
		output_quantity: quantity(),
		machine_id: chosen('Choose the machine.'),
		operator_name: text('operator name has 1 to 100 characters', 100),
		started_at: pastTime('Say when it started.'),
		ended_at: pastTime('Say when it ended.'),
		parameters: parameters(fields, { complete: false }),
		remarks: optionalText('stage remarks have at most 2000 characters', 2000),
		reason: why()
	});
}

/** Of a downtime. */
const downtimeCorrection = z.object({
	machine_id: chosen('Choose the machine.'),
	reason_id: chosen('Choose the reason.'),
	started_at: pastTime('Say when it started.'),
	ended_at: pastTime('Say when it ended.'),
	note: optionalText('downtime note has at most 2000 characters', 2000),
	reason: why()
});

/** Of a material that was used; in its base unit. */
const materialCorrection = z.object({
	consumed: z.number({ error: 'There is no quantity.' }).nonnegative({
		error: 'Less than nothing cannot be used.'
	}),
	reason: why()
});

/** `request_late_entry`. */
export const lateEntry = z.object({ reason: why() });

/** `decide_correction`: approved or declined, it says why. */
export const decision = z.object({
	approve: z.boolean().default(true),
	note: text('note of a decision has at most 2000 characters', 2000)
});

/** A day on which a site does not work, or works all the same (P8.02). */
export const holiday = z.object({
	day: mirrors(z.iso.date({ error: 'Choose the day.' }), 'a day is a holiday once at a site'),
	name: text('holiday name has 1 to 80 characters', 80),
	works: z.boolean().default(false)
});

/** `save_rotation` (P8.02): its turns are chosen beside it. */
export const rotation = z.object({
	name: mirrors(
		text('rotation name has 1 to 60 characters', 60),
		'a rotation name is given once at a site'
	),
	starts_on: z.iso
		.date({ error: 'Choose the Monday on which it begins.' })
		.refine((day) => new Date(`${day}T00:00:00Z`).getUTCDay() === 1, {
			error: 'Rotation starts on a Monday.'
		}),
	weeks: number('rotation has 1 to 12 weeks', { least: 1, most: 12, whole: true }),
	active: z.boolean().default(true)
});

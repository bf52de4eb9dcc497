import { z } from 'zod';
import { chosen, code, optionalText, text } from '#lib/limits.ts';

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

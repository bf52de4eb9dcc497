import { generalSection } from '#lib/catalog/section.ts';
import type { TablesInsert } from '#lib/database.types.ts';
import { m } from '#lib/paraglide/messages.js';
import * as schemas from '#lib/shifts/schemas.ts';
import * as shifts from '#lib/shifts/shifts.ts';

type NewShift = Omit<TablesInsert<'shifts'>, 'site_id'>;

/** Hours as people say them: 06:00–14:00. */
export const hoursOf = ({ starts, ends }: Pick<shifts.Shift, 'starts' | 'ends'>): string =>
	`${starts.slice(0, 5)}–${ends.slice(0, 5)}`;

/** Whether a shift ends on the day after it began. */
export const crossesMidnight = ({ starts, ends }: Pick<shifts.Shift, 'starts' | 'ends'>): boolean =>
	ends <= starts;

/** The shifts of a site, for the table and the editor of masters (P8.01). */
export const shiftSection = generalSection<shifts.Shift, NewShift>({
	label: m.shifts_shifts,
	addLabel: m.shifts_add,
	searchLabel: m.shifts_search,
	permission: 'shifts.configure',
	relation: 'public.shifts',
	schema: schemas.shift,
	fields: [
		{
			key: 'code',
			label: m.catalog_code,
			as: 'text',
			letters: 'upper',
			fixed: true,
			hint: m.shifts_code_hint
		},
		{ key: 'name', label: m.catalog_name, as: 'text' },
		{ key: 'starts', label: m.shifts_starts, as: 'time', hint: m.shifts_starts_hint },
		{ key: 'ends', label: m.shifts_ends, as: 'time', hint: m.shifts_ends_hint }
	],
	columns: () => [
		{
			key: 'code',
			header: m.catalog_code(),
			text: ({ code }) => code,
			sortable: true,
			phone: 'title'
		},
		{ key: 'name', header: m.catalog_name(), text: ({ name }) => name, sortable: true },
		{
			key: 'starts',
			header: m.shifts_hours(),
			text: (shift) =>
				crossesMidnight(shift) ? m.shifts_overnight({ hours: hoursOf(shift) }) : hoursOf(shift),
			sortable: true
		}
	],
	empty: () => ({ title: m.shifts_empty(), sentence: m.shifts_empty_help() }),
	idOf: ({ id }) => id,
	nameOf: ({ code, name }) => m.shifts_named({ code, name }),
	list: shifts.page,
	add: (values, siteId) => shifts.add({ ...values, site_id: siteId }),
	change: shifts.change,
	read: (row) => Promise.resolve(row)
});

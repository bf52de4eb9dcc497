import { m } from '#lib/paraglide/messages.js';
import type { Holiday, ListedRun } from '#lib/shifts/calendar.ts';
import type { Conflict } from '#lib/shifts/types.ts';

/** Somebody who is assigned to a run, as the plan names him. */
export interface Planned {
	id: string;
	name: string;
	/** Comes from a rotation. */
	byRotation: boolean;
}

/** Who is on in a run, by name. */
export const peopleOf = ({ assignments }: ListedRun): Planned[] =>
	assignments
		.map(({ user_id: id, rotation_id, person }) => ({
			id,
			byRotation: rotation_id !== null,
			name: person?.full_name ?? m.shifts_somebody()
		}))
		.sort((one, other) => one.name.localeCompare(other.name));

/** What does not work out in a run, as sentences. */
export const wrongIn = ({ id }: ListedRun, conflicts: Conflict[]): string[] =>
	conflicts.filter(({ run }) => run.id === id).map(({ sentence }) => sentence);

/** The holiday that a day is, where it is one. */
export const holidayOn = (day: string, holidays: Holiday[]): Holiday | undefined =>
	holidays.find((holiday) => holiday.day === day);

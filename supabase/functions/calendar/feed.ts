import ical from 'npm:ical-generator@11';

/** What `calendar_feed` answers. */
export interface Feed {
	person: string;
	runs: {
		id: string;
		site: string;
		site_name: string;
		shift: string;
		name: string;
		starts_at: string;
		ends_at: string;
		people: { full_name: string }[];
	}[];
}

/** Names are kept as typed; a line end in one would be a line of the calendar. */
// eslint-disable-next-line no-control-regex
const line = (given: string): string => given.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ');

/** A person's shifts as an iCalendar; times are instants, so that a calendar shows them in its own zone. */
export function calendarOf({ person, runs }: Feed): string {
	const calendar = ical({
		name: `Lotline: ${line(person)}`,
		prodId: { company: 'Lotline', product: 'Shifts', language: 'EN' },
		ttl: 60 * 60
	});
	for (const run of runs) {
		const people = run.people.map(({ full_name }) => line(full_name));
		calendar.createEvent({
			id: `${run.id}@lotline`,
			start: new Date(run.starts_at),
			end: new Date(run.ends_at),
			summary: `${line(run.name)} (${run.shift}), ${run.site}`,
			location: line(run.site_name),
			description: people.join('\n')
		});
	}
	return calendar.toString();
}

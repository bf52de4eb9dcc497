/** A shift as it takes place on a date, with its people (P8.02). */
export interface ShiftRun {
	id: string;
	/** Code of its site. */
	site: string;
	shift: { id: string; code: string; name: string };
	business_date: string;
	starts_at: string;
	ends_at: string;
	state: 'scheduled' | 'open' | 'closing' | 'locked';
	people: { id: string; full_name: string }[];
}

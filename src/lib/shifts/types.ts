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

/** Something that a run leaves undone, by name (P3.09). */
export interface Gap {
	kind:
		| 'stage_running'
		| 'field_missing'
		| 'material_open'
		| 'qc_missing'
		| 'downtime_open'
		| 'loss_unexplained';
	subject_type: 'stage_logs' | 'stage_materials' | 'lots' | 'downtimes';
	subject_id: string;
	subject: string;
	sentence: string;
	/** Path of the page where it is finished. */
	link: string;
	since: string;
	/** Why it stays as it is. */
	explained: { reason: string; by: string; at: string } | null;
}

/** What a shift leaves to the next (P3.10). */
export interface HandoverFacts {
	running: {
		batch_id: string;
		batch: string;
		item: string;
		item_name: string;
		unit: string;
		stage: string | null;
		machine: string | null;
		operator: string | null;
		input: number | null;
		/** Null while the batch waits between two stages. */
		started_at: string | null;
		next_stage: string | null;
	}[];
	waiting_qc: {
		lot_id: string;
		stage_log_id: string | null;
		lot: string;
		item: string;
		stage: string | null;
		qc_status: 'pending' | 'hold';
		since: string;
	}[];
	holds: {
		lot_id: string;
		lot: string;
		item: string;
		reason: string;
		cause: string;
		held_at: string;
	}[];
	downtimes: {
		id: string;
		machine: string;
		machine_name: string;
		reason: string;
		batch: string | null;
		started_at: string;
		ended_at: string | null;
		note: string | null;
		minutes: number;
	}[];
	gaps: Gap[];
}

export interface Handover {
	id: string;
	run: string;
	next_run: string | null;
	note: string | null;
	given_by: string;
	given_at: string;
	/** Null until somebody of the next run has taken over. */
	received_by: string | null;
	received_at: string | null;
	received_note: string | null;
}

export interface HandoverView {
	now: string;
	run: ShiftRun;
	next: ShiftRun | null;
	given: (Handover & { facts: HandoverFacts }) | null;
	/** As they are, until it is given; then as they were. */
	facts: HandoverFacts;
	/** What was handed over to this run. */
	incoming: IncomingHandover[];
}

export type IncomingHandover = Handover & { facts: HandoverFacts; from: ShiftRun };

/** A run as the page that closes it shows it (P3.09). */
export interface CloseView {
	now: string;
	run: ShiftRun;
	opened_by: string | null;
	/** Null when the clock has closed it. */
	closed_by: string | null;
	locked_at: string | null;
	opens_from: string;
	closes_from: string;
	/** When it locks by itself; of a locked one, when it did. */
	locks_at: string;
	mine: boolean;
	/** By permission and assignment, whatever the hour. */
	may_close: boolean;
	entries: number;
	/** Names of those who decide what comes after the lock. */
	managers: string[];
	gaps: Gap[];
	/** Those that are not explained. */
	gaps_open: number;
	handover: Handover | null;
}

export type LogbookKind =
	| 'batch_started'
	| 'stage_started'
	| 'stage_finished'
	| 'stage_logged'
	| 'downtime'
	| 'material'
	| 'test'
	| 'remark'
	| 'explanation'
	| 'handover'
	| 'correction';

/** Something that was done in a run. Quantities in `details.unit`. */
export interface LogbookEntry {
	kind: LogbookKind;
	subject_type: string;
	subject_id: string;
	happened_at: string;
	recorded_at: string;
	/** Written down after the end of the shift. */
	late: boolean;
	person: { id: string; full_name: string };
	batch: { id: string; code: string } | null;
	subject: string;
	details: Record<string, unknown>;
	remarks: string | null;
	/** It was corrected, or put right, since. */
	changed: boolean;
}

export interface LogbookPage {
	run: ShiftRun;
	/** Where the page after begins; null at the end. */
	next: string | null;
	entries: LogbookEntry[];
}

/** What a run brought, as it was computed when it locked or was corrected. Quantities in `unit`. */
export interface SummaryVersion {
	version: number;
	correction_id: string | null;
	computed_at: string;
	input_quantity: number;
	output_quantity: number;
	yield_percent: number | null;
	downtime_minutes: number;
	entries: number;
	late_entries: number;
	stages: number;
	batches_finished: number;
	rejected_lots: number;
	figures: {
		products: {
			item_id: string;
			item: string;
			item_name: string;
			unit: string;
			batches: number;
			input: number;
			output: number;
			yield_percent: number | null;
			yield_min_percent: number | null;
		}[];
		loss_by_stage: {
			stage_id: string;
			stage: string;
			unit: string;
			logs: number;
			input: number;
			output: number;
			loss: number;
			loss_percent: number;
			above_limit: number;
		}[];
		downtime_by_reason: { reason_id: string; reason: string; downtimes: number; minutes: number }[];
		rejects: { lot_id: string; lot: string; item: string; reason: string | null }[];
		tests: { taken: number; passed: number; held: number; failed: number };
		operators: { operator: string; entries: number; flagged: number; corrected: number }[];
		late: {
			kind: LogbookKind;
			subject_type: string;
			subject_id: string;
			batch: string | null;
			subject: string;
			recorded_at: string;
		}[];
		gaps: Gap[];
	};
}

export interface ShiftSummary {
	run: ShiftRun;
	locked_at: string | null;
	/** Null when the clock has closed it. */
	closed_by: string | null;
	/** The newest first; none before the lock. */
	versions: SummaryVersion[];
}

export type CorrectionState = 'requested' | 'approved' | 'declined' | 'withdrawn';

/** The records of which something can be corrected. */
export type CorrectedTable = 'stage_logs' | 'downtimes' | 'stage_materials';

/** What one field of a record was, and is to be. */
export interface CorrectedField {
	/** A column, or `parameters.<key>`. */
	field: string;
	/** Of parameters only. */
	label: string | null;
	unit: string | null;
	before: unknown;
	after: unknown;
	before_text: string | null;
	after_text: string | null;
}

/** What follows from a correction, or followed. */
export type CorrectionEffect =
	| {
			kind:
				| 'stage_logs'
				| 'stage_materials'
				| 'downtimes'
				| 'lots'
				| 'stock_moves'
				| 'lot_links'
				| 'batches'
				| 'shift_summaries';
			id: string | null;
			subject: string;
			sentence: string;
	  }
	| { kind: 'refused'; code: string; sentence: string; hint: string | null };

/** A change of a locked shift that somebody asks for (P3.07). */
export interface Correction {
	id: string;
	number: string;
	state: CorrectionState;
	kind: 'change' | 'late_entry';
	subject: string;
	site_id: string;
	site: string;
	run: { id: string; name: string; shift: string; business_date: string };
	subject_type: CorrectedTable | null;
	subject_id: string | null;
	batch: string | null;
	/** None of a late entry. */
	fields: CorrectedField[];
	/** Of a late entry. */
	command: string | null;
	args: Record<string, unknown> | null;
	made_at: string | null;
	reason: string;
	effects: CorrectionEffect[];
	requested_by: string;
	requested_at: string;
	decided_by: string | null;
	decided_at: string | null;
	decision_note: string | null;
	own: boolean;
	may_decide: boolean;
}

export type ListedCorrection = Omit<Correction, 'effects'>;

/** A run as a calendar shows it. */
export interface PlannedRun {
	id: string;
	/** Code of its site. */
	site: string;
	site_id: string;
	site_name: string;
	time_zone: string;
	/** Its code and what it is called. */
	shift: string;
	name: string;
	business_date: string;
	starts_at: string;
	ends_at: string;
	state: ShiftRun['state'];
	people: { id: string; full_name: string }[];
	/** What the day is called, when it is one. */
	holiday: string | null;
}

/** Where a plan does not work out (P8.02). */
export interface Conflict {
	kind: 'person_twice' | 'no_supervisor' | 'holiday' | 'person_gone' | 'rotation';
	run: { id: string; business_date: string };
	person: { id: string; full_name: string } | null;
	sentence: string;
}

/** Who works when, week by week, over and over (P8.02). */
export interface Rotation {
	id: string;
	name: string;
	/** A Monday. */
	starts_on: string;
	weeks: number;
	active: boolean;
	turns: RotationTurn[];
}

export interface RotationTurn {
	/** Counted from 1. */
	week: number;
	/** 1 is Monday. */
	weekday: number;
	shift_id: string;
	shift: string;
	user_id: string;
	full_name: string;
}

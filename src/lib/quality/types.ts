import type { QcStatus } from '#lib/stock/types.ts';

export type TestKind = 'incoming' | 'in_process' | 'final';

/** A result with what it was judged by. */
export interface TestResult {
	parameter_id: string;
	name: string;
	method?: string;
	unit?: string;
	minimum?: number;
	maximum?: number;
	/** The words that pass, where it is seen and not measured. */
	accepted?: string[];
	value?: number;
	observed?: string;
	within_spec: boolean;
}

export interface Override {
	id: string;
	state: 'requested' | 'approved' | 'rejected' | 'withdrawn';
	reason: string;
	justification: string;
	document_path: string;
	requested_by: string;
	requested_at: string;
	decided_by: string | null;
	decided_at: string | null;
	decision_note: string | null;
}

/** A test as commands answer it and journeys show it (P4.02). */
export interface Test {
	id: string;
	number: string;
	kind: TestKind;
	lot_id: string;
	lot: string;
	item: string;
	stage_log_id: string | null;
	stage: string | null;
	attempt: number;
	/** Number of the test that it repeats. */
	retest_of: string | null;
	plan_version: number;
	status: QcStatus;
	overridden: boolean;
	document_path: string | null;
	remarks: string | null;
	sampled_at: string;
	tested_at: string;
	tested_by: string;
	results: TestResult[];
	override: Override | null;
}

/** What waits for QC or is on hold, and what that keeps from going on (P4.10). */
export interface Waiting {
	kind: TestKind;
	lot_id: string;
	/** Null unless it is a stage. */
	stage_log_id: string | null;
	lot: string;
	item: string;
	item_name: string;
	stage: string | null;
	/** The stage that cannot begin before; null after the last, and where it is no stage. */
	next_stage: string | null;
	/** In `unit`. */
	quantity: number;
	unit: string;
	qc_status: QcStatus;
	since: string;
	/** Whether there is a plan to test it by. */
	planned: boolean;
	/** A material of which no other lot can be used. */
	short: boolean;
	/** Its latest test. */
	test: { number: string; attempt: number; override_asked: boolean } | null;
}

/** A parameter of the plan in force with what was measured before. */
export interface AskedParameter {
	id: string;
	name: string;
	method: string | null;
	unit: string | null;
	minimum: number | null;
	maximum: number | null;
	accepted: string[] | null;
	required: boolean;
	/** The last three results of the item, the latest last. */
	previous: (number | string)[];
}

export interface AskedPlan {
	id: string;
	version: number;
	effective_from: string;
	parameters: AskedParameter[];
}

/** A result that was put right; another stands for it (P4.09). */
export interface ReplacedResult {
	parameter_id: string;
	name: string;
	unit: string | null;
	value: number | null;
	observed: string | null;
	within_spec: boolean;
	entered_by: string;
	entered_at: string;
	replaced_by: string;
	replaced_at: string;
	reason: string;
}

/** A test with all that was ever said of it. */
export interface SubjectTest extends Test {
	/** From then on it stays as it is. */
	locks_at: string;
	/** Whether a later test stands for it. */
	repeated: boolean;
	/** Whether who looks has tested it himself. */
	mine: boolean;
	replaced: ReplacedResult[];
	/** In the order in which they were asked for; `mine` where who looks has asked. */
	overrides: (Override & { mine: boolean })[];
}

export interface SubjectHold {
	id: string;
	reason: string;
	note: string | null;
	/** Set because a lot that went into it failed; it ends with that one's. */
	by_test: boolean;
	cause_id: string;
	cause: string;
	held_by: string;
	held_at: string;
}

/** What is tested, a lot or a stage of its batch, with everything that was said of it. */
export interface Subject {
	kind: TestKind;
	site_id: string;
	lot_id: string;
	lot: string;
	item_id: string;
	item: string;
	item_name: string;
	unit: string;
	/** In `unit`; null while the batch is in work. */
	quantity: number | null;
	qc_status: QcStatus | 'not_required';
	lot_status: QcStatus;
	/** Since when it waits. */
	since: string | null;
	rejection: { reason: string; note: string | null } | null;
	vendor: string | null;
	vendor_lot: string | null;
	received_on: string;
	manufactured_on: string | null;
	expires_on: string | null;
	batch: {
		id: string;
		code: string;
		state: 'running' | 'finished' | 'rejected' | 'cancelled';
		running_stage: boolean;
		/** Whether a stage has not passed yet. */
		open_stage: boolean;
	} | null;
	stage: {
		log_id: string;
		stage_id: string;
		name: string;
		position: number;
		machine: string;
		operator: string;
		input: number;
		ended_at: string | null;
		/** Whether the batch has gone on, so that no other test of the stage is taken. */
		judged: boolean;
		next: string | null;
	} | null;
	most_attempts: number;
	plan: AskedPlan | null;
	/** The latest first. */
	tests: SubjectTest[];
	/** Those that are not over. */
	holds: SubjectHold[];
	/** The latest revision first. */
	certificates: { id: string; number: string; revision: number; issued_at: string }[];
}

/** A result in the history of a parameter, with the limits that it was judged by. */
export interface HistoryPoint {
	test: string;
	lot_id: string;
	lot: string;
	stage_log_id: string | null;
	tested_at: string;
	attempt: number;
	value: number | null;
	observed: string | null;
	minimum: number | null;
	maximum: number | null;
	accepted: string[] | null;
	within_spec: boolean;
}

/** What a certificate was made of when it was issued (P4.11). */
export interface CertificateContent {
	site: string;
	site_code: string;
	time_zone: string;
	product: string;
	item: string;
	lot: string;
	batch: string | null;
	quantity: number;
	unit: string;
	pack_size: number | null;
	pack_unit: string | null;
	manufactured_on: string | null;
	expires_on: string | null;
	test: Test;
	issued_by: string;
}

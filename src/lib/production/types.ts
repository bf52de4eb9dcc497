import type { Test, TestKind, Waiting } from '#lib/quality/types.ts';
import type { LotAnswer, LotShipment, QcStatus } from '#lib/stock/types.ts';
import type { ShiftRun } from '#lib/shifts/types.ts';

export type StageQcStatus = QcStatus | 'not_required';

/** Loss and yield of a stage that has ended; the loss in the product's unit (P3.03). */
export interface StageFlags {
	loss: number;
	loss_percent: number;
	yield_percent: number;
	loss_above_limit: boolean;
	yield_out_of_band: boolean;
}

/** The stage that a batch is in, or came out of last. Quantities in the product's unit. */
export interface LastStage extends Partial<StageFlags> {
	id: string;
	position: number;
	stage: string;
	machine: string;
	operator: string;
	input: number;
	/** Null while it runs. */
	output: number | null;
	started_at: string;
	ended_at: string | null;
	qc_status: StageQcStatus;
}

export interface NextStage {
	position: number;
	stage_id: string;
	stage: string;
	loss_limit_percent: number | null;
	qc_gate: boolean;
}

export type BatchState = 'running' | 'finished' | 'rejected' | 'cancelled';

/** A batch as commands answer it and boards show it. Quantities in `unit`. */
export interface Batch {
	id: string;
	code: string;
	lot_id: string;
	item: string;
	item_name: string;
	unit: string;
	planned_quantity: number;
	state: BatchState;
	held: boolean;
	qc_status: QcStatus;
	/** Code of the shift in which it was begun. */
	shift: string | null;
	created_at: string;
	ended_at: string | null;
	/** Material given and not used yet. */
	allocated: number;
	last: LastStage | null;
	/** Null after the last stage, and when the batch is over. */
	next: NextStage | null;
}

export interface Downtime {
	id: string;
	machine: string;
	machine_name: string;
	reason: string;
	batch: string | null;
	started_at: string;
	ended_at: string | null;
	note: string | null;
	/** Until now while it lasts. */
	minutes: number;
}

/** A value of a stage's form with what it was judged by. */
export interface StageParameter {
	label: string;
	value: number | string | boolean;
	unit?: string;
	minimum?: number;
	maximum?: number;
}

export interface JourneyMaterial {
	/** Null in a batch of existing records. */
	id: string | null;
	position: number | null;
	lot_id: string;
	lot: string;
	item: string;
	item_name: string;
	/** Of the quantities beside it: the material's. */
	unit: string;
	location: string | null;
	allocated: number;
	consumed: number;
	returned: number;
	open: number;
	vendor: string | null;
	vendor_lot: string | null;
	qc_status: QcStatus;
	/** Why it was taken out of order. */
	deviation: string | null;
	allocated_by: string;
	allocated_at: string;
}

export interface JourneyLog extends Partial<StageFlags> {
	id: string;
	machine: string;
	machine_name: string;
	operator: string;
	carried: number;
	added: number;
	input: number;
	output: number | null;
	started_at: string;
	ended_at: string | null;
	started_by: string;
	ended_by: string | null;
	shift: string | null;
	parameters: Record<string, StageParameter>;
	remarks: string | null;
	qc_status: StageQcStatus;
	tests: Test[];
	downtimes: Downtime[];
}

export interface JourneyStage {
	position: number;
	stage_id: string;
	stage: string;
	qc_gate: boolean;
	loss_limit_percent: number | null;
	yield_min_percent: number | null;
	yield_max_percent: number | null;
	/** Null before it begins. */
	log: JourneyLog | null;
}

export interface JourneyHold {
	cause: string;
	reason: string;
	note: string | null;
	held_at: string;
	held_by: string;
	released_at: string | null;
	release_note: string | null;
}

export interface JourneyPack {
	lot_id: string;
	lot: string;
	item: string;
	item_name: string;
	packs: number;
	/** What is in them, in the product's unit. */
	quantity: number;
	packed_at: string;
	packed_by: string;
	held: boolean;
	on_hand: number;
	shipments: LotShipment[];
}

/** What went in = what came out + what was lost + what nobody can account for (P3.06). */
export interface MassBalance {
	unit: string;
	consumed: number | null;
	lost: number;
	in_process: number;
	produced: number;
	unaccounted: number | null;
	yield_percent: number | null;
	packed: number;
	packing_loss: number;
	shipped: number;
	adjusted: number;
	on_hand: number;
	unaccounted_product: number;
}

/** One batch from its material to its customers (P3.08, P7.08). */
export interface Journey extends Batch {
	site: string;
	route_version: number | null;
	remarks: string | null;
	created_by: string;
	manufactured_on: string | null;
	expires_on: string | null;
	materials: JourneyMaterial[];
	stages: JourneyStage[];
	tests: Test[];
	holds: JourneyHold[];
	packed: JourneyPack[];
	places: LotAnswer['places'];
	shipments: LotShipment[];
	certificates: {
		id: string;
		number: string;
		revision: number;
		issued_at: string;
		document_path: string | null;
	}[];
	/** Papers and photos of it, for those who may see documents. */
	documents: BatchDocument[];
	balance: MassBalance;
}

export interface BatchDocument {
	id: string;
	/** Of the stage; null when it is of the batch. */
	position: number | null;
	kind: string;
	name: string;
	media_type: string;
	size_bytes: number;
	path: string;
	attached_by: string;
	attached_at: string;
}

/** A stage that was logged in a shift. */
export interface LoggedStage extends Partial<StageFlags> {
	id: string;
	batch: string;
	stage: string;
	machine: string;
	operator: string;
	input: number;
	output: number | null;
	unit: string;
	started_at: string;
	ended_at: string | null;
	qc_status: StageQcStatus;
}

/** A supervisor's shift (P3.10). */
export interface ShiftBoard {
	/** By the server's clock. */
	now: string;
	run: ShiftRun | null;
	/** Whether it is the caller's own. */
	mine: boolean;
	batches: Batch[];
	logged: LoggedStage[];
	downtimes: Downtime[];
}

export interface ShiftOfDay {
	run: string;
	shift: string;
	name: string;
	state: ShiftRun['state'];
	/** A night shift counts on the day on which it began. */
	business_date: string;
	starts_at: string;
	ends_at: string;
	stages: number;
	finished: number;
	input: number;
	output: number;
	unit: string | null;
	yield_percent: number | null;
	/** What the bands of the stages ask for at the least. */
	yield_min_percent: number | null;
}

/** A lot that is on hold, and the lot because of which it is. */
export interface HeldLot {
	lot_id: string;
	lot: string;
	item: string;
	reason: string;
	cause: string;
	held_at: string;
}

/** A plant now (P7.01). */
export interface PlantBoard {
	now: string;
	business_date: string;
	batches: Batch[];
	shifts: ShiftOfDay[];
	holds: HeldLot[];
	waiting_for_qc: Waiting[];
	downtimes: Downtime[];
}

/** How long something takes here, in minutes: half of the times no longer than `minutes`, nine of ten than `most`. */
export interface Pace {
	minutes: number;
	most: number;
	times: number;
}

/** What a stage lost on a day. */
export interface LossOfDay {
	date: string;
	stage_id: string;
	stage: string;
	position: number;
	logs: number;
	input: number;
	output: number;
	unit: string;
	loss_percent: number;
	limit_percent: number | null;
	/** How many of the logs lost more than their limit. */
	above_limit: number;
}

/** How long machines stood still on a day for a reason. */
export interface DowntimeOfDay {
	date: string;
	reason_id: string;
	reason: string;
	times: number;
	minutes: number;
}

/** The last days of a plant (P7.01, P7.05). */
export interface PlantTrends {
	from: string;
	until: string;
	shifts: ShiftOfDay[];
	losses: LossOfDay[];
	downtimes: DowntimeOfDay[];
	pace: {
		stages: (Pace & { item: string; stage_id: string; stage: string })[];
		tests: (Pace & { kind: TestKind })[];
	};
}

/** A packed lot, with what is left of the bulk (P13.01). */
export interface PackedLot extends LotAnswer {
	batch: string;
	packed_quantity: number;
	lost_quantity: number;
	bulk_unit: string;
	rest: number;
}

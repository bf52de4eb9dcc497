import type { Test } from '#lib/quality/types.ts';

/** What QC has said of a lot (P4.05). */
export type QcStatus = 'pending' | 'pass' | 'fail' | 'hold';

/** What a lot is fit for now: its QC status, but for holds and expiry. */
export type LotState = 'usable' | 'pending' | 'hold' | 'fail' | 'expired';

/** A lot as the stock's commands answer it. Quantities in `unit`. */
export interface LotAnswer {
	id: string;
	code: string;
	item: string;
	item_name: string;
	unit: string;
	qc_status: QcStatus;
	/** Whether it, or what it came of, is on hold. */
	held: boolean;
	received_on: string;
	/** The last day on which it may be used. */
	expires_on: string | null;
	places: PlaceOfLot[];
}

export interface PlaceOfLot {
	location: string;
	on_hand: number;
	/** What is neither reserved nor kept from use. */
	available: number;
}

export interface TransferRequest {
	id: string;
	site: string;
	item: string;
	item_name: string;
	unit: string;
	lot: string | null;
	quantity: number;
	fulfilled: number;
	missing: number;
	from: string | null;
	to: string;
	needed_by: string | null;
	note: string | null;
	state: 'requested' | 'fulfilled' | 'declined' | 'cancelled';
	requested_by: string;
	requested_at: string;
	decided_by: string | null;
	decided_at: string | null;
	decline_reason: string | null;
}

/** Who was sent how much of a lot. */
export interface LotShipment {
	shipment: string;
	invoice: string;
	customer: string;
	quantity: number;
	shipped_at: string;
}

/** One step of a lot's genealogy, with the lot that it leads to. */
export interface TraceStep {
	/** Steps away from the lot that is traced; 0 for itself. */
	depth: number;
	/** The nearer lot; null for the one that is traced. */
	parent_id: string | null;
	parent: string | null;
	lot_id: string;
	lot: string;
	item: string;
	item_name: string;
	unit: string;
	/** How much of the upper lot went into the lower. */
	quantity: number | null;
	/** The unit of that quantity: the upper lot's own. */
	quantity_unit: string;
	qc_status: QcStatus;
	held: boolean;
	expires_on: string | null;
	places: PlaceOfLot[];
	shipments: LotShipment[];
}

/** What lies at a site of an item. Quantities in `unit`. */
export interface ItemStock {
	id: string;
	code: string;
	name: string;
	kind: string;
	unit: string;
	reorder_level: number | null;
	lots: number;
	on_hand: number;
	available: number;
	pending: number;
	held: number;
	failed: number;
	expired: number;
	/** Of what is usable, what expires within 30 days. */
	expiring: number;
}

/** What lies at a place. */
export interface PlaceStock {
	id: string;
	code: string;
	name: string;
	kind: string;
	parent_id: string | null;
	lots: number;
	usable: number;
	items: { code: string; name: string; unit: string; on_hand: number }[];
}

/** What lies at a site. */
export interface Overview {
	lots: Record<'all' | 'pending' | 'hold' | 'fail' | 'expired' | 'expiring', number>;
	items: ItemStock[];
	places: PlaceStock[];
}

export interface LotPlace {
	location_id: string;
	location: string;
	location_name: string;
	kind: string;
	site_id: string;
	site: string;
	on_hand: number;
	reserved: number;
	available: number;
}

export interface LotHold {
	id: string;
	/** The lot because of which it is held; often itself. */
	cause_id: string;
	cause: string;
	reason_code: string;
	reason: string;
	note: string | null;
	held_at: string;
	held_by: string;
	released_at: string | null;
	release_note: string | null;
	released_by: string | null;
}

/** All of one lot. Quantities in `unit`. */
export interface LotJourney {
	id: string;
	code: string;
	item_id: string;
	item: string;
	item_name: string;
	kind: string;
	unit: string;
	picking: 'fefo' | 'fifo';
	site_id: string;
	site: string;
	qc_status: QcStatus;
	/** What keeps it from use, in the words of a sentence: `waits for QC`. */
	obstacle: string | null;
	expired: boolean;
	initial_quantity: number | null;
	vendor_lot: string | null;
	received_on: string;
	manufactured_on: string | null;
	expires_on: string | null;
	created_at: string;
	created_by: string;
	rejection: { reason: string; note: string | null } | null;
	receipt: {
		number: string;
		quantity: number;
		received_at: string;
		received_by: string;
		vendor: string | null;
		order: string | null;
		remarks: string | null;
		document_path: string | null;
	} | null;
	batch: { id: string; code: string; state: string } | null;
	places: LotPlace[];
	reservations: {
		id: string;
		location: string;
		site_id: string;
		quantity: number;
		purpose: string;
		reserved_at: string;
		reserved_by: string;
	}[];
	holds: LotHold[];
	tests: Test[];
	certificates: {
		id: string;
		number: string;
		revision: number;
		document_path: string | null;
		issued_at: string;
		issued_by: string;
	}[];
	documents: {
		path: string;
		name: string;
		kind: string;
		media_type: string;
		size_bytes: number;
		uploaded_at: string;
	}[];
	shipments: LotShipment[];
}

export type MoveKind =
	| 'receive'
	| 'transfer'
	| 'consume'
	| 'produce'
	| 'pack'
	| 'return'
	| 'ship'
	| 'adjust'
	| 'sample'
	| 'correct'
	| 'import';

/** A line of the ledger of a lot. */
export interface LotMove {
	id: number;
	kind: MoveKind;
	quantity: number;
	/** By how much it became more or less; 0 where it only changed its place. */
	change: number;
	/** What there was of it afterwards, everywhere. */
	balance: number;
	from: string;
	from_name: string;
	from_kind: string;
	to: string;
	to_name: string;
	to_kind: string;
	reason: string | null;
	note: string | null;
	corrects: number | null;
	moved_at: string;
	moved_by: string;
}

/** An item as it is chosen for a quantity. */
export interface ChosenItem {
	id: string;
	name: string;
	unit: string;
	/** Days from receipt to expiry, where the master knows them. */
	shelfLife?: number | null;
}

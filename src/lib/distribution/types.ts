export interface ShipmentLine {
	lot_id: string;
	lot: string;
	item: string;
	item_name: string;
	unit: string;
	pack_size: number | null;
	pack_unit: string | null;
	quantity: number;
	from: string;
	manufactured_on: string | null;
	expires_on: string | null;
	certificate_id: string | null;
	certificate: string | null;
	revision: number | null;
	/** Why another lot was taken than the one whose turn it was. */
	deviation: string | null;
}

/** A shipment with its lots and their certificates (P13.02). */
export interface Shipment {
	id: string;
	number: string;
	site_id: string;
	site: string;
	site_code: string;
	time_zone: string;
	customer: string;
	customer_address: string | null;
	customer_gst: string | null;
	order_number: string | null;
	invoice_number: string;
	vehicle: string;
	driver: string | null;
	tracking_number: string | null;
	remarks: string | null;
	/** Where the dispatch report lies; null before it was asked for. */
	document_path: string | null;
	shipped_at: string;
	shipped_by: string;
	lines: ShipmentLine[];
}

import {
	facts,
	grid,
	heading,
	quiet,
	QUIET,
	RULE,
	said,
	sheet,
	WIDTH,
	type Content
} from './page.ts';
import { day, instant, quantity } from './words.ts';

interface Line {
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
	certificate: string | null;
	revision: number | null;
}

/** What `shipment_details` answers. */
export interface Shipment {
	number: string;
	site: string;
	site_id: string;
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
	document_path: string | null;
	shipped_at: string;
	shipped_by: string | null;
	lines: Line[];
}

/** What left, for whom, on which vehicle (P13.02, P10.05). */
export function dispatchSheet(shipment: Shipment): object {
	const { lines } = shipment;
	return sheet({
		title: 'Dispatch report',
		site: shipment.site,
		name: shipment.number,
		madeAt: shipment.shipped_at,
		content: [
			said(shipment.customer, { fontSize: 13, color: QUIET, margin: [0, 0, 0, 14] }),
			facts([
				['Invoice', said(shipment.invoice_number, { bold: true })],
				['Sales order', said(shipment.order_number)],
				['Address', said(shipment.customer_address)],
				['GST number', said(shipment.customer_gst)],
				['Vehicle', said(shipment.vehicle, { bold: true })],
				['Driver', said(shipment.driver)],
				['Tracking', said(shipment.tracking_number)],
				['Left', said(instant(shipment.shipped_at, shipment.time_zone))],
				['Dispatched by', said(shipment.shipped_by)]
			]),
			heading('Goods'),
			grid(
				['*', 98, 46, 56, 56, 62],
				[
					{ text: 'Lot and product' },
					{ text: 'Certificate' },
					{ text: 'From' },
					{ text: 'Made' },
					{ text: 'Expires' },
					{ text: 'Quantity', alignment: 'right' }
				],
				lines.map(row)
			),
			...totals(lines),
			...(shipment.remarks ? [heading('Remarks'), said(shipment.remarks)] : []),
			receipt()
		]
	});
}

function row(line: Line): Content[] {
	const certificate = line.certificate && `${line.certificate}, revision ${line.revision}`;
	return [
		{
			stack: [said(line.lot, { bold: true }), said(line.item_name, { color: QUIET, fontSize: 8.5 })]
		},
		said(certificate, { fontSize: 8.5 }),
		said(line.from, { fontSize: 8.5 }),
		said(day(line.manufactured_on), { fontSize: 8.5 }),
		said(day(line.expires_on), { fontSize: 8.5 }),
		{ ...amount(line.quantity, line), alignment: 'right' }
	];
}

/** A quantity with its unit, and what packs of it hold. */
function amount(of: number, { unit, pack_size, pack_unit }: Line): Content {
	const contents = pack_size ? `${quantity(of * pack_size)} ${pack_unit}` : undefined;
	return {
		stack: [
			{ text: [said(quantity(of)), quiet(` ${unit}`)] },
			...(contents ? [quiet(contents, { fontSize: 8.5 })] : [])
		]
	};
}

/** The sum of each product, where that says more than the lines. */
function totals(lines: Line[]): Content[] {
	const products = Map.groupBy(lines, ({ item }) => item);
	if (products.size === lines.length) return [];
	return [
		heading('Altogether'),
		grid(
			['*', 120, 110],
			[{ text: 'Product' }, { text: 'Lots' }, { text: 'Quantity', alignment: 'right' }],
			[...products.values()].map((of) => {
				// Added in millionths, which is what a quantity may have, so that no sum shows a stray digit.
				const sum = of.reduce((whole, line) => whole + Math.round(line.quantity * 1e6), 0) / 1e6;
				const lots = new Set(of.map(({ lot }) => lot)).size;
				return [
					said(of[0]!.item_name),
					{ text: String(lots) },
					{ ...amount(sum, of[0]!), alignment: 'right' }
				];
			})
		)
	];
}

/** Room for those who hand over and receive, on paper. */
function receipt(): Content {
	const gap = 24;
	const width = (WIDTH - gap) / 2;
	const field = (label: string): Content => ({
		width,
		stack: [
			{
				canvas: [{ type: 'line', x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 0.75, lineColor: RULE }]
			},
			quiet(label, { fontSize: 8.5, margin: [0, 4, 0, 0] })
		]
	});
	return {
		margin: [0, 56, 0, 0],
		unbreakable: true,
		columns: [
			field('Handed over: name, signature, date'),
			field('Received: name, signature, date')
		],
		columnGap: gap
	};
}

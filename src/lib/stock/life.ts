import { m } from '#lib/paraglide/messages.js';
import type { LotJourney } from '#lib/stock/types.ts';
import { formatQuantity } from '#lib/ui/format.ts';
import type { Tone } from '#lib/ui/tones.ts';

/** Something that happened to a lot, as a timeline shows it. */
export interface Happening {
	id: string;
	title: string;
	at: string;
	by?: string;
	note?: string;
	tone: Tone;
}

/** What happened to a lot, the latest first. */
export function lifeOf(lot: LotJourney): Happening[] {
	return [
		beginning(lot),
		...tests(lot),
		...holds(lot),
		...lot.certificates.map(({ id, number, issued_at, issued_by }): Happening => ({
			id,
			title: m.stock_life_certificate({ number }),
			at: issued_at,
			by: issued_by,
			tone: 'info'
		})),
		...lot.shipments.map(({ shipment, customer, quantity, shipped_at, invoice }): Happening => ({
			id: shipment,
			title: m.stock_life_shipped({ quantity: formatQuantity(quantity, lot.unit), customer }),
			at: shipped_at,
			note: [shipment, invoice].filter(Boolean).join(' · '),
			tone: 'info'
		}))
	].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}

function beginning(lot: LotJourney): Happening {
	const { receipt } = lot;
	if (!receipt) {
		const quantity = formatQuantity(lot.initial_quantity, lot.unit);
		const title = lot.initial_quantity ? m.stock_life_made({ quantity }) : m.stock_life_begun();
		return { id: lot.id, title, at: lot.created_at, by: lot.created_by, tone: 'info' };
	}
	const quantity = formatQuantity(receipt.quantity, lot.unit);
	return {
		id: lot.id,
		title: receipt.vendor
			? m.stock_life_received_from({ quantity, vendor: receipt.vendor })
			: m.stock_life_received({ quantity }),
		at: receipt.received_at,
		by: receipt.received_by,
		note: [receipt.number, receipt.remarks].filter(Boolean).join(' · '),
		tone: 'info'
	};
}

function tests(lot: LotJourney): Happening[] {
	const titles = {
		pass: m.stock_life_passed,
		fail: m.stock_life_failed,
		hold: m.stock_life_test_hold,
		pending: m.stock_life_tested
	};
	return lot.tests.flatMap((test) => {
		const outside = test.results.filter(({ within_spec }) => !within_spec);
		const entry: Happening = {
			id: test.id,
			title: titles[test.status]({ number: test.number }),
			at: test.tested_at,
			by: test.tested_by,
			note: outside.length
				? m.stock_life_outside({ names: outside.map(({ name }) => name).join(', ') })
				: undefined,
			tone: test.status
		};
		return [entry, ...decision(test)];
	});
}

function decision({ override }: LotJourney['tests'][number]): Happening[] {
	if (!override?.decided_at) return [];
	const approved = override.state === 'approved';
	return [
		{
			id: override.id,
			title: approved ? m.stock_life_override_approved() : m.stock_life_override_rejected(),
			at: override.decided_at,
			by: override.decided_by ?? undefined,
			note: [override.reason, override.decision_note].filter(Boolean).join(': '),
			tone: approved ? 'pass' : 'fail'
		}
	];
}

function holds(lot: LotJourney): Happening[] {
	return lot.holds.flatMap((hold) => {
		const begun: Happening = {
			id: `${hold.id}-begun`,
			title:
				hold.cause_id === lot.id
					? m.stock_life_held({ reason: hold.reason })
					: m.stock_life_held_by({ reason: hold.reason, lot: hold.cause }),
			at: hold.held_at,
			by: hold.held_by,
			note: hold.note ?? undefined,
			tone: 'hold'
		};
		if (!hold.released_at) return [begun];
		const ended: Happening = {
			id: `${hold.id}-ended`,
			title: m.stock_life_released(),
			at: hold.released_at,
			by: hold.released_by ?? undefined,
			note: hold.release_note ?? undefined,
			tone: 'pass'
		};
		return [begun, ended];
	});
}

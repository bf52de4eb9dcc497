import Ban from '@lucide/svelte/icons/ban';
import CalendarX from '@lucide/svelte/icons/calendar-x-2';
import type { Component } from 'svelte';
import { m } from '#lib/paraglide/messages.js';
import type { LotState, MoveKind, QcStatus } from '#lib/stock/types.ts';
import type { Tone } from '#lib/ui/tones.ts';

interface Words {
	tone: Tone;
	label: () => string;
	icon?: Component<{ class?: string; 'aria-hidden'?: 'true' }>;
}

/** How the states of a lot are shown, in the order in which they are asked. */
export const lotStates: Record<LotState, Words> = {
	usable: { tone: 'pass', label: m.stock_state_usable },
	pending: { tone: 'pending', label: m.stock_state_pending },
	hold: { tone: 'hold', label: m.stock_state_hold },
	fail: { tone: 'fail', label: m.stock_state_fail, icon: Ban },
	expired: { tone: 'fail', label: m.stock_state_expired, icon: CalendarX }
};

/** What QC has said, where that alone is meant. */
export const qcStatuses: Record<QcStatus, () => string> = {
	pass: m.stock_qc_pass,
	pending: m.stock_qc_pending,
	hold: m.stock_qc_hold,
	fail: m.stock_qc_fail
};

/** The same among relatives, most of which are used up: what is meant there is what QC has said. */
export const familyStates: Record<LotState, Words> = {
	...lotStates,
	usable: { tone: 'pass', label: m.stock_qc_pass }
};

/** What moves are called. */
export const moveKinds: Record<MoveKind, () => string> = {
	receive: m.stock_move_receive,
	transfer: m.stock_move_transfer,
	consume: m.stock_move_consume,
	produce: m.stock_move_produce,
	pack: m.stock_move_pack,
	return: m.stock_move_return,
	ship: m.stock_move_ship,
	adjust: m.stock_move_adjust,
	sample: m.stock_move_sample,
	correct: m.stock_move_correct,
	import: m.stock_move_import
};

/** What kinds of places are called. */
export const placeKinds: Record<string, () => string> = {
	storage: m.stock_place_storage,
	floor: m.stock_place_floor,
	quality: m.stock_place_quality,
	dispatch: m.stock_place_dispatch
};

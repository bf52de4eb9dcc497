import { m } from '#lib/paraglide/messages.js';
import type { Journey, JourneyStage } from '#lib/production/types.ts';
import { serverTime } from '#lib/server-clock.ts';
import { formatClock } from '#lib/ui/format.ts';
import { zone } from '#lib/ui/zone.svelte.ts';

/*
 * A time that was left to be the present is fixed when it is sent, because what waits for the network
 * arrives later. It never lies before what it has to follow, however the clocks differ.
 */

/** The beginning of a stage: as given, else the present. */
export function beginning(given: string | null | undefined, journey: Journey): string {
	return given || notBefore(journey.last?.ended_at);
}

/** The end of a stage that began then: as given, else the present. */
export function ending(given: string | null | undefined, begun: string): string {
	return given || notBefore(begun, 1000);
}

function notBefore(instant: string | null | undefined, after = 0): string {
	const least = instant ? Date.parse(instant) + after : 0;
	return new Date(Math.max(serverTime(), least)).toISOString();
}

/** The stage before one, which has ended. */
export function stageBefore(
	{ stages }: Journey,
	{ position }: JourneyStage
): JourneyStage | undefined {
	return stages.findLast((stage) => stage.position < position);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Hours that a stage often takes. */
const USUAL = [0.5, 1, 2];

/** When a stage that is over may have begun: when the one before ended, or round hours ago. */
export function beginningsOf(ended: string | null | undefined): { label: string; at: string }[] {
	const after = ended
		? [{ label: m.production_after_stage({ time: formatClock(ended, zone.current) }), at: ended }]
		: [];
	const minute = Math.floor(serverTime() / MINUTE) * MINUTE;
	const ago = USUAL.map((hours) => ({
		label: m.production_hours_ago({ hours }),
		at: new Date(minute - hours * HOUR).toISOString()
	}));
	const earliest = Date.parse(ended ?? '') || -Infinity;
	return [...after, ...ago.filter(({ at }) => Date.parse(at) > earliest)];
}

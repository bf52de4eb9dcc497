import Bell from '@lucide/svelte/icons/bell';
import Clock from '@lucide/svelte/icons/clock';
import Eye from '@lucide/svelte/icons/eye';
import Hand from '@lucide/svelte/icons/hand';
import Megaphone from '@lucide/svelte/icons/megaphone';
import type { Escalation, EscalationEvent } from '#lib/alerts/types.ts';
import { channelName, targetName } from '#lib/alerts/words.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatDuration } from '#lib/ui/format.ts';
import type { TimelineEntry } from '#lib/ui/timeline.ts';

/** The life of an escalation: what has happened, and the levels that are still to come. */
export function lifeOf(escalation: Escalation): TimelineEntry[] {
	const happened = escalation.events.map((event, index) => entryOf(escalation, event, index));
	return escalation.state === 'running' ? [...happened, ...comingOf(escalation)] : happened;
}

const namesOf = ({ people }: EscalationEvent) => people.map(({ name }) => name).join(', ');

function entryOf(escalation: Escalation, event: EscalationEvent, index: number): TimelineEntry {
	const { what, at } = event;
	const names = namesOf(event);
	const id = `event-${index}`;
	if (what === 'started') {
		const note = names || m.alerts_told_nobody();
		return { id, at, title: m.alerts_life_started(), note, tone: 'info', icon: Bell };
	}
	if (what === 'step') {
		const step = escalation.steps.find(({ position }) => position === event.position);
		const title = m.alerts_life_step({ to: step ? targetName(step) : names });
		return { id, at, title, note: names || m.alerts_told_nobody(), tone: 'hold', icon: Megaphone };
	}
	const ends = {
		seen: { title: m.alerts_life_seen(), tone: 'info', icon: Eye },
		acknowledged: { title: m.alerts_life_acknowledged(), tone: 'info', icon: Hand },
		resolved: { title: m.alerts_life_resolved(), tone: 'pass' }
	} as const;
	return { id, at, by: names || undefined, ...ends[what] };
}

/** Levels that nobody has told yet. */
export function comingOf({ steps, next_position: next }: Escalation): TimelineEntry[] {
	if (next === null) return [];
	return steps
		.filter(({ position }) => position >= next)
		.map((step) => ({
			id: `step-${step.position}`,
			title: targetName(step),
			note: m.alerts_step_after({
				time: formatDuration(step.after_minutes * 60_000),
				channels: step.channels.map(channelName).join(', ')
			}),
			tone: 'pending' as const,
			icon: Clock
		}));
}

/** Who is told next. */
export function nextOf({ steps, next_position: next }: Escalation): string | undefined {
	const step = next === null ? undefined : steps.find(({ position }) => position >= next);
	return step && targetName(step);
}

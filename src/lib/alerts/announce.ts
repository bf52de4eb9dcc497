import * as alerts from '#lib/alerts/alerts.ts';
import type { Ring } from '#lib/alerts/bell.svelte.ts';
import * as notifications from '#lib/alerts/notifications.ts';
import { m } from '#lib/paraglide/messages.js';
import { refusalFrom } from '#lib/refusal.ts';
import { say, unsay } from '#lib/ui/toasts.svelte.ts';

/** Milliseconds in which what comes is told as one: many at once would cover the page. */
const TOGETHER = 10_000;

const looks = { high: 'fail', medium: 'hold' } as const;

/** The latest toast of each severity, what has come with it, and when. */
const shown = new Map<Ring['severity'], { ids: string[]; at: number }>();

const placeOf = (severity: Ring['severity']) => `alert-${severity}`;

/**
 * Says at the edge of the page what has come. Of each severity there is one toast, which the next takes
 * over and says how many came with it; what is low only counts on the bell.
 */
export function announce({ id, alert, severity, title, body }: Ring): void {
	if (severity === 'low') return;
	const before = shown.get(severity);
	const goesOn = before && (severity === 'high' || Date.now() - before.at < TOGETHER);
	const ids = goesOn ? [...before.ids.filter((other) => other !== id), id] : [id];
	shown.set(severity, { ids, at: Date.now() });
	const others = ids.length - 1;
	void say(looks[severity], {
		place: placeOf(severity),
		sentence: title,
		note: others ? m.alerts_toast_more({ count: others }) : body,
		action: { label: m.alerts_toast_open(), run: () => void open(id, alert) },
		closed: () => shown.delete(severity)
	});
}

/** What was read elsewhere is not shown any longer. */
export function hush(ids?: string[]): void {
	for (const [severity, toast] of shown) {
		if (ids && !ids.includes(toast.ids.at(-1)!)) continue;
		shown.delete(severity);
		void unsay(placeOf(severity));
	}
}

async function open(id: string, alert: string): Promise<void> {
	try {
		await Promise.all([alerts.open(alert), notifications.read([id])]);
	} catch (thrown) {
		void say('fail', refusalFrom(thrown).sentence);
	}
}

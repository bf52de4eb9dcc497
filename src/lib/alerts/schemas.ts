import { z } from 'zod';
import { code, isBlank, oneOf, optionalText, text } from '#lib/limits.ts';
import { m } from '#lib/paraglide/messages.js';

const CHANNELS = ['in_app', 'email', 'sms', 'push'] as const;
const SEVERITIES = ['low', 'medium', 'high'] as const;

const note = optionalText('acknowledgement has at most 2000 characters', 2000);

/** Somebody takes care of an alert. */
export const acknowledgement = z.object({ note });

/** What an alert is about has been put right. */
export const resolution = z.object({
	note: optionalText('resolution has at most 2000 characters', 2000).refine(
		(typed) => !isBlank(typed ?? ''),
		{ error: 'Say how it was put right.' }
	)
});

/** `23:30`, or nothing. */
const time = z.string().refine((value) => value === '' || /^([01]\d|2[0-3]):[0-5]\d/.test(value), {
	error: m.alerts_time_wrong
});

/** People write a number with spaces and dashes, and 00 for the plus. */
export function asPhone(typed: string): string {
	return typed.replace(/[\s().-]/g, '').replace(/^00/, '+');
}

/** Where and when somebody is told (P9.02). */
export const ownSettings = z
	.object({
		phone: z
			.string()
			.transform(asPhone)
			.refine((value) => value === '' || /^\+[1-9]\d{6,14}$/.test(value), {
				error: m.alerts_phone_wrong
			}),
		language: oneOf('language is en, hi or ta', ['en', 'hi', 'ta']),
		quiet_from: time,
		quiet_until: time,
		digests: z.boolean()
	})
	.check(({ value, issues }) => {
		const { quiet_from: from, quiet_until: until } = value;
		if (Boolean(from) !== Boolean(until)) {
			const path = [from ? 'quiet_until' : 'quiet_from'];
			issues.push({ code: 'custom', message: m.alerts_quiet_half(), path, input: value });
		} else if (from && from.slice(0, 5) === until.slice(0, 5)) {
			issues.push({
				code: 'custom',
				message: m.alerts_quiet_same(),
				path: ['quiet_until'],
				input: until
			});
		}
	});

const channels = z.array(z.enum(CHANNELS)).max(4);

/** An event, as an administrator edits it (P9.01). */
export const eventChange = z.object({
	name: text('event name has 1 to 80 characters', 80),
	description: text('event description has 1 to 300 characters', 300),
	severity: oneOf('event severity is low, medium or high', SEVERITIES),
	window_minutes: z
		.number({ error: m.alerts_window_wrong })
		.int({ error: m.alerts_window_wrong })
		.min(0, { error: m.alerts_window_wrong })
		.max(10_080, { error: m.alerts_window_wrong }),
	channels,
	digest: oneOf('event digest is none, daily or weekly', ['none', 'daily', 'weekly']),
	active: z.boolean()
});

/** The words of an event in a language (P9.02). */
export const template = z.object({
	title: text('template title has 1 to 160 characters', 160),
	body: text('template body has 1 to 2000 characters', 2000),
	sms: optionalText('template of a message has 1 to 300 characters', 300)
});

/** A group of people who are told together. */
export const newGroup = z.object({
	code: code(
		'group code is 2 to 40 capital letters, digits or underscores',
		/^[A-Z][A-Z0-9_]{1,39}$/
	),
	name: text('group name has 1 to 80 characters', 80)
});

/** Whom a target or a step names: a role by its word, a group or a person by its id. */
const target = {
	kind: z.enum(['role', 'group', 'person']),
	/** The role, or the id of the group or the person. */
	to: z.string().min(1, { error: m.alerts_target_missing })
};

export const newTarget = z.object({ ...target, on_duty: z.boolean() });

export const policyStep = z.object({
	after_minutes: z
		.number({ error: m.alerts_minutes_wrong })
		.int({ error: m.alerts_minutes_wrong })
		.min(1, { error: m.alerts_minutes_wrong })
		.max(43_200, { error: m.alerts_minutes_wrong }),
	...target,
	channels: channels.min(1, { error: m.alerts_channels_missing })
});

/** Who is told next when nobody does anything (P9.04). */
export const policy = z.object({
	name: text('policy name has 1 to 80 characters', 80),
	/** Code of an event; empty stands for every one, as elsewhere here. */
	event_code: z.string(),
	severity: z.enum(SEVERITIES).or(z.literal('')),
	site_id: z.string(),
	condition: z.enum(['unseen', 'unacknowledged', 'unresolved']),
	business_hours: z.boolean(),
	active: z.boolean(),
	steps: z
		.array(policyStep)
		.min(1, { error: m.alerts_steps_missing })
		.max(20)
		.check(({ value, issues }) => {
			// Levels are told in their order: one that comes before the one before it would never be the next.
			for (const [index, step] of value.entries()) {
				const before = value[index - 1];
				if (!before || step.after_minutes > before.after_minutes) continue;
				issues.push({
					code: 'custom',
					message: m.alerts_steps_order({ minutes: before.after_minutes }),
					path: [index, 'after_minutes'],
					input: step.after_minutes
				});
			}
		})
});

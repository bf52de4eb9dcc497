import type { Sql } from 'postgres';
import { z } from 'zod';
import type { Channel, Plan, Step } from './store.ts';

/** What can be made to happen to a message, with how it is put on the page. */
export const OUTCOMES = {
	email: {
		respond: 'Refuse the request with a status',
		hang: 'Hold the request, then accept',
		bounce: 'Accept, then bounce',
		delay: 'Accept, delay, then deliver',
		complain: 'Deliver, then complain of spam',
		fail: 'Accept, then fail to send',
		garbage: 'Deliver, but answer what is no JSON'
	},
	sms: {
		respond: 'Refuse the request with a status',
		hang: 'Hold the request, then accept',
		undelivered: 'Accept, then report undelivered',
		fail: 'Accept, then fail to send',
		garbage: 'Deliver, but answer what is no JSON'
	},
	push: {
		respond: 'Refuse the request with a status',
		hang: 'Hold the request, then accept'
	}
} satisfies Record<Channel, Record<string, string>>;

/** Seconds where a rule does not say: long enough for a caller to lose patience, or a short Retry-After, else at once. */
const USUAL_SECONDS: Record<string, number> = { hang: 30, delay: 30, respond: 1 };

const outcomes = [...new Set(Object.values(OUTCOMES).flatMap((each) => Object.keys(each)))];

/** A rule as it is ordered. */
export const newRule = z
	.strictObject({
		channel: z.enum(['email', 'sms', 'push'], 'channel must be "email", "sms" or "push"'),
		pattern: z
			.string('pattern must be a recipient such as "*@example.com"')
			.trim()
			.toLowerCase()
			.min(1, 'pattern must not be empty; * fits every recipient')
			.max(320, 'pattern must not be longer than 320 characters'),
		outcome: z.enum(outcomes, `outcome must be one of ${outcomes.join(', ')}`),
		status: z.coerce
			.number('status must be a number from 400 to 599')
			.int('status must be a whole number')
			.min(400, 'status must be from 400 to 599')
			.max(599, 'status must be from 400 to 599')
			.optional(),
		seconds: z.coerce
			.number('seconds must be a number from 0 to 3600')
			.min(0, 'seconds must be from 0 to 3600')
			.max(3600, 'seconds must be from 0 to 3600')
			.optional(),
		times: z.coerce
			.number('times must be a whole number of at least 1')
			.int('times must be a whole number')
			.min(1, 'times must be at least 1')
			.optional()
	})
	.refine((rule) => rule.outcome in OUTCOMES[rule.channel], {
		error: (issue) => {
			const { channel, outcome } = issue.input as { channel: Channel; outcome: string };
			return `outcome "${outcome}" does not exist for ${channel}; it must be one of ${Object.keys(OUTCOMES[channel]).join(', ')}`;
		}
	})
	.refine((rule) => rule.outcome !== 'respond' || rule.status !== undefined, {
		error: 'status must be given with outcome "respond"'
	});

export interface Rule {
	id: string;
	channel: Channel;
	pattern: string;
	outcome: string;
	status: number | null;
	seconds: number;
	times: number | null;
	hits: number;
	created_at: Date;
}

/** The rules that messages are made to fail by. */
export class Rules {
	#sql: Sql;

	constructor(sql: Sql) {
		this.#sql = sql;
	}

	/** All rules, the one that is asked first on top. */
	async list(): Promise<Rule[]> {
		return await this.#sql<Rule[]>`select ${this.#columns()} from rules order by sequence desc`;
	}

	async add(rule: z.output<typeof newRule>): Promise<Rule> {
		const sql = this.#sql;
		const [added] = await sql<Rule[]>`
			insert into rules ${sql({
				channel: rule.channel,
				pattern: rule.pattern,
				outcome: rule.outcome,
				status: rule.outcome === 'respond' ? rule.status! : null,
				seconds: rule.seconds ?? USUAL_SECONDS[rule.outcome] ?? 0,
				times: rule.times ?? null
			})} returning ${this.#columns()}`;
		return added!;
	}

	/** @param id all rules when undefined. @returns how many were removed */
	async remove(id?: string): Promise<number> {
		const sql = this.#sql;
		const { count } = await sql`delete from rules ${id ? sql`where id = ${id}` : sql``}`;
		return count;
	}

	/** The rule that a message to these addresses obeys, counted as used; undefined when none fits. */
	async obey(channel: Channel, addresses: string[]): Promise<Rule | undefined> {
		const sql = this.#sql;
		const [rule] = await sql<Rule[]>`
			update rules set hits = hits + 1 where id = (
				select id from rules
				where channel = ${channel} and (times is null or hits < times)
					and exists (select from unnest(${addresses}::text[]) as address where address like matcher)
				order by sequence desc limit 1
				for update
			) returning ${this.#columns()}`;
		return rule;
	}

	#columns() {
		return this
			.#sql`id, channel, pattern, outcome, status, seconds::float8 as seconds, times, hits, created_at`;
	}
}

/** What a provider whose proxy is broken answers. */
export const GARBAGE = '<!doctype html><title>502 Bad Gateway</title><p>502 Bad Gateway';

/** Seconds after which a refused sender is told to try again; undefined where that is of no use. */
export function retryAfterOf({ status, seconds }: Rule): number | undefined {
	return status === 429 || status === 503 ? seconds : undefined;
}

const sent: Step = { status: 'sent' };
const delivered: Step = { status: 'delivered' };

/** The way of a message that is accepted: sent and delivered, unless a rule says otherwise. */
export function planFor(channel: Channel, rule: Rule | undefined): Plan {
	const after = rule?.seconds ?? 0;
	const detail = `by the rule for ${rule?.pattern}`;
	switch (rule?.outcome) {
		case 'bounce':
			return {
				now: [sent],
				later: [{ status: 'bounced', detail: `The mailbox does not exist (${detail}).` }],
				after
			};
		case 'delay':
			return {
				now: [sent, { status: 'delivery_delayed', detail: `The mailbox is full (${detail}).` }],
				later: [delivered],
				after
			};
		case 'complain':
			return { now: [sent, delivered], later: [{ status: 'complained', detail }], after };
		case 'undelivered':
			return {
				now: [sent],
				later: [
					{
						status: 'undelivered',
						code: 30003,
						detail: `Unreachable destination handset (${detail}).`
					}
				],
				after
			};
		case 'fail':
			return {
				now: [],
				later: [
					channel === 'sms'
						? { status: 'failed', code: 30008, detail: `Unknown error (${detail}).` }
						: { status: 'failed', detail: `It could not be sent (${detail}).` }
				],
				after
			};
		default:
			return { now: [sent, delivered], later: [], after: 0 };
	}
}

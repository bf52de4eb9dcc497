import type { Role } from '#lib/access/me.svelte.ts';

/** How much something matters; what is high is sent at once, also at night. */
export type Severity = 'low' | 'medium' | 'high';
export type AlertState = 'open' | 'acknowledged' | 'resolved';

/** A way in which somebody is told; `in_app` is the bell. */
export type Channel = 'in_app' | 'email' | 'sms' | 'push';

export type DeliveryState =
	'queued' | 'sending' | 'sent' | 'delivered' | 'bounced' | 'failed' | 'dead' | 'cancelled';

/** The fact that people are told of (P9.03). */
export interface Alert {
	id: string;
	/** Code of the event: `quality.test_failed`. */
	event: string;
	/** What people call the event. */
	name: string;
	module: string;
	site_id: string | null;
	/** Code of the site. */
	site: string | null;
	severity: Severity;
	subject: string;
	/** Where in the app the subject is. */
	link: string | null;
	/** Nobody has to act: it is over as soon as it is told. */
	news: boolean;
	/** How often it has happened. */
	count: number;
	first_at: string;
	last_at: string;
	state: AlertState;
	acknowledged_by: string | null;
	acknowledged_at: string | null;
	acknowledgement: string | null;
	/** Null when it ended by itself. */
	resolved_by: string | null;
	resolved_at: string | null;
	resolution: string | null;
}

/** What one person was told of an alert. */
export interface Notification {
	id: string;
	title: string;
	body: string;
	count: number;
	/** 0 for who is told at once, else the level of the escalation. */
	level: number;
	/** In the list and not on the bell. */
	silent: boolean;
	updated_at: string;
	read_at: string | null;
	alert: Alert;
}

/** Where the next page of a list begins. */
export interface Cursor {
	before: string;
	before_id: string;
}

/** What was sent to somebody who was told. */
export interface Sent {
	id: string;
	channel: Exclude<Channel, 'in_app'>;
	state: DeliveryState;
	attempts: number;
	created_at: string;
	sent_at: string | null;
	ended_at: string | null;
	error: string | null;
}

/** Somebody who was told of an alert. */
export interface Told {
	id: string;
	name: string;
	level: number;
	told_at: string;
	read_at: string | null;
	deliveries: Sent[];
}

/** What a policy waits for. */
export type Condition = 'unseen' | 'unacknowledged' | 'unresolved';

export type TargetKind = 'role' | 'group' | 'person';

export interface EscalationStep {
	position: number;
	/** Since the alert. */
	after_minutes: number;
	kind: TargetKind;
	/** The role, or the name of the group or the person. */
	to: string | null;
	channels: Channel[];
}

export interface EscalationEvent {
	position: number | null;
	at: string;
	what: 'started' | 'step' | 'seen' | 'acknowledged' | 'resolved';
	people: { id: string; name: string }[];
}

/** The clock of an alert (P9.04). */
export interface Escalation {
	id: string;
	state: 'running' | 'stopped' | 'ended';
	policy_id: string;
	policy: string;
	condition: Condition;
	business_hours: boolean;
	started_at: string;
	next_position: number | null;
	/** Null when the last level has been told. */
	next_at: string | null;
	ended_at: string | null;
	ended_by: string | null;
	end_reason: 'seen' | 'acknowledged' | 'resolved' | null;
	steps: EscalationStep[];
	events: EscalationEvent[];
}

/** An alert with everybody who was told, and its clock. */
export interface AlertDetails extends Alert {
	people: Told[];
	escalation: Escalation | null;
}

/** Who is told: everybody of a role, a group, or a person. */
export interface Target {
	kind: TargetKind;
	role: Role | null;
	group_id: string | null;
	user_id: string | null;
}

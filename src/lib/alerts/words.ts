import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import Hand from '@lucide/svelte/icons/hand';
import Send from '@lucide/svelte/icons/send';
import type { Role } from '#lib/access/me.svelte.ts';
import type {
	AlertState,
	Channel,
	Condition,
	DeliveryState,
	EscalationStep,
	Severity
} from '#lib/alerts/types.ts';
import { m } from '#lib/paraglide/messages.js';
import { roleNames } from '#lib/shell/roles.ts';
import { NOTHING } from '#lib/ui/format.ts';
import type { StatusLook } from '#lib/ui/tones.ts';

/** What is said of an alert, in words and colours. */

export const SEVERITIES: Severity[] = ['high', 'medium', 'low'];
export const CHANNELS: Channel[] = ['in_app', 'email', 'sms', 'push'];

const severities: Record<Severity, () => StatusLook> = {
	high: () => ({ tone: 'fail', label: m.alerts_severity_high() }),
	medium: () => ({ tone: 'hold', label: m.alerts_severity_medium(), icon: CircleAlert }),
	low: () => ({ tone: 'info', label: m.alerts_severity_low() })
};
export const severityLook = (severity: Severity): StatusLook => severities[severity]();

const states: Record<AlertState, () => StatusLook> = {
	open: () => ({ tone: 'hold', label: m.alerts_state_open(), icon: CircleDot }),
	acknowledged: () => ({ tone: 'info', label: m.alerts_state_acknowledged(), icon: Hand }),
	resolved: () => ({ tone: 'pass', label: m.alerts_state_resolved() })
};
export const stateLook = (state: AlertState): StatusLook => states[state]();

const channels: Record<Channel, () => string> = {
	in_app: m.alerts_channel_in_app,
	email: m.alerts_channel_email,
	sms: m.alerts_channel_sms,
	push: m.alerts_channel_push
};
export const channelName = (channel: Channel): string => channels[channel]();

export const channelOptions = () => CHANNELS.map((value) => ({ value, label: channelName(value) }));

const deliveries: Record<DeliveryState, () => StatusLook> = {
	queued: () => ({ tone: 'pending', label: m.alerts_delivery_queued() }),
	sending: () => ({ tone: 'pending', label: m.alerts_delivery_sending() }),
	sent: () => ({ tone: 'info', label: m.alerts_delivery_sent(), icon: Send }),
	delivered: () => ({ tone: 'pass', label: m.alerts_delivery_delivered(), icon: CircleCheck }),
	bounced: () => ({ tone: 'fail', label: m.alerts_delivery_bounced() }),
	failed: () => ({ tone: 'fail', label: m.alerts_delivery_failed() }),
	dead: () => ({ tone: 'fail', label: m.alerts_delivery_dead() }),
	cancelled: () => ({ tone: 'locked', label: m.alerts_delivery_cancelled() })
};
export const deliveryLook = (state: DeliveryState): StatusLook => deliveries[state]();
export const DELIVERY_STATES = Object.keys(deliveries) as DeliveryState[];

const conditions: Record<Condition, () => string> = {
	unseen: m.alerts_condition_unseen,
	unacknowledged: m.alerts_condition_unacknowledged,
	unresolved: m.alerts_condition_unresolved
};
export const conditionName = (condition: Condition): string => conditions[condition]();

/** The modules whose facts people are told of. */
export const MODULES = ['production', 'quality', 'stock', 'shifts', 'anomalies', 'alerts'];

/** What people call who is told. */
export function targetName({ kind, to }: Pick<EscalationStep, 'kind' | 'to'>): string {
	if (kind === 'role' && to && to in roleNames) return roleNames[to as Role]();
	return to ?? NOTHING;
}

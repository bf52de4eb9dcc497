import type { RealtimeChannel, RealtimeChannelOptions } from '@supabase/supabase-js';
import { supabase } from '#lib/supabase.ts';

/** Topics that are being left: one that is joined again before that has ended would be left with it. */
const leaving = new Map<string, Promise<unknown>>();

/** A private channel that is not joined yet. */
export async function openChannel(
	topic: string,
	config: RealtimeChannelOptions['config'] = {}
): Promise<RealtimeChannel> {
	await leaving.get(topic);
	return supabase.channel(topic, { config: { ...config, private: true } });
}

/** Leaves a channel. */
export function closeChannel(topic: string, opening: Promise<RealtimeChannel>): void {
	const left = opening
		.then((channel) => supabase.removeChannel(channel))
		.finally(() => leaving.get(topic) === left && leaving.delete(topic));
	leaving.set(topic, left);
}

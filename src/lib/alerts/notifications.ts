import type { Cursor, Notification, Severity } from '#lib/alerts/types.ts';
import { run } from '#lib/commands.svelte.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export interface NotificationQuery {
	unread?: boolean;
	severity?: Severity;
	module?: string;
	pageSize: number;
	/** Where the page begins; without it at the latest. */
	from?: Cursor;
}

export interface NotificationPage {
	notifications: Notification[];
	/** On the bell; 100 stands for more than 99. */
	unread: number;
	next: Cursor | null;
}

/** A page of what one was told, the latest first (P9.02). @throws Refusal */
export async function list(
	{ unread, severity, module, pageSize, from }: NotificationQuery,
	signal?: AbortSignal
): Promise<NotificationPage> {
	const asked = supabase.rpc('my_notifications', {
		unread_only: unread,
		severity,
		module,
		page_size: pageSize,
		...from
	});
	return (await taken(asked, signal)) as unknown as NotificationPage;
}

/** What one was told of an alert; null where one was not. @throws Refusal */
export async function ofAlert(
	alertId: string,
	userId: string,
	signal?: AbortSignal
): Promise<Pick<Notification, 'id' | 'title' | 'body' | 'read_at'> | null> {
	const asked = supabase
		.from('notifications')
		.select('id, title, body, read_at')
		.eq('alert_id', alertId)
		.eq('user_id', userId)
		.maybeSingle();
	return await taken(asked, signal);
}

/** Marks as read; all without ids. @throws Refusal */
export const read = (ids?: string[]) => run('read_notifications', { ids });

/** Marks as unread again. @throws Refusal */
export const unread = (ids: string[]) => run('unread_notifications', { ids });

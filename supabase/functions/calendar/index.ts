import { Refusal } from '../_shared/answers.ts';
import { command } from '../_shared/caller.ts';
import { calendarOf, type Feed } from './feed.ts';

const text = (body: string, status: number): Response =>
	new Response(`${body}\n`, {
		status,
		headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }
	});

/**
 * The shifts of a person for his calendar program (P8.02): GET `?token=…`, of the link that
 * `make_calendar_link` gave him; from 30 days ago to 60 days ahead, as text/calendar. Who has the link
 * reads the shifts, and nothing else; one that has ended, or never was, is 404.
 */
Deno.serve(async (request) => {
	if (request.method !== 'GET') return text('A calendar is read by GET.', 405);
	const token = new URL(request.url).searchParams.get('token') ?? '';
	if (!/^[0-9a-f]{64}$/.test(token)) return text('This link has ended, or never was.', 404);
	try {
		const feed = await command<Feed>('calendar_feed', { token });
		return new Response(calendarOf(feed), {
			headers: {
				'Content-Type': 'text/calendar; charset=utf-8',
				'Content-Disposition': 'inline; filename="shifts.ics"',
				'Cache-Control': 'private, max-age=300'
			}
		});
	} catch (error) {
		if (error instanceof Refusal) return text(error.message, error.status);
		console.error(error);
		return text('The calendar could not be read. Try again.', 500);
	}
});

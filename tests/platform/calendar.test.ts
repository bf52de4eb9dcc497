import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isEmbedded } from './environment.ts';
import { startLotline, type Lotline } from './lotline.ts';

// The functions and migrations of the repository, not those of the fixture project.
describe.runIf(isEmbedded)('calendar', () => {
	let lotline: Lotline;
	let person: SupabaseClient;
	let run: { id: string; starts_at: string; ends_at: string };

	const call = async <T>(client: SupabaseClient, command: string, given = {}): Promise<T> => {
		const { data, error } = await client.rpc(command, { request_id: randomUUID(), ...given });
		if (error) throw error;
		return data as T;
	};
	const link = async (): Promise<string> => {
		const { token } = await call<{ token: string }>(person, 'make_calendar_link');
		return `${lotline.apiUrl}/functions/v1/calendar?token=${token}`;
	};
	const stamp = (instant: string) => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');
	/** Long lines are folded; a reader puts them together. */
	const read = async (url: string) => (await (await fetch(url)).text()).replace(/\r\n /g, '');

	beforeAll(async () => {
		lotline = await startLotline('calendar');
		const { data: site } = await lotline.admin
			.from('sites')
			.select('id')
			.eq('code', 'MCC1')
			.single();
		person = await lotline.member('supervisor', site!.id as string, 'Ramesh; K,\r\nEND:VCALENDAR');
		const { data } = await lotline.admin
			.from('shift_runs')
			.select('id, starts_at, ends_at')
			.eq('state', 'scheduled')
			.gt('starts_at', new Date().toISOString())
			.order('starts_at')
			.limit(1)
			.single();
		run = data!;
		const { data: user } = await person.auth.getUser();
		await call(lotline.admin, 'assign_shift', { run: run.id, person: user.user!.id });
	});

	afterAll(() => lotline.stop());

	test('P8.02 a calendar program reads the shifts of a person without signing in', async () => {
		const url = await link();
		const response = await fetch(url);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
		const lines = (await read(url)).split('\r\n');
		expect(lines).toContain(`UID:${run.id}@lotline`);
		expect(lines).toContain(`DTSTART:${stamp(run.starts_at)}`);
		expect(lines).toContain(`DTEND:${stamp(run.ends_at)}`);
		expect(lines.filter((line) => line === 'END:VCALENDAR')).toHaveLength(1);
		expect(lines).toContain('DESCRIPTION:Ramesh\\; K\\, END:VCALENDAR');
	});

	test('P8.02 a link that has ended, or never was, shows nothing', async () => {
		const first = await link();
		const second = await link();
		await call(person, 'end_calendar_link');
		const { origin, pathname } = new URL(first);
		const wrong = [
			first,
			second,
			`${origin}${pathname}`,
			`${origin}${pathname}?token=${'0'.repeat(64)}`,
			`${origin}${pathname}?token=${'0'.repeat(5000)}`,
			`${origin}${pathname}?token=%00`
		];
		for (const url of wrong) {
			const response = await fetch(url);
			expect([response.status, await response.text()], url.slice(0, 120)).toEqual([
				404,
				'This link has ended, or never was.\n'
			]);
		}
		expect((await fetch(first, { method: 'POST' })).status).toBe(405);
	});
});

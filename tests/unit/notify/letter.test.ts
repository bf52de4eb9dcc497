import { expect, test } from 'vitest';
import type { Delivery } from '../../../supabase/functions/notify/delivery.ts';
import { letterOf } from '../../../supabase/functions/notify/letter.ts';

const ADDRESSES = {
	app: 'https://plant.example/lotline/',
	unsubscribe: 'https://api.example/functions/v1/webhooks/unsubscribe'
};

const DELIVERY: Delivery = {
	id: '00000000-0000-4000-8000-000000000001',
	channel: 'email',
	destination: 'qa@plant.example',
	language: 'en',
	severity: 'high',
	title: 'Lot ALC-24-051 has failed its test',
	body: 'pH is 8.2; at most 7.5 is allowed.\nThe lot is on hold.',
	sms: '',
	link: '/lots/ALC-24-051',
	thread: '00000000-0000-4000-8000-00000000000a',
	idempotency_key: 'key',
	attempts: 1,
	push: null,
	unsubscribe_token: 'a/b+c',
	kind: 'alert',
	items: null
};

const letter = (given: Partial<Delivery> = {}) => letterOf({ ...DELIVERY, ...given }, ADDRESSES);

test('P9.04 both forms of a mail say the same, and lead to the same page', () => {
	const { subject, html, text } = letter();
	expect(subject).toBe('Lot ALC-24-051 has failed its test');
	for (const form of [html, text]) {
		for (const said of ['Urgent', subject, 'pH is 8.2; at most 7.5 is allowed.', 'on hold.'])
			expect(form).toContain(said);
		expect(form).toContain('https://plant.example/lotline/lots/ALC-24-051');
		expect(form).toContain('https://plant.example/lotline/unsubscribe#token=a%2Fb%2Bc');
	}
	expect(html).toContain('prefers-color-scheme: dark');
});

test('P9.04 what people have entered is text in a mail, never markup', () => {
	const hostile = `<img src=x onerror="alert('1')"> & "so on"`;
	const { html, text } = letter({
		title: hostile,
		body: hostile,
		kind: 'digest',
		items: [
			{ title: hostile, body: hostile, severity: 'low', link: hostile, count: 1, site: hostile }
		]
	});
	expect(html).not.toContain('<img');
	expect(html).toContain(
		'&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; &quot;so on&quot;'
	);
	expect(text).toContain(hostile);
});

test('P9.04 a line break in a title makes no header of its own', () => {
	const { subject } = letter({ title: 'Lot 1\r\nBcc: everybody@example.com' });
	expect(subject).toBe('Lot 1 Bcc: everybody@example.com');
	expect(letter({ title: '\n' }).subject).toBe('Lotline');
});

test.each([
	[null, 'https://plant.example/lotline/'],
	['/shifts?run=1', 'https://plant.example/lotline/shifts?run=1'],
	['//elsewhere.example/x', 'https://plant.example/lotline/elsewhere.example/x'],
	['https://elsewhere.example/', 'https://plant.example/lotline/'],
	['javascript:alert(1)', 'https://plant.example/lotline/'],
	['/../../x', 'https://plant.example/lotline/']
])('P9.04 the link %s of an alert stays in the app', (link, address) => {
	expect(letter({ link }).text).toContain(`Open in Lotline: ${address}\n`);
});

test('P9.04 mails of one alert are one conversation, and each kind can be ended with a click', () => {
	const thread = '<00000000-0000-4000-8000-00000000000a@plant.example>';
	expect(letter().headers).toEqual({
		'In-Reply-To': thread,
		References: thread,
		'List-Unsubscribe': '<https://api.example/functions/v1/webhooks/unsubscribe?token=a%2Fb%2Bc>',
		'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
	});
	const without = letter({ unsubscribe_token: null });
	expect(without.headers).not.toHaveProperty('List-Unsubscribe');
	expect(without.html).not.toContain('unsubscribe');
});

test.each([
	['hi', 'Lotline में खोलें'],
	['ta', 'Lotline-இல் திறக்கவும்'],
	['fr', 'Open in Lotline']
])('P9.04 in %s the words around are of that language, or English', (language, words) => {
	expect(letter({ language }).html).toContain(words);
});

test('P9.04 a digest lists what it is about, each with its page', () => {
	const { html, text } = letter({
		kind: 'digest',
		title: 'Today at MCC Plant 1',
		body: '',
		items: [
			{
				title: 'Binder X is low',
				body: '8 kg',
				severity: 'medium',
				link: '/stock',
				count: 3,
				site: 'P1'
			},
			{ title: 'Lot 2 was released', body: null, severity: 'low', link: null, count: 1, site: null }
		]
	});
	expect(text).toContain(
		'- P1: Binder X is low (3 ×)\n  8 kg\n  https://plant.example/lotline/stock'
	);
	expect(text).toContain('- Lot 2 was released\n');
	expect(html).toContain('href="https://plant.example/lotline/stock"');
});

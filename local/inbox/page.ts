import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { z } from 'zod';
import type { InboxParts } from './inbox.ts';
import { OUTCOMES, type Rule } from './rules.ts';
import { segmentsOf } from './segments.ts';
import type { Channel, Filter, Message, Provider, WebhookReport } from './store.ts';

type Html = ReturnType<typeof html>;

/** Messages on one page of the list. */
const PAGE = 50;

const POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"connect-src 'self'",
	"frame-src 'self'",
	'img-src data:',
	"base-uri 'none'",
	"form-action 'self'",
	"frame-ancestors 'none'"
].join('; ');

/** A mail runs nothing, loads nothing and links nowhere: its links are listed beneath it. */
const MAIL_POLICY = [
	'sandbox',
	"default-src 'none'",
	'img-src data:',
	"style-src 'unsafe-inline'",
	"form-action 'none'",
	"base-uri 'none'",
	"frame-ancestors 'self'"
].join('; ');

const CHANNELS: [name: string, channel: Channel | ''][] = [
	['All', ''],
	['E-mail', 'email'],
	['SMS', 'sms'],
	['Push', 'push']
];

const KINDS: Record<Channel, string> = { email: 'E-mail', sms: 'SMS', push: 'Push' };

/** A state's word, with the tone that colours it and the sign that goes with the colour. */
const STATES: Record<string, [word: string, tone: string, sign: string]> = {
	queued: ['Queued', 'info', '○'],
	scheduled: ['Scheduled', 'info', '○'],
	sent: ['Sent', 'info', '→'],
	delivered: ['Delivered', 'pass', '✓'],
	delivery_delayed: ['Delayed', 'hold', '!'],
	complained: ['Complained', 'fail', '!'],
	bounced: ['Bounced', 'fail', '✕'],
	undelivered: ['Undelivered', 'fail', '✕'],
	failed: ['Failed', 'fail', '✕'],
	canceled: ['Cancelled', 'locked', '–'],
	pending: ['Waiting', 'hold', '○']
};

interface View {
	channel: Channel | '';
	q: string;
	/** The page of the list, from 1. */
	page: number;
	message: string;
	tab: string;
}

/** The page where a person reads what has been sent, and orders failures. */
export function pageRoutes({ store, rules, resendTarget }: InboxParts): Hono {
	const routes = new Hono();

	for (const [path, file, type] of [
		['/style.css', 'style.css', 'text/css; charset=utf-8'],
		['/page.js', 'page.js', 'text/javascript; charset=utf-8']
	] as const) {
		routes.get(path, async (c) => {
			const body = await readFile(new URL(file, import.meta.url), 'utf8');
			return c.body(body, 200, { 'content-type': type, 'cache-control': 'no-cache' });
		});
	}

	routes.get('/', async (c) => {
		const view = viewOf(c.req.query());
		const filter: Filter = { channel: view.channel || undefined, search: view.q || undefined };
		const known = z.guid().safeParse(view.message).success;
		const [messages, count, open] = await Promise.all([
			store.list(filter, PAGE, 'newest', (view.page - 1) * PAGE),
			store.count(filter),
			known ? store.find(view.message) : undefined
		]);
		return c.html(
			layout(
				'Messages',
				html`<div class="columns ${view.message ? 'reading' : ''}">
					<section class="list" aria-label="Messages">
						${filters(view)}
						<div id="list">${list(messages, count, view)}</div>
					</section>
					<section class="message" id="message" aria-label="Message" data-id="${open?.id ?? ''}">
						${open ? message(open, view) : nothingOpen(view, count)}
					</section>
				</div>`
			),
			200,
			{ 'content-security-policy': POLICY, 'cache-control': 'no-store' }
		);
	});

	routes.get('/failures', async (c) =>
		c.html(layout('Failures', failures(await rules.list(), resendTarget.url())), 200, {
			'content-security-policy': POLICY,
			'cache-control': 'no-store'
		})
	);

	routes.get('/messages/:id/html', async (c) => {
		const id = c.req.param('id');
		const open = z.guid().safeParse(id).success ? await store.find(id) : undefined;
		if (!open?.html) return c.text('This message has no HTML.', 404);
		const images = await store.inlineImages(id);
		const body = open.html.replace(
			/\bcid:([^"'\s)>]+)/gi,
			(whole, name: string) => images.get(name) ?? whole
		);
		return c.body(body, 200, {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': MAIL_POLICY
		});
	});

	return routes;
}

function viewOf(query: Record<string, string>): View {
	return {
		channel: CHANNELS.find(([, channel]) => channel === query.channel)?.[1] ?? '',
		q: query.q?.trim() ?? '',
		page: Math.max(1, Math.trunc(Number(query.page)) || 1),
		message: query.message ?? '',
		tab: query.tab ?? ''
	};
}

/** The address of this view with some of it changed. */
function link(view: View, change: Partial<View>): string {
	const next = { ...view, ...change };
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(next)) {
		if (value && !(name === 'page' && value === 1)) query.set(name, String(value));
	}
	return query.size ? `/?${query.toString()}` : '/';
}

function layout(title: string, content: Html): Html {
	const tab = (href: string, name: string) =>
		html`<a href="${href}" ${name === title ? raw('aria-current="page"') : ''}>${name}</a>`;
	return html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<title>${title} · Inbox</title>
				<link rel="icon" href="data:," />
				<link rel="stylesheet" href="/style.css" />
				<script src="/page.js" type="module"></script>
			</head>
			<body>
				<header class="top">
					<h1>Inbox</h1>
					<nav aria-label="Pages">${tab('/', 'Messages')} ${tab('/failures', 'Failures')}</nav>
					<p class="live" id="live" role="status"></p>
				</header>
				<main>${content}</main>
			</body>
		</html>`;
}

function filters(view: View): Html {
	return html`<form class="filters" action="/" role="search">
		<input
			type="search"
			name="q"
			id="search"
			value="${view.q}"
			maxlength="200"
			placeholder="Search"
			aria-label="Search subject, text and addresses"
			aria-keyshortcuts="/"
		/>
		${view.channel ? html`<input type="hidden" name="channel" value="${view.channel}" />` : ''}
		<nav class="segments" aria-label="Channel">
			${CHANNELS.map(
				([name, channel]) =>
					html`<a
						href="${link(view, { channel, page: 1, message: '', tab: '' })}"
						${channel === view.channel ? raw('aria-current="true"') : ''}
						>${name}</a
					>`
			)}
		</nav>
	</form>`;
}

function list(messages: Message[], count: number, view: View): Html {
	if (!messages.length) return emptyList(view);
	const first = (view.page - 1) * PAGE + 1;
	const last = first + messages.length - 1;
	return html`<ol>
			${messages.map((each) => row(each, view))}
		</ol>
		<nav class="pages" aria-label="Pages of the list">
			${
				view.page > 1
					? html`<a href="${link(view, { page: view.page - 1 })}" rel="prev">Newer</a>`
					: html`<span></span>`
			}
			<span>${first}–${last} of ${count}</span>
			${
				last < count
					? html`<a href="${link(view, { page: view.page + 1 })}" rel="next">Older</a>`
					: html`<span></span>`
			}
		</nav>`;
}

function row(each: Message, view: View): Html {
	const title = each.channel === 'sms' ? each.text : titleOf(each);
	return html`<li data-id="${each.id}">
		<a
			href="${link(view, { message: each.id, tab: '' })}"
			${each.id === view.message ? raw('aria-current="true"') : ''}
		>
			<span class="line"><span class="who">${receivers(each)}</span>${time(each.created_at)}</span>
			<span class="line">
				<span class="what">${title}</span>
				<span class="kind">${KINDS[each.channel]}</span>${state(each.status)}
			</span>
		</a>
	</li>`;
}

function titleOf({ channel, subject, to, attachments }: Message): string {
	if (channel === 'email') return subject || 'No subject';
	return channel === 'sms'
		? `SMS to ${to[0]}`
		: `Encrypted for its browser, ${bytes(attachments[0]?.size ?? 0)}`;
}

function emptyList(view: View): Html {
	if (view.q || view.channel) {
		return html`<div class="empty">
			<p>No message fits.</p>
			<p><a href="/">Show all messages</a></p>
		</div>`;
	}
	return html`<div class="empty"><p>Nothing has been sent yet.</p></div>`;
}

/** What stands beside the list while no message is open. */
function nothingOpen(view: View, count: number): Html {
	if (view.message) {
		return html`<div class="empty">
			<p>This message is gone.</p>
			<p><a href="${link(view, { message: '', tab: '' })}">Back to the list</a></p>
		</div>`;
	}
	if (count) return html`<div class="empty"><p>Choose a message to read it.</p></div>`;
	if (view.q || view.channel) return html``;
	return html`<div class="empty">
		<h2>What this is</h2>
		<p>
			Every e-mail, SMS and push that this stack sends ends here. Nothing leaves the machine,
			whatever the address.
		</p>
		<p>
			Sign-in mail comes by SMTP. What functions send through Resend, Twilio and a push service
			comes through stand-ins of their APIs. The first message appears here by itself.
		</p>
		<p><a href="/failures">Make sending fail</a> to see what the app does then.</p>
	</div>`;
}

function message(open: Message, view: View): Html {
	const title = titleOf(open);
	const tabs = [
		...(open.html ? [['html', 'HTML']] : []),
		...(open.text !== null || (!open.html && open.channel !== 'push') ? [['text', 'Text']] : []),
		...(open.headers.length ? [['headers', 'Headers']] : []),
		['delivery', 'Delivery']
	] as [string, string][];
	const current = tabs.find(([tab]) => tab === view.tab)?.[0] ?? tabs[0]![0];
	const links = linksOf(open);
	return html`<article>
		<a class="back" href="${link(view, { message: '', tab: '' })}">Back to the list</a>
		<header>
			<h2>${title}</h2>
			<span id="state">${state(open.status)}</span>
		</header>
		${facts(open)}
		${
			open.attachments.length
				? html`<ul class="files" aria-label="Attachments">
						${open.attachments.map(
							(file) =>
								html`<li>
									<a href="/messages/${open.id}/attachments/${file.id}" download="${file.name}"
										>${file.name}</a
									>
									<small>${bytes(file.size)} · ${file.type}</small>
								</li>`
						)}
					</ul>`
				: ''
		}
		<nav class="tabs" aria-label="Parts of the message">
			${tabs.map(
				([tab, name]) =>
					html`<a href="${link(view, { tab })}" ${tab === current ? raw('aria-current="true"') : ''}
						>${name}</a
					>`
			)}
		</nav>
		${
			current === 'html'
				? html`<iframe
						sandbox=""
						src="/messages/${open.id}/html"
						title="The mail as it looks"
					></iframe>`
				: ''
		}
		${current === 'text' ? html`<pre class="text">${open.text ?? ''}</pre>` : ''}
		${current === 'headers' ? pairs(open.headers) : ''}
		${current === 'delivery' ? html`<div id="delivery">${delivery(open)}</div>` : ''}
		${
			links.length && (current === 'html' || current === 'text')
				? html`<section class="links">
						<h3>Links in this message</h3>
						<ul>
							${links.map(
								(url) =>
									html`<li>
										<a href="${url}" target="_blank" rel="noopener noreferrer">${url}</a>
									</li>`
							)}
						</ul>
					</section>`
				: ''
		}
	</article>`;
}

function facts(open: Message): Html {
	const length = [...(open.text ?? '')].length;
	const segments = segmentsOf(open.text ?? '');
	const rows: [string, string | Html | undefined][] = [
		['From', open.from],
		['To', open.to.join(', ')],
		['Cc', open.cc.join(', ')],
		['Bcc', open.bcc.join(', ')],
		['Reply to', open.reply_to.join(', ')],
		['Received', time(open.created_at, 'long')],
		['Scheduled', open.scheduled_at ? time(open.scheduled_at, 'long') : undefined],
		[
			'Length',
			open.channel === 'sms'
				? html`${length} <small>characters</small> · ${segments}
						<small>${segments === 1 ? 'segment' : 'segments'}</small>`
				: undefined
		],
		['Tags', open.tags.map(({ name, value }) => `${name}=${value}`).join(', ')],
		[
			'By',
			{ resend: 'Resend', twilio: 'Twilio', smtp: 'SMTP', push: 'Push service' }[open.provider]
		],
		['Id', html`<code>${open.provider_id}</code>`]
	];
	return html`<dl class="facts">
		${rows.map(([name, value]) =>
			value
				? html`<div>
						<dt>${name}</dt>
						<dd>${value}</dd>
					</div>`
				: ''
		)}
	</dl>`;
}

function pairs(headers: [string, string][]): Html {
	return html`<div class="scroll">
		<table class="headers">
			<tbody>
				${headers.map(
					([name, value]) =>
						html`<tr>
							<th scope="row">${name}</th>
							<td>${value}</td>
						</tr>`
				)}
			</tbody>
		</table>
	</div>`;
}

function delivery(open: Message): Html {
	return html`<h3>What happened</h3>
		<ol class="history">
			${open.history.map(
				(step) =>
					html`<li>
						${state(step.status)} ${time(step.at, 'long')}<span>${step.detail ?? ''}</span>
					</li>`
			)}
		</ol>
		<h3>Webhooks</h3>
		${
			open.webhooks.length
				? html`<div class="scroll">
						<table class="webhooks">
							<thead>
								<tr>
									<th scope="col">Event</th>
									<th scope="col">State</th>
									<th scope="col" class="number">Attempts</th>
									<th scope="col">Outcome</th>
									<th scope="col">Address</th>
								</tr>
							</thead>
							<tbody>
								${open.webhooks.map(webhookRow)}
							</tbody>
						</table>
					</div>`
				: html`<p class="quiet">${NO_WEBHOOKS[open.provider]}</p>`
		}`;
}

/** Why the app is told nothing of a message. */
const NO_WEBHOOKS: Record<Provider, string> = {
	resend: 'None yet.',
	twilio: 'It was sent without a StatusCallback, so the app is told nothing.',
	smtp: 'None: mail by SMTP has none.',
	push: 'None: a push service says nothing more.'
};

function webhookRow(webhook: WebhookReport): Html {
	return html`<tr>
		<td>${webhook.event}</td>
		<td>${state(webhook.state)}</td>
		<td class="number">${webhook.attempts}</td>
		<td>${webhook.outcome ?? 'Not tried yet'}</td>
		<td class="address">${webhook.url}</td>
	</tr>`;
}

function failures(rules: Rule[], webhookUrl: string): Html {
	return html`<div class="sheet">
		<section>
			<h2>Failures</h2>
			<p class="quiet">
				A message obeys the newest rule that fits one of its recipients. Without a rule it is
				accepted and delivered at once.
			</p>
			${
				rules.length
					? ruleTable(rules)
					: html`<p class="none">No rules: everything is delivered.</p>`
			}
		</section>
		<section>
			<h2>New rule</h2>
			${ruleForm()}
		</section>
		<section>
			<h2>Resend webhooks</h2>
			<p class="quiet">
				Events such as email.bounced are posted here, signed as Resend signs them. Twilio's go to
				the StatusCallback of each message.
			</p>
			<form class="fields" data-method="PUT" data-action="/settings">
				<label class="wide">
					<span>Address</span>
					<input type="url" name="resend_webhook_url" required value="${webhookUrl}" />
				</label>
				<p class="actions"><button type="submit">Save address</button></p>
				<p class="error" role="alert"></p>
			</form>
		</section>
		<section>
			<h2>Stored messages</h2>
			<form
				class="fields"
				data-method="DELETE"
				data-action="/messages"
				data-confirm="Delete every message?"
			>
				<p class="actions"><button type="submit" class="danger">Delete all messages</button></p>
				<p class="error" role="alert"></p>
			</form>
		</section>
	</div>`;
}

function ruleTable(rules: Rule[]): Html {
	return html`<div class="scroll">
		<table class="rules">
			<thead>
				<tr>
					<th scope="col">Recipient</th>
					<th scope="col">Channel</th>
					<th scope="col">What happens</th>
					<th scope="col" class="number">Used</th>
					<th scope="col"><span class="unseen">Delete</span></th>
				</tr>
			</thead>
			<tbody>
				${rules.map(
					(rule) =>
						html`<tr>
							<td><code>${rule.pattern}</code></td>
							<td>${KINDS[rule.channel]}</td>
							<td>${whatHappens(rule)}</td>
							<td class="number">
								${rule.hits}${rule.times ? html` <small>of ${rule.times}</small>` : ''}
							</td>
							<td>
								<form data-method="DELETE" data-action="/rules/${rule.id}">
									<button type="submit" aria-label="Delete the rule for ${rule.pattern}">
										Delete
									</button>
								</form>
							</td>
						</tr>`
				)}
			</tbody>
		</table>
	</div>`;
}

function whatHappens({ channel, outcome, status, seconds }: Rule): string {
	const text = (OUTCOMES[channel] as Record<string, string>)[outcome]!;
	if (outcome === 'respond') return `Refuse the request with ${status}`;
	return seconds ? `${text} (${seconds} s)` : text;
}

function ruleForm(): Html {
	const options = (channel: Channel, label: string) =>
		html`<optgroup label="${label}">
			${Object.entries(OUTCOMES[channel]).map(
				([outcome, text]) => html`<option value="${channel} ${outcome}">${label}: ${text}</option>`
			)}
		</optgroup>`;
	return html`<form class="fields" data-method="POST" data-action="/rules">
		<label>
			<span>Recipient <small>* for anything</small></span>
			<input
				name="pattern"
				required
				maxlength="320"
				value="*"
				autocomplete="off"
				autocapitalize="off"
				spellcheck="false"
			/>
		</label>
		<label>
			<span>What happens</span>
			<select name="channel outcome">
				${options('email', 'E-mail')} ${options('sms', 'SMS')} ${options('push', 'Push')}
			</select>
		</label>
		<label class="status">
			<span>Status</span>
			<input
				name="status"
				inputmode="numeric"
				pattern="[45][0-9][0-9]"
				value="429"
				list="statuses"
			/>
			<datalist id="statuses">
				<option value="410"></option>
				<option value="422"></option>
				<option value="429"></option>
				<option value="500"></option>
				<option value="503"></option>
			</datalist>
		</label>
		<label class="seconds">
			<span>After <small>seconds</small></span>
			<input name="seconds" inputmode="decimal" placeholder="As usual" />
		</label>
		<label>
			<span>How often <small>empty: always</small></span>
			<input name="times" inputmode="numeric" pattern="[1-9][0-9]*" placeholder="Always" />
		</label>
		<p class="actions"><button type="submit" class="primary">Add rule</button></p>
		<p class="error" role="alert"></p>
	</form>`;
}

function receivers({ to, cc, bcc }: Message): Html {
	const [first, ...others] = [...to, ...cc, ...bcc];
	return html`<b>${first ?? 'No recipient'}</b
		>${others.length ? html`<small>+${others.length}</small>` : ''}`;
}

function state(status: string): Html {
	const [word, tone, sign] = STATES[status] ?? [status, 'locked', '·'];
	return html`<span class="state ${tone}"><i aria-hidden="true">${sign}</i>${word}</span>`;
}

const LONG = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** The machine's own time zone, which is the reader's: the page is read where it is made. */
function time(at: Date | string, style: 'short' | 'long' = 'short'): Html {
	const date = new Date(at);
	const today = date.toDateString() === new Date().toDateString();
	const text = style === 'long' ? LONG.format(date) : (today ? CLOCK : DAY).format(date);
	return html`<time datetime="${date.toISOString()}" title="${LONG.format(date)}">${text}</time>`;
}

function bytes(size: number): string {
	if (size < 1024) return `${size} B`;
	return size < 1024 ** 2
		? `${(size / 1024).toFixed(1)} KiB`
		: `${(size / 1024 ** 2).toFixed(1)} MiB`;
}

/** The web addresses in a message, which the frame that shows it cannot open. */
function linksOf({ html: page, text }: Message): string[] {
	const found = page
		? [...page.matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(([, double, single]) =>
				(double ?? single)!.replace(/&amp;|&#38;/g, '&')
			)
		: [...(text ?? '').matchAll(/https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g)].map(([url]) => url);
	return [...new Set(found)].filter((url) => /^https?:$/.test(URL.parse(url)?.protocol ?? ''));
}

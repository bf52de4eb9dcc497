import type { Delivery, DigestItem } from './delivery.ts';
import { wordsOf } from './words.ts';

/** Characters of a subject, and of the line that mail programs show beside it. */
const LONGEST_SUBJECT = 180;
const LONGEST_GLIMPSE = 140;

type Severity = Delivery['severity'];

/** Light, and what a mail program that is dark makes of it. */
const TONES: Record<Severity, { light: string; dark: string }> = {
	low: { light: '#2b54a8', dark: '#8fb0f0' },
	medium: { light: '#8a5a00', dark: '#e5b454' },
	high: { light: '#b3261e', dark: '#ff9a90' }
};

/** A mail, ready to be sent. */
export interface Letter {
	subject: string;
	html: string;
	text: string;
	headers: Record<string, string>;
}

export interface Addresses {
	/** Of the app, with a slash at its end. */
	app: string;
	/** That a mail program calls by itself when a person wants no more of this; his token is added. */
	unsubscribe: string;
}

/** What a mail consists of; both of its forms are written from it. */
interface Content {
	title: string;
	language: string;
	severity: Severity;
	label: string;
	paragraphs: string[];
	items: { title: string; body: string; severity: Severity; url: string | undefined }[];
	button: { label: string; url: string };
	why: string;
	links: { label: string; url: string }[];
}

/** Writes the mail of a delivery. All that people have entered is text in it, never markup. */
export function letterOf(delivery: Delivery, { app, unsubscribe }: Addresses): Letter {
	const words = wordsOf(delivery.language);
	const token = delivery.unsubscribe_token && encodeURIComponent(delivery.unsubscribe_token);
	const isDigest = delivery.kind === 'digest';
	const content: Content = {
		title: oneLine(delivery.title),
		language: delivery.language,
		severity: delivery.severity,
		label: isDigest ? words.digest : words.severity[delivery.severity],
		paragraphs: delivery.body.split(/\r?\n/).filter((line) => line.trim() !== ''),
		items: (delivery.items ?? []).map((item) => itemOf(item, app)),
		button: { label: words.open, url: addressOf(delivery.link, app) },
		why: words.why,
		links: [
			{ label: words.settings, url: addressOf('/account', app) },
			...(token
				? [{ label: words.unsubscribe, url: addressOf(`/unsubscribe#token=${token}`, app) }]
				: [])
		]
	};
	// All mails of one alert name one that was never sent, so that mail programs put them together.
	const thread = `<${delivery.thread.replace(/[^\w.-]/g, '')}@${new URL(app).hostname}>`;
	return {
		subject: oneLine(delivery.title).slice(0, LONGEST_SUBJECT) || 'Lotline',
		html: htmlOf(content),
		text: textOf(content),
		headers: {
			'In-Reply-To': thread,
			References: thread,
			...(token && {
				'List-Unsubscribe': `<${unsubscribe}?token=${token}>`,
				'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
			})
		}
	};
}

function itemOf(item: DigestItem, app: string): Content['items'][number] {
	const { title, body, severity, link, count, site } = item;
	const said = [site && `${site}:`, oneLine(title), count > 1 && `(${count} ×)`];
	return {
		title: said.filter(Boolean).join(' '),
		body: oneLine(body ?? ''),
		severity,
		url: link ? addressOf(link, app) : undefined
	};
}

/** A path of the app as an address; what leads elsewhere leads to its first page. */
function addressOf(path: string | null, app: string): string {
	const url = URL.parse((path ?? '').replace(/^\/+/, ''), app);
	return url?.href.startsWith(app) ? url.href : app;
}

/** A line break in a subject would begin another header. */
function oneLine(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}

function textOf({ title, label, paragraphs, items, button, why, links }: Content): string {
	const listed = items.map(({ title, body, url }) =>
		[`- ${title}`, body && `  ${body}`, url && `  ${url}`].filter(Boolean).join('\n')
	);
	return [
		`${label}: ${title}`,
		...(paragraphs.length ? [paragraphs.join('\n')] : []),
		...listed,
		`${button.label}: ${button.url}`,
		['--', why, ...links.map(({ label, url }) => `${label}: ${url}`)].join('\n')
	].join('\n\n');
}

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif";

/** Tables and styles in place, which every mail program knows; what the dark wants comes as rules. */
function htmlOf(content: Content): string {
	const { title, language, severity, label, paragraphs, items, button, why, links } = content;
	const glimpse = (paragraphs[0] ?? '').slice(0, LONGEST_GLIMPSE);
	return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
	.page { background: #14171c !important; }
	.sheet { background: #1c2027 !important; border-color: #343a45 !important; }
	.ink { color: #e8eaee !important; }
	.quiet { color: #a3abb8 !important; }
	.line { border-color: #343a45 !important; }
	.button { background: #8fb0f0 !important; color: #10151d !important; }
	.link { color: #8fb0f0 !important; }
${Object.entries(TONES)
	.map(
		([name, { dark }]) =>
			`\t.tone-${name} { color: ${dark} !important; }\n\t.bar-${name} { background: ${dark} !important; }`
	)
	.join('\n')}
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f3f4f6">
<div style="display:none;max-height:0;overflow:hidden">${escaped(glimpse)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f3f4f6">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:#ffffff;border:1px solid #d9dce2;border-radius:6px;border-collapse:separate;overflow:hidden">
<tr><td class="bar-${severity}" height="4" style="height:4px;line-height:4px;font-size:0;background:${TONES[severity].light}">&nbsp;</td></tr>
<tr><td style="padding:20px 24px 24px;${FONT}">
<p class="quiet" style="margin:0;font-size:14px;line-height:20px;color:#5b6270">Lotline</p>
<p class="tone-${severity}" style="margin:12px 0 0;font-size:14px;line-height:20px;font-weight:600;color:${TONES[severity].light}">${escaped(label)}</p>
<h1 class="ink" style="margin:4px 0 0;font-size:20px;line-height:28px;font-weight:600;color:#1b1f27">${escaped(title)}</h1>
${paragraphs
	.map(
		(paragraph) =>
			`<p class="ink" style="margin:12px 0 0;font-size:16px;line-height:24px;color:#1b1f27;overflow-wrap:anywhere">${escaped(paragraph)}</p>`
	)
	.join('\n')}
${items.length ? listOf(items) : ''}
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0 0">
<tr><td class="button" style="border-radius:6px;background:#2b54a8"><a class="button" href="${escaped(button.url)}" style="display:inline-block;padding:12px 20px;border-radius:6px;font-size:16px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none">${escaped(button.label)}</a></td></tr>
</table>
</td></tr>
<tr><td class="line" style="padding:16px 24px 20px;border-top:1px solid #d9dce2;${FONT}">
<p class="quiet" style="margin:0;font-size:12px;line-height:18px;color:#5b6270">${escaped(why)}<br>${links
		.map(
			({ label, url }) =>
				`<a class="link" href="${escaped(url)}" style="color:#2b54a8">${escaped(label)}</a>`
		)
		.join(' · ')}</p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function listOf(items: Content['items']): string {
	const rows = items.map(({ title, body, severity, url }) => {
		const name = url
			? `<a class="link" href="${escaped(url)}" style="color:#2b54a8;text-decoration:none">${escaped(title)}</a>`
			: escaped(title);
		const below = body
			? `<br><span class="quiet" style="font-size:14px;line-height:20px;color:#5b6270">${escaped(body)}</span>`
			: '';
		return `<tr><td class="tone-${severity}" width="16" valign="top" style="padding:10px 0;font-size:16px;line-height:22px;color:${TONES[severity].light}">●</td><td class="ink line" style="padding:10px 0;border-bottom:1px solid #d9dce2;font-size:16px;line-height:22px;color:#1b1f27;overflow-wrap:anywhere">${name}${below}</td></tr>`;
	});
	return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:16px 0 0">\n${rows.join('\n')}\n</table>`;
}

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

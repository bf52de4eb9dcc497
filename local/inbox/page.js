/** Keeps the inbox's page live, and sends its forms to the inbox's API. */

const live = document.querySelector('#live');
const fetchPage = async () =>
	new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');

/** Takes the fresh state of one part of the page, where both have it. */
function take(page, selector) {
	const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
	if (old && fresh && old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
}

async function refresh() {
	const known = new Set(
		[...document.querySelectorAll('#list [data-id]')].map((row) => row.dataset.id)
	);
	const focused = document.activeElement?.closest('#list [data-id]')?.dataset.id;
	const page = await fetchPage();
	take(page, '#list');
	take(page, '#state');
	take(page, '#delivery');
	if (!document.querySelector('#message article')) take(page, '#message');
	const rows = [...document.querySelectorAll('#list [data-id]')];
	rows
		.find((row) => row.dataset.id === focused)
		?.querySelector('a')
		.focus();
	const arrived = rows.filter((row) => known.size && !known.has(row.dataset.id));
	for (const row of arrived) row.classList.add('fresh');
}

/** Messages come in bursts; the page is read again once per burst, and never twice at a time. */
let refreshing = false;
let again = false;
async function refreshSoon() {
	again = true;
	if (refreshing) return;
	refreshing = true;
	while (again) {
		again = false;
		await refresh().catch(() => undefined);
		await new Promise((settle) => setTimeout(settle, 200));
	}
	refreshing = false;
}

if (document.querySelector('#list')) {
	const events = new EventSource('/events');
	events.addEventListener('message', refreshSoon);
	events.addEventListener('open', () => {
		if (live.textContent) void refreshSoon();
		live.textContent = '';
	});
	events.addEventListener('error', () => {
		live.textContent = 'Not connected: the stack has stopped.';
	});
	addEventListener('pagehide', () => events.close());
	document.querySelector('#list a[aria-current]')?.scrollIntoView({ block: 'nearest' });
}

/** A form's fields as JSON: empty ones left out, a name of two words split over two fields. */
function fieldsOf(form) {
	const fields = {};
	for (const [name, value] of new FormData(form)) {
		if (value === '') continue;
		const names = name.split(' ');
		const values = names.length > 1 ? value.split(' ') : [value];
		names.forEach((each, index) => (fields[each] = values[index]));
	}
	return fields;
}

document.addEventListener('submit', async (event) => {
	const form = event.target;
	const { method, action, confirm: question } = form.dataset;
	if (!method) return;
	event.preventDefault();
	if (question && !confirm(question)) return;
	const error = form.querySelector('.error');
	try {
		const response = await fetch(action, {
			method,
			...(method !== 'DELETE' && {
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(fieldsOf(form))
			})
		});
		if (response.ok) return location.reload();
		error.textContent = (await response.json()).message;
	} catch {
		error.textContent = 'The inbox does not answer. Is the stack still running?';
	}
});

addEventListener('keydown', (event) => {
	if (event.ctrlKey || event.metaKey || event.altKey) return;
	if (event.target.closest('input, select, textarea')) return;
	if (event.key === '/') {
		event.preventDefault();
		document.querySelector('#search')?.select();
	}
	if (event.key === 'j' || event.key === 'k') {
		const links = [...document.querySelectorAll('#list li a')];
		const from = links.indexOf(document.activeElement.closest('#list li a'));
		links[from + (event.key === 'j' ? 1 : -1)]?.focus();
	}
});

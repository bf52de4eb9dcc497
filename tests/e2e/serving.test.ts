import { expect, test } from './test.ts';

test('every path that is no file gets the page, with the policy as a header', async ({
	request
}) => {
	for (const path of ['/', '/sign-in', '/batches/MCC-24-051-A', '/index.html']) {
		const response = await request.get(path);
		expect([path, response.status()]).toEqual([path, 200]);
		const policy = response.headers()['content-security-policy'];
		expect(policy).toContain("default-src 'self'");
		expect(policy).toContain("frame-ancestors 'none'");
		expect(policy).not.toContain("script-src 'self' 'unsafe-inline'");
		expect(response.headers()['x-content-type-options']).toBe('nosniff');
	}
});

test('a file that is not there, and a path that leaves the folder, are 404', async ({
	request
}) => {
	for (const path of [
		'/_app/none.js',
		'/none.png',
		'/..%2f..%2fpackage.json',
		'/%2e%2e/keys.json',
		'/_app/%E0%A4%A'
	]) {
		const response = await request.get(path);
		expect([path, response.status()]).toEqual([path, 404]);
	}
});

test('scripts travel compressed, and are kept for ever', async ({ request }) => {
	const html = await (await request.get('/')).text();
	const [script] = html.match(/\/_app\/immutable\/[^"]+\.js/)!;
	const response = await request.get(script, { headers: { 'Accept-Encoding': 'br' } });
	expect(response.headers()).toMatchObject({
		'content-encoding': 'br',
		'content-type': expect.stringContaining('text/javascript'),
		'cache-control': 'public, max-age=31536000, immutable'
	});
});

test('the settings that the page reads at run time are never kept', async ({ request }) => {
	const response = await request.get('/_app/env.js');
	expect(response.headers()['cache-control']).toBe('no-store');
	expect(await response.text()).toMatch(
		/^export const env=\{"PUBLIC_SUPABASE_URL":"","PUBLIC_SUPABASE_KEY":"sb_publishable_/
	);
});

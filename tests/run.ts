import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs every test, from a fresh clone if need be, and ends with the line `N passed, N failed`. */

interface Tally {
	passed: number;
	failed: number;
}

const bin = (name: string) => join('node_modules', '.bin', name);
const folder = await mkdtemp(join(tmpdir(), 'lotline-tests-'));
const total: Tally = { passed: 0, failed: 0 };

const built = await run(bin('vite'), ['build', '--logLevel', 'warn']);
if (built !== 0) total.failed++;

for (const project of ['unit', 'db', 'platform']) {
	const file = join(folder, `${project}.json`);
	const code = await run(bin('vitest'), [
		'run',
		`--project=${project}`,
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${file}`
	]);
	count(code, await vitestTally(file));
}

const file = join(folder, 'e2e.json');
const code = await run(bin('playwright'), ['test', '--reporter=list,json'], {
	PLAYWRIGHT_JSON_OUTPUT_NAME: file
});
count(code, await playwrightTally(file));

await rm(folder, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

async function run(
	command: string,
	args: string[],
	environment: Record<string, string> = {}
): Promise<number | null> {
	const child = spawn(command, args, {
		stdio: ['ignore', 'inherit', 'inherit'],
		env: { ...process.env, ...environment }
	});
	return await new Promise((settle) => child.once('close', settle));
}

/** A runner that fails without a failed test (a crash, a set-up that did not come up) counts as one. */
function count(code: number | null, tally: Tally | undefined): void {
	total.passed += tally?.passed ?? 0;
	total.failed += tally?.failed ?? 0;
	if (code !== 0 && !tally?.failed) total.failed++;
}

async function read<T>(path: string): Promise<T | undefined> {
	return await readFile(path, 'utf8').then(
		(text) => JSON.parse(text) as T,
		() => undefined
	);
}

async function vitestTally(path: string): Promise<Tally | undefined> {
	const report = await read<{ numPassedTests: number; numFailedTests: number }>(path);
	return report && { passed: report.numPassedTests, failed: report.numFailedTests };
}

async function playwrightTally(path: string): Promise<Tally | undefined> {
	const report = await read<{ stats: { expected: number; flaky: number; unexpected: number } }>(
		path
	);
	return (
		report && {
			passed: report.stats.expected,
			failed: report.stats.unexpected + report.stats.flaky
		}
	);
}

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Runs every test, from a fresh clone if need be, and ends with the line `N passed, N failed`. */

interface Tally {
	passed: number;
	/** Each failed test, with what it says. */
	failed: string[];
}

/**
 * What runs in the browser here, beside the golden path and the hour: how every screen is seen, heard and reached
 * without a pointer, the life of a session and that without a network; on the phone, the shift and the QA desk. All
 * tests of all screens in both sizes take most of an hour on two cores: `npm run test:e2e`.
 */
const IN_THE_BROWSER = [
	/^pc .*(\(axe\)|keyboard alone|reload in the middle)/,
	/^pc (access\/session|offline|serving|pages)\./,
	/^phone (shifts\/shift|quality\/desk)\./,
	/^phone production\/stage\..*(practised|logged on the device)/
];

/** Debian's PostgreSQL 15 and its pg_cron; root alone may put beside them what Debian does not have. */
const DEBIAN = ['bin/initdb', 'lib/pg_cron.so'].map((file) => `/usr/lib/postgresql/15/${file}`);
const hasDebian = process.getuid?.() === 0 && DEBIAN.every((file) => existsSync(file));

const bin = (name: string) => join('node_modules', '.bin', name);
const folder = await mkdtemp(join(tmpdir(), 'lotline-tests-'));
const total: Tally = { passed: 0, failed: [] };

const built = run(bin('vite'), ['build', '--logLevel', 'warn']);
await onNode('unit');
if ((await built).code !== 0) total.failed.push('the build');

// What tests the stack waits more than it works: beside the others, and told after them.
const waiting = ['platform', 'stacks', ...(hasDebian ? ['debian'] : [])];
const beside = waiting.map((project) => onNode(project, 'pipe'));
for (const project of ['app', 'db']) await onNode(project);
for (const printed of beside) process.stdout.write(await printed);
if (!hasDebian) {
	console.log(
		'Not tested: the genuine pg_cron, which needs postgresql-15, postgresql-15-cron and root.'
	);
}

// A browser takes the processors from what measures time: alone, and first the six with the golden path.
await inBrowser('golden-path', ['--project=golden path', '--project=hour']);
await inBrowser('e2e', [
	'--project=pc',
	'--project=phone',
	'--grep',
	IN_THE_BROWSER.map(({ source }) => source).join('|')
]);

await rm(folder, { recursive: true, force: true });
for (const failure of total.failed) console.log(`\nfailed: ${failure}`);
console.log(`\n${total.passed} passed, ${total.failed.length} failed`);
process.exit(total.failed.length === 0 ? 0 : 1);

/** @returns what it printed, where that is piped */
async function onNode(project: string, output: 'inherit' | 'pipe' = 'inherit'): Promise<string> {
	const file = join(folder, `${project}.json`);
	const args = [
		'run',
		`--project=${project}`,
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${file}`
	];
	const { code, printed } = await run(bin('vitest'), args, {}, output);
	count(project, code, await vitestTally(file));
	return printed;
}

async function inBrowser(name: string, args: string[]): Promise<void> {
	const file = join(folder, `${name}.json`);
	const common = ['test', '--reporter=list,json', `--output=${join('test-results', name)}`];
	const { code } = await run(bin('playwright'), [...common, ...args], {
		PLAYWRIGHT_JSON_OUTPUT_NAME: file
	});
	count(name, code, await playwrightTally(file));
}

async function run(
	command: string,
	args: string[],
	environment: Record<string, string> = {},
	output: 'inherit' | 'pipe' = 'inherit'
): Promise<{ code: number | null; printed: string }> {
	const child = spawn(command, args, {
		stdio: ['ignore', output, output],
		env: { ...process.env, ...environment }
	});
	let printed = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
	}
	const code = await new Promise<number | null>((settle) => child.once('close', settle));
	return { code, printed };
}

/** A runner that fails without a failed test (a crash, a set-up that did not come up) counts as one. */
function count(runner: string, code: number | null, tally?: Tally): void {
	total.passed += tally?.passed ?? 0;
	total.failed.push(...(tally?.failed ?? []).map((failure) => `${runner}: ${failure}`));
	if (code !== 0 && !tally?.failed.length) total.failed.push(`${runner}: ended with ${code}`);
}

async function read<T>(path: string): Promise<T | undefined> {
	return await readFile(path, 'utf8').then(
		(text) => JSON.parse(text) as T,
		() => undefined
	);
}

interface VitestReport {
	numPassedTests: number;
	testResults: {
		name: string;
		status: string;
		/** Why the file failed, where that is none of its tests. */
		message: string;
		assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
	}[];
}

async function vitestTally(path: string): Promise<Tally | undefined> {
	const report = await read<VitestReport>(path);
	if (!report) return undefined;
	const failed = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
		const tests = assertionResults.filter((test) => test.status === 'failed');
		if (status === 'failed' && tests.length === 0) return told(name, 'its set-up', message);
		return tests.map(({ fullName, failureMessages }) => told(name, fullName, failureMessages?.[0]));
	});
	return { passed: report.numPassedTests, failed };
}

interface Suite {
	suites?: Suite[];
	specs: {
		title: string;
		file: string;
		tests: { status: string; results: { error?: { message?: string } }[] }[];
	}[];
}

async function playwrightTally(path: string): Promise<Tally | undefined> {
	const report = await read<{ suites: Suite[] }>(path);
	if (!report) return undefined;
	const tests = specsOf(report).flatMap(({ title, file, tests }) =>
		tests.map(({ status, results }) => ({ title, file, status, error: results[0]?.error }))
	);
	return {
		passed: tests.filter(({ status }) => status === 'expected').length,
		failed: tests
			.filter(({ status }) => status === 'unexpected' || status === 'flaky')
			.map(({ title, file, error }) => told(file, title, error?.message))
	};
}

function specsOf({ suites = [], specs = [] }: Partial<Suite>): Suite['specs'] {
	return [...specs, ...suites.flatMap(specsOf)];
}

/** A failure with the start of what it says; the whole is above. */
function told(file: string, title: string, message = ''): string {
	const lines = stripVTControlCharacters(message).split('\n').slice(0, 12);
	return `${relative('.', file)} > ${title}\n${lines.join('\n')}`;
}

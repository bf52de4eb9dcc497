/** Shared by the benches: how figures are taken and printed. */

/** Runs a call one at a time. @returns milliseconds */
export async function timed(
	call: () => Promise<unknown>,
	count: number
): Promise<{ p50: number; p99: number }> {
	for (let n = 0; n < count / 10; n++) await call();
	const times: number[] = [];
	for (let n = 0; n < count; n++) {
		const begun = performance.now();
		await call();
		times.push(performance.now() - begun);
	}
	return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

/** Calls a second by so many callers at once. */
export async function throughput(
	call: () => Promise<unknown>,
	callers: number,
	count: number
): Promise<number> {
	const begun = performance.now();
	let left = count;
	await Promise.all(
		Array.from({ length: callers }, async () => {
			while (left-- > 0) await call();
		})
	);
	return count / ((performance.now() - begun) / 1000);
}

/** The value below which the share `q` of all lies. */
export function quantile(values: number[], q: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]!;
}

/** The middle value. */
export function median(values: number[]): number {
	return quantile(values, 0.5);
}

/** Begins a part of the output. */
export function title(text: string): void {
	console.log(`\n${text}`);
}

/** One figure. */
export function line(name: string, value: string): void {
	console.log(`  ${name.padEnd(58)} ${value}`);
}

/** A figure beside the baseline of the same run. */
export function compare(
	name: string,
	value: number,
	baseName: string,
	base: number,
	unit: string
): void {
	const ratio = base > 0 ? `; ratio ${(value / base).toFixed(2)} ×` : '';
	line(name, `${value.toFixed(2)} ${unit}; ${baseName}: ${base.toFixed(2)} ${unit}${ratio}`);
}

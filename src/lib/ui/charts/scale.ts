/** The values at which an axis has its lines, from its least to its most. */
export interface Scale {
	min: number;
	max: number;
	ticks: number[];
	/** Decimals that the ticks need. */
	digits: number;
}

/**
 * An axis over the values, with round ticks.
 * @param from where it begins; without it near the least value
 * @param wanted ticks, about
 */
export function scaleOf(
	values: number[],
	{ from, wanted = 4 }: { from?: number; wanted?: number } = {}
): Scale {
	const least = from ?? Math.min(...values, Infinity);
	const most = Math.max(...values, -Infinity);
	const low = Number.isFinite(least) ? least : 0;
	const high = Number.isFinite(most) && most > low ? most : low + 1;
	const step = roundStep((high - low) / wanted);
	const min = Math.floor(low / step + 1e-9) * step;
	const count = Math.max(1, Math.ceil((high - min) / step - 1e-9));
	const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
	const ticks = Array.from({ length: count + 1 }, (_, index) =>
		Number((min + index * step).toFixed(digits))
	);
	return { min: ticks[0]!, max: ticks.at(-1)!, ticks, digits };
}

/** 1, 2 or 5 times a power of ten, not less than what is given. */
function roundStep(rough: number): number {
	const power = 10 ** Math.floor(Math.log10(rough));
	const factor = [1, 2, 5, 10].find((nice) => nice * power >= rough * (1 - 1e-9)) ?? 10;
	return factor * power;
}

/** Which labels have room below an axis: each, or every so manieth, the last one always. */
export function labelled(count: number, width: number, each = 48): (index: number) => boolean {
	const every = Math.max(1, Math.ceil((count * each) / Math.max(width, 1)));
	return (index) => (count - 1 - index) % every === 0;
}

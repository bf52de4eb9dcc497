/** What was lost on the way through a stage. */
export interface Loss {
	/** In the unit of what went in. */
	quantity: number;
	/** Of what went in. */
	percent: number;
}

/** As app.stage_flags has it. @param input above zero */
export function lossOf(input: number, output: number): Loss {
	const quantity = Math.round((input - output) * 1e6) / 1e6;
	return { quantity, percent: Math.round((100 * quantity * 1000) / input) / 1000 };
}

/** Whether a loss is above what a stage may lose; without a limit none is. */
export function exceeds(percent: number, limit: number | null | undefined): boolean {
	return limit !== null && limit !== undefined && percent > limit;
}

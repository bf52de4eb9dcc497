import { judge, type Entered } from '#lib/quality/schemas.ts';
import type { AskedParameter } from '#lib/quality/types.ts';

type Limits = Pick<AskedParameter, 'minimum' | 'maximum' | 'accepted'>;

/** What is said of a value while it is typed; `near`: within its limits, but hardly. */
export type LiveVerdict = 'missing' | 'no-number' | 'within' | 'near' | 'outside';

/** The part of the band, or of the one limit there is, that counts as near to a limit. */
const NEAR = 0.1;

/** @param value as it stands in the form */
export function verdictOf(limits: Limits, value: Entered['value']): LiveVerdict {
	if (Number.isNaN(value)) return 'no-number';
	if (typeof value === 'string' && value.trim() === '') return 'missing';
	const verdict = judge(limits, value);
	if (verdict !== 'within') return verdict;
	return typeof value === 'number' && isNear(limits, value) ? 'near' : 'within';
}

function isNear({ minimum, maximum }: Limits, value: number): boolean {
	if (minimum !== null && maximum !== null) {
		const edge = (maximum - minimum) * NEAR;
		return value < minimum + edge || value > maximum - edge;
	}
	if (maximum !== null) return value > maximum - Math.abs(maximum) * NEAR;
	return minimum !== null && value < minimum + Math.abs(minimum) * NEAR;
}

/** What a test will say as a whole (app.judge_test), and why. */
export interface Outlook {
	status: 'pass' | 'hold' | 'pending';
	/** Names of the parameters that are outside, and of those that are needed and not there. */
	outside: string[];
	missing: string[];
	/** Whether anything has been entered. */
	begun: boolean;
}

/** One or more outside: hold. Something needed still missing: pending. Else: pass (P4.04). */
export function outlook(
	parameters: (Limits & Pick<AskedParameter, 'id' | 'name' | 'required'>)[],
	results: Entered[]
): Outlook {
	const judged = parameters.map((parameter) => ({
		...parameter,
		verdict: verdictOf(
			parameter,
			results.find(({ parameter_id }) => parameter_id === parameter.id)?.value
		)
	}));
	const isMissing = ({ verdict }: { verdict: LiveVerdict }) =>
		verdict === 'missing' || verdict === 'no-number';
	const outside = judged.filter(({ verdict }) => verdict === 'outside').map(({ name }) => name);
	const missing = judged
		.filter((parameter) => parameter.required && isMissing(parameter))
		.map(({ name }) => name);
	const begun = !judged.every(isMissing);
	const status = outside.length > 0 ? 'hold' : missing.length > 0 || !begun ? 'pending' : 'pass';
	return { status, outside, missing, begun };
}

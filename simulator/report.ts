import { isDeepStrictEqual } from 'node:util';

interface Tally {
	accepted: number;
	expected: number;
	unexpected: number;
	/** ms of each. */
	latencies: number[];
}

export interface Totals {
	accepted: number;
	expected: number;
	unexpected: number;
	repeats: number;
}

/** What was accepted and refused, how long it took, and what should not have happened. */
export class Report {
	readonly faults: string[] = [];
	readonly #begun = performance.now();
	readonly #commands = new Map<string, Tally>();
	readonly #reasons = new Map<string, number>();
	#repeats = 0;

	accepted(command: string, ms: number): void {
		const tally = this.#of(command);
		tally.accepted++;
		tally.latencies.push(ms);
	}

	/** A wrong action that was refused with one of the codes it should be. */
	refusedAsExpected(command: string, ms: number, code: string): void {
		const tally = this.#of(command);
		tally.expected++;
		tally.latencies.push(ms);
		this.#reasons.set(code, (this.#reasons.get(code) ?? 0) + 1);
	}

	/** A right action that was refused, or a wrong one that was not, or was for another reason. */
	unexpected(command: string, ms: number, sentence: string): void {
		const tally = this.#of(command);
		tally.unexpected++;
		tally.latencies.push(ms);
		this.faults.push(sentence);
	}

	/** What should have followed and has not. */
	missed(sentence: string): void {
		this.faults.push(sentence);
	}

	/** An action that was sent twice under one id. */
	repeated(command: string, first: unknown, second: unknown): void {
		this.#repeats++;
		if (isDeepStrictEqual(first, second)) return;
		this.faults.push(
			`${command}, repeated, answered ${JSON.stringify(second)} after ${JSON.stringify(first)}.`
		);
	}

	get totals(): Totals {
		const totals = { accepted: 0, expected: 0, unexpected: 0, repeats: this.#repeats };
		for (const tally of this.#commands.values()) {
			totals.accepted += tally.accepted;
			totals.expected += tally.expected;
			totals.unexpected += tally.unexpected;
		}
		return totals;
	}

	/**
	 * @param figures what was made, as name and count
	 * @param violations rows of the invariants, by the name of their file
	 */
	lines(figures: Record<string, number>, violations: Record<string, unknown[]>): string[] {
		const seconds = (performance.now() - this.#begun) / 1000;
		const { accepted, expected, unexpected, repeats } = this.totals;
		const sent = accepted + expected + unexpected;
		const rows = Object.values(violations).reduce((sum, found) => sum + found.length, 0);
		const invariants = Object.entries(violations).map(
			([file, found]) => `${file}: ${JSON.stringify(found.slice(0, 3))}`
		);
		return [
			'',
			...table([
				['command', 'accepted', 'refused as expected', 'unexpected', 'p50 ms', 'p99 ms'],
				...[...this.#commands]
					.sort(([a], [b]) => a.localeCompare(b))
					.map(([name, tally]) => [
						name,
						String(tally.accepted),
						String(tally.expected),
						String(tally.unexpected),
						quantile(tally.latencies, 0.5).toFixed(1),
						quantile(tally.latencies, 0.99).toFixed(1)
					])
			]),
			'',
			`Mistakes refused: ${
				[...this.#reasons]
					.sort()
					.map(([code, count]) => `${code} ${count}`)
					.join(', ') || 'none'
			}`,
			`Repeats: ${repeats}, each to be answered as the first time`,
			`Made: ${Object.entries(figures)
				.map(([name, count]) => `${count} ${name}`)
				.join(', ')}`,
			`Sent: ${sent} in ${seconds.toFixed(1)} s, ${(sent / seconds).toFixed(0)}/s`,
			'',
			...[...this.faults, ...invariants].slice(0, 20),
			`${rows} invariant rows, ${this.faults.length} unexpected refusals`
		];
	}

	#of(command: string): Tally {
		const known = this.#commands.get(command);
		if (known) return known;
		const tally = { accepted: 0, expected: 0, unexpected: 0, latencies: [] };
		this.#commands.set(command, tally);
		return tally;
	}
}

function quantile(values: number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Columns as wide as their widest cell, numbers to the right. */
function table(rows: string[][]): string[] {
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
	return rows.map((row) =>
		row
			.map((cell, n) => (n === 0 ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]! + 3)))
			.join('')
	);
}

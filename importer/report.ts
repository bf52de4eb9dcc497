import type { ImportReport, Tally } from './run.ts';

/** How many lines of a long list are shown. */
const SHOWN = 200;

/** The report of a run as text. */
export function describeReport(report: ImportReport, dryRun: boolean): string {
	const { lots, batches, refused, flags, onHold, differing, blanks } = report;
	const unread = refused.filter(({ record }) => record === undefined).length;
	return [
		dryRun ? 'A dry run: nothing of this has been kept.\n' : '',
		aligned([
			['', 'added', 'there already', 'refused'],
			['lots', ...counts(lots)],
			['batches', ...counts(batches)]
		]),
		`\n${report.rows} rows, ${unread} of which could not be read; ${report.tests} tests.`,
		section(
			'Refused',
			refused.map(({ line, record, reason }) => [`line ${line}`, record ?? '', reason])
		),
		section(
			'Flagged: kept as it is, and on hold until QA has decided',
			flags.map(({ lines, record, finding }) => [linesOf(lines), record, finding])
		),
		section(
			`On hold: ${onHold.itself.length} for what is flagged, ${onHold.throughMaterial.length} for material that is`,
			onHold.throughMaterial.map((code) => [code])
		),
		section(
			'Told differently on different lines; each is a test of its own',
			differing.map(({ record, lines }) => [record, lines.map(linesOf).join(' / ')])
		),
		section(
			'Blank',
			Object.entries(blanks).map(([column, count]) => [column, `${count} rows`])
		),
		section(
			'Columns that were not brought in',
			report.unusedColumns.map((column) => [column])
		)
	]
		.filter((part) => part !== '')
		.join('\n');
}

function counts({ added, present, refused }: Tally): string[] {
	return [added, present, refused].map(String);
}

function linesOf(lines: number[]): string {
	const shown = lines.slice(0, 5).join(', ');
	return `line${lines.length > 1 ? 's' : ''} ${shown}${lines.length > 5 ? ', …' : ''}`;
}

function section(title: string, rows: string[][]): string {
	if (rows.length === 0) return '';
	const more = rows.length > SHOWN ? `\n  and ${rows.length - SHOWN} more` : '';
	return `\n${title}\n${aligned(rows.slice(0, SHOWN))}${more}`;
}

function aligned(rows: string[][]): string {
	const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
	return rows
		.map((row) => `  ${row.map((cell, c) => cell.padEnd(widths[c]!)).join('  ')}`.trimEnd())
		.join('\n');
}

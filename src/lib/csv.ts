/** What a spreadsheet would take for a formula, were it the beginning of a cell. */
const FORMULA = /^[=+\-@\t\r]/;

type Cell = string | number | null | undefined;

/**
 * Rows as a file that spreadsheets open. Text that looks like a formula gets an apostrophe before it, so
 * that it stays what it is; numbers stay numbers.
 */
export function csvOf(rows: Cell[][]): string {
	const lines = rows.map((row) => row.map(cell).join(','));
	// The mark at the beginning has Excel read it as UTF-8.
	return `\ufeff${lines.join('\r\n')}\r\n`;
}

function cell(value: Cell): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'number') return String(value);
	const text = FORMULA.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Has the browser save a text as a file. */
export function save(name: string, text: string, type = 'text/csv'): void {
	const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url));
}

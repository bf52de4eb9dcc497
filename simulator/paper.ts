/** A page of text as a PDF, so that what is attached can be opened. Latin letters only. */
export function page(lines: string[]): Uint8Array<ArrayBuffer> {
	const text = lines
		.map((line) => `(${line.replaceAll(/[^\x20-\x7e]/g, ' ').replaceAll(/[\\()]/g, '\\$&')}) Tj T*`)
		.join('\n');
	const stream = `BT /F1 12 Tf 18 TL 72 770 Td\n${text}\nET`;
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
		`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
	];
	let file = '%PDF-1.4\n';
	const offsets = objects.map((object, n) => {
		const offset = file.length;
		file += `${n + 1} 0 obj\n${object}\nendobj\n`;
		return offset;
	});
	const start = file.length;
	const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
	file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries.join('')}`;
	file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
	return new TextEncoder().encode(file);
}

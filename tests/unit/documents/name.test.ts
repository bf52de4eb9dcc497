import { expect, test } from 'vitest';
import { harmlessName } from '../../../supabase/functions/documents/name.ts';

for (const [given, name] of [
	['report.pdf', 'report.pdf'],
	['Report v1.2', 'Report v1.2.pdf'],
	['scan.PDF', 'scan.pdf'],
	['invoice.exe', 'invoice.pdf'],
	['invoice.pdf.exe', 'invoice.pdf'],
	['../../etc/passwd', 'passwd.pdf'],
	['C:\\Users\\x\\report.pdf', 'report.pdf'],
	['a\u0000b\r\nc.pdf', 'a b c.pdf'],
	['\u202efdp.exe', 'fdp.pdf'],
	['<img src=x onerror="alert(1)">.pdf', '_img src=x onerror=_alert(1)__.pdf'],
	['.htaccess', 'document.pdf'],
	['', 'document.pdf'],
	['...', 'document.pdf'],
	['ஆய்வு அறிக்கை.pdf', 'ஆய்வு அறிக்கை.pdf'],
	['cafe\u0301.pdf', 'caf\u00e9.pdf'],
	['👩‍🔬.pdf', '👩‍🔬.pdf'],
	['half \ud83d.pdf', 'half.pdf'],
	['x'.repeat(500), `${'x'.repeat(196)}.pdf`],
	['🌾'.repeat(500), `${'🌾'.repeat(196)}.pdf`]
] as const) {
	test(`P12.01 ${JSON.stringify(given.slice(0, 40))} is kept as ${JSON.stringify(name.slice(0, 40))}`, () => {
		expect(harmlessName(given, 'pdf')).toBe(name);
	});
}

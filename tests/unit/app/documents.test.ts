import { describe, expect, test } from 'vitest';
import { DOCUMENT_TYPES, LARGEST_FILE, whyNotSent } from '#lib/ui/file.ts';

const why = (file: File) => whyNotSent(file, DOCUMENT_TYPES);

const file = (name: string, ...parts: (string | number)[]) =>
	new File(
		parts.map((part) =>
			typeof part === 'number' ? new Uint8Array(part) : new Uint8Array(Buffer.from(part, 'latin1'))
		),
		name
	);

describe('P12.01 a file is looked into before it travels', () => {
	test.each([
		['paper.pdf', '%PDF-1.7\n'],
		['photo.jpg', '\xff\xd8\xff\xe0\0\x10JFIF'],
		['scan.png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
		['small.webp', 'RIFF\x22\0\0\0WEBPVP8 '],
		['phone.heic', '\0\0\0\x18ftypheic\0\0\0\0'],
		['named-wrongly.txt', '%PDF-1.7\n']
	])('%s is taken, by its content', async (name, head) => {
		expect(await why(file(name, head, 100))).toBeUndefined();
	});

	test.each([
		['virus.pdf', 'MZ\x90\0'],
		['page.png', '<!doctype html><script>'],
		['sound.webp', 'RIFF\x22\0\0\0WAVEfmt '],
		['film.heic', '\0\0\0\x18ftypqt  \0\0\0\0']
	])('%s is refused, whatever it is called', async (name, head) => {
		expect(await why(file(name, head, 100))).toMatchObject({
			code: 'FILE_TYPE_REFUSED',
			sentence: expect.stringContaining(name)
		});
	});

	test('one of 10 MB is taken, one of a byte more is not, and an empty one is not', async () => {
		const head = '%PDF-1.7\n';
		const just = file('just.pdf', head, LARGEST_FILE - head.length);
		expect(await why(just)).toBeUndefined();
		const over = file('over.pdf', head, LARGEST_FILE - head.length + 1);
		expect(await why(over)).toMatchObject({
			code: 'FILE_TOO_LARGE',
			sentence: expect.stringMatching(/over\.pdf.* 10\.1\sMB.* 10\.0\sMB/)
		});
		expect(await why(file('empty.pdf'))).toMatchObject({ code: 'VALUE_INVALID' });
	});
});

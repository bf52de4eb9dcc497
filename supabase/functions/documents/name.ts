/** Characters of a name at the most, its ending included. */
const LONGEST = 200;

/** What turns the direction of writing, so that `exe.fdp` reads `pdf.exe`, and the byte order mark. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * A file's name made harmless: no path, no control characters, nothing that a file system refuses.
 * @param ending the one of the file's type, which replaces what it has
 */
export function harmlessName(given: string, ending: string): string {
	const name = (given.normalize('NFC').split(/[/\\]/u).at(-1) ?? '')
		.replace(DIRECTION, '')
		.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
		.replace(/[<>:"|?*]/gu, '_')
		.replace(/\.[a-z][a-z0-9]{0,7}\s*$/iu, '')
		.replace(new RegExp(`(\\.${ending})+$`, 'iu'), '')
		.replace(/^[.\s]+|[.\s]+$/gu, '');
	const stem = Array.from(name).slice(0, LONGEST - ending.length - 1);
	return `${stem.join('').trim() || 'document'}.${ending}`;
}

import { m } from '#lib/paraglide/messages.js';
import { formatBytes } from '#lib/ui/format.ts';

/** Bytes of a file at the most, as the function, the bucket and the table have it. */
export const LARGEST_FILE = 10_000_000;

/** Characters of a file's name that a sentence repeats. */
const LONGEST_NAME = 200;

interface Kind {
	name: string;
	/** Whether a file begins as this kind does. */
	begins: (head: Uint8Array) => boolean;
}

const text = (head: Uint8Array, from: number, to: number) =>
	String.fromCharCode(...head.slice(from, to));

/** What documents may be, by media type. A file is what its content says, whatever its name. */
const KINDS: Record<string, Kind> = {
	'application/pdf': { name: 'PDF', begins: (head) => text(head, 0, 5) === '%PDF-' },
	'image/jpeg': { name: 'JPEG', begins: (head) => text(head, 0, 3) === '\xff\xd8\xff' },
	'image/png': { name: 'PNG', begins: (head) => text(head, 0, 8) === '\x89PNG\r\n\x1a\n' },
	'image/webp': {
		name: 'WebP',
		begins: (head) => text(head, 0, 4) === 'RIFF' && text(head, 8, 12) === 'WEBP'
	},
	'image/heic': {
		name: 'HEIC',
		// The still pictures of the family; its films begin with another name.
		begins: (head) =>
			text(head, 4, 8) === 'ftyp' && ['heic', 'heix', 'mif1'].includes(text(head, 8, 12))
	}
};

export const DOCUMENT_TYPES = Object.keys(KINDS);

export const PHOTO_TYPES = DOCUMENT_TYPES.filter((type) => type.startsWith('image/'));

/** Why a file may not be sent: a code of `app.errors`, and a sentence. */
export interface WrongFile {
	code: 'VALUE_INVALID' | 'FILE_TOO_LARGE' | 'FILE_TYPE_REFUSED';
	sentence: string;
}

/**
 * Why a file may not be sent, before it travels: by its size, and by what its content says it is,
 * whatever it is called. The server looks into it again (P12.01).
 * @param types media types that are taken
 * @returns nothing when it may be sent
 */
export async function whyNotSent(file: File, types: string[]): Promise<WrongFile | undefined> {
	const name = file.name.slice(0, LONGEST_NAME);
	if (file.size === 0) return { code: 'VALUE_INVALID', sentence: m.ui_file_empty({ name }) };
	if (file.size > LARGEST_FILE) {
		// Rounded up, so that a file just too large does not read like one that fits.
		const size = formatBytes(Math.ceil(file.size / 1e5) * 1e5);
		const largest = formatBytes(LARGEST_FILE);
		return { code: 'FILE_TOO_LARGE', sentence: m.ui_file_too_large({ name, size, largest }) };
	}
	const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
	if (types.some((type) => KINDS[type]?.begins(head))) return undefined;
	const kinds = types.map((type) => KINDS[type]?.name ?? type).join(', ');
	return { code: 'FILE_TYPE_REFUSED', sentence: m.ui_file_wrong_kind({ name, kinds }) };
}

import pdfmake from 'npm:pdfmake@0.3.11';
import pdfDocument from 'npm:pdfmake@0.3.11/js/PDFDocument.js';
import roboto from 'npm:pdfmake@0.3.11/build/vfs_fonts.js';
import { Buffer } from 'node:buffer';

/** Scripts of India that the font of everything else lacks, each with a font of its own. */
const SCRIPTS: [name: string, pattern: RegExp][] = [
	['devanagari', /\p{Script_Extensions=Devanagari}/u],
	['tamil', /\p{Script_Extensions=Tamil}/u],
	['telugu', /\p{Script_Extensions=Telugu}/u],
	['kannada', /\p{Script_Extensions=Kannada}/u],
	['malayalam', /\p{Script_Extensions=Malayalam}/u],
	['bengali', /\p{Script_Extensions=Bengali}/u],
	['gujarati', /\p{Script_Extensions=Gujarati}/u],
	['gurmukhi', /\p{Script_Extensions=Gurmukhi}/u],
	['oriya', /\p{Script_Extensions=Oriya}/u]
];

/** The font of everything but {@link SCRIPTS}: Latin, Greek, Cyrillic, ₹ and the signs of measuring. */
export const BASE = 'Roboto';

// A document has no business outside: neither addresses nor files.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy(() => false);

for (const name of ['Roboto-Regular.ttf', 'Roboto-Medium.ttf'])
	pdfmake.virtualfs.writeFileSync(name, Buffer.from(roboto[name], 'base64'));

const fonts: Record<string, { normal: string; bold: string }> = {
	[BASE]: { normal: 'Roboto-Regular.ttf', bold: 'Roboto-Medium.ttf' }
};
pdfmake.setFonts(fonts);

/** Of OpenType, by their names: whether to use them. */
export type Features = Record<string, boolean>;

/** A font as the layout engine has it. */
interface Glyphs {
	hasGlyphForCodePoint(codePoint: number): boolean;
	layout(text: string, features?: Features): unknown;
}

const glyphs = new Map<string, Glyphs>();

/** The fonts are asked for their glyphs, so that nothing becomes a box; each is read when it is needed. */
function glyphsOf(font: string): Glyphs {
	let known = glyphs.get(font);
	if (!known) {
		if (!fonts[font]) {
			const file = `noto-sans-${font}.woff`;
			const bytes = Deno.readFileSync(new URL(`./fonts/${file}`, import.meta.url));
			pdfmake.virtualfs.writeFileSync(file, Buffer.from(bytes));
			fonts[font] = { normal: file, bold: file };
		}
		const document = new pdfDocument.default(fonts, {}, {}, {}, {}, pdfmake.virtualfs);
		known = document.provideFont(font, false, false).font as Glyphs;
		glyphs.set(font, known);
	}
	return known;
}

/** Whether a font can show a character. */
export function shows(font: string, character: string): boolean {
	return glyphsOf(font).hasGlyphForCodePoint(character.codePointAt(0)!);
}

/** The font that shows a character, if there is one. */
export function fontOf(character: string): string | undefined {
	if (shows(BASE, character)) return BASE;
	const script = SCRIPTS.find(([, pattern]) => pattern.test(character))?.[0];
	return script && shows(script, character) ? script : undefined;
}

/**
 * The features to set a word with: the font's own, or without the fine placement of marks, which the
 * layout engine does not get through with every word.
 * @returns null when the engine cannot set the word at all
 */
export function featuresFor(font: string, word: string): Features | undefined | null {
	for (const features of [undefined, { abvm: false, blwm: false }]) {
		try {
			glyphsOf(font).layout(word, features && { ...features });
			return features;
		} catch {
			continue;
		}
	}
	return null;
}

/**
 * Sets a document.
 * @returns the PDF's bytes
 */
export async function set(definition: object): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await pdfmake.createPdf(definition).getBuffer());
}

import { BASE, featuresFor, fontOf, shows, type Features } from './fonts.ts';

/** What is set in one font. */
export interface Run {
	text: string;
	font?: string;
	wordBreak?: 'break-all';
	fontFeatures?: Features;
}

/** Marks that turn the direction of writing. They have no width, and a line of print has one direction. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** What joins, separates or varies its neighbours and has no width of its own. */
const JOINER = /[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]/u;

/** A word of more characters may be broken anywhere, so that it does not leave its column. */
const LONGEST_WORD = 22;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A text as it is printed: each part in a font that has it, and what no font has as its count, so
 * that a reader knows that the record has more.
 */
export function printed(text: string): Run[] {
	return parts(clean(text)).flatMap(({ font, text: part }) =>
		font ? part.split(/(?<=\s)(?=\S)/u).map((word) => set(font, word)) : [count(part)]
	);
}

function set(font: string, word: string): Run {
	if (font === BASE) return { text: word, ...broken(word) };
	const features = featuresFor(font, word);
	if (features === null) return count(word);
	return { text: word, font, ...(features && { fontFeatures: features }) };
}

const broken = (word: string): Partial<Run> =>
	word.trimEnd().length > LONGEST_WORD ? { wordBreak: 'break-all' } : {};

function count(text: string): Run {
	const { length } = [...characters.segment(text)];
	return { text: `[${length} ${length === 1 ? 'character' : 'characters'} not printable]` };
}

function clean(text: string): string {
	return text
		.normalize('NFC')
		.replace(/\r\n?|[\u2028\u2029]/gu, '\n')
		.replace(/[^\P{Cc}\n]/gu, ' ')
		.replace(DIRECTION, '')
		.replace(/\n{3,}/gu, '\n\n');
}

interface Part {
	/** Undefined when no font has it. */
	font: string | undefined;
	text: string;
}

function parts(text: string): Part[] {
	const found: Part[] = [];
	for (const character of text) {
		const last = found.at(-1);
		const font = character === '\n' ? BASE : fontAfter(last, character);
		if (font === null) continue;
		if (last && last.font === font) last.text += character;
		else found.push({ font, text: character });
	}
	return found;
}

/** The font of a character after a part; null when it is left out. */
function fontAfter(last: Part | undefined, character: string): string | undefined | null {
	if (JOINER.test(character)) {
		if (last && !last.font) return undefined;
		return last?.font && last.font !== BASE && shows(last.font, character) ? last.font : null;
	}
	const joins = /\p{M}/u.test(character) && last?.font && shows(last.font, character);
	return joins ? last!.font : fontOf(character);
}

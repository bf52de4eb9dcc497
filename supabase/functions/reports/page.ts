import { printed } from './text.ts';

/** A node of pdfmake's document. */
export type Content = Record<string, unknown>;

export const INK = '#16181d';
export const QUIET = '#5b6270';
export const RULE = '#d5d8de';
const HEAD = '#f2f3f5';

/** The colour of a state, and its sign as strokes in a square of 7 points. */
const STATES = {
	pass: { color: '#1a6b34', strokes: [[0.5, 4, 2.7, 6.2, 6.5, 1.2]] },
	hold: {
		color: '#8a5a00',
		strokes: [
			[2.2, 1, 2.2, 6.5],
			[4.8, 1, 4.8, 6.5]
		]
	},
	fail: {
		color: '#a8201a',
		strokes: [
			[1, 1, 6, 6],
			[6, 1, 1, 6]
		]
	}
};

/** Of an A4 page, in points. */
const MARGIN = 48;
export const WIDTH = 595.28 - 2 * MARGIN;

/** A text of the record in the fonts that show it. */
export const said = (text: string | number | null | undefined, more: Content = {}): Content => ({
	text: text === null || text === undefined || text === '' ? '–' : printed(String(text)),
	...more
});

/** Words of the form itself, quieter than what is said in them. */
export const quiet = (text: string, more: Content = {}): Content => ({
	text,
	color: QUIET,
	...more
});

/** A state as a sign and a word; the colour says it again. */
export function state(name: keyof typeof STATES, word: string, more: Content = {}): Content {
	const { color, strokes } = STATES[name];
	const lines = strokes.map((stroke) => ({
		type: 'polyline',
		lineWidth: 1.2,
		lineColor: color,
		points: stroke.flatMap((x, at) => (at % 2 ? [] : [{ x, y: stroke[at + 1]! }]))
	}));
	return {
		columns: [
			{ width: 10, canvas: lines, margin: [0, 1.8, 0, 0] },
			{ width: '*', text: word, color, ...more }
		]
	};
}

export const heading = (text: string): Content => ({
	text,
	bold: true,
	fontSize: 11,
	margin: [0, 18, 0, 6],
	headlineLevel: 1
});

/** Labels with their values, in two columns. */
export function facts(pairs: [label: string, value: Content][]): Content {
	const cells = pairs.map(([label, value]) => [
		quiet(label, { fontSize: 8.5, margin: [0, 1, 0, 0] }),
		value
	]);
	const half = Math.ceil(cells.length / 2);
	const nothing = [{ text: '' }, { text: '' }];
	const body = cells
		.slice(0, half)
		.map((left, row) => [...left, ...(cells[half + row] ?? nothing)]);
	return {
		table: { widths: [76, '*', 76, '*'], body },
		layout: {
			hLineWidth: () => 0,
			vLineWidth: () => 0,
			paddingLeft: (column: number) => (column === 2 ? 16 : 0),
			paddingRight: () => 6,
			paddingTop: () => 2.5,
			paddingBottom: () => 2.5
		}
	};
}

/** A table with its head on every page and thin rules between its rows. */
export function grid(widths: (string | number)[], head: Content[], rows: Content[][]): Content {
	const last = rows.length + 1;
	return {
		table: {
			headerRows: 1,
			keepWithHeaderRows: 1,
			dontBreakRows: true,
			widths,
			body: [head.map((cell) => ({ color: QUIET, fontSize: 8.5, ...cell })), ...rows]
		},
		layout: {
			hLineWidth: (line: number) => (line === 0 || line === 1 || line === last ? 0.75 : 0.5),
			hLineColor: () => RULE,
			vLineWidth: () => 0,
			fillColor: (row: number) => (row === 0 ? HEAD : null),
			paddingLeft: () => 6,
			paddingRight: () => 6,
			paddingTop: () => 5,
			paddingBottom: () => 5
		}
	};
}

/** What must not be overlooked, with a rule of its state's colour beside it. */
export const notice = (name: keyof typeof STATES, stack: Content[]): Content => ({
	margin: [0, 14, 0, 0],
	table: { widths: ['*'], body: [[{ stack }]] },
	layout: {
		hLineWidth: () => 0,
		vLineWidth: (line: number) => (line === 0 ? 2.5 : 0),
		vLineColor: () => STATES[name].color,
		paddingLeft: () => 10,
		paddingRight: () => 0,
		paddingTop: () => 2,
		paddingBottom: () => 2
	}
});

export interface Sheet {
	title: string;
	/** The place it is of. */
	site: string;
	/** Its number, with the revision where it has one. */
	name: string;
	/** ISO 8601. */
	madeAt: string;
	content: Content[];
}

/** A document with its plant, title and number on every page, and pages counted. */
export function sheet({ title, site, name, madeAt, content }: Sheet): object {
	const rule = (y: number) => ({
		canvas: [{ type: 'line', x1: 0, y1: y, x2: WIDTH, y2: y, lineWidth: 0.75, lineColor: RULE }]
	});
	return {
		pageSize: 'A4',
		pageMargins: [MARGIN, 68, MARGIN, 64],
		info: { title: `${title} ${name}`, author: site, creationDate: new Date(madeAt) },
		defaultStyle: { font: 'Roboto', fontSize: 9.5, lineHeight: 1.2, color: INK },
		header: () => ({
			margin: [MARGIN, 30, MARGIN, 0],
			stack: [
				{
					columns: [
						said(site, { width: 170, bold: true, fontSize: 9 }),
						said(name, { width: '*', alignment: 'right', color: QUIET, fontSize: 9 })
					],
					columnGap: 16
				},
				rule(5)
			]
		}),
		footer: (page: number, pages: number) => ({
			margin: [MARGIN, 12, MARGIN, 0],
			stack: [
				rule(0),
				{
					margin: [0, 6, 0, 0],
					fontSize: 8,
					color: QUIET,
					columns: [
						said(`Made from the record ${name}. The record in Lotline is what counts.`, {
							width: '*'
						}),
						{ width: 80, alignment: 'right', text: `Page ${page} of ${pages}` }
					],
					columnGap: 16
				}
			]
		}),
		// A heading does not stay behind alone.
		pageBreakBefore: (
			node: { headlineLevel?: number },
			around: { getFollowingNodesOnPage(): unknown[] }
		) => node.headlineLevel === 1 && around.getFollowingNodesOnPage().length === 0,
		content: [{ text: title, bold: true, fontSize: 20, margin: [0, 4, 0, 2] }, ...content]
	};
}

/** Something along the axis of a chart: a day, a shift. */
export interface ChartPoint {
	key: string;
	/** As it is read: Wed, 18 Nov 2026. */
	label: string;
	/** Below the axis, where there is little room. */
	short: string;
}

/** One of the things that a chart shows; its values by point, null where there is none. */
export interface ChartSeries {
	key: string;
	label: string;
	/** One of the colours of series. */
	color: 1 | 2 | 3 | 4 | 5;
	values: (number | null)[];
	/** What a value is made of. The path is resolved by its owner. */
	href?: (point: ChartPoint) => string;
}

/** Written out, so that the style sheet has them. */
export const fills = {
	1: 'fill-series-1',
	2: 'fill-series-2',
	3: 'fill-series-3',
	4: 'fill-series-4',
	5: 'fill-series-5'
};

export const grounds = {
	1: 'bg-series-1',
	2: 'bg-series-2',
	3: 'bg-series-3',
	4: 'bg-series-4',
	5: 'bg-series-5'
};

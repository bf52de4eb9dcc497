import {
	elementScroll,
	observeElementOffset,
	observeElementRect,
	Virtualizer,
	type Range,
	type VirtualizerOptions
} from '@tanstack/virtual-core';
import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/** So many rows are all drawn. */
const FEW = 100;
/** Height of a row whose texts need one line, in px. */
const LINE = 36;
/** Rows that are drawn above and below those that are seen. */
const AHEAD = 36;
/** With fewer of them left on one side, others are drawn: many at once, so that few frames have that to do. */
const CLOSE = 16;

/** A row that is drawn. */
export interface NearRow<Row> {
	row: Row;
	/** From 0. */
	index: number;
	/** The elements of a row that is no longer near are those of the row that comes near: it has its key. */
	key: string | number;
}

/**
 * Of a page of many rows those that are near what is seen, and the one that the order of tabs goes to; of a
 * page of few rows all. What is not drawn costs nothing when the page comes and when it is scrolled.
 */
export class NearRows<Row extends { id: string }> {
	#all: () => Row[];
	#kept: () => number;
	#scroller: HTMLElement | null = null;
	/** Indexes of the rows around what is seen, without a gap. */
	#around: number[] = [];
	#drawn: NearRow<Row>[] = [];
	/** May have the focus, which no other row is to inherit. */
	#held: NearRow<Row> | undefined;
	#keys = 0;
	/** Goes up when other rows are around what is seen. */
	#moves = $state(0);
	#virtualizer: Virtualizer<HTMLElement, HTMLElement>;

	/**
	 * @param all the page's rows in their order; their ids outlive a new reading
	 * @param kept index of the row that is drawn wherever one looks
	 */
	constructor(all: () => Row[], kept: () => number) {
		this.#all = all;
		this.#kept = kept;
		this.#virtualizer = new Virtualizer(this.#options([]));
	}

	/** Whether rows are left out. */
	readonly leavesOut = $derived.by(() => this.#all().length > FEW);

	#known = $derived.by(() => {
		const all = this.#all();
		this.#virtualizer.setOptions(this.#options(all));
		return { count: all.length };
	});

	#near = $derived.by(() => {
		void [this.#known, this.#moves];
		return this.#virtualizer.getVirtualIndexes();
	});

	#seen = $derived.by(() => {
		const kept = this.#kept();
		return kept >= this.#known.count || this.#near.includes(kept)
			? this.#near
			: [...this.#near, kept].sort((one, other) => one - other);
	});

	/** In their order. What was drawn before is the same object, so that nothing of it is drawn again. */
	readonly rows: NearRow<Row>[] = $derived.by(() => {
		const all = this.#all();
		if (!this.leavesOut) return all.map((row, index) => ({ row, index, key: row.id }));
		const stay = this.#seen.map((index) => {
			const { id } = all[index]!;
			return this.#drawn.find(({ row }) => row.id === id);
		});
		// An element that is moved loses the focus; when fewer come than stay, those that stay are not moved.
		const recycles = stay.filter((near) => near).length * 2 > stay.length;
		const left = this.#drawn.filter(
			(near) => recycles && near !== this.#held && !stay.includes(near)
		);
		this.#drawn = this.#seen.map((index, place) => {
			const row = all[index]!;
			const near = stay[place];
			if (near?.row === row && near.index === index) return near;
			return { row, index, key: near?.key ?? left.pop()?.key ?? (this.#keys += 1) };
		});
		const kept = this.#kept();
		this.#held = this.#drawn.find(({ index }) => index === kept);
		return this.#drawn;
	});

	/** What the rows after the last one drawn would take, in px. */
	readonly rest: number = $derived.by(() => {
		if (!this.leavesOut) return 0;
		const last = this.#seen.at(-1);
		if (last === undefined) return 0;
		return this.#virtualizer.getTotalSize() - this.#virtualizer.measurementsCache[last]!.end;
	});

	/** What the rows that are left out before a drawn one would take, in px. */
	gapBefore(index: number): number {
		if (!this.leavesOut) return 0;
		const before = this.#seen[this.#seen.indexOf(index) - 1];
		const sizes = this.#virtualizer.measurementsCache;
		return sizes[index]!.start - (before === undefined ? 0 : sizes[before]!.end);
	}

	/** For the element that scrolls. */
	readonly scroller: Attachment<HTMLElement> = (element) => {
		this.#scroller = element;
		untrack(() => this.#virtualizer._willUpdate());
		return () => {
			this.#scroller = null;
			this.#virtualizer._willUpdate();
		};
	};

	/** Scrolls to the first row. */
	toFirst() {
		this.#scroller?.scrollTo(0, 0);
	}

	/** For each row that is drawn; it tells its index by `data-index`. */
	row({ row: { id } }: NearRow<Row>): Attachment<HTMLElement> {
		return (element) => {
			const { elementsCache } = this.#virtualizer;
			untrack(() => this.#virtualizer.measureElement(element));
			return () => {
				if (elementsCache.get(id) === element) elementsCache.delete(id);
			};
		};
	}

	/** Those that are drawn already, while enough of them are left on both sides. */
	#rowsAround = ({ startIndex, endIndex, overscan, count }: Range): number[] => {
		const [first = 0, last = -1] = [this.#around[0], this.#around.at(-1)];
		const enough =
			last < count &&
			first <= Math.max(startIndex - CLOSE, 0) &&
			last >= Math.min(endIndex + CLOSE, count - 1);
		if (enough) return this.#around;
		const from = Math.max(startIndex - overscan, 0);
		const to = Math.min(endIndex + overscan, count - 1);
		return (this.#around = Array.from({ length: to - from + 1 }, (_, n) => from + n));
	};

	#options(all: Row[]): VirtualizerOptions<HTMLElement, HTMLElement> {
		return {
			count: all.length,
			getItemKey: (index) => all[index]!.id,
			getScrollElement: () => this.#scroller,
			estimateSize: () => LINE,
			overscan: AHEAD,
			rangeExtractor: this.#rowsAround,
			scrollToFn: elementScroll,
			observeElementRect,
			observeElementOffset,
			onChange: () => {
				const before = this.#around;
				if (this.#virtualizer.getVirtualIndexes() !== before) untrack(() => (this.#moves += 1));
			}
		};
	}
}

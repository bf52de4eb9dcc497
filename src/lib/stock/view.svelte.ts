import { NODE, type Drawing, type Node } from '#lib/stock/genealogy.ts';

/** Pixels around a drawing. */
export const MARGIN = 24;
/** Smaller than that nobody reads it; larger says no more. */
const READABLE = 0.7;
const SCALES = { least: 0.1, most: 2 };
/** Pixels that a pointer moves before it is a pull and no press. */
const PULL = 4;

/** What of a drawing is seen: moved by pulling, scaled by buttons, keys, ctrl and wheel, or two fingers. */
export class View {
	x = $state(0);
	y = $state(0);
	scale = $state(1);
	panning = $state(false);
	#width = $state(0);
	height = $state(0);
	#drawing: () => Drawing;
	#root: () => Node;
	// Nobody is shown them.
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	#pointers = new Map<number, { x: number; y: number }>();
	#isFitted = false;

	constructor(drawing: () => Drawing, root: () => Node) {
		this.#drawing = drawing;
		this.#root = root;
		$effect(() => {
			if (!this.#width || !this.height || this.#isFitted) return;
			this.#isFitted = true;
			this.fit();
		});
	}

	/** Pixels of the box. */
	get width(): number {
		return this.#width;
	}

	set width(pixels: number) {
		this.#width = pixels;
	}

	/** Shows all of it, or as much as can be read, around the root. */
	fit(): void {
		const { width, height } = this.#drawing();
		const whole = Math.min(
			(this.width - 2 * MARGIN) / width,
			(this.height - 2 * MARGIN) / height,
			1
		);
		this.scale = Math.max(whole, READABLE);
		const root = this.#root();
		this.x = this.#inside(width, this.width, root.x + NODE.width / 2);
		this.y = this.#inside(height, this.height, root.y + NODE.height / 2);
	}

	/** Moves so that a node is in sight. */
	show({ x, y }: Node): void {
		const left = this.x + x * this.scale;
		const top = this.y + y * this.scale;
		const right = left + NODE.width * this.scale;
		const bottom = top + NODE.height * this.scale;
		if (left < MARGIN) this.x += MARGIN - left;
		else if (right > this.width - MARGIN) this.x -= right - this.width + MARGIN;
		if (top < MARGIN) this.y += MARGIN - top;
		else if (bottom > this.height - MARGIN) this.y -= bottom - this.height + MARGIN;
	}

	/** @param at the point of the box that stays where it is; the middle without it */
	zoom(factor: number, at = { x: this.width / 2, y: this.height / 2 }): void {
		const scale = Math.min(SCALES.most, Math.max(SCALES.least, this.scale * factor));
		this.x = at.x - ((at.x - this.x) * scale) / this.scale;
		this.y = at.y - ((at.y - this.y) * scale) / this.scale;
		this.scale = scale;
	}

	/** Attaches the pointers and the wheel to the box. */
	gestures = (box: HTMLElement): (() => void) => {
		const at = (event: MouseEvent) => {
			const { left, top } = box.getBoundingClientRect();
			return { x: event.clientX - left, y: event.clientY - top };
		};
		const down = (event: PointerEvent) => {
			if (event.button === 0) this.#pointers.set(event.pointerId, at(event));
		};
		const move = (event: PointerEvent) => {
			const before = this.#pointers.get(event.pointerId);
			if (!before) return;
			const now = at(event);
			if (!this.panning && Math.hypot(now.x - before.x, now.y - before.y) < PULL) return;
			if (!this.panning) box.setPointerCapture(event.pointerId);
			this.panning = true;
			this.#pull(event.pointerId, before, now);
			this.#pointers.set(event.pointerId, now);
		};
		const up = (event: PointerEvent) => {
			this.#pointers.delete(event.pointerId);
			if (this.#pointers.size) return;
			// The press that ends a pull is none.
			setTimeout(() => (this.panning = false));
		};
		const click = (event: MouseEvent) => {
			if (!this.panning) return;
			event.preventDefault();
			event.stopPropagation();
		};
		const wheel = (event: WheelEvent) => {
			// Without ctrl it scrolls the page, as everywhere.
			if (!event.ctrlKey && !event.metaKey) return;
			event.preventDefault();
			this.zoom(Math.exp(-event.deltaY / 300), at(event));
		};
		const stop = new AbortController();
		const options = { signal: stop.signal };
		box.addEventListener('pointerdown', down, options);
		box.addEventListener('pointermove', move, options);
		box.addEventListener('pointerup', up, options);
		box.addEventListener('pointercancel', up, options);
		box.addEventListener('click', click, { ...options, capture: true });
		box.addEventListener('wheel', wheel, { ...options, passive: false });
		return () => stop.abort();
	};

	#pull(id: number, before: { x: number; y: number }, now: { x: number; y: number }): void {
		const other = [...this.#pointers].find(([pointer]) => pointer !== id)?.[1];
		if (other) {
			const distance = (to: { x: number; y: number }) => Math.hypot(to.x - other.x, to.y - other.y);
			this.zoom(distance(now) / Math.max(1, distance(before)), other);
			return;
		}
		this.x += now.x - before.x;
		this.y += now.y - before.y;
	}

	/** The offset with which a drawing stands in the middle, or where it is too large, its point does. */
	#inside(size: number, room: number, point: number): number {
		const scaled = size * this.scale;
		if (scaled <= room - 2 * MARGIN) return (room - scaled) / 2;
		const least = room - MARGIN - scaled;
		return Math.min(MARGIN, Math.max(least, room / 2 - point * this.scale));
	}
}

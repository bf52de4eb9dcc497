/** How tall a control is: `entry` on forms, `normal` in bars above tables. */
export type ControlSize = 'entry' | 'normal';

const sizes: Record<ControlSize, string> = {
	entry: 'h-11 text-16 pointer-coarse:h-13',
	normal: 'h-8 text-14 pointer-coarse:h-11'
};

const edge = (invalid: boolean) =>
	invalid
		? 'border-fail focus-within:outline-fail focus-visible:outline-fail'
		: 'border-edge focus-within:outline-accent focus-visible:outline-accent';

/** The box of whatever is typed into or chosen from. */
export const box = (invalid: boolean, size: ControlSize = 'entry'): string[] => [
	'flex w-full min-w-0 items-center rounded-box border bg-surface',
	'focus-within:outline-2 focus-within:-outline-offset-1 focus-visible:outline-2 focus-visible:-outline-offset-1',
	'has-[input:disabled]:bg-sunken has-[input:disabled]:text-ink-2 has-[input:read-only]:bg-sunken disabled:bg-sunken disabled:text-ink-2',
	sizes[size],
	edge(invalid)
];

/** What floats above the page: a list to choose from, a menu. */
export const floating =
	'z-60 overflow-hidden rounded-box border border-line bg-surface text-14 shadow-float outline-none';

/** A line of what floats: chosen by pointer, arrow keys or typing. */
export const option = [
	'flex min-h-8 cursor-default items-center gap-2 rounded-chip px-2 py-1 outline-none select-none pointer-coarse:min-h-11',
	'data-highlighted:bg-accent-soft data-disabled:text-ink-3'
];

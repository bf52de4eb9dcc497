/** What takes part when Enter goes on: what is typed into or chosen, and the button that sends. */
const STOPS =
	'input:not([type="hidden"], [type="file"], :disabled, :read-only), textarea, select, [role="radio"][tabindex="0"], [role="combobox"]:not(input), button[type="submit"]';

/**
 * Has Enter go on to the next field of a form, as on the keypad of a machine, and from the last one to
 * the button that sends it. In a text of several lines Enter stays what it is; ctrl-Enter sends from
 * anywhere.
 */
export function enterGoesOn(form: HTMLFormElement): () => void {
	function take(event: KeyboardEvent) {
		const target = event.target as HTMLElement;
		if (event.key !== 'Enter' || event.isComposing) return;
		if (event.ctrlKey || event.metaKey) {
			event.preventDefault();
			return form.requestSubmit();
		}
		const isField =
			target.matches('input:not([role="combobox"], [type="file"])') ||
			target.matches('[role="radio"][aria-checked="true"]');
		if (!isField) return;
		event.preventDefault();
		const stops = [...form.querySelectorAll<HTMLElement>(STOPS)].filter((stop) =>
			stop.checkVisibility()
		);
		const next = stops[stops.indexOf(target) + 1];
		next?.focus();
		if (next instanceof HTMLInputElement) next.select();
	}
	// Before the controls, one of which takes Enter for a press of its own.
	form.addEventListener('keydown', take, { capture: true });
	return () => form.removeEventListener('keydown', take, { capture: true });
}

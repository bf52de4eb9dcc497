export type Theme = 'light' | 'dark';

const CHOSEN = 'lotline-theme';

/** The page's colours. `static/theme.js` has chosen them before the first paint. */
class CurrentTheme {
	#theme = $state<Theme>(document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');

	constructor() {
		this.#paintFrame();
		// The system's changes with the hour for many; whoever has chosen keeps what he chose.
		matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) => {
			if (!localStorage.getItem(CHOSEN)) this.#show(matches ? 'dark' : 'light');
		});
	}

	get current(): Theme {
		return this.#theme;
	}

	/** Changes from light to dark or back, and remembers it in this browser. */
	toggle(): void {
		this.#show(this.#theme === 'dark' ? 'light' : 'dark');
		localStorage.setItem(CHOSEN, this.#theme);
	}

	#show(theme: Theme): void {
		this.#theme = theme;
		document.documentElement.dataset.theme = theme;
		this.#paintFrame();
	}

	/** The browser's own bar takes the page's ground. */
	#paintFrame(): void {
		document
			.querySelector('meta[name="theme-color"]')
			?.setAttribute('content', getComputedStyle(document.documentElement).backgroundColor);
	}
}

export const theme = new CurrentTheme();

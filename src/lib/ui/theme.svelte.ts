export type Theme = 'light' | 'dark';

/** The page's colours. `static/theme.js` has chosen them before the first paint. */
class CurrentTheme {
	#theme = $state<Theme>(document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');

	constructor() {
		this.#paintFrame();
	}

	get current(): Theme {
		return this.#theme;
	}

	/** Changes from light to dark or back, and remembers it in this browser. */
	toggle(): void {
		this.#theme = this.#theme === 'dark' ? 'light' : 'dark';
		document.documentElement.dataset.theme = this.#theme;
		localStorage.setItem('lotline-theme', this.#theme);
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

import type { Locale } from '#lib/paraglide/runtime.js';

/** The languages of the app, each by its own name. */
export const languages: Record<Locale, string> = {
	en: 'English',
	hi: 'हिन्दी',
	ta: 'தமிழ்'
};

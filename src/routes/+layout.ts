import { getLocale } from '#lib/paraglide/runtime.js';

// A single-page app: static files, no server of its own.
export const ssr = false;

// What is read aloud, hyphenated and spelled, is in the language of the person.
document.documentElement.lang = getLocale();

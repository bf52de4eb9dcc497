// A single-page app: static files, no server of its own.
export const ssr = false;

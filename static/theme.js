// Before the first paint: the theme this browser has chosen, else the system's.
document.documentElement.dataset.theme =
	localStorage.getItem('lotline-theme') ??
	(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

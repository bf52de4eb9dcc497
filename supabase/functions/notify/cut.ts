/** A text of so many characters at the most; what is left out shows as "…". */
export function cut(text: string, length: number): string {
	if (text.length <= length) return text;
	// Half of a character that takes two places would be none.
	return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The characters of GSM 03.38; those after the line break take two places. */
const GSM = new Set(
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
);
const GSM_EXTENDED = new Set('\f^{}\\[~]|€');

/**
 * How many SMS a text goes out as, which is what it costs: 160 characters fit in one where all are of
 * the GSM alphabet, else 70; the parts of a longer text hold 153 or 67.
 */
export function segmentsOf(text: string): number {
	const characters = [...text];
	const gsm = characters.every((each) => GSM.has(each) || GSM_EXTENDED.has(each));
	const length = gsm
		? characters.reduce((sum, each) => sum + (GSM_EXTENDED.has(each) ? 2 : 1), 0)
		: text.length;
	const [single, part] = gsm ? [160, 153] : [70, 67];
	return length <= single ? 1 : Math.ceil(length / part);
}

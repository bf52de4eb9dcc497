/**
 * An id that stands for one action of a person. Not `crypto.randomUUID()`, which a browser has only on
 * https: a plant's own server may be reached by http.
 */
export function requestId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	// Version 4, variant 10 (RFC 9562).
	bytes[6] = (bytes[6]! & 0x0f) | 0x40;
	bytes[8] = (bytes[8]! & 0x3f) | 0x80;
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** What is used here of http_ece, which comes without types. */
declare module 'http_ece' {
	import type { ECDH } from 'node:crypto';

	export function decrypt(
		payload: Buffer,
		parameters: { version: 'aes128gcm'; privateKey: ECDH; authSecret: string }
	): Buffer;
}

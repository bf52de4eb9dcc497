/** Thrown by the stream of {@link limited} once too much has come. */
export class TooLarge extends Error {}

/**
 * Passes a body on until it is too long, so that nobody fills the memory with what he says is short.
 * @param most bytes
 */
export function limited(
	body: ReadableStream<Uint8Array<ArrayBuffer>>,
	most: number
): ReadableStream<Uint8Array<ArrayBuffer>> {
	let read = 0;
	return body.pipeThrough(
		new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
			transform(chunk, controller) {
				read += chunk.byteLength;
				if (read > most) throw new TooLarge();
				controller.enqueue(chunk);
			}
		})
	);
}

import { expect, test } from 'vitest';
import { limited, TooLarge } from '../../../supabase/functions/documents/body.ts';

/** A body in pieces, which counts how many were asked for. */
function pieces(count: number, size: number) {
	let sent = 0;
	const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
		pull(controller) {
			if (sent === count) return controller.close();
			sent++;
			controller.enqueue(new Uint8Array(size));
		}
	});
	return { body, sent: () => sent };
}

test('P12.01 a body up to the limit passes whole', async () => {
	const { body } = pieces(10, 100);
	expect((await new Response(limited(body, 1000)).arrayBuffer()).byteLength).toBe(1000);
});

test('P12.01 a body that is longer than it says is not read to its end', async () => {
	const { body, sent } = pieces(1000, 100);
	await expect(new Response(limited(body, 999)).arrayBuffer()).rejects.toBeInstanceOf(TooLarge);
	expect(sent()).toBeLessThan(20);
});

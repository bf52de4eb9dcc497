/** Sends an event every 300 ms, three in all; `/aborted` says whether a caller has hung up. */
let aborted = false;

Deno.serve((request) => {
	if (new URL(request.url).pathname.endsWith('/aborted')) return Response.json({ aborted });
	const encoder = new TextEncoder();
	let sent = 0;
	let timer: number;
	const body = new ReadableStream({
		start(controller) {
			const send = () => {
				controller.enqueue(encoder.encode(`data: ${++sent}\n\n`));
				if (sent < 3) return;
				clearInterval(timer);
				controller.close();
			};
			timer = setInterval(send, 300);
			send();
		},
		cancel() {
			clearInterval(timer);
			aborted = true;
		}
	});
	return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
});

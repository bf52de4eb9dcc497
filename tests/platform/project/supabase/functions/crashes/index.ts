/** A GET answers; a POST ends the process, or waits for another one to do so. */
const instance = crypto.randomUUID();

Deno.serve(async (request) => {
	if (request.method === 'GET') return Response.json({ instance });
	const { wait } = await request.json();
	if (wait) await new Promise(() => {});
	Deno.exit(1);
});

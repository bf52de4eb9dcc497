/** Answers after `seconds`, which it sleeps, or spends in a loop when `busy`. */
Deno.serve(async (request) => {
	const { seconds, busy } = await request.json();
	if (busy) for (const end = Date.now() + seconds * 1000; Date.now() < end;);
	else await new Promise((settle) => setTimeout(settle, seconds * 1000));
	return Response.json({ pid: Deno.pid });
});

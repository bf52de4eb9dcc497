/** Answers with the status it is asked for in the path, or throws; its body it never reads. */
Deno.serve((request) => {
	const status = Number(new URL(request.url).pathname.split('/')[2]);
	if (!status) throw new Error('thrown on purpose');
	return Response.json({ reason: 'refused on purpose' }, { status });
});

let done = false;

/** Answers at once and does its work afterwards; a GET says whether that is done. */
export default {
	fetch(request: Request) {
		if (request.method === 'GET') return Response.json({ done });
		EdgeRuntime.waitUntil(
			new Promise<void>((settle) => setTimeout(settle, 100)).then(() => {
				done = true;
			})
		);
		return Response.json({ done });
	}
};

/** CORS is a function's own affair on Supabase. */
export const cors = {
	'Access-Control-Allow-Origin': '*',
	'Access-Control-Allow-Headers': 'authorization, x-client-info, apikey, content-type',
	'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE'
};

export const json = (body: unknown, status = 200): Response =>
	Response.json(body, { status, headers: cors });

/** How the Data API says that a command refused; functions say it in the same way. */
export interface RefusalBody {
	code: string;
	message: string;
	details: string | null;
	hint: string | null;
}

/** Ends a function with an answer that says why. */
export class Refusal extends Error {
	readonly status: number;
	readonly body: RefusalBody;

	constructor(status: number, body: RefusalBody) {
		super(body.message);
		this.status = status;
		this.body = body;
	}
}

/**
 * @param code one of `app.errors`
 * @param message a sentence with the values in it
 * @param field the one it is about
 * @param hint what to do
 */
export function refusal(
	status: number,
	code: string,
	message: string,
	field: string | null = null,
	hint: string | null = null
): Refusal {
	const details = JSON.stringify({ code, field, params: {} });
	return new Refusal(status, { code: `PT${status}`, message, details, hint });
}

/** Refuses what a field brings. */
export function invalid(field: string, message: string): Refusal {
	return refusal(400, 'VALUE_INVALID', message, field, 'Correct the field and send it again.');
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

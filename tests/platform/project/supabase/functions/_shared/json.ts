/** CORS is the function's own affair on Supabase. */
export const cors = {
	'Access-Control-Allow-Origin': '*',
	'Access-Control-Allow-Headers': 'authorization, x-client-info, apikey, content-type',
	'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE'
};

export const json = (body: unknown, status = 200) => Response.json(body, { status, headers: cors });

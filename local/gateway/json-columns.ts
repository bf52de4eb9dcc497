import type { SchemaCache } from './schema-cache.ts';

/** `/rest/v1/<table>`; functions, at `/rest/v1/rpc/<name>`, are none. */
const TABLE = /^\/rest\/v1\/([^/]+)\/?$/;

/**
 * Has a `json` or `jsonb` column get what the caller gave. @supabase/lite reads a string for it as JSON where
 * it can, so that "5000" would become a number and "null" nothing, and the driver takes `true` for a boolean
 * of SQL. What is encoded twice is read once by lite, and goes to the database as it then is (`ENCODED_JSON`).
 * @returns the request, with another body where it writes to such a column
 */
export async function encodeJson(request: Request, cache: SchemaCache): Promise<Request> {
	const table = TABLE.exec(new URL(request.url).pathname)?.[1];
	if (!table || !['POST', 'PATCH', 'PUT'].includes(request.method)) return request;
	if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? 'application/json')) {
		return request;
	}
	const columns = await jsonColumns(
		decodeURIComponent(table),
		request.headers.get('content-profile') ?? 'public',
		cache
	);
	if (columns.length === 0) return request;
	const text = await request.text();
	return new Request(request, { body: written(text, columns) });
}

async function jsonColumns(table: string, schema: string, cache: SchemaCache): Promise<string[]> {
	const { columns } = (await cache.get()).schema;
	return columns
		.filter((column) => column.table === table && (column.schema ?? 'public') === schema)
		.filter(({ type, pg_type }) => ['json', 'jsonb'].includes((pg_type ?? type).toLowerCase()))
		.map(({ name }) => name);
}

/** The body; one that holds no rows is left to who refuses it. */
function written(text: string, columns: string[]): string {
	let body: unknown;
	try {
		body = JSON.parse(text);
	} catch {
		return text;
	}
	for (const row of Array.isArray(body) ? body : [body]) {
		if (typeof row !== 'object' || row === null) return text;
		for (const column of columns) {
			const value = (row as Record<string, unknown>)[column] ?? null;
			// None is the column's, not JSON's.
			if (value === null) continue;
			Object.assign(row, { [column]: JSON.stringify(JSON.stringify(value)) });
		}
	}
	return JSON.stringify(body);
}

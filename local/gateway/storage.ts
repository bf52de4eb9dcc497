import { Hono } from 'hono';
import { jwtVerify } from 'jose';
import { z } from 'zod';
import type { StackContext } from '../context.ts';
import { messageOf } from '../fault.ts';
import type { Keys } from '../keys.ts';
import { bearerToken, roleOfKey, verifyToken } from '../tokens.ts';
import { applySettings, requestSettings, type Caller } from './request-settings.ts';

type Handler = (request: Request) => Promise<Response>;

/** Seen from a page, Storage's answers differ from @supabase/lite's in these places only. */
interface LiteObject {
	id: string;
	bucket_id: string;
	name: string;
	version: string;
	created_at: string;
	user_metadata: object;
	httpMetadata: {
		size: number;
		mimetype: string;
		cacheControl: string;
		eTag: string;
		lastModified: string;
	};
}

/**
 * Storage as storage-js knows it, over @supabase/lite's: uploads are taken out of their multipart
 * envelope, URLs and file details are named as Storage names them, and a folder is listed as one.
 * Mounted at `/storage/v1`.
 * @param lite answers what needs no translation
 */
export function storageRoutes(context: StackContext, lite: Handler): Hono {
	const routes = new Hono();

	routes.on(['GET', 'PUT'], ['/object/sign/*', '/object/upload/sign/*'], async (c, next) => {
		const fault = await signatureFault(c.req.query('token') ?? '', context.keys);
		if (fault) return c.json({ statusCode: '400', error: 'InvalidJWT', message: fault }, 400);
		return await next();
	});
	routes.post('/object/sign/:bucket/*', async (c) => {
		const response = await lite(c.req.raw);
		if (!response.ok) return response;
		const { signedUrl } = (await response.json()) as { signedUrl: string };
		return c.json({ signedURL: withoutMount(signedUrl) });
	});
	routes.post('/object/sign/:bucket', async (c) => {
		const response = await lite(c.req.raw);
		if (!response.ok) return response;
		const signed = (await response.json()) as {
			path: string;
			signedUrl: string;
			error: string | null;
		}[];
		return c.json(
			signed.map(({ path, signedUrl, error }) => ({
				path,
				error,
				signedURL: error === null ? withoutMount(signedUrl) : null
			}))
		);
	});
	routes.post('/object/upload/sign/:bucket/*', async (c) => {
		const response = await lite(c.req.raw);
		if (!response.ok) return response;
		const { signedUrl, token } = (await response.json()) as { signedUrl: string; token: string };
		return c.json({ url: withoutMount(signedUrl), token });
	});
	routes.get('/object/info/*', async (c) => {
		const response = await lite(c.req.raw);
		if (!response.ok) return response;
		const { id, bucket_id, name, version, created_at, user_metadata, httpMetadata } =
			(await response.json()) as LiteObject;
		return c.json({
			id,
			bucket_id,
			name,
			version,
			created_at,
			metadata: user_metadata,
			size: httpMetadata.size,
			content_type: httpMetadata.mimetype,
			cache_control: httpMetadata.cacheControl,
			etag: httpMetadata.eTag,
			last_modified: httpMetadata.lastModified
		});
	});
	routes.post('/object/list/:bucket', async (c) => {
		const caller = await callerOf(c.req.raw, context);
		if (!caller)
			return c.json(
				{ statusCode: '403', error: 'Unauthorized', message: 'Invalid Compact JWS' },
				400
			);
		const wanted = listing.safeParse(await c.req.json().catch(() => ({})));
		if (!wanted.success) {
			const [issue] = wanted.error.issues;
			const message = `body/${issue!.path.join('/')} ${issue!.message}`;
			return c.json({ statusCode: '400', error: 'Error', message }, 400);
		}
		return c.json(await listFolder(context, caller, c.req.param('bucket'), wanted.data));
	});
	routes.on(['POST', 'PUT'], '/object/*', async (c) => lite(await unwrapUpload(c.req.raw)));
	routes.all('*', (c) => lite(c.req.raw));
	return routes;
}

/** Why a signed address no longer opens anything; undefined while it does. */
async function signatureFault(token: string, { jwtSecret }: Keys): Promise<string | undefined> {
	return await jwtVerify(token, Buffer.from(jwtSecret), { algorithms: ['HS256'] }).then(
		() => undefined,
		messageOf
	);
}

/** Storage names the addresses it signs without the path it is mounted at. */
function withoutMount(url: string): string {
	return url.replace(/^\/storage\/v1/, '');
}

/**
 * Takes the file out of a multipart upload. Storage accepts it under any field name, and storage-js
 * sends it under the empty one, with `cacheControl` and `metadata` beside it.
 */
async function unwrapUpload(request: Request): Promise<Request> {
	if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) return request;
	const form = await request.formData();
	const file = [...form.values()].find((value) => value instanceof Blob);
	const headers = new Headers(request.headers);
	headers.set('content-type', file?.type || 'application/octet-stream');
	headers.set('content-length', String(file?.size ?? 0));
	const cacheControl = form.get('cacheControl');
	if (typeof cacheControl === 'string') headers.set('cache-control', `max-age=${cacheControl}`);
	const metadata = form.get('metadata');
	if (typeof metadata === 'string') {
		headers.set('x-metadata', Buffer.from(metadata).toString('base64'));
	}
	const body = file ? await file.arrayBuffer() : '';
	return new Request(request.url, { method: request.method, headers, body });
}

/** Who asks: the user of the token, or the role of the key; undefined for a token that is no good. */
async function callerOf(request: Request, { keys }: StackContext): Promise<Caller | undefined> {
	const token = bearerToken(request.headers.get('authorization'));
	if (token) {
		const claims = await verifyToken(token, keys);
		return typeof claims === 'string' ? undefined : { role: claims.role, claims };
	}
	const role = roleOfKey(request.headers.get('apikey') ?? undefined, keys) ?? 'anon';
	return { role, claims: { role } };
}

const listing = z.object({
	prefix: z.string().default(''),
	search: z.string().default(''),
	limit: z.int().min(1).max(1000).default(100),
	offset: z.int().min(0).default(0),
	sortBy: z
		.object({
			column: z.enum(['name', 'updated_at', 'created_at', 'last_accessed_at']).default('name'),
			order: z.enum(['asc', 'desc']).default('asc')
		})
		.prefault({})
});

/** The files of a folder and the folders in it, as far as the caller's policies show them. */
async function listFolder(
	{ sql }: StackContext,
	caller: Caller,
	bucket: string,
	{ prefix, search, limit, offset, sortBy }: z.output<typeof listing>
): Promise<object[]> {
	const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
	return await sql.begin(async (transaction) => {
		await applySettings(transaction, [
			['storage.operation', 'storage.object.list'],
			...requestSettings(caller)
		]);
		return await transaction`
			with below as (
				select *, substr(name, length(${folder}) + 1) as rest
				from storage.objects
				where bucket_id = ${bucket} and starts_with(name, ${folder})
			), entry as (
				select rest as name, id, created_at, updated_at, last_accessed_at, metadata
				from below where position('/' in rest) = 0
				union all
				select distinct split_part(rest, '/', 1), null::uuid, null::timestamptz, null::timestamptz, null::timestamptz, null::jsonb
				from below where position('/' in rest) > 0
			)
			select * from entry
			where starts_with(lower(name), lower(${search}))
			order by ${transaction(sortBy.column)} ${sortBy.order === 'asc' ? transaction`asc` : transaction`desc`}, name
			limit ${limit} offset ${offset}`;
	});
}

import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { App } from '@supabase/lite';

type StorageAdapter = NonNullable<App['_storageAdapter']>;
type Metadata = Awaited<ReturnType<StorageAdapter['headObject']>>;

/**
 * Keeps the bytes of Storage's objects as files. A file is named by the hash of its key, so that no
 * key can leave the folder or be too long for it, and appears whole or not at all.
 */
export class FileStore implements StorageAdapter {
	readonly driver = null;
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	#path(bucket: string, key: string): string {
		const hash = createHash('sha256').update(`${bucket}\0${key}`).digest('hex');
		return join(this.#folder, hash.slice(0, 2), hash);
	}

	async uploadObject(
		bucket: string,
		key: string,
		_version: string | undefined,
		body: Parameters<StorageAdapter['uploadObject']>[3],
		mimetype: string,
		cacheControl: string
	): Promise<Metadata> {
		const path = this.#path(bucket, key);
		const part = `${path}.${randomUUID()}.part`;
		const hash = createHash('md5');
		let size = 0;
		await mkdir(dirname(path), { recursive: true });
		const file = await open(part, 'w', 0o600);
		try {
			const chunks: AsyncIterable<Uint8Array> =
				body instanceof Uint8Array ? Readable.from([body]) : Readable.fromWeb(body as never);
			for await (const chunk of chunks) {
				hash.update(chunk);
				size += chunk.byteLength;
				await file.write(chunk);
			}
			await file.sync();
		} catch (error) {
			await file.close();
			await rm(part, { force: true });
			throw error;
		}
		await file.close();
		const metadata = {
			mimetype,
			cacheControl,
			size,
			contentLength: size,
			eTag: `"${hash.digest('hex')}"`
		};
		await writeSynced(`${part}.json`, JSON.stringify(metadata));
		await rename(`${part}.json`, `${path}.json`);
		await rename(part, path);
		return { ...metadata, lastModified: new Date() };
	}

	async headObject(bucket: string, key: string): Promise<Metadata> {
		const path = this.#path(bucket, key);
		const metadata = JSON.parse(await readFile(`${path}.json`, 'utf8')) as Metadata;
		return { ...metadata, lastModified: (await stat(path)).mtime, httpStatusCode: 200 };
	}

	async getObject(bucket: string, key: string): ReturnType<StorageAdapter['getObject']> {
		const metadata = await this.headObject(bucket, key);
		const body = Readable.toWeb(createReadStream(this.#path(bucket, key)));
		return { metadata, httpStatusCode: 200, body };
	}

	async deleteObject(bucket: string, key: string): Promise<void> {
		const path = this.#path(bucket, key);
		await rm(path, { force: true });
		await rm(`${path}.json`, { force: true });
	}

	async deleteObjects(bucket: string, keys: string[]): Promise<void> {
		await Promise.all(keys.map((key) => this.deleteObject(bucket, key)));
	}

	async copyObject(
		sourceBucket: string,
		source: string,
		_version: string | undefined,
		bucket: string,
		key: string
	): ReturnType<StorageAdapter['copyObject']> {
		const [from, to] = [this.#path(sourceBucket, source), this.#path(bucket, key)];
		if (from !== to) {
			await mkdir(dirname(to), { recursive: true });
			await copyFile(`${from}.json`, `${to}.json`);
			await copyFile(from, to);
		}
		const { eTag, lastModified } = await this.headObject(bucket, key);
		return { eTag, lastModified, httpStatusCode: 200 };
	}

	async privateAssetUrl(bucket: string, key: string): Promise<string> {
		return `file://${this.#path(bucket, key)}`;
	}
}

async function writeSynced(path: string, text: string): Promise<void> {
	const file = await open(path, 'w', 0o600);
	try {
		await file.writeFile(text);
		await file.sync();
	} finally {
		await file.close();
	}
}

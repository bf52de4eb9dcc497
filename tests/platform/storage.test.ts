import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { anonymous, newUser, service } from './environment.ts';

const PDF = { contentType: 'application/pdf' };
const bytes = (size: number) => new Blob([randomBytes(size)], { type: 'application/pdf' });

let owner: Awaited<ReturnType<typeof newUser>>;
let stranger: Awaited<ReturnType<typeof newUser>>;

beforeAll(async () => {
	[owner, stranger] = [await newUser(), await newUser()];
});

const papers = (who = owner) => who.client.storage.from('papers');
const pathOf = (name: string) => `${owner.user.id}/${name}`;
/** The status that Storage names in its body; it sends most refusals as 400. */
const statusOf = (error: unknown) => Number((error as { statusCode?: string } | null)?.statusCode);

describe('files under row-level security', () => {
	test('a file comes back as it was sent, with its type and size', async () => {
		const sent = bytes(40_000);
		const path = pathOf('report with spaces, ümlaut & தமிழ்.pdf'.replace(/[^\x20-\x7e]/g, '_'));
		expect((await papers().upload(path, sent, PDF)).error).toBeNull();
		const { data, error } = await papers().download(path);
		expect(error).toBeNull();
		expect(data!.type).toBe('application/pdf');
		expect(await digest(data!)).toBe(await digest(sent));
		const info = await papers().info(path);
		expect(info.data).toMatchObject({ size: 40_000, contentType: 'application/pdf' });
	});

	test('another user neither reads, lists, replaces nor removes it', async () => {
		const path = pathOf('private.pdf');
		const sent = bytes(100);
		await papers().upload(path, sent, PDF);
		expect((await papers(stranger).download(path)).error).not.toBeNull();
		expect((await papers(stranger).list(owner.user.id)).data).toEqual([]);
		expect(
			(await papers(stranger).upload(path, bytes(5), { ...PDF, upsert: true })).error
		).not.toBeNull();
		expect((await papers(stranger).createSignedUrl(path, 60)).error).not.toBeNull();
		await papers(stranger).remove([path]);
		expect(await digest((await papers().download(path)).data!)).toBe(await digest(sent));
	});

	test('a visitor reaches nothing of a private bucket', async () => {
		const path = pathOf('hidden.pdf');
		await papers().upload(path, bytes(10), PDF);
		expect((await anonymous().storage.from('papers').download(path)).error).not.toBeNull();
		const { publicUrl } = papers().getPublicUrl(path).data;
		expect((await fetch(publicUrl)).ok).toBe(false);
	});

	test("a file in another user's folder is refused with 403", async () => {
		const { error } = await papers(stranger).upload(pathOf('intruder.pdf'), bytes(10), PDF);
		expect(statusOf(error)).toBe(403);
	});

	test('the owner lists, moves, copies and removes', async () => {
		await papers().upload(pathOf('list/a.pdf'), bytes(10), PDF);
		expect((await papers().copy(pathOf('list/a.pdf'), pathOf('list/b.pdf'))).error).toBeNull();
		expect((await papers().move(pathOf('list/b.pdf'), pathOf('list/c.pdf'))).error).toBeNull();
		const names = async () =>
			(await papers().list(pathOf('list'))).data!.map(({ name }) => name).sort();
		expect(await names()).toEqual(['a.pdf', 'c.pdf']);
		const above = (await papers().list(owner.user.id, { search: 'list' })).data!;
		expect(above).toMatchObject([{ name: 'list', id: null }]);
		const removed = await papers().remove([pathOf('list/a.pdf'), pathOf('list/c.pdf')]);
		expect(removed.data).toHaveLength(2);
		expect(await names()).toEqual([]);
		expect((await papers().download(pathOf('list/a.pdf'))).error).not.toBeNull();
	});

	test('a second upload under the same name needs upsert', async () => {
		const path = pathOf('twice.pdf');
		await papers().upload(path, bytes(10), PDF);
		expect((await papers().upload(path, bytes(10), PDF)).error?.message).toMatch(/exists/);
		const second = bytes(20);
		expect((await papers().upload(path, second, { ...PDF, upsert: true })).error).toBeNull();
		expect(await digest((await papers().download(path)).data!)).toBe(await digest(second));
	});
});

describe('signed URLs', () => {
	test('open a private file to whoever holds one, until it expires', async () => {
		const path = pathOf('signed.pdf');
		const sent = bytes(1000);
		await papers().upload(path, sent, PDF);
		const { data } = await papers().createSignedUrl(path, 60);
		const response = await fetch(data!.signedUrl);
		expect(response.headers.get('content-type')).toBe('application/pdf');
		expect(await digest(await response.blob())).toBe(await digest(sent));
		const short = (await papers().createSignedUrl(path, 1)).data!.signedUrl;
		await expect.poll(async () => (await fetch(short)).status, { timeout: 5000 }).toBe(400);
	});

	test('a forged one opens nothing', async () => {
		const path = pathOf('signed2.pdf');
		await papers().upload(path, bytes(10), PDF);
		const { signedUrl } = (await papers().createSignedUrl(path, 60)).data!;
		expect(
			(await fetch(signedUrl.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) + 'x')).ok
		).toBe(false);
		const other = signedUrl.replace('signed2.pdf', 'private.pdf');
		expect((await fetch(other)).ok).toBe(false);
	});

	test('an upload may be signed ahead', async () => {
		const path = pathOf('ahead.pdf');
		const { data, error } = await papers().createSignedUploadUrl(path);
		expect(error).toBeNull();
		const sent = bytes(30);
		expect(
			(await anonymous().storage.from('papers').uploadToSignedUrl(path, data!.token, sent, PDF))
				.error
		).toBeNull();
		expect(await digest((await papers().download(path)).data!)).toBe(await digest(sent));
	});
});

describe('what is refused', () => {
	test("a file over the bucket's limit", async () => {
		const { error } = await papers().upload(pathOf('big.pdf'), bytes(65_537), PDF);
		expect([statusOf(error), error?.message]).toEqual([
			413,
			expect.stringContaining('The object exceeded the maximum allowed size')
		]);
		expect((await papers().list(owner.user.id, { search: 'big.pdf' })).data).toEqual([]);
	});

	test("a file over the project's limit, in a bucket without one", async () => {
		const { error } = await service()
			.storage.from('pictures')
			.upload(`${randomUUID()}.png`, bytes(2 * 1024 * 1024), { contentType: 'image/png' });
		expect(statusOf(error)).toBe(413);
	});

	test('a type that the bucket does not take', async () => {
		const { error } = await papers().upload(
			pathOf('page.html'),
			new Blob(['<script>'], { type: 'text/html' }),
			{ contentType: 'text/html' }
		);
		expect([statusOf(error), error?.message]).toEqual([
			415,
			expect.stringContaining('mime type text/html is not supported')
		]);
	});

	test('a name that climbs out of its folder', async () => {
		for (const path of [
			`${owner.user.id}/../../outside.pdf`,
			'../keys.json',
			'..%2f..%2fkeys.json'
		]) {
			expect((await papers().upload(path, bytes(10), PDF)).error, path).not.toBeNull();
			expect((await papers().download(path)).error, path).not.toBeNull();
		}
	});

	test('an unknown bucket, and making one without the secret key', async () => {
		expect(
			(await owner.client.storage.from('nowhere').upload('a.pdf', bytes(1), PDF)).error
		).not.toBeNull();
		expect((await owner.client.storage.createBucket('mine')).error).not.toBeNull();
	});
});

test('a public bucket is read by its URL without a key', async () => {
	const path = `${randomUUID()}.png`;
	const sent = bytes(500);
	const pictures = service().storage.from('pictures');
	expect((await pictures.upload(path, sent, { contentType: 'image/png' })).error).toBeNull();
	const { publicUrl } = pictures.getPublicUrl(path).data;
	expect(await digest(await (await fetch(publicUrl)).blob())).toBe(await digest(sent));
});

test('the secret key makes, changes, empties and removes a bucket', async () => {
	const { storage } = service();
	const name = `bucket-${randomUUID()}`;
	expect(
		(await storage.createBucket(name, { public: false, fileSizeLimit: 100 })).error
	).toBeNull();
	expect((await storage.getBucket(name)).data).toMatchObject({ name, public: false });
	expect((await storage.updateBucket(name, { public: true })).error).toBeNull();
	await storage.from(name).upload('a.txt', 'text');
	expect((await storage.deleteBucket(name)).error).not.toBeNull();
	await storage.emptyBucket(name);
	expect((await storage.deleteBucket(name)).error).toBeNull();
});

async function digest(blob: Blob): Promise<string> {
	return createHash('sha256')
		.update(Buffer.from(await blob.arrayBuffer()))
		.digest('hex');
}

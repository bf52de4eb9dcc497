import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '../database.ts';

/** A lot as commands answer it. */
export interface LotAnswer {
	id: string;
	code: string;
	qc_status: string;
	held: boolean;
	expires_on: string | null;
	places: { location: string; on_hand: number; available: number }[];
	receipt?: string;
}

/** The plant P1 with a material on order and places for it, and short ways to act in it. */
export class Plant {
	readonly db: TestDatabase;
	readonly ids: Record<'site' | 'item' | 'line' | 'STORE' | 'LINE' | 'QC' | 'VENDOR', string>;

	protected constructor(db: TestDatabase, ids: Plant['ids']) {
		this.db = db;
		this.ids = ids;
	}

	/** @param ordered kg of the material on an open order */
	static async build(db: TestDatabase, ordered = 100_000): Promise<Plant> {
		const site = await db.siteOf('P1');
		const code = `M${randomUUID().slice(0, 8).toUpperCase()}`;
		const row = await db.as('admin', async (sql) => {
			await sql`insert into partners (code, name, kind) values ('VENDOR-X', 'Vendor X', 'vendor') on conflict do nothing`;
			for (const [place, kind] of [
				['STORE', 'storage'],
				['LINE', 'floor'],
				['QC', 'quality']
			] as const) {
				await sql`insert into locations (site_id, code, name, kind) values (${site}, ${place}, ${place}, ${kind}) on conflict do nothing`;
			}
			const [item] = await sql`
				insert into items (code, name, kind, unit, shelf_life_days) values (${code}, 'Alpha Cellulose', 'raw', 'kg', 730) returning id`;
			const [order] = await sql`
				insert into purchase_orders (site_id, vendor_id, number, ordered_on)
				select ${site}, id, ${`PO-${code}`}, '2026-01-02' from partners where code = 'VENDOR-X' returning id`;
			const [line] = await sql`
				insert into purchase_order_lines (order_id, position, item_id, quantity)
				values (${order!.id as string}, 1, ${item!.id as string}, ${ordered}) returning id`;
			const places = await sql`select code, id from locations where site_id = ${site}`;
			return {
				site,
				item: item!.id,
				line: line!.id,
				...Object.fromEntries(places.map((place) => [place.code, place.id]))
			};
		});
		return new Plant(db, row as never);
	}

	/** Calls a command by the names of its parameters; the request id is new unless given. */
	async call<T = LotAnswer>(
		persona: string,
		command: string,
		given: Record<string, unknown>
	): Promise<T> {
		const args = { request_id: randomUUID(), ...given };
		const named = Object.keys(args)
			.map((name, n) => `"${name}" => $${n + 1}`)
			.join(', ');
		return await this.db.as(persona, async (sql) => {
			const [row] = await sql.unsafe(
				`select public.${command}(${named}) as answer`,
				Object.values(args) as never
			);
			return row!.answer as T;
		});
	}

	async receive(quantity: number, more: Record<string, unknown> = {}): Promise<LotAnswer> {
		const { item, line, STORE } = this.ids;
		return await this.call('storekeeper', 'receive_goods', {
			location_id: STORE,
			item_id: item,
			quantity,
			order_line_id: line,
			...more
		});
	}

	/** A lot that QA has passed; the quality module will do it by its own command. */
	async passed(quantity: number, more: Record<string, unknown> = {}): Promise<LotAnswer> {
		const lot = await this.receive(quantity, more);
		await this.setStatus(lot.id, 'pass');
		return lot;
	}

	async setStatus(lot: string, status: string): Promise<void> {
		await this.db.superuser`update lots set qc_status = ${status} where id = ${lot}`;
	}

	async transfer(
		lot: LotAnswer,
		quantity: number,
		more: Record<string, unknown> = {}
	): Promise<LotAnswer> {
		const { STORE, LINE } = this.ids;
		return await this.call('storekeeper', 'transfer_stock', {
			lot_id: lot.id,
			from_id: STORE,
			to_id: LINE,
			quantity,
			...more
		});
	}

	/** A paper in the plant's archive, as the upload leaves it there; the same path is filed once. */
	async file(path: string): Promise<string> {
		const { db, ids } = this;
		const uploader = await db.idOf('qa');
		await db.superuser`
			insert into storage.objects (bucket_id, name) values ('documents', ${path}) on conflict do nothing`;
		const [known] = await db.sql`select from documents where path = ${path}`;
		if (!known)
			await db.as(
				'service_role',
				(sql) => sql`
					select register_document(
						${randomUUID()}, ${uploader}, ${ids.site}, 'other', 'paper.pdf', 'application/pdf', 5, ${'0'.repeat(64)}, ${path})`
			);
		return path;
	}

	async reason(purpose: string): Promise<string> {
		return (
			await this.db
				.sql`select id from reason_codes where purpose = ${purpose} and active order by code limit 1`
		)[0]!.id as string;
	}
}

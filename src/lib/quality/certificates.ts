import type { Tables } from '#lib/database.types.ts';
import type { CertificateContent } from '#lib/quality/types.ts';
import { has, paged, pageOf, taken, type ListPage, type ListQuery } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Certificate = Tables<'certificates'>;
export type IssuedCertificate = Omit<Certificate, 'content'> & { content: CertificateContent };
export type ListedCertificate = Omit<Certificate, 'content'> & {
	lot: { code: string; item: { code: string; name: string } } | null;
};

const listed =
	'id, number, revision, site_id, lot_id, test_id, document_path, issued_by, issued_at, lot:lots(code, item:items!lots_item_id_fkey(code, name))' as const;

export interface CertificateQuery extends ListQuery {
	siteId: string;
}

/** A page of a site's certificates, newest first (P4.11). @throws Refusal */
export function list(
	query: CertificateQuery,
	signal?: AbortSignal
): Promise<ListPage<ListedCertificate>> {
	let asked = supabase
		.from('certificates')
		.select(listed, { count: 'exact' })
		.eq('site_id', query.siteId);
	if (query.search?.trim()) asked = asked.or(has(query.search, ['number']));
	const sorted = paged(asked, query, ['number', 'revision', 'issued_at'], ['-issued_at', 'id']);
	return pageOf(sorted, signal);
}

/** The certificates of a lot, newest revision first. @throws Refusal */
export function ofLot(lotId: string): Promise<Certificate[]> {
	const asked = supabase.from('certificates').select().eq('lot_id', lotId);
	return taken(asked.order('revision', { ascending: false }));
}

/** A certificate as it was issued. @throws Refusal */
export async function get(id: string, signal?: AbortSignal): Promise<IssuedCertificate> {
	const asked = supabase.from('certificates').select().eq('id', id).single();
	return (await taken(asked, signal)) as unknown as IssuedCertificate;
}

/** The revisions of a certificate by its number, newest first. @throws Refusal */
export function revisions(
	number: string,
	signal?: AbortSignal
): Promise<{ id: string; revision: number; issued_at: string }[]> {
	const asked = supabase
		.from('certificates')
		.select('id, revision, issued_at')
		.eq('number', number)
		.order('revision', { ascending: false });
	return taken(asked, signal);
}

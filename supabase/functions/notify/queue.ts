import { command, RECORDS } from '../_shared/caller.ts';
import type { Delivery, Outcome } from './delivery.ts';

/** Characters of an error that are kept. */
const LONGEST_ERROR = 500;

/** Takes what is due, for two minutes; then it is anybody's again. */
export async function claim(worker: string, batch: number): Promise<Delivery[]> {
	return await command<Delivery[]>('claim_deliveries', { worker, batch });
}

/** Writes down what came of one. @returns false when the two minutes were over and it is another's */
export async function finish(
	delivery: Delivery,
	worker: string,
	{ outcome, provider, providerId, error, retryAfter }: Outcome
): Promise<boolean> {
	return await command<boolean>('finish_delivery', {
		delivery: delivery.id,
		worker,
		outcome,
		provider,
		provider_id: providerId ?? null,
		error: error?.slice(0, LONGEST_ERROR) ?? null,
		retry_after: retryAfter ?? null
	});
}

/** Of a provider's messages those that no delivery is known to have been sent as. */
export async function unknownOf(provider: string, ids: string[]): Promise<string[]> {
	const { data, error } = await RECORDS.from('deliveries')
		.select('provider_id')
		.eq('provider', provider)
		.in('provider_id', ids);
	if (error) throw error;
	const known = new Set(data.map(({ provider_id }) => provider_id));
	return ids.filter((id) => !known.has(id));
}

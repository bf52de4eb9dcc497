import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

/** What may be lost in packing, in % of what is packed; a manager writes off more (P5.06). @throws Refusal */
export async function lossLimit(): Promise<number> {
	const asked = supabase
		.from('settings')
		.select('value')
		.eq('key', 'production.packing_loss_percent');
	const { value } = (await taken(asked.single()))!;
	return Number(value);
}

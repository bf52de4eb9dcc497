import type { Tables } from '#lib/database.types.ts';
import { taken } from '#lib/reads.ts';
import { supabase } from '#lib/supabase.ts';

export type Reservation = Tables<'reservations'> & { location: { code: string } };

/** What is promised of a lot now, oldest first. @throws Refusal */
export function ofLot(lotId: string): Promise<Reservation[]> {
	const asked = supabase
		.from('reservations')
		.select('*, location:locations(code)')
		.eq('lot_id', lotId)
		.is('ended_at', null);
	return taken(asked.order('reserved_at'));
}

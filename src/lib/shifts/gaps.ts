import { resolve } from '$app/paths';
import type { Gap } from '#lib/shifts/types.ts';

/** Where something that is undone is finished. What is left of a material has a sheet over its batch. */
export function placeOf({ kind, link, subject_id: subject }: Gap): string {
	const path = kind === 'material_open' ? `${link}?open=return&material=${subject}` : link;
	return resolve('/(app)').replace(/\/$/, '') + path;
}

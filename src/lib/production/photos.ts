import { run } from '#lib/commands.svelte.ts';
import { Upload } from '#lib/documents/documents.ts';
import { m } from '#lib/paraglide/messages.js';
import type { StagePhoto } from '#lib/production/stage-form.ts';
import type { Batch } from '#lib/production/types.ts';
import { refusalFrom } from '#lib/refusal.ts';
import { say } from '#lib/ui/toasts.svelte.ts';

/**
 * Sends the photo of a stage that has been logged. The log stands, whatever becomes of the photo; a
 * toast says what does, and the browser asks before it leaves a photo that is on its way.
 */
export async function attachPhoto(
	siteId: string,
	{ id }: Batch,
	{ position, file }: StagePhoto
): Promise<void> {
	const ask = (event: BeforeUnloadEvent) => event.preventDefault();
	addEventListener('beforeunload', ask);
	try {
		const document = await new Upload(siteId, 'photo', file).send();
		await run('attach_batch_document', { batch_id: id, document_id: document.id, position });
		void say('pass', m.production_photo_sent());
	} catch (thrown) {
		void say('fail', {
			sentence: m.production_photo_failed(),
			note: refusalFrom(thrown).sentence
		});
	} finally {
		removeEventListener('beforeunload', ask);
	}
}

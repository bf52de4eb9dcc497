import { setError, superForm, type SuperForm } from 'sveltekit-superforms/client';
import type { ClientValidationAdapter } from 'sveltekit-superforms/adapters';
import { onDestroy } from 'svelte';
import type { z } from 'zod';
import { draftOf, forgetDraft, keepDraft } from '#lib/drafts.ts';
import { fieldOf, type FieldNames, type FieldPath } from '#lib/form-fields.ts';
import { refusalFrom, type Refusal } from '#lib/refusal.ts';

export interface EntryFormOptions<Schema extends z.ZodObject> {
	schema: Schema;
	/** What the form begins with. */
	initial: Partial<z.input<Schema>>;
	/** Fields that the server calls otherwise. */
	names?: FieldNames;
	/**
	 * Under what is typed is kept until it is sent, so that a reload loses nothing: which form of which
	 * record.
	 */
	draft?: string;
	/**
	 * Does what the form is for; the form keeps its values unless this resets it.
	 * @throws Refusal which lands on the field that it names
	 */
	send: (values: z.output<Schema>) => unknown;
}

/** Why it was refused, where no field of the form is meant, is `message` of superforms. */
export type EntryForm<Schema extends z.ZodObject> = SuperForm<z.input<Schema>, Refusal>;

/**
 * A form of something that is changed on the server. What the schema refuses is said before it travels,
 * what the server refuses lands on the field that it names, the cursor goes there, and what was typed
 * stays. `commandForm` is one whose sending is a command.
 */
export function entryForm<Schema extends z.ZodObject>(
	options: EntryFormOptions<Schema>
): EntryForm<Schema> {
	const { schema, names, draft, send } = options;
	const initial = { ...options.initial, ...(draft && draftOf(draft)) };
	const form = superForm<z.input<Schema>, Refusal>(initial as z.input<Schema>, {
		SPA: true,
		dataType: 'json',
		validators: validator(schema),
		resetForm: false,
		applyAction: false,
		invalidateAll: false,
		multipleSubmits: 'prevent',
		scrollToError: 'auto',
		autoFocusOnError: true,
		async onUpdate({ form: sent }) {
			if (!sent.valid) return;
			try {
				await send(sent.data as z.output<Schema>);
				drafting?.sent(sent.data);
			} catch (thrown) {
				const refusal = refusalFrom(thrown);
				const field = fieldOf(refusal, sent.data, schema, names);
				if (field) setError(sent, errorPath(field, sent.data) as never, sentenceAt(refusal));
				else sent.message = refusal;
				sent.valid = false;
			}
		}
	});
	const drafting = draft ? keepDrafts(draft, form, options.initial) : undefined;
	return form;
}

/** Keeps what is typed, while it is neither what the form began with nor what was sent. */
function keepDrafts<Values extends Record<string, unknown>>(
	key: string,
	{ form }: SuperForm<Values, Refusal>,
	initial: object
): { sent: (values: object) => void } {
	const settled = new Set([JSON.stringify(initial)]);
	const stop = form.subscribe((values) => {
		if (settled.has(JSON.stringify(values))) forgetDraft(key);
		else keepDraft(key, values);
	});
	onDestroy(stop);
	return {
		sent(values) {
			settled.add(JSON.stringify(values));
			forgetDraft(key);
		}
	};
}

/** zod for superforms, whose own adapters would bring those of ten other libraries into the build. */
function validator<Schema extends z.ZodObject>(
	schema: Schema
): ClientValidationAdapter<Partial<z.input<Schema>>> {
	return {
		superFormValidationLibrary: 'zod4',
		async validate(given) {
			const { success, data, error } = await schema.safeParseAsync(given);
			if (success) return { success, data: data as Partial<z.input<Schema>> };
			const issues = error.issues.map(({ message, path }) => ({
				message,
				path: path as FieldPath
			}));
			return { success, issues };
		}
	};
}

/** At the field there is room for what to do, too. */
function sentenceAt({ sentence, hint }: Refusal): string {
	return hint ? `${sentence} ${hint}` : sentence;
}

/** An error of a list or a group as a whole has a place of its own beside those of its parts. */
function errorPath(path: FieldPath, values: unknown): string {
	const value = path.reduce<unknown>(
		(inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key],
		values
	);
	const whole = typeof value === 'object' && value !== null ? [...path, '_errors'] : path;
	return whole.reduce<string>(
		(text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${key}` : key),
		''
	);
}

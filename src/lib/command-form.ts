import type { z } from 'zod';
import { page } from '$app/state';
import type { CommandArgs, CommandName } from '#lib/command.ts';
import { Action, type Answer } from '#lib/commands.svelte.ts';
import { entryForm, type EntryForm, type EntryFormOptions } from '#lib/form.ts';

export interface CommandFormOptions<
	Name extends CommandName,
	Schema extends z.ZodObject
> extends Omit<EntryFormOptions<Schema>, 'send'> {
	command: Name;
	/** What the form begins with; after a refusal from the outbox, what was typed then. */
	initial: Partial<z.input<Schema>>;
	/** The command's arguments for what was typed. */
	args: (values: z.output<Schema>) => CommandArgs<Name>;
	/** What it does, as the outbox says it: "Drying of MCC-24-051-A". */
	label: (values: z.output<Schema>) => string;
	/** Id of the site it is about. */
	site?: string;
	/** Whether it may wait for the network; not where the answer is needed at once. */
	queue?: boolean;
	/** It is done; the form keeps its values unless this resets it. */
	done: (answer: Answer<Name>, values: z.output<Schema>) => unknown;
	/** It is kept, and will be sent when there is a network again. */
	kept?: (values: z.output<Schema>) => unknown;
}

export type CommandForm<Schema extends z.ZodObject> = EntryForm<Schema> & {
	readonly action: { readonly pending: boolean };
};

/**
 * A form that is one command. Sending it again after a lost connection is the same action.
 */
export function commandForm<Name extends CommandName, Schema extends z.ZodObject>(
	options: CommandFormOptions<Name, Schema>
): CommandForm<Schema> {
	const { schema, initial, names, draft } = options;
	const action = new Action(options.command);
	const send = (values: z.output<Schema>) => submit(options, action, values);
	return Object.assign(entryForm({ schema, initial, names, draft, send }), { action });
}

async function submit<Name extends CommandName, Schema extends z.ZodObject>(
	options: CommandFormOptions<Name, Schema>,
	action: Action<Name>,
	values: z.output<Schema>
): Promise<void> {
	const origin = {
		page: page.url.pathname + page.url.search,
		label: options.label(values),
		site: options.site,
		draft: options.draft,
		values
	};
	const outcome = await action.run(options.args(values), options.queue === false ? {} : { origin });
	if (outcome.queued) await options.kept?.(values);
	else await options.done(outcome.answer, values);
}

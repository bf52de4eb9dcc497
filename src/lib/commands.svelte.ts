import type { Answers } from '#lib/answers.ts';
import { session } from '#lib/access/session.svelte.ts';
import { signInAgain } from '#lib/access/sign-in-again.svelte.ts';
import { send, type CommandArgs, type CommandName } from '#lib/command.ts';
import { connection } from '#lib/connection.svelte.ts';
import type { Origin } from '#lib/outbox-store.ts';
import { outbox } from '#lib/outbox.svelte.ts';
import { Refusal, refusalFrom, SIGNED_OUT } from '#lib/refusal.ts';
import { requestId } from '#lib/request-id.ts';

/** Milliseconds before an action that was not answered is sent a second time. */
const BREATH = 700;

export type Answer<Name extends CommandName> = Name extends keyof Answers ? Answers[Name] : unknown;

/** What became of an action: done and answered, or kept until there is a network again. */
export type Outcome<Name extends CommandName> =
	{ queued: false; answer: Answer<Name> } | { queued: true };

export interface RunOptions {
	/** Where it comes from; without it an action is not kept for later, because nobody could take it back. */
	origin?: Origin;
}

/**
 * One action of one person: what a form does when it is sent. It has its id once, so that it happens
 * once, however often it is sent; when it has happened, the next is another.
 */
export class Action<Name extends CommandName> {
	readonly command: Name;
	#id = requestId();
	#person = session.person;
	#running = $state.raw<Promise<Outcome<Name>>>();

	constructor(command: Name) {
		this.command = command;
	}

	/** Whether it is on its way. */
	get pending(): boolean {
		return this.#running !== undefined;
	}

	/**
	 * Sends it. A call while it is on its way waits for that one.
	 * @throws Refusal
	 */
	run(args: CommandArgs<Name>, options: RunOptions = {}): Promise<Outcome<Name>> {
		this.#running ??= this.#run(args, options).finally(() => {
			this.#running = undefined;
		});
		return this.#running;
	}

	async #run(args: CommandArgs<Name>, { origin }: RunOptions): Promise<Outcome<Name>> {
		this.#person ??= session.person;
		if (!this.#person) throw new Refusal(SIGNED_OUT);
		try {
			if (origin && (await this.#mustWait())) return await this.#keep(args, origin);
			return { queued: false, answer: (await this.#send(args)) as Answer<Name> };
		} catch (thrown) {
			const refusal = refusalFrom(thrown);
			if (refusal.isOpen && origin) return await this.#keep(args, origin);
			throw refusal.code === 'REQUEST_REUSED' ? this.#reused() : refusal;
		}
	}

	/** What was done before is sent before. */
	async #mustWait(): Promise<boolean> {
		if (!connection.network) return true;
		if (outbox.pending.length > 0) await outbox.flush();
		return outbox.pending.length > 0;
	}

	async #send(args: CommandArgs<Name>): Promise<unknown> {
		for (let again = true; ; again = false) {
			try {
				const answer = await send(this.command, args, this.#id, this.#person!);
				this.#id = requestId();
				return answer;
			} catch (thrown) {
				const refusal = refusalFrom(thrown);
				if (!again || !(await this.#mayTryAgain(refusal))) throw refusal;
			}
		}
	}

	async #mayTryAgain(refusal: Refusal): Promise<boolean> {
		if (refusal.kind === 'signed-out') return signInAgain.ask();
		if (refusal.kind !== 'unreachable') return false;
		await new Promise((resolve) => setTimeout(resolve, BREATH));
		return true;
	}

	async #keep(args: CommandArgs<Name>, origin: Origin): Promise<Outcome<Name>> {
		await outbox.add({
			requestId: this.#id,
			command: this.command,
			args,
			person: this.#person!,
			origin
		});
		this.#id = requestId();
		return { queued: true };
	}

	/** It was sent with other values before, and that has arrived though its answer has not. */
	#reused(): Refusal {
		this.#id = requestId();
		return new Refusal({
			kind: 'refused',
			code: 'REQUEST_REUSED',
			sentence: 'What you sent before has arrived after all, with the values of then.',
			hint: 'Look at the record first; send this again only if it is to be done a second time.',
			params: {}
		});
	}
}

/**
 * Sends one action that no form repeats: a button, a menu.
 * @throws Refusal
 */
export function run<Name extends CommandName>(
	command: Name,
	args: CommandArgs<Name>,
	options?: RunOptions
): Promise<Outcome<Name>> {
	return new Action(command).run(args, options);
}

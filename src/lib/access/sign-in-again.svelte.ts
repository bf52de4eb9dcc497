import type { Refusal } from '#lib/access/refusals.ts';
import { session } from '#lib/access/session.svelte.ts';
import { signIn } from '#lib/access/sign-in.ts';

/**
 * Asks the person whose session has ended to sign in over the page that is open, so that nothing that
 * was typed is lost. A dialog of the shell attends to it; without one the guard leads to the sign-in
 * page.
 */
class SignInAgain {
	#asking = $state(false);
	#attended = 0;
	#answer: PromiseWithResolvers<boolean> | undefined;

	/** Whether the dialog is to be open. */
	get asking(): boolean {
		return this.#asking;
	}

	/** Whose session it was: nobody else may go on with his page. */
	get email(): string | undefined {
		return session.ending?.email;
	}

	/** Whether there is a dialog. */
	get attended(): boolean {
		return this.#attended > 0;
	}

	/**
	 * Says that a dialog is there, which opens when `asking`.
	 * @returns takes it back
	 */
	attend(): () => void {
		this.#attended++;
		return () => {
			this.#attended--;
			if (!this.attended) this.leave();
		};
	}

	/**
	 * Waits until the person has signed in again; several who ask wait for one answer.
	 * @returns whether he has; false at once where nobody could be asked
	 */
	ask(): Promise<boolean> {
		if (!this.attended || !this.email) return Promise.resolve(false);
		this.#answer ??= Promise.withResolvers<boolean>();
		this.#asking = true;
		return this.#answer.promise;
	}

	/** @returns why not, where it was refused */
	async signIn(password: string): Promise<Refusal | undefined> {
		const refusal = await signIn(this.email ?? '', password);
		if (!refusal) this.#settle(true);
		return refusal;
	}

	/** The person does not want to; what waits is told so. */
	leave(): void {
		this.#settle(false);
	}

	#settle(signedIn: boolean): void {
		this.#asking = false;
		this.#answer?.resolve(signedIn);
		this.#answer = undefined;
	}
}

export const signInAgain = new SignInAgain();

/**
 * One after another: who takes goods out sees what is there, and nobody takes it in between. As at a
 * counter with one hatch.
 */
export class Turns {
	#last: Promise<unknown> = Promise.resolve();

	async take<T>(act: () => Promise<T>): Promise<T> {
		const turn = this.#last.then(act);
		this.#last = turn.catch(() => {});
		return await turn;
	}
}

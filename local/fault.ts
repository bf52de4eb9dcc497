/**
 * A fault that a person can mend: its message is a whole sentence that says what is wrong and what
 * to do. The command line prints it alone, without a stack trace, and exits with 1.
 */
export class Fault extends Error {
	override name = 'Fault';
}

/** The message of anything thrown. */
export function messageOf(thrown: unknown): string {
	return thrown instanceof Error ? thrown.message : String(thrown);
}

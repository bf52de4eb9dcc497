import { styleText } from 'node:util';

/** Writes lines that carry the name of the part that speaks. */
export interface Log {
	/** What a program of the project's own printed; only `quiet` leaves it out. */
	print(message: string): void;
	info(message: string): void;
	warn(message: string): void;
	error(message: string): void;
}

/** How much the stack says: `quiet` only problems, `normal` one line per part, `verbose` everything. */
export type Verbosity = 'quiet' | 'normal' | 'verbose';

/**
 * @param part name shown before each line, e.g. `realtime` or `function hello`
 * @param verbosity lines below it are dropped; problems always pass
 */
export function createLog(part: string, verbosity: Verbosity): Log {
	const write = (stream: NodeJS.WriteStream, colour: 'dim' | 'yellow' | 'red', text: string) => {
		for (const line of text.trimEnd().split('\n')) {
			stream.write(`${styleText(colour, part.padEnd(12))} ${line}\n`);
		}
	};
	return {
		print: (message) => verbosity !== 'quiet' && write(process.stdout, 'dim', message),
		info: (message) => verbosity === 'verbose' && write(process.stdout, 'dim', message),
		warn: (message) => write(process.stderr, 'yellow', message),
		error: (message) => write(process.stderr, 'red', message)
	};
}

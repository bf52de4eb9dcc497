import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether a process with this pid exists, whoever owns it. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** The command line of a running process; undefined when there is none with this pid. */
export async function commandOf(pid: number): Promise<string | undefined> {
	if (!isAlive(pid)) return undefined;
	try {
		return existsSync('/proc/self/cmdline')
			? (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')
			: (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
	} catch {
		return undefined;
	}
}

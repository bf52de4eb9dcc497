import { request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../local/config.ts';
import type { StackContext } from '../../local/context.ts';
import { functionEnvironment } from '../../local/functions/environment.ts';
import { denoBinary, startWorker } from '../../local/functions/worker.ts';
import { loadKeys } from '../../local/keys.ts';
import type { StackStatus } from './stack-process.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A process of the function `notify` beside the stack's own, as a hosted project starts several. */
export interface NotifyWorker {
	/** Wakes it as the database does. @returns the status of its answer */
	wake(): Promise<number>;
	/** Kills it in the middle of what it does. */
	kill(): Promise<void>;
}

let started = 0;

/** @param dataDir of the stack that it works for */
export async function startNotifyWorker(
	status: StackStatus,
	dataDir: string
): Promise<NotifyWorker> {
	const socket = join(dataDir, 'run', `notify-${process.pid}-${++started}.sock`);
	const said: string[] = [];
	const say = (text: string) => void said.push(text);
	const context = {
		options: { projectDir: ROOT },
		config: await loadConfig(ROOT),
		keys: await loadKeys(dataDir),
		urls: status,
		log: () => ({ print: say, info: say, warn: say, error: say })
	} as unknown as StackContext;
	const functionsDir = join(ROOT, 'supabase', 'functions');
	const worker = startWorker(denoBinary(), {
		entrypoint: join(functionsDir, 'notify', 'index.ts'),
		functionsDir,
		socket,
		cacheDir: join(dataDir, 'deno'),
		environment: await functionEnvironment('notify', context),
		bootTimeout: 30_000,
		log: context.log('notify')
	});
	if (!(await worker.ready)) throw new Error(`The worker has not started:\n${said.join('\n')}`);
	return {
		wake: async () =>
			await new Promise<number>((settle, fail) => {
				const call = request({
					socketPath: socket,
					path: '/notify',
					method: 'POST',
					headers: { apikey: status.secretKey }
				});
				call.on('error', fail);
				call.on('response', (answer) => {
					answer.resume();
					settle(answer.statusCode!);
				});
				call.end();
			}),
		kill: async () => {
			worker.end(0);
			await worker.ended;
		}
	};
}

import type { Duplex } from 'node:stream';

const gathering = new Set<Duplex>();

/**
 * Holds what is written to the socket until the present work is done, so that a burst of messages
 * costs one write per socket and not one per message.
 */
export function gatherWrites(socket: Duplex): void {
	if (gathering.has(socket)) return;
	if (gathering.size === 0) process.nextTick(writeGathered);
	gathering.add(socket);
	socket.cork();
}

function writeGathered(): void {
	for (const socket of gathering) socket.uncork();
	gathering.clear();
}

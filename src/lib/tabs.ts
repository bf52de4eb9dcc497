/**
 * Speaks to the other tabs of this app in this browser.
 * @param hear is called when another tab has said something
 * @returns says it to the others
 */
export function tabs(topic: string, hear: () => void): () => void {
	const channel = new BroadcastChannel(topic);
	channel.onmessage = hear;
	// On Node, where tests run, an open channel would keep the process.
	(channel as { unref?: () => void }).unref?.();
	return () => channel.postMessage('');
}

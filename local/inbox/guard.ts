import type { StackContext } from '../context.ts';

/** Whether an IP address is this machine's own. */
export function isLoopback(address: string | undefined): boolean {
	return /^(::ffff:)?127\.|^::1$/.test(address ?? '');
}

/** Whether a host, as a Host header or URL has it without the port, can only mean this machine. */
export function isLocalName(hostname: string): boolean {
	return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/**
 * Whether a URL leads elsewhere than to this machine. What the inbox is told to call, it calls only
 * here: a copied setting must not make it post test mail's events to a production system.
 */
export function reachesOut(url: string, { urls }: StackContext): boolean {
	const target = URL.parse(url);
	if (!target || !/^https?:$/.test(target.protocol)) return true;
	return !isLocalName(target.hostname) && target.origin !== new URL(urls.apiUrl).origin;
}

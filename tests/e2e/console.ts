import type { Page } from '@playwright/test';

/** What Playwright itself says where a test does without the service worker. */
const BLOCKED = 'Service Worker registration blocked by Playwright';

/** @returns the list to which is added what a page throws, and what its console complains of */
export function complaintsOf(page: Page): string[] {
	const complaints: string[] = [];
	page.on('console', (message) => {
		const isComplaint = ['error', 'warning'].includes(message.type()) && message.text() !== BLOCKED;
		if (isComplaint) complaints.push(message.text());
	});
	page.on('pageerror', (error) => complaints.push(String(error)));
	return complaints;
}

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Sent to a page once: the builder would send twice as much four times, which takes longer than what axe does. */
const AXE = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** What can be wrong in one theme only. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * Asserts that everybody can read and hear the page as it is now (axe), in the light and in the dark, and that
 * it fits its screen.
 */
export async function expectAccessible(
	page: Page,
	{ part = 'html', except = [] }: { part?: string; except?: string[] } = {}
): Promise<void> {
	await page.evaluate(AXE);
	// Without frames of another origin, axe needs no page of its own to put its findings together.
	const look = () => new AxeBuilder({ page, axeSource: 'void axe' }).setLegacyMode().include(part);
	const theme = await page.evaluate(() => document.documentElement.dataset.theme!);
	const seen = await look().disableRules(except).withTags(RULES).analyze();
	await paint(page, theme === 'dark' ? 'light' : 'dark');
	const seenOtherwise = await look().withRules(OF_COLOURS).analyze();
	await paint(page, theme);
	expect(
		[...seen.violations, ...seenOtherwise.violations].map(({ id, nodes }) => ({
			id,
			at: nodes.map(({ html }) => html)
		}))
	).toEqual([]);
	expect(await overflowOf(page)).toBe(0);
}

/** Shows the page in a theme, where nothing is on its way from one colour to another. */
async function paint(page: Page, theme: string): Promise<void> {
	await page.evaluate((shown) => {
		document.documentElement.dataset.theme = shown;
		for (const animation of document.getAnimations()) {
			if (animation instanceof CSSTransition) animation.finish();
		}
	}, theme);
}

/** How much wider than the screen the page is, in pixels. */
export function overflowOf(page: Page): Promise<number> {
	return page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
}

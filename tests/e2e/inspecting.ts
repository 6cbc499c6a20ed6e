// Walks through the pages and looks at each as it stands: what axe finds serious, and what does not fit a phone's width.
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { until } from './until.ts';

/** What a page is found guilty of; empty is good. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const look = (options: object) =>
    page.evaluate<string[]>(`axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...options })})
      .then(({ violations, passes }) => passes.length === 0 ? ['axe saw nothing'] : violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(node => id + ' at ' + node.target.join(' ') + ': ' + node.html.slice(0, 120))))`);
  const faults = await look({});
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await look({ runOnly: ['color-contrast'] });
  await page.emulateMedia({ colorScheme: 'light' });
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  return [...faults, ...dark.map(fault => `in the dark, ${fault}`), ...(width > 360 ? [`${width} pixels wide`] : [])];
}

/** Goes from page to page as the application itself does; resolves when everything asked for has come. */
export function walker(page: Page): (address: string) => Promise<void> {
  let open = 0;
  page.on('request', () => open++);
  page.on('requestfinished', () => open--);
  page.on('requestfailed', () => open--);
  return async address => {
    if (page.url() === 'about:blank') await page.goto(address);
    else
      await page.evaluate(`history.pushState(null, '', ${JSON.stringify(address)});
      dispatchEvent(new PopStateEvent('popstate'))`);
    await page.locator('h1').waitFor();
    let quiet = 0;
    await until(`${address} is still`, () => {
      quiet = open === 0 ? quiet + 1 : 0;
      return quiet > 3;
    });
  };
}

/** All that a person or a screen reader is told, title included. */
export const wordsOf = (page: Page): Promise<string> =>
  page.evaluate<string>(`[document.title, document.body.innerText,
    ...[...document.querySelectorAll('[aria-label],[placeholder],[title],[alt]')].flatMap(element =>
      ['aria-label', 'placeholder', 'title', 'alt'].map(name => element.getAttribute(name) ?? ''))].join('\\n')`);

import type { Page } from 'playwright-core';

/**
 * What a person who cannot see the scene would miss: controls and pictures without a name, a page without one main heading, a language
 * that is not declared, ids used twice, something wider than the screen. Runs in the page; empty when all is well.
 */
const findFaults = `(() => {
  const faults = [];
  const seen = (element) => element.checkVisibility({ checkVisibilityCSS: true });
  const text = (id) => document.getElementById(id)?.textContent ?? '';
  const nameOf = (element) =>
    (element.getAttribute('aria-label') ?? '') +
    (element.getAttribute('aria-labelledby') ?? '').split(' ').map(text).join('') +
    [...(element.labels ?? [])].map((label) => label.textContent).join('') +
    (element.tagName === 'INPUT' ? '' : element.textContent) +
    [...element.querySelectorAll('img[alt]')].map((image) => image.alt).join('');
  for (const element of document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea, [role=button]')) {
    if (seen(element) && nameOf(element).trim() === '') faults.push('no name: ' + element.outerHTML.slice(0, 160));
  }
  for (const image of document.querySelectorAll('img:not([alt])')) faults.push('no alt: ' + image.outerHTML.slice(0, 160));
  const headings = document.querySelectorAll('h1').length;
  if (headings !== 1) faults.push('main headings: ' + headings);
  if (!['vi', 'en'].includes(document.documentElement.lang)) faults.push('language not declared');
  if (document.querySelectorAll('main').length !== 1) faults.push('not exactly one main part');
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) faults.push('id used twice: ' + id);
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) faults.push('wider than the screen by ' + wide + ' px');
  return faults;
})()`;

/** The faults of the scene that is open; empty when all is well. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const faults: unknown = await page.evaluate(findFaults);
  return Array.isArray(faults) ? faults.map(String) : ['the check gave no list'];
}

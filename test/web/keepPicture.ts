import { join } from 'node:path';
import type { Page } from 'playwright-core';

let taken = 0;

/** With `TRUYVET_SHOTS=folder` leaves a picture of how the desk looks now. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['TRUYVET_SHOTS'];
  if (folder === undefined) return;
  taken += 1;
  await page.screenshot({ path: join(folder, `${String(taken).padStart(2, '0')} ${name.slice(0, 40)}.png`) });
}

import { importDetail, outbreakList, paths, requestHeader, resultPage, unitList } from '@truyvet/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../apps/server/src/db/testDatabase.ts';
import { accessibilityFaults } from './accessibility.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { keepPicture } from './keepPicture.ts';
import { type Neighbours, openNeighbours } from './neighbours.ts';
import { type Desk, startDesk } from './startDesk.ts';

const chromiumPath = findChromium(process.env);
const missing = chromiumPath === undefined && process.env['CI'] === undefined;
const why = missing ? ' (skipped: no Chromium on this machine; install it or set TRUYVET_CHROMIUM)' : '';
const database = useTestDatabase();

const f1List = [
  'Mã,Họ và tên,Năm sinh,SĐT,Là F mấy?,Tiếp xúc với F0,Ngày tiếp xúc cuối cùng,Hình thức cách ly,Nơi cách ly,Ngày bắt đầu cách ly,Ngày kết thúc cách ly',
  'BN 777,Trần Văn Ca,1988,0966123456,F0,,,,,,',
  ',Lê Văn An,1990,0966123457,F1,BN 777,01/07/2021,TT,Trường THCS,05/07/2021,20/07/2021',
  ',Lê Thị Tám,1991,0966123458,F3,người quen,,,,,',
];
const busList = [
  'Họ và tên,Năm sinh,Số điện thoại,Nơi đi,Ngày về,Sốt',
  'Đinh Văn Xe,1990,0971000111,TP. Hồ Chí Minh,09/07/2021,x',
  'Đinh Thị Xe,1991,0971000112,TP. Hồ Chí Minh,09/07/2021,',
  'Lê Văn Ân,,0966123457,Hà Nội,09/07/2021,',
];

/** With `TRUYVET_SHOTS=folder` each test leaves a picture of how the desk looked at its end. */
describe.skipIf(missing)(`what an officer decides at the desk, in a browser${why}`, () => {
  let desk: Desk;
  let neighbours: Neighbours;
  let browser: Browser;
  let page: Page;
  let cookie = '';
  let unitId = 0;
  const complaints: string[] = [];

  beforeAll(async () => {
    if (chromiumPath === undefined) throw new Error('Chromium is missing; in CI these tests are not skipped');
    neighbours = await openNeighbours({});
    desk = await startDesk(database.db, neighbours.address);
    browser = await launchChromium(chromiumPath);
    page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${desk.url}/`);
    await page.getByLabel('Tên đăng nhập').fill(desk.administrator.username);
    await page.getByLabel('Mật khẩu').fill(desk.administrator.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Tổng quan' }).waitFor();
    cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const units = unitList.parse(await ask(paths.units)).items;
    unitId = units.find(({ name }) => /Thiệu Ngọc/.test(name))?.id ?? 0;
  }, 120_000);

  afterEach(({ task }) => keepPicture(page, task.name));

  afterAll(async () => {
    await browser?.close();
    await desk?.close();
    await neighbours?.close();
  });

  it('withdraws a quarantine that a list states, with a reason, and reads whose level changed', async () => {
    importDetail.parse(await bring(`${paths.imports}?unitId=${unitId}`, 'ds F1.csv', f1List));
    const [an, tam] = [await personId('Lê Văn An'), await personId('Lê Thị Tám')];
    const [outbreak] = outbreakList.parse(await ask(paths.outbreaks)).items;
    const contact = { outbreakId: outbreak?.id, targetPersonId: tam, sourcePersonId: an, lastContactOn: '2021-07-07' };
    await ask(paths.exposures, {
      method: 'POST',
      body: JSON.stringify(contact),
      headers: { 'content-type': 'application/json' },
    });
    await page.goto(`${desk.url}/people/${an}`);
    const stated = page.getByRole('listitem').filter({ hasText: 'Trường THCS' });
    expect(await stated.innerText()).toMatch(/05\/07\/2021 đến 20\/07\/2021[\s\S]*tập trung/);
    await stated.getByRole('button', { name: 'Không đúng' }).click();
    const question = page.getByRole('dialog');
    const confirm = question.getByRole('button', { name: 'Ghi nhận là không đúng' });
    expect(await confirm.isDisabled()).toBe(true);
    await question.getByLabel('Vì sao?').fill('Thực ra ở nhà chăm mẹ');
    expect(await accessibilityFaults(page)).toEqual([]);
    await confirm.click();
    await stated.waitFor({ state: 'detached' });
    await page.getByText('Đã ghi nhận cách ly này không đúng.').waitFor();
    await page.getByText(/Lê Thị Tám.*F2/).waitFor();
    await question.waitFor({ state: 'detached' });
  });

  it('decides the declarations of one file together, and is told which are left to be looked at', async () => {
    await bring(`${paths.declarationImport}?unitId=${unitId}`, 'chuyến xe #7.csv', busList);
    await bring(`${paths.declarationImport}?unitId=${unitId}`, 'khác.csv', [
      busList[0] ?? '',
      'Đinh Văn Khác,1990,0971000113,Hà Nội,09/07/2021,',
    ]);
    await page.getByRole('link', { name: /Cần làm/ }).click();
    await page.getByText('Tờ khai', { exact: true }).click();
    const first = page.getByRole('listitem').filter({ hasText: 'Đinh Văn Xe' });
    expect(await first.innerText()).toMatch(/từ TP\. Hồ Chí Minh · về đến 09\/07\/2021[\s\S]*Triệu chứng: sốt/);
    await page.getByText('Đinh Văn Khác').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await first.getByRole('button', { name: 'Xem cả tệp' }).click();
    await page.getByText('3 tờ khai đang chờ; có thể quyết định chung:').waitFor();
    expect(await page.getByText('Đinh Văn Khác').count()).toBe(0);
    await page.getByRole('button', { name: 'Đều là người mới' }).click();
    const question = page.getByRole('dialog');
    await question.getByLabel('Lý do').fill('Chuyến xe đã đối chiếu với danh sách đón');
    await question.getByRole('button', { name: 'Quyết định 3 tờ khai' }).click();
    await page.getByText('Đã quyết định 2 tờ khai.').waitFor();
    await page.getByText('Còn 1 tờ cần xem từng tờ.').waitFor();
    await page.getByText('1 tờ khai đang chờ; có thể quyết định chung:').waitFor();
    await question.waitFor({ state: 'detached' });
    expect(await first.count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('says of one declaration that it is the person proposed, and of another that it is not recorded', async () => {
    await page.getByRole('button', { name: 'Đúng là người này' }).click();
    await page.getByText('Không có tờ khai nào đang chờ.').waitFor();
    await page.getByRole('button', { name: 'Xem mọi tờ khai' }).click();
    const other = page.getByRole('listitem').filter({ hasText: 'Đinh Văn Khác' });
    await other.getByRole('button', { name: 'Không ghi nhận' }).click();
    const question = page.getByRole('dialog');
    await question.getByLabel('Lý do').fill('Không phải người của xã');
    await question.getByRole('button', { name: 'Không ghi nhận' }).click();
    await page.getByText('Không có tờ khai nào đang chờ.').waitFor();
    await page.getByText('Đã xong', { exact: true }).click();
    const decided = (name: string) => page.getByRole('listitem').filter({ hasText: name }).innerText();
    expect(await decided('Đinh Văn Xe')).toContain('đã lập hồ sơ mới');
    expect(await decided('Lê Văn Ân')).toContain('đã xác nhận');
    expect(await decided('Đinh Văn Khác')).toContain('không ghi nhận');
    expect(complaints).toEqual([]);
  });

  async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
    const headers = { cookie, [requestHeader.name]: requestHeader.value, ...init.headers };
    const response = await fetch(`${desk.url}${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return await response.json();
  }

  async function bring(path: string, fileName: string, lines: readonly string[]): Promise<unknown> {
    const body = new FormData();
    body.set('file', new File([`\uFEFF${lines.join('\r\n')}\r\n`], fileName), fileName);
    return await ask(path, { method: 'POST', body });
  }

  async function personId(name: string): Promise<number> {
    const { items } = resultPage.parse(await ask(`${paths.results}?unitId=${unitId}`));
    return items.find(({ person }) => person.fullName === name)?.person.id ?? 0;
  }
});

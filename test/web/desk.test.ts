import { readFile, stat } from 'node:fs/promises';
import { paths, requestHeader } from '@truyvet/contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { inScope, systemScope } from '../../apps/server/src/db/scope.ts';
import { useTestDatabase } from '../../apps/server/src/db/testDatabase.ts';
import { accessibilityFaults } from './accessibility.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { communeList, people } from './communeList.ts';
import { keepPicture } from './keepPicture.ts';
import { type Neighbours, openNeighbours } from './neighbours.ts';
import { type Desk, startDesk } from './startDesk.ts';

const chromiumPath = findChromium(process.env);
const missing = chromiumPath === undefined && process.env['CI'] === undefined;
const why = missing ? ' (skipped: no Chromium on this machine; install it or set TRUYVET_CHROMIUM)' : '';
const database = useTestDatabase();

const laptop = { width: 1366, height: 768 };
const telephone = { width: 390, height: 844 };
/** A whole call lasts as long as its audio. */
const callMs = 90_000;

/** With `TRUYVET_SHOTS=folder` each test leaves a picture of how the desk looked at its end. */
describe.skipIf(missing)(`the desk in a browser, with real calls${why}`, () => {
  let desk: Desk;
  let neighbours: Neighbours;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    if (chromiumPath === undefined) throw new Error('Chromium is missing; in CI these tests are not skipped');
    neighbours = await openNeighbours({
      [people.healthy.phone]: { keys: { M2: '1', M3: '1980', A1: '1', A2: '2', A3: '2', A4: '4#', A5: '2', A6: '1' } },
      [people.severe.phone]: { keys: { M2: '1', M3: '1957', A1: '1', A2: '1', A2b: '1' } },
      [people.busy.phone]: { refuse: 486 },
      [people.notInUse.phone]: { refuse: 404 },
    });
    desk = await startDesk(database.db, neighbours.address);
    browser = await launchChromium(chromiumPath);
    context = await browser.newContext({ viewport: laptop, acceptDownloads: true });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isRefusal(message.text()))
        complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(desk.url) && !request.url().startsWith('blob:'))
        complaints.push(`left the desk: ${request.url()}`);
    });
  }, 120_000);

  afterEach(({ task }) => keepPicture(page, task.name));

  afterAll(async () => {
    await browser?.close();
    await desk?.close();
    await neighbours?.close();
  });

  it('tells in Vietnamese that a password is wrong, and lets the administrator in with the right one', async () => {
    await page.goto(`${desk.url}/lists`);
    await page.getByLabel('Tên đăng nhập').fill(desk.administrator.username);
    await page.getByLabel('Mật khẩu').fill('sai');
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByText('Tên đăng nhập hoặc mật khẩu không đúng.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Mật khẩu').fill(desk.administrator.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Danh sách', exact: true }).waitFor();
    neighbours.listenAt(desk.url, await signInElsewhere(desk));
  });

  it('takes a list of a commune found without its marks, and shows each row that was not taken with its reason', async () => {
    await page.getByRole('combobox', { name: 'Đơn vị' }).fill('thieu ngoc');
    await page.keyboard.press('Enter');
    await page.locator('input[type=file]').setInputFiles({
      name: communeList.fileName,
      mimeType: 'text/csv',
      buffer: communeList.content,
    });
    await page.getByRole('heading', { name: communeList.fileName }).waitFor();
    const rejected = page.getByRole('table', { name: 'Các dòng chưa nhận được và lý do' });
    const rowOf = (number: number) => rejected.getByRole('row').filter({ has: page.getByText(String(number), { exact: true }) });
    expect(await rejected.getByRole('row').count()).toBe(1 + communeList.badRows.length);
    expect(await rowOf(9).innerText()).toMatch(/1890[\s\S]*Phạm Văn Sai/);
    expect(await rowOf(10).innerText()).toMatch(/15\/08\/2021[\s\S]*Đỗ Thị Mai Sau/);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('hands the rejected rows back as a workbook', async () => {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Tải các dòng này về để sửa' }).click();
    const file = await (await waiting).path();
    expect((await readFile(file)).subarray(0, 2).toString()).toBe('PK');
  });

  it('says whom it would call, and calls nobody before the confirmation', async () => {
    await page.getByRole('link', { name: 'Gọi những người này' }).click();
    await page.getByText('Sẽ gọi 4 người.').waitFor();
    await page.getByLabel('Tên chiến dịch gọi').fill('Truy vết Thiệu Ngọc đợt 1');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Xem lại và bắt đầu' }).click();
    const question = page.getByRole('dialog');
    await question.getByText('Chỉ gọi trong giờ 07:30–11:30, 13:30–20:30.').waitFor();
    expect(await attemptsMade()).toBe(0);
    await question.getByRole('button', { name: 'Bắt đầu gọi' }).click();
    await page.getByRole('heading', { name: 'Cuộc gọi', exact: true }).waitFor();
  });

  it(
    'shows the calls moving from step to step until they end',
    async () => {
      const tile = page.getByRole('listitem').filter({ hasText: people.healthy.name });
      await tile.locator('.step-id').waitFor({ timeout: callMs });
      expect(await accessibilityFaults(page)).toEqual([]);
      const steps = new Set<string>();
      await vi.waitFor(
        async () => {
          for (const step of await tile.locator('.step-id').allInnerTexts()) steps.add(step);
          expect(await tile.innerText()).toContain('Đã trả lời đủ');
        },
        { timeout: callMs, interval: 100 },
      );
      expect(steps.size).toBeGreaterThanOrEqual(4);
      await page.getByText('Truy vết Thiệu Ngọc đợt 1').waitFor();
    },
    3 * callMs,
  );

  it('rings the bell for a severe sign until somebody takes it', async () => {
    await page.getByRole('link', { name: /Cần làm/ }).click();
    const alert = page.getByRole('listitem').filter({ hasText: 'Dấu hiệu nặng' }).filter({ hasText: people.severe.name });
    await alert.getByText(/còn \d+ phút/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await alert.getByRole('button', { name: 'Tôi nhận xử lý' }).click();
    await alert.waitFor({ state: 'detached' });
  });

  it('finds people by part of a name without marks, and by how their call ended', async () => {
    await page.getByRole('link', { name: 'Kết quả' }).click();
    await page.getByText('4 người', { exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('searchbox').fill('trinh');
    await page.getByText('1 người', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Bỏ lọc' }).click();
    await page.getByText('4 người', { exact: true }).waitFor();
  });

  it('shows on a person’s page each answer with the key it was given by', async () => {
    await page.getByRole('link', { name: people.severe.name }).click();
    await page.getByRole('heading', { name: people.severe.name }).waitFor();
    const answers = page.getByRole('table', { name: 'Câu trả lời trong cuộc gọi' });
    const birthYear = answers.getByRole('row').filter({ hasText: 'bước M3' });
    expect(await birthYear.innerText()).toMatch(/1957[\s\S]*bấm 1957/);
    expect(await answers.getByRole('row').filter({ hasText: 'bước A2b' }).innerText()).toMatch(/Có/);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('plays the words that somebody left', async () => {
    await leaveWords(people.healthy.phone);
    await page.getByRole('link', { name: 'Kết quả' }).click();
    await page.getByRole('link', { name: people.healthy.name }).click();
    await page.getByRole('heading', { name: people.healthy.name }).waitFor();
    await page.getByRole('button', { name: /Nghe$/ }).click();
    await page.getByRole('button', { name: /Dừng$/ }).waitFor();
    await page.getByRole('button', { name: /Nghe$/ }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('shows the registers: who is F1 and through whom, what the day brought, and who has not reported', async () => {
    await page.getByRole('link', { name: 'Sổ theo dõi' }).click();
    await page.getByRole('heading', { name: 'Sổ theo dõi' }).waitFor();
    await page.getByText('Tiếp xúc gần (F1)').click();
    const f1 = page.getByRole('table', { name: 'Tiếp xúc gần (F1)' });
    expect(await f1.getByRole('row').filter({ hasText: people.severe.name }).innerText()).toContain('BN 21234');
    await page.getByRole('combobox', { name: 'Đơn vị' }).fill('thieu ngoc');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Thay đổi của ngày/ }).waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: `Mới ${people.severe.name}` })
      .waitFor();
    await page.getByRole('heading', { name: /^Chưa báo cáo ngày/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByText('Hộ đã rà soát').click();
    await page.getByText('Sổ này chưa có ai.').waitFor();
  });

  it('opens an outbreak for the administrator, and keeps what names none with the one they chose', async () => {
    await page.getByRole('link', { name: 'Quản trị' }).click();
    await page.getByLabel('Tên ổ dịch').fill('Sởi 2021');
    await page.getByLabel('Mã', { exact: true }).fill('Sởi');
    await page.getByLabel('Bệnh').click();
    await page.getByText('Sởi', { exact: true }).last().click();
    await page.getByLabel('Ngày bắt đầu').fill('2021-07-01');
    await page.getByRole('button', { name: 'Mở ổ dịch mới' }).click();
    await page.getByText(/mã \(code\) chỉ được có chữ thường không dấu/).waitFor();
    // The browser notes the refused request by itself; nothing else has complained so far.
    await vi.waitFor(() => expect(complaints).toEqual([expect.stringMatching(/status of 400 .*\/api\/outbreaks$/)]));
    complaints.length = 0;
    await page.getByLabel('Mã', { exact: true }).fill('soi-2021');
    await page.getByRole('button', { name: 'Mở ổ dịch mới' }).click();
    const outbreaks = page.getByRole('table', { name: 'Các ổ dịch' });
    const opened = outbreaks.getByRole('row').filter({ hasText: 'soi-2021' });
    await opened.getByText('mặc định').waitFor();
    expect(await opened.innerText()).toContain('01/07/2021');
    await page.getByLabel('Ổ dịch dùng khi không ghi rõ').click();
    await page.getByText('COVID-19 (covid-19)').last().click();
    await page.getByText('Đang áp dụng: COVID-19.').waitFor();
    await outbreaks.getByRole('row').filter({ hasText: 'covid-19' }).getByText('mặc định').waitFor();
    expect(await opened.getByText('mặc định').count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('exports the workbook of the commune', async () => {
    await page.getByRole('link', { name: 'Kết quả' }).click();
    await page.getByRole('combobox', { name: 'Đơn vị' }).fill('thieu ngoc');
    await page.keyboard.press('Enter');
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Xuất bảng kết quả' }).click();
    const file = await (await waiting).path();
    expect((await stat(file)).size).toBeGreaterThan(4_000);
  });

  it('pauses a campaign, and says so when somebody else was faster', async () => {
    await page.getByRole('link', { name: 'Cuộc gọi' }).click();
    await page.getByRole('button', { name: 'Tạm dừng' }).click();
    const goOn = page.getByRole('button', { name: 'Gọi tiếp' });
    await goOn.waitFor();
    // A colleague goes on and pauses again; the page does not know of it yet.
    await inScope(database.db, systemScope, (tx) =>
      tx
        .updateTable('campaign')
        .set((eb) => ({ version: eb('version', '+', 2) }))
        .execute(),
    );
    await goOn.click();
    await page.getByText('Người khác vừa sửa mục này').waitFor();
    await vi.waitFor(() => expect(complaints).toEqual([expect.stringMatching(/status of 412 .*\/api\/campaigns\/\d+$/)]));
    complaints.length = 0;
    await goOn.click();
    await page.getByRole('button', { name: 'Tạm dừng' }).waitFor();
  });

  it('speaks English when asked, and remembers it', async () => {
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: 'Tiếng Việt' }).click();
  });

  it('fits a telephone in every scene', async () => {
    await page.setViewportSize(telephone);
    for (const link of ['Tổng quan', 'Danh sách', 'Cuộc gọi', 'Kết quả', 'Sổ theo dõi', /Cần làm/, 'Quản trị']) {
      await page.getByRole('link', { name: link }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    }
    await page.setViewportSize(laptop);
  });

  it('asks for the password again when the session is over, and goes on at the same place', async () => {
    await page.getByRole('link', { name: 'Danh sách' }).click();
    await page.getByRole('link', { name: communeList.fileName }).waitFor();
    await inScope(database.db, systemScope, (tx) => tx.deleteFrom('user_session').execute());
    await page.getByRole('link', { name: communeList.fileName }).click();
    await page.getByLabel('Mật khẩu').fill(desk.administrator.password);
    await page.getByLabel('Tên đăng nhập').fill(desk.administrator.username);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: communeList.fileName }).waitFor();
  });

  it('can be reached by keyboard alone: the first key leads to the content', async () => {
    await page.goto(`${desk.url}/`);
    await page.getByRole('heading', { name: 'Tổng quan' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Đến nội dung chính');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('scene');
  });

  it('has left nothing in the console and has asked nobody but its own server', () => {
    expect(complaints).toEqual([]);
  });

  /** A second of A-law sound, as the dialer keeps it. */
  async function leaveWords(e164: string): Promise<void> {
    await inScope(database.db, systemScope, async (tx) => {
      const { id, unit_id } = await tx
        .selectFrom('attempt')
        .select(['id', 'unit_id'])
        .where('e164', '=', e164)
        .executeTakeFirstOrThrow();
      const alaw = Buffer.from(Uint8Array.from({ length: 8000 }, (_, at) => (at % 20 < 10 ? 0xa5 : 0x25)));
      const row = { id: 'words', attempt_id: id, unit_id, name: 'A3r', alaw, duration_ms: 1000, recorded_at: desk.clock.now() };
      await tx.insertInto('recording').values(row).execute();
    });
  }

  async function attemptsMade(): Promise<number> {
    const made = await inScope(database.db, systemScope, (tx) => tx.selectFrom('attempt').select('id').execute());
    return made.length;
  }
});

/** The browser notes every refused request by itself: the question who is signed in, and the wrong password. */
function isRefusal(text: string): boolean {
  return /^Failed to load resource: the server responded with a status of 401/.test(text);
}

async function signInElsewhere({ url, administrator }: Desk): Promise<string> {
  const headers = { 'content-type': 'application/json', [requestHeader.name]: requestHeader.value };
  const response = await fetch(`${url}${paths.session}`, { method: 'POST', headers, body: JSON.stringify(administrator) });
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`sign-in failed: ${response.status}`);
  return cookie;
}

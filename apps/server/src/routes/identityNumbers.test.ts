/**
 * Identity and insurance numbers never stand in the database in clear, whichever way they come in. Each test brings a number in and looks into
 * every column of every table.
 */
import { Writable } from 'node:stream';
import { importDraft, importDraftRowPage, importRowPage, paths } from '@truyvet/contract';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importList } from '../commands/importList.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit } from '../db/testRows.ts';
import { tablesHolding } from '../db/testTables.ts';
import { openHere } from '../lists/openedList.ts';
import { openBytes } from '../lists/readBytes.ts';
import { buildApi, fileBody, ownHeader, signIn } from './testApi.ts';

const test = useTestDatabase();
let api: FastifyInstance;
let log = '';
let unit: { readonly id: number; readonly code: string };
let district: Awaited<ReturnType<typeof signIn>>;
let reader: Awaited<ReturnType<typeof signIn>>;

const numbers = {
  listed: '038085004711',
  misplaced: '038085004712',
  misspelt: '03808500471299',
  noted: '038085004713',
  edited: '038185004714',
  insured: 'GD4380085004715',
  merged: '038085004716',
  declared: '038085004717',
  scanned: '038175004718',
} as const;

beforeAll(async () => {
  const openList = async (bytes: Uint8Array) => openHere(await openBytes(Buffer.from(bytes)));
  const lines = new Writable({
    write(chunk: Buffer, _, done) {
      log += chunk.toString();
      done();
    },
  });
  ({ api } = buildApi(test.db, {
    log: pino({ level: 'trace' }, lines),
    openList,
    commands: { importList: (request) => importList(test.db, { ...request, open: openList }) },
  }));
  unit = await buildUnit(test.db, { name: 'Xã Kín' });
  await buildOutbreak(test.db);
  district = await signIn(api, test.db, [unit.id], 'district');
  reader = await signIn(api, test.db, [unit.id], 'readOnly');
});
afterAll(() => api.close());

/** Where any of the numbers is: also as Excel writes it, without the zero in front. */
async function inClear(): Promise<string[]> {
  const sought = Object.values(numbers).map((number) => number.replace(/^0/u, ''));
  const tables = await tablesHolding(test.ownerUrl, ...sought);
  return sought.some((number) => log.includes(number)) ? [...tables, 'the log'] : tables;
}

const list = [
  'STT,Họ và tên,Năm sinh,Số điện thoại,CCCD,Địa chỉ,Là F mấy?,Ngày tiếp xúc cuối cùng',
  `1,Nguyễn Văn An,1985,0912345678,${numbers.listed},"Thôn Đông, CCCD ${numbers.noted}",F1,05/07/2021`,
  `2,Lê Thị Bình,1990,${numbers.misplaced},,,F1,05/07/2021`,
  `3,Trần Văn Cường,1971,0987654321,${numbers.misspelt},,F1,05/07/2021`,
].join('\n');

describe('identity and insurance numbers are nowhere in clear', { timeout: 60_000 }, () => {
  it('after a preview and the import of a list, wherever in the list they stood', async () => {
    const upload = fileBody('ds.csv', Buffer.from(list));
    const preview = await district.send({ method: 'POST', url: `${paths.importPreview}?unitId=${unit.id}`, ...upload });
    expect(preview.statusCode, preview.body).toBe(201);
    const draft = importDraft.parse(preview.json());
    expect(draft).toMatchObject({ rows: 3, stored: 2, rejected: 1 });
    const shown = importDraftRowPage.parse((await district.send({ url: paths.importDraftRows(draft.id) })).json()).items;
    expect(JSON.stringify(shown)).toContain(numbers.misplaced);
    expect(await inClear()).toEqual([]);

    const confirmed = await district.send({ method: 'POST', url: paths.importConfirm(draft.id), headers: { 'if-match': '"1"' } });
    expect(confirmed.statusCode, confirmed.body).toBe(201);
    expect(await inClear()).toEqual([]);
    const again = await district.send({ method: 'POST', url: `${paths.imports}?unitId=${unit.id}`, ...upload });
    expect(again.json()).toMatchObject({ seenBefore: true });
    expect(await inClear()).toEqual([]);
  });

  it('and are shown in lists to those only who may read them', async () => {
    const [{ id = 0 } = {}] = (await district.send({ url: paths.imports })).json().items as { id: number }[];
    const rows = async (desk: typeof district) =>
      importRowPage.parse((await desk.send({ url: paths.importRows(id) })).json()).items;
    const [seen, hidden] = [JSON.stringify(await rows(district)), JSON.stringify(await rows(reader))];
    for (const number of [numbers.listed, numbers.misplaced, numbers.misspelt, numbers.noted]) {
      expect(seen).toContain(number);
      expect(hidden).not.toContain(number);
    }
    expect(hidden).toContain('038***711');
    expect(hidden).toContain('Nguyễn Văn An');
  });

  it('after an edit, a merge and its undoing', async () => {
    const person = { unit_id: unit.id, full_name: 'Phạm Thị Dung', name_key: 'pham thi dung' };
    const survivor = await buildPerson(test.db, { ...person, phone: '+84912345670' });
    const other = await buildPerson(test.db, { ...person, phone: '+84912345670', national_id: numbers.merged });
    const change = { nationalId: numbers.edited, insuranceNumber: numbers.insured, reason: `theo CCCD ${numbers.noted}` };
    const send = (method: 'PATCH' | 'POST', url: string, version: number, payload: object) =>
      district.send({ method, url, payload, headers: { 'if-match': `"${version}"`, 'idempotency-key': `k-${url.slice(-12)}` } });
    const edited = await send('PATCH', paths.person(survivor.id), 1, change);
    expect(edited.json()).toMatchObject({ nationalId: numbers.edited, insuranceNumber: numbers.insured });
    const cleared = await send('PATCH', paths.person(survivor.id), 2, { nationalId: null, insuranceNumber: null });
    expect(cleared.json()).toMatchObject({ version: 3, nationalId: null });
    const merged = await send('POST', paths.personMerge(survivor.id), 3, { mergedId: other.id });
    expect(merged.statusCode, merged.body).toBe(200);
    expect((await district.send({ url: paths.personFacts(survivor.id) })).json()).toMatchObject({ nationalId: numbers.merged });
    expect(await inClear()).toEqual([]);
    const undone = await district.send({ method: 'POST', url: paths.personUnmerge(other.id) });
    expect(undone.statusCode, undone.body).toBe(200);
    expect(await inClear()).toEqual([]);
  });

  it('after a declaration that names one among its words, and after a card was read', async () => {
    const words = `đi cùng con gái, CCCD ${numbers.declared}, thẻ ${numbers.insured}`;
    const declaration = { fullName: 'Vũ Văn Em', unitCode: unit.code, phone: '0912345671', companions: words, note: words };
    const declared = await api.inject({ method: 'POST', url: paths.declarations, headers: ownHeader, payload: declaration });
    expect(declared.statusCode, declared.body).toBe(201);
    const card = `${numbers.scanned}||Lê Thị Hoa|01021975|Nữ|Thôn 3, Thiệu Ngọc, Thiệu Hóa, Thanh Hóa|05062021`;
    const headers = { 'idempotency-key': 'the-card' };
    const read = await district.send({ method: 'POST', url: paths.qrRead, payload: { text: card }, headers });
    expect(read.json()).toMatchObject({ fields: { nationalId: numbers.scanned } });
    expect(await inClear()).toEqual([]);
  });

  it('while this very search finds one that is', async () => {
    await inScope(test.db, systemScope, (tx) =>
      tx
        .updateTable('person')
        .set({ address: `CCCD ${numbers.listed}` })
        .where('full_name', '=', 'Nguyễn Văn An')
        .execute(),
    );
    expect(await inClear()).toContain('person');
  });
});

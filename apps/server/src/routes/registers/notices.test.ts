import { paths } from '@truyvet/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildUnit } from '../../db/testRows.ts';
import { openZip } from '../../lists/zipParts.ts';
import { buildApi, sendSeen, signIn } from '../testApi.ts';

const test = useTestDatabase();
const spoken = { organisation: 'Trung tâm Y tế huyện Thử', callbackNumber: '0237 3812 345', callerNumber: '02373812000' };
let desk: Awaited<ReturnType<typeof signIn>>;
let unit: { readonly id: number; readonly code: string };
let close: () => Promise<unknown>;

beforeAll(async () => {
  const { api } = buildApi(test.db, { spoken });
  close = () => api.close();
  unit = await buildUnit(test.db, { name: 'Xã Thử' });
  desk = await signIn(api, test.db, [unit.id], 'district');
});
afterAll(() => close());

const announced = async () => (await desk.send({ url: paths.unitLoudspeaker(unit.id) })).body;
const set = (values: object) => sendSeen(desk, { method: 'PUT', url: paths.unitSettings(unit.id), payload: { values } });

it('what is handed to people names who the robot says it is and where to ring back, until a unit sets its own', async () => {
  expect(await announced()).toContain('gọi đường dây nóng 0237 3812 345.');
  expect(await announced()).toContain('Cuộc gọi đến từ số 02373812000.');
  expect(await announced()).toContain('từ hôm nay Trung tâm Y tế huyện Thử dùng hệ thống gọi điện tự động');
  const leaflet = await desk.send({ url: paths.unitLeaflet(unit.id) });
  const words = await (await openZip(leaflet.rawPayload)).open('word/document.xml');
  expect(Buffer.concat(await words.toArray()).toString()).toContain('0237 3812 345');
  expect((await desk.send({ url: `${paths.declarePage}?xa=${unit.code}` })).body).toContain('0237 3812 345');

  await set({ 'hotline.number': '0936.036.115', 'organisation.name': 'Trạm Y tế xã Thử' });
  expect(await announced()).toContain('đường dây nóng 0936 036 115.');
  expect(await announced()).toContain('từ hôm nay Trạm Y tế xã Thử dùng hệ thống');
  expect(await announced()).toContain('từ số 02373812000');
  await set({ 'hotline.number': null, 'organisation.name': null });
  expect(await announced()).toContain('đường dây nóng 0237 3812 345.');
});

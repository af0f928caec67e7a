import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { f1Tracing } from '@truyvet/dialogue';
import { importList } from '../commands/importList.ts';
import { startCampaign } from '../commands/startCampaign.ts';
import { ensureFirstOutbreak } from '../db/outbreaks.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { unitIdAt } from '../db/units.ts';
import { readSummary } from '../presenters/readSummary.ts';
import { writeResultsWorkbook } from '../presenters/writeResultsWorkbook.ts';
import type { Store } from '../store.ts';
import { generateTown, startCitizens, type TownFile } from './citizens.ts';
import { compareDemo } from './compareDemo.ts';
import { setLogicalTime } from './demoDatabase.ts';
import type { DemoOptions } from './demoOptions.ts';
import { demoPolicy, demoStart } from './demoPolicy.ts';
import { type DemoResult, demoFigures } from './demoResult.ts';
import type { DemoView } from './demoView.ts';
import { dialToTheEnd } from './dialToTheEnd.ts';
import { freeUdpPort } from './freePort.ts';
import { prepareSpeech } from './prepareSpeech.ts';

const caller = { organisation: 'Trung tâm Y tế huyện Thiệu Hóa', callbackNumber: '0936036115', tollFree: true };

/** The whole way on simulated people: list, calls, results, and the comparison of both logs. */
export async function runDemo(store: Store, options: DemoOptions, view: DemoView): Promise<DemoResult> {
  const startedMs = performance.now();
  const { outFolder, people, seed } = options;
  // Clips of former runs stay: they are named by what they say.
  for (const file of ['citizens.jsonl', 'server.json']) await rm(join(outFolder, file), { force: true });
  await mkdir(join(outFolder, 'demo'), { recursive: true });
  view.step(`Sinh ${people} người dân giả lập (hạt giống ${seed}) / generating ${people} simulated people`);
  const town = await generateTown(options);
  const campaign = await importAndStart(store, options, town, view);
  const fingerprintsFile = join(outFolder, 'demo/fingerprints.json');
  await prepareSpeech(store.db, { campaignId: campaign.campaignId, dataFolder: join(outFolder, 'demo'), fingerprintsFile }, view);
  const citizens = await startCitizens(options, town, fingerprintsFile);
  try {
    await writeDialerConfig(outFolder, citizens.port);
    const dialled = await dialToTheEnd(options, campaign.campaignId, campaign.tasks, view);
    await citizens.stop();
    const mismatches = await compareDemo(outFolder, town, campaign);
    await writeFile(join(outFolder, 'khac-biet.json'), JSON.stringify(mismatches, null, 1));
    await writeResults(store, options, town);
    const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
    return await demoFigures(store.db, { ...campaign, ...dialled, mismatches, seconds });
  } finally {
    await citizens.stop();
  }
}

type StartedDemo = { readonly campaignId: number; readonly tasks: number; readonly rows: number; readonly rejectedRows: number };

async function importAndStart(store: Store, options: DemoOptions, town: TownFile, view: DemoView): Promise<StartedDemo> {
  const { db } = store;
  await setLogicalTime(store, demoStart, new Date());
  const outbreakId = await ensureFirstOutbreak(db);
  const unitId = await inScope(db, systemScope, (tx) => unitIdAt(tx, town.unit.code, town.today));
  if (unitId === undefined) throw new Error(`no unit ${town.unit.code} on ${town.today}`);
  view.step('Đọc danh sách của xã / reading the commune’s list');
  const bytes = await readFile(town.listFile);
  await copyFile(town.listFile, join(options.outFolder, 'danh-sach.xlsx'));
  const scope = systemScope;
  const list = await importList(db, {
    scope,
    unitId,
    outbreakId,
    fileName: 'danh-sach.xlsx',
    bytes,
    userId: null,
    now: demoStart,
  });
  view.say(
    `${list.rows} dòng: ${list.rows - list.rejected} dùng được, ${list.rejected} trả lại / ${list.rejected} of ${list.rows} rows handed back`,
  );
  const { pace, channels } = options;
  const started = await startCampaign(db, {
    scope,
    outbreakId,
    unitIds: [unitId],
    now: demoStart,
    name: `Diễn thử ${options.seed}`,
    dialogue: f1Tracing,
    policy: demoPolicy(pace, channels),
    userId: null,
    caller,
  });
  return { ...started, rows: list.rows, rejectedRows: list.rejected };
}

/** The dialler is configured as any installation is: by its config file. */
async function writeDialerConfig(outFolder: string, citizensPort: number): Promise<void> {
  const config = {
    organisation: { name: caller.organisation, callbackNumber: caller.callbackNumber },
    sip: { host: '127.0.0.1', port: await freeUdpPort(), rtpFrom: 20_000, rtpTo: 29_998 },
    trunk: {
      name: 'citizens',
      host: '127.0.0.1',
      port: citizensPort,
      callerNumber: caller.callbackNumber,
      channels: 1000,
      callsPerSecond: 100,
    },
  };
  await writeFile(join(outFolder, 'demo/config.json'), JSON.stringify(config, null, 2));
}

async function writeResults({ db }: Store, { outFolder }: DemoOptions, town: TownFile): Promise<void> {
  const outbreakId = await ensureFirstOutbreak(db);
  const unitId = (await inScope(db, systemScope, (tx) => unitIdAt(tx, town.unit.code, town.today))) ?? null;
  const request = { unitId, outbreakId, now: demoStart };
  await writeResultsWorkbook(db, systemScope, request, join(outFolder, 'ket-qua.xlsx'));
  const summary = await inScope(db, systemScope, (tx) => readSummary(tx, { ...request, scope: systemScope }));
  await writeFile(join(outFolder, 'tom-tat.txt'), `${summary?.sentences.map(({ vi }) => vi).join('\n') ?? ''}\n`);
}

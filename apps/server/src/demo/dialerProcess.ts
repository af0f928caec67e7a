/**
 * The dialler of the demo, as a process of its own so that it can be killed. Settings come as one JSON argument, progress leaves as JSON lines
 * on stdout. At its end it writes what the server believes happened; the citizens write their own file.
 */
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { openCallEngine } from '../callEngine.ts';
import { sabotages } from '../calls/sabotage.ts';
import { shiftedClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { connect, type Db } from '../db/connect.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { fileKeyRing } from '../db/secrets/keyFile.ts';
import { clockSetting, readSetting } from '../db/settings.ts';
import { openTasks } from '../db/tasks.ts';
import { createLog, dialerLog } from '../log.ts';
import { readServerRecord } from './readServerRecord.ts';

const settingsSchema = z.object({
  databaseUrl: z.string(),
  keyFile: z.string(),
  dataFolder: z.string(),
  campaignId: z.number(),
  recordFile: z.string(),
  sabotage: z.enum(sabotages).optional(),
});
/** What the demo tells its dialler. */
export type DialerProcessSettings = z.infer<typeof settingsSchema>;

/** Nobody in the demo is due later than this. */
const idleLimitMs = 600_000;

const settings = settingsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
const db = connect(settings.databaseUrl, {
  maxConnections: 20,
  keys: fileKeyRing(settings.keyFile),
});
await dial(db, settings);
await db.destroy();

async function dial(db: Db, { dataFolder, campaignId, recordFile, sabotage }: DialerProcessSettings): Promise<void> {
  const stopping = new AbortController();
  process.stdin.on('end', () => stopping.abort()).resume();
  process.on('SIGTERM', () => stopping.abort());
  let live = 0;
  let mostLive = 0;
  const engine = await openCallEngine({
    db,
    config: readConfig(dataFolder, process.env),
    dataFolder,
    clock: await clockOf(db),
    log: dialerLog(createLog({ TRUYVET_LOG: 'warn', ...process.env })),
    onEvent: (event) => {
      if (event.kind !== 'attempt') return;
      live += event.state === 'committed' ? 1 : event.state === 'ended' ? -1 : 0;
      mostLive = Math.max(mostLive, live);
    },
    ...(sabotage && { sabotage }),
  });
  const timer = setInterval(() => void tell(db, campaignId, live, mostLive), 500);
  const summary = await engine.dialer.run(campaignId, stopping.signal, { idleLimitMs });
  clearInterval(timer);
  await engine.close();
  await writeFile(recordFile, JSON.stringify(await readServerRecord(db, campaignId), null, 1));
  process.stdout.write(`${JSON.stringify({ kind: 'done', mostLive, recovered: summary.recovered })}\n`);
  process.stdin.destroy();
}

async function tell(db: Db, campaignId: number, live: number, mostLive: number): Promise<void> {
  const { open } = await inScope(db, systemScope, (tx) => openTasks(tx, campaignId));
  process.stdout.write(`${JSON.stringify({ kind: 'progress', open, live, mostLive })}\n`);
}

async function clockOf(db: Db) {
  const shift = await inScope(db, systemScope, (tx) => readSetting(tx, clockSetting.key, clockSetting.shape));
  if (!shift) throw new Error('the demo database has no clock');
  return shiftedClock(new Date(shift.origin), new Date(shift.realOrigin));
}

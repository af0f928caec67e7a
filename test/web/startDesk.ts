import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { referenceUnits } from '@truyvet/outbreak';
import { type Clock, shiftedClock } from '../../apps/server/src/clock.ts';
import { readConfig } from '../../apps/server/src/config.ts';
import type { Db } from '../../apps/server/src/db/connect.ts';
import { ensureFirstOutbreak } from '../../apps/server/src/db/outbreaks.ts';
import { loadReferenceUnits } from '../../apps/server/src/db/units.ts';
import { ensureFirstAdministrator } from '../../apps/server/src/db/users.ts';
import { createLog } from '../../apps/server/src/log.ts';
import { startServer } from '../../apps/server/src/server.ts';
import { buildDesk } from './buildDesk.ts';

export type Desk = {
  readonly url: string;
  readonly administrator: { readonly username: string; readonly password: string };
  readonly clock: Clock;
  readonly close: () => Promise<void>;
};

/** The morning the product's demonstration lives at: Saturday 10 July 2021, 08:00 in Vietnam, inside the calling windows. */
const morning = new Date('2021-07-10T01:00:00Z');

/** Everything `truyvet serve` runs, on a database of its own, with a trunk that leads to `neighbours` on this machine. */
export async function startDesk(db: Db, neighbours: { readonly host: string; readonly port: number }): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'truyvet-desk-'));
  const webFolder = join(folder, 'web');
  await buildDesk(webFolder);
  await loadReferenceUnits(db, referenceUnits);
  await ensureFirstOutbreak(db);
  const clock = shiftedClock(morning, new Date());
  const administrator = await ensureFirstAdministrator(db, clock.now());
  if (!administrator) throw new Error('the test database already has an administrator');
  const usual = readConfig(folder, {});
  const config = {
    ...usual,
    web: { ...usual.web, host: '127.0.0.1', port: 0 },
    sip: { ...usual.sip, host: '127.0.0.1', port: 0, rtpFrom: 44000, rtpTo: 44998 },
    trunk: {
      name: 'nha-mang',
      transport: 'udp' as const,
      register: false,
      ...neighbours,
      callerNumber: '02373842000',
      channels: 8,
      callsPerSecond: 4,
      rtpSource: 'sameAddress' as const,
    },
  };
  const log = createLog({ TRUYVET_LOG: process.env['TRUYVET_LOG'] ?? 'silent' });
  const server = await startServer({ db, config, dataFolder: folder, clock, log, webFolder });
  const close = async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: server.url, administrator, clock, close };
}

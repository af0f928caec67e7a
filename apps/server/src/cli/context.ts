import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Clock, shiftedClock, systemClock } from '../clock.ts';
import { ensureLevels } from '../commands/levels/rebuildLevels.ts';
import { type Config, dataFolder, readConfig } from '../config.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { clockSetting, readSetting } from '../db/settings.ts';
import { openStore, type Store } from '../store.ts';
import { type Output, terminalOutput } from './output.ts';

export const projectFolder = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** Options every command takes. */
export type GlobalOptions = { readonly json?: boolean; readonly data?: string };

/** What a command works with before the database is open. */
export type Context = { readonly output: Output; readonly data: string; readonly config: Config };
/** …and after. */
export type OpenContext = Context & { readonly store: Store; readonly clock: Clock };

export function makeContext(options: GlobalOptions): Context {
  const data = options.data ?? dataFolder(process.env, projectFolder);
  return { output: terminalOutput(options.json ?? false), data, config: readConfig(data, process.env) };
}

/** Opens the database, does the work, closes it whatever happens. */
export async function withStore<T>(context: Context, work: (open: OpenContext) => Promise<T>): Promise<T> {
  const { output, data } = context;
  const store = await openStore(data, process.env, (notice) => output.say(`${notice.vi} / ${notice.en}`));
  try {
    const clock = await clockOf(store);
    await ensureLevels(store.db, clock.now());
    return await work({ ...context, store, clock });
  } finally {
    await store.close();
  }
}

/** The present, or the logical time of a demonstration's database. */
async function clockOf(store: Store): Promise<Clock> {
  const shift = await inScope(store.db, systemScope, (tx) => readSetting(tx, clockSetting.key, clockSetting.shape));
  return shift ? shiftedClock(new Date(shift.origin), new Date(shift.realOrigin)) : systemClock;
}

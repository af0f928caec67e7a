import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { freeUdpPort } from './freePort.ts';
import { startProgram } from './process.ts';

const townSchema = z.object({
  today: z.string(),
  unit: z.object({ code: z.string(), name: z.string() }),
  expected: z.object({ people: z.number(), rows: z.number(), rejectedRows: z.number() }),
  citizens: z.array(z.object({ numbers: z.array(z.string()).min(1), truth: z.object({ birthYear: z.number() }) })),
});

/** What the comparison may know of the town: not how its people behave. */
export type TownFile = z.infer<typeof townSchema> & { readonly listFile: string; readonly townFile: string };

type Place = { readonly outFolder: string; readonly projectFolder: string };

/** Lets the citizens' program make a town and its list. */
export async function generateTown({
  people,
  seed,
  ...place
}: Place & { readonly people: number; readonly seed: number }): Promise<TownFile> {
  const folder = join(place.outFolder, 'demo');
  const args = ['generate', '--seed', String(seed), '--people', String(people), '--out', folder];
  const code = await startProgram(citizensMain(place), args, process.env, () => undefined).ended;
  if (code !== 0) throw new Error(`the citizens' generator ended with ${code}`);
  const townFile = join(folder, 'town.json');
  const town = townSchema.parse(JSON.parse(await readFile(townFile, 'utf8')));
  return { ...town, townFile, listFile: join(folder, 'list.xlsx') };
}

export type RunningCitizens = { readonly port: number; readonly stop: () => Promise<void> };

/** Starts the town's telephones; resolves when they can be called. */
export async function startCitizens(
  options: Place & { readonly pace: number },
  town: TownFile,
  fingerprintsFile: string,
): Promise<RunningCitizens> {
  const port = await freeUdpPort();
  const log = join(options.outFolder, 'citizens.jsonl');
  const args = ['run', '--town', town.townFile, '--fingerprints', fingerprintsFile, '--log', log];
  const ready = new AbortController();
  const program = startProgram(
    citizensMain(options),
    [...args, '--port', String(port), '--pace', String(options.pace)],
    process.env,
    () => ready.abort(),
  );
  await Promise.race([
    once(ready.signal, 'abort'),
    program.ended.then((code) => Promise.reject(new Error(`the citizens ended with ${code}`))),
  ]);
  let stopped: Promise<number> | undefined;
  return {
    port,
    stop: async () => {
      stopped ??= program.stop();
      await stopped;
    },
  };
}

function citizensMain({ projectFolder }: Place): string {
  return join(projectFolder, 'apps/citizens/src/main.ts');
}

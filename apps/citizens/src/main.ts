import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { preparePrints } from './ear/preparePrints.ts';
import { readFingerprints } from './network/fingerprintsFile.ts';
import { openLog } from './network/log.ts';
import { runTown } from './network/runTown.ts';
import { writeTown } from './town/generate.ts';
import type { Town } from './town/town.ts';

const number = (text: string) => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`not a number: ${text}`);
  return value;
};

const program = new Command('citizens').description('A simulated telephone network of people');

program
  .command('generate')
  .description('make a town from a seed: list.xlsx for the caller, town.json for `run`')
  .requiredOption('--seed <n>', 'the same seed gives the same town', number)
  .requiredOption('--people <n>', 'how many', number)
  .requiredOption('--out <folder>')
  .option('--today <yyyy-mm-dd>', 'the day of the list', '2021-07-10')
  .action(async (options: { seed: number; people: number; out: string; today: string }) => {
    const { expected } = await writeTown(options.out, options);
    say({ people: expected.people, rows: expected.rows, rejectedRows: expected.rejectedRows });
  });

program
  .command('run')
  .description('put the town behind a SIP port; ends on SIGTERM or when standard input closes')
  .requiredOption('--town <file>', 'town.json')
  .requiredOption('--fingerprints <file>', 'the sounds of the prompts')
  .requiredOption('--log <file>', 'lines of JSON are appended: the ground truth')
  .option('--port <n>', 'SIP over UDP; 0 takes a free one', number, 0)
  .option('--host <address>', 'where to listen, and the only address to be called from', '127.0.0.1')
  .option('--pace <n>', 'divides ring times', number, 1)
  .action(run);

type RunOptions = { town: string; fingerprints: string; log: string; port: number; host: string; pace: number };

async function run(options: RunOptions): Promise<void> {
  const town = JSON.parse(await readFile(options.town, 'utf8')) as Town;
  const pieces = await readFingerprints(options.fingerprints);
  const prints = preparePrints(pieces);
  const log = openLog(options.log, () => new Date());
  const running = await runTown({ ...options, town, prints, log });
  const known = new Set(prints.prints.map((print) => print.piece.promptId));
  const unknown = [...new Set(pieces.map(({ promptId }) => promptId))].filter((promptId) => !known.has(promptId));
  const { host, port } = running.address;
  say({ ready: true, host, port, people: town.citizens.length, prompts: known.size, unknownPrompts: unknown });
  await untilToldToStop();
  await running.close();
  log.close();
}

function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    process.stdin.once('end', () => resolve());
    process.stdin.once('error', () => resolve());
    process.stdin.resume();
  });
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

program.parseAsync().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

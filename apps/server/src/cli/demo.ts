import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { exitCodes } from '@truyvet/contract';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type SabotageKind, sabotages } from '../calls/sabotage.ts';
import type { DemoResult } from '../demo/demoResult.ts';
import { ensurePostgres, type Say } from '../postgres/index.ts';
import { type GlobalOptions, makeContext, projectFolder } from './context.ts';
import { showProgress } from './progress.ts';

type DemoFlags = GlobalOptions & {
  readonly people: number;
  readonly seed: number;
  readonly pace: number;
  readonly channels: number;
  readonly sabotage?: SabotageKind;
  readonly killAfter?: number;
  readonly out: string;
};

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('gọi thử cả một xã giả lập / the whole way with simulated people')
    .option('--people <n>', 'people on the list', positive, 200)
    .option('--seed <n>', 'which town', positive, 7)
    .option('--pace <n>', 'divides retry and ring waits, never the audio', positive, 60)
    .option('--channels <n>', 'calls at once, at most', positive, 120)
    .option('--kill-after <seconds>', 'kill -9 the dialler in the middle and start it again', positive)
    .addOption(new Option('--sabotage <kind>', 'break the server on purpose; the comparison must notice').choices(sabotages))
    .option('--out <folder>', 'where lists, logs and results are written', 'out')
    .action(async (_: DemoFlags, command: Command) => {
      const flags = command.optsWithGlobals<DemoFlags>();
      const result = await demo(flags);
      if (result.mismatches > 0) process.exitCode = exitCodes.refused;
    });
}

async function demo(flags: DemoFlags): Promise<DemoResult> {
  const { output, data } = makeContext(flags);
  const { openDemoStore } = await import('../demo/demoDatabase.ts');
  const { runDemo } = await import('../demo/runDemo.ts');
  const outFolder = resolve(flags.out);
  await mkdir(outFolder, { recursive: true });
  const say: Say = (notice) => output.say(`${notice.vi} / ${notice.en}`);
  const postgres = await ensurePostgres({ dataFolder: data, say, env: process.env });
  try {
    const store = await openDemoStore(postgres, outFolder);
    try {
      const { people, seed, pace, channels, sabotage, killAfter } = flags;
      const options = { people, seed, pace, channels, outFolder, projectFolder, databaseUrl: store.url };
      const result = await runDemo(
        store,
        { ...options, ...(sabotage && { sabotage }), ...(killAfter !== undefined && { killAfterS: killAfter }) },
        {
          step: (text) => output.say(`• ${text}`),
          say: (text) => output.say(`  ${text}`),
          progress: (label, unit) => showProgress(`  ${label}`, unit, output.json),
        },
      );
      output.result(result, summaryText(result, outFolder));
      return result;
    } finally {
      await store.close();
    }
  } finally {
    await postgres.stop();
  }
}

function summaryText(result: DemoResult, outFolder: string): string {
  const { people, rows, rejectedRows, attempts, reached, completed, alerts, errands, seconds, mostLive, mismatches } = result;
  return [
    '',
    `  Danh sách: ${rows} dòng, trả lại ${rejectedRows}; cần gọi ${people} người.`,
    `  Cuộc gọi: ${attempts} lượt trong ${seconds} giây, nhiều nhất ${mostLive} cuộc cùng lúc.`,
    `  Gặp đúng người: ${reached}; trả lời hết: ${completed}; cảnh báo: ${alerts}; việc cho cán bộ: ${errands}.`,
    mismatches === 0
      ? '  ✓ Nhật ký của người dân và cơ sở dữ liệu khớp nhau hoàn toàn. / Both logs agree in everything.'
      : `  ✗ Có ${mismatches} chỗ khác nhau / ${mismatches} differences: ${JSON.stringify(result.mismatchKinds)}`,
    `  → ${outFolder}: danh-sach.xlsx, ket-qua.xlsx, tom-tat.txt, citizens.jsonl, server.json, khac-biet.json`,
  ].join('\n');
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('a number above 0');
  return value;
}

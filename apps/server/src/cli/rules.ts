import { readFile } from 'node:fs/promises';
import { type IsolationRuleFile, isolationRuleFile, Problem, whatIsWrong } from '@truyvet/contract';
import type { Command } from 'commander';
import { enterRules } from '../commands/isolation/rules.ts';
import { readRules } from '../db/isolation/rules.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { localDate } from '../localTime.ts';
import { presentRule } from '../presenters/isolation.ts';
import { type GlobalOptions, makeContext, type OpenContext, withStore } from './context.ts';

export function addRules(program: Command): void {
  const rules = program.command('rules').description('quy tắc cách ly / isolation rules');
  rules
    .command('import <file>')
    .description('nhập quy tắc (.json) thành bản nháp / enter rules as drafts')
    .option('--json')
    .option('--data <folder>')
    .action(async (file: string, _: GlobalOptions, command: Command) => {
      const found = await readRuleFile(file);
      await withStore(makeContext(command.optsWithGlobals<GlobalOptions>()), (open) => importRules(open, found));
    });
  rules
    .command('list')
    .description('mọi quy tắc và tình trạng hôm nay / every rule and how it stands today')
    .option('--json')
    .option('--data <folder>')
    .action(async (_: GlobalOptions, command: Command) => {
      await withStore(makeContext(command.optsWithGlobals<GlobalOptions>()), listRules);
    });
}

/** Throws Problem `rules.unreadable` with the first thing that is wrong. */
export async function readRuleFile(file: string): Promise<IsolationRuleFile> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const detail = { vi: `không mở được, hoặc không phải là JSON (${why})`, en: `it cannot be opened or is not JSON (${why})` };
    throw new Problem('rules.unreadable', { file, detail }, { cause: error });
  }
  const parsed = isolationRuleFile.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Problem('rules.unreadable', { file, detail: whatIsWrong(parsed.error) });
}

async function importRules({ store, clock, output }: OpenContext, { rules }: IsolationRuleFile): Promise<void> {
  const { entered, known } = await enterRules(store.db, { scope: systemScope, userId: null, now: clock.now(), rules });
  const names = entered.map(({ rule }) => `${rule.code}@${rule.version}`);
  const lines = [
    `Nhập ${names.length} bản nháp / drafts entered: ${names.join(', ') || '–'}`,
    ...(known.length > 0 ? [`Đã có từ trước, giữ nguyên / known, unchanged: ${known.join(', ')}`] : []),
  ];
  output.result({ entered: names, known }, lines.join('\n'));
}

async function listRules({ store, clock, output }: OpenContext): Promise<void> {
  const today = localDate(clock.now());
  const records = await inScope(store.db, systemScope, (tx) => readRules(tx));
  const items = records.map((record) => presentRule(record, today));
  const line = ({ rule, state, advises, lacks }: (typeof items)[number]) => {
    const why = lacks.map(({ text }) => text.vi).join(', ');
    const days = `${rule.validFrom} – ${rule.validTo ?? '…'}`;
    return `${advises ? '✓' : ' '} ${rule.code}@${rule.version} ${rule.jurisdiction} ${days} ${state} ${rule.document.number ?? ''}${why && ` (${why})`}`;
  };
  output.result({ items }, items.map(line).join('\n'));
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { keyFileOf } from '../config.ts';
import { appendAudit } from '../db/audit.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { rotateKeys } from '../db/secrets/rotate.ts';
import { type GlobalOptions, makeContext, type OpenContext, withStore } from './context.ts';

/** A running server looks for a new key once a second. */
const serversSeeItMs = 2000;

/** `truyvet keys rotate`: a new key, and everything sealed anew with it. */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description('khóa mã hóa / encryption keys');
  keys
    .command('rotate')
    .description('thay khóa và mã hóa lại; dừng giữa chừng thì chạy lại để tiếp tục / new key, everything sealed anew; resumable')
    .option('--json')
    .option('--data <folder>')
    .exitOverride()
    .action(async (_: object, sub: Command) => {
      await withStore(makeContext(sub.optsWithGlobals<GlobalOptions>()), rotate);
    });
}

async function rotate({ store, data, output, clock }: OpenContext): Promise<void> {
  const file = keyFileOf(data, process.env);
  const done = await rotateKeys(
    store.db,
    file,
    () => pause(serversSeeItMs),
    (n) => output.say(`… ${n}`),
  );
  const entry = { at: clock.now(), userId: null, unitId: null, action: 'rotate', subject: 'keys', subjectId: done.current };
  await inScope(store.db, systemScope, (tx) => appendAudit(tx, { ...entry, details: { resealed: done.resealed } }));
  output.result(
    { ...done, file },
    `✓ ${done.current}: ${done.resealed} mục đã mã hóa lại / sealed anew\n  Sao lưu ngay tệp khóa / back the key file up now: ${file}`,
  );
}

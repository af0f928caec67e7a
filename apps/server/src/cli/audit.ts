import { Problem } from '@truyvet/contract';
import { type Command, InvalidArgumentError } from 'commander';
import { type ChainEnd, sealAudit, verifyAudit } from '../db/auditSeal.ts';
import type { Db } from '../db/connect.ts';
import { type GlobalOptions, makeContext, withStore } from './context.ts';
import type { Output } from './output.ts';

/** `truyvet audit verify`: computes the chain of the audit log anew and names the first row that does not fit. */
export function addAudit(program: Command): void {
  const audit = program.command('audit').description('nhật ký truy cập / the audit log');
  audit
    .command('verify')
    .description('kiểm tra nhật ký có bị sửa không / check that nobody has altered the log')
    .option('--noted <seal:hash>', 'điểm cuối đã ghi lại ở nơi khác / an end that was noted elsewhere')
    .option('--json')
    .option('--data <folder>')
    .exitOverride()
    .action(async ({ noted }: { readonly noted?: string }, sub: Command) => {
      const end = noted === undefined ? undefined : notedEnd(noted);
      await withStore(makeContext(sub.optsWithGlobals<GlobalOptions>()), ({ store, output }) => verifyLog(store.db, output, end));
    });
}

const reasons = {
  missing: { vi: 'thiếu dòng', en: 'a row is missing' },
  changed: { vi: 'dòng đã bị sửa', en: 'the row was altered' },
} as const;

function notedEnd(text: string): ChainEnd {
  const [, seal, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (seal === undefined || hash === undefined) throw new InvalidArgumentError('--noted <seal:hash>');
  return { seal: Number(seal), hash: Buffer.from(hash, 'hex') };
}

/** Throws `audit.broken` with the first row that does not fit. */
export async function verifyLog(db: Db, output: Output, noted?: ChainEnd): Promise<void> {
  await sealAudit(db);
  const verdict = await verifyAudit(db, noted);
  if (!verdict.intact) {
    throw new Problem('audit.broken', { seal: verdict.brokenAt, row: verdict.rowId, why: reasons[verdict.why] });
  }
  const { end, unsealed } = verdict;
  const hash = end.hash.toString('hex');
  output.result(
    { intact: true, seals: end.seal, hash, unsealed },
    `✓ ${end.seal} dòng, nguyên vẹn / rows, intact\n  ${end.seal}:${hash}\n  Xin ghi lại mã này ở nơi khác: nó giữ được phần cuối của nhật ký. / Keep this hash elsewhere: it protects the end of the log.`,
  );
}

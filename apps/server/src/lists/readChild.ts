/**
 * The process in which a list is read: bytes come on stdin, messages go to the parent and come from it. Its heap is capped and so is what
 * it may compute, so that a hostile file can only end this process.
 */
import { buffer } from 'node:stream/consumers';
import type { RosterPlan } from '@truyvet/outbreak';
import { type ChildMessage, type ParentMessage, type RowSource, type SheetRow, Unreadable } from './listFile.ts';
import { resultOf } from './openedList.ts';
import { openBytes } from './readBytes.ts';

const send = (message: ChildMessage): Promise<void> =>
  new Promise((resolve, reject) => {
    if (!process.send) return reject(new Error('readChild.ts runs as a forked process only'));
    process.send(message, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });

const asked: ParentMessage[] = [];
let wake: () => void = () => {};
process.on('message', (message: ParentMessage) => {
  asked.push(message);
  wake();
});

async function nextMessage(): Promise<ParentMessage> {
  for (;;) {
    const message = asked.shift();
    if (message) return message;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

/** One piece for each request; the first is in `message` itself. */
async function sendSheet(source: RowSource, message: Extract<ParentMessage, { kind: 'read' }>): Promise<void> {
  const { sheet, plan } = message;
  let first = true;
  const stoppedAtRow = await source.read(sheet, async (rows) => {
    if (!first) await nextMessage();
    first = false;
    await send(plan === null ? { kind: 'rows', rows } : { kind: 'results', results: resultsOf(plan, rows) });
  });
  if (!first) await nextMessage();
  await send({ kind: 'end', stoppedAtRow });
}

const resultsOf = (plan: RosterPlan, rows: readonly SheetRow[]) =>
  rows.flatMap(([index, cells]) => resultOf(plan, index, cells) ?? []);

try {
  const source = await openBytes(await buffer(process.stdin));
  await send({ kind: 'opened', format: source.format, encoding: source.encoding, sheets: source.sheets });
  for (;;) {
    const message = await nextMessage();
    if (message.kind === 'read') await sendSheet(source, message);
  }
} catch (error) {
  if (!(error instanceof Unreadable)) throw error;
  await send({ kind: 'refused', code: error.code, details: error.details });
}
process.disconnect();

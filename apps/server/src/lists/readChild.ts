/**
 * The process in which a list is read: bytes come on stdin, messages go to the parent. Its heap is capped and its life is short, so that
 * a hostile file can only end this process.
 */
import { buffer } from 'node:stream/consumers';
import { isBlank } from '@truyvet/outbreak';
import { type ChildMessage, type ListFile, Unreadable } from './listFile.ts';
import { readBytes } from './readBytes.ts';

const rowsAMessage = 2_000;

const send = (message: ChildMessage): Promise<void> =>
  new Promise((resolve, reject) => {
    if (!process.send) return reject(new Error('readChild.ts runs as a forked process only'));
    process.send(message, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });

async function sendFile(file: ListFile): Promise<void> {
  for (const { name, hidden, rows, stoppedAtRow } of file.sheets) {
    await send({ kind: 'sheet', name, hidden, stoppedAtRow });
    const filled = rows.flatMap((cells, index) => (cells.every(isBlank) ? [] : [[index, cells] as const]));
    for (let from = 0; from < filled.length; from += rowsAMessage) {
      await send({ kind: 'rows', rows: filled.slice(from, from + rowsAMessage) });
    }
  }
  await send({ kind: 'end', format: file.format, encoding: file.encoding });
}

try {
  await sendFile(await readBytes(await buffer(process.stdin)));
} catch (error) {
  if (!(error instanceof Unreadable)) throw error;
  await send({ kind: 'refused', code: error.code, details: error.details });
}
process.disconnect();

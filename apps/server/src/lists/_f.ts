import { writeFileSync } from 'node:fs';
import { utils, write } from '@e965/xlsx';
import { Unreadable } from './listFile.ts';
import { readBytes } from './readBytes.ts';

console.error = () => {};
const rows = [
  ['STT', 'Họ và tên', 'SĐT'],
  [1, 'Nguyễn Thị Hoà', 912345678],
];
const bytes = Buffer.from(
  write({ SheetNames: ['A'], Sheets: { A: utils.aoa_to_sheet(rows) } }, { type: 'buffer', bookType: 'biff8' }),
);
let x = Number(process.argv[2]);
const rnd = () => (x = (x * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
for (let i = 0; i < 4000; i++) {
  const c = Array.from(
    { length: 1 + Math.floor(rnd() * 3) },
    () => [Math.floor(rnd() * bytes.length), Math.floor(rnd() * 256)] as const,
  );
  writeFileSync('/tmp/c-trial/cur.json', JSON.stringify(c));
  const b = Buffer.from(bytes);
  for (const [at, v] of c) b[at] = v;
  const t = performance.now();
  try {
    await readBytes(b);
  } catch (e) {
    if (!(e instanceof Unreadable)) console.log('THROW', (e as Error).stack?.slice(0, 300));
  }
  if (performance.now() - t > 500) console.log('slow', performance.now() - t, JSON.stringify(c));
}
console.log('done');

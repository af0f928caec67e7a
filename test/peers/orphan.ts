import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CallIdentifiers, Trunk } from '@truyvet/telephony';
import { type Bench, freePort, HOST } from './peerCase.ts';

/** Lets another process call, kills it with -9 once the call has come so far, and settles the call from a phone on the same address. */
export async function settleAfterKill(
  bench: Bench,
  peerPort: number,
  number: string,
  until: 'ringing' | 'answered',
  more: Partial<Trunk> = {},
): Promise<string> {
  const port = await freePort();
  const script = fileURLToPath(new URL('./orphanCaller.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, `${port}`, `${peerPort}`, number, JSON.stringify(more)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    const identifiers = await identifiersWhen(createInterface({ input: child.stdout }), until);
    child.kill('SIGKILL');
    await exited;
    const heir = await bench.openPhone({ bind: { host: HOST, port } });
    return await heir.settleOrphan(identifiers, until === 'answered');
  } finally {
    child.kill('SIGKILL');
  }
}

async function identifiersWhen(lines: AsyncIterable<string>, until: string): Promise<CallIdentifiers> {
  for await (const line of lines) {
    const told = JSON.parse(line) as { state: string; identifiers: CallIdentifiers };
    if (told.state === until) return told.identifiers;
  }
  throw new Error(`the calling process ended before its call was ${until}`);
}

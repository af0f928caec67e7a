import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createPhone } from '@truyvet/telephony';
import { expect, test } from 'vitest';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import type { DialerEvent } from './dialerEvent.ts';
import { dispositionOf } from './recover.ts';
import {
  buildTown,
  healthy,
  type Manner,
  numberOfAttempt,
  openRig,
  openStreet,
  recordOf,
  type Street,
  startCalls,
  with_,
} from './testKit.ts';

const database = useTestDatabase();

test.each([
  ['never answered', 'neverAnswered', null, 'noAnswer'],
  ['answered and identified', 'answered', { outcome: null, identified: 'strong' }, 'partial'],
  ['answered by nobody we know', 'answered', { outcome: null, identified: 'no' }, 'unknown'],
  ['nobody can tell', 'unknown', null, 'unknown'],
  ['the dialogue had come to its end', 'answered', { outcome: 'completed', identified: 'strong' }, 'completed'],
  ['the wrong number was admitted', 'unknown', { outcome: 'wrongNumber', identified: 'no' }, 'wrongNumber'],
] as const)('an orphaned call of which %s counts as it should', (_, fate, session, disposition) => {
  expect(dispositionOf(fate, session)).toBe(disposition);
});

test('a dialer killed in the middle loses no answer, leaves no call hanging and calls nobody twice who had answered', async () => {
  const talking = ['+84916000001', '+84916000002', '+84916000003'];
  const ringing = '+84916000004';
  const waiting = '+84916000005';
  const manners: Record<string, Manner> = Object.fromEntries(
    // They stop talking at A4: that is where the dialer is killed.
    talking.map((number) => [number, with_(healthy, { A4: {} })]),
  );
  manners[ringing] = { ring: true };
  manners[waiting] = healthy;
  const street = await openStreet(manners);
  const sipPort = await freePort();
  const engineId = 'killed-engine';
  const town = await buildTown(database.db, [...talking, ringing, waiting]);
  const { campaignId } = await startCalls(database.db, town, { channels: 4, ringTimeoutMs: 60_000, pace: 1, maxAttempts: 1 });

  await runAndKill(
    street,
    [database.url, sipPort, street.phone.address.port, campaignId, engineId].map(String),
    async (reached) => {
      await expect.poll(() => reached('A4'), { timeout: 30_000 }).toBe(3);
      await expect.poll(() => street.rung.includes(ringing)).toBe(true);
    },
  );
  const hungUp = talking
    .map((number) => street.live.get(number))
    .map((call) => new Promise((resolve) => call?.on('ended', resolve)));

  const phone = await createPhone({ bind: { host: '127.0.0.1', port: sipPort }, rtpPorts: { from: 40000, to: 41998 } });
  const rig = await openRig(database.db, street, { phone, engineId });
  const summary = await rig.dialer.run(campaignId, new AbortController().signal);
  await Promise.all(hungUp);

  expect(summary).toMatchObject({ open: 0, recovered: { found: 4, answered: 3, neverAnswered: 1, unknown: 0 } });
  expect([...street.rung].sort()).toEqual([...talking, ringing, waiting]);
  for (const number of talking) {
    const { task, attempts, answers, errands } = await recordOf(database.db, town.people[number] ?? 0);
    expect(task).toMatchObject({ state: 'givenUp', disposition: 'partial' });
    expect(attempts).toMatchObject([{ state: 'ended', disposition: 'partial', identified: 'strong' }]);
    expect(answers.map(({ step_id }) => step_id)).toEqual(['M2', 'M3', 'A1', 'A2', 'A3']);
    expect(errands.map(({ code }) => code)).toEqual(['cutOff']);
  }
  const rung = await recordOf(database.db, town.people[ringing] ?? 0);
  expect(rung.attempts).toMatchObject([{ disposition: 'noAnswer', consumed: true }]);
  const served = await recordOf(database.db, town.people[waiting] ?? 0);
  expect(served.task).toMatchObject({ state: 'done', disposition: 'completed' });
  const open = await inScope(database.db, systemScope, (tx) =>
    tx.selectFrom('attempt').select('id').where('ended_at', 'is', null).execute(),
  );
  expect(open).toEqual([]);
  await rig.close();
  await street.phone.close();
}, 60_000);

/** Runs a dialer as a process until `until` is content, then kills it with SIGKILL. `reached` counts the calls that came to a prompt. */
async function runAndKill(
  street: Street,
  args: readonly string[],
  until: (reached: (promptId: string) => number) => Promise<void>,
): Promise<void> {
  const script = fileURLToPath(new URL('./killedDialer.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise((resolve) => child.on('exit', resolve));
  const reached = new Map<string, number>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as DialerEvent;
    if (event.kind !== 'step') return;
    reached.set(event.promptId, (reached.get(event.promptId) ?? 0) + 1);
    void numberOfAttempt(database.db, event.attemptId).then((number) => street.react(number, event.promptId));
  });
  try {
    await until((promptId) => reached.get(promptId) ?? 0);
  } finally {
    child.kill('SIGKILL');
    await gone;
  }
}

async function freePort(): Promise<number> {
  const phone = await createPhone({ bind: { host: '127.0.0.1', port: 0 } });
  await phone.close();
  return phone.address.port;
}

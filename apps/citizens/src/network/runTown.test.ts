import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Call, type CallEnd, createPhone, decodeAlaw, encodeAlaw, type Phone } from '@truyvet/telephony';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { preparePrints } from '../ear/preparePrints.ts';
import type { FixedPiece } from '../ear/prints.ts';
import { babble } from '../speech/babble.ts';
import { makeTown } from '../town/generate.ts';
import type { CallPlan, Citizen, Manners, Town } from '../town/town.ts';
import { type LogLine, openLog } from './log.ts';
import { asE164, type RunningTown, runTown } from './runTown.ts';

const sounds = ['M1', 'M2', 'A3r', 'A4'].map(
  (promptId, i): FixedPiece => ({
    promptId,
    pace: 'normal',
    pieceIndex: 0,
    alaw: encodeAlaw(babble(31 * i + 5, 1700)),
  }),
);
const prints = preparePrints(sounds);
const number = '+84912000001';

let folder = '';
let caller: Phone;
let running: RunningTown | undefined;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'citizens-'));
  caller = await createPhone({ bind: { host: '127.0.0.1', port: 0 } });
  for (const { promptId, alaw } of sounds) caller.loadClip(promptId, alaw);
});
afterEach(async () => {
  await running?.close();
  await caller.close();
  rmSync(folder, { recursive: true });
});

/** A town of one, who meets calls like this. */
async function townOf(...calls: [CallPlan, ...CallPlan[]]): Promise<void> {
  const { town } = makeTown({ seed: 1, people: 1 });
  const [someone] = town.citizens;
  if (!someone) throw new Error('an empty town');
  const truth = { ...someone.truth, household: 12 };
  const citizen: Citizen = { ...someone, truth, numbers: [number], calls };
  const log = openLog(path.join(folder, 'log'), () => new Date());
  running = await runTown({ town: { ...town, citizens: [citizen] } satisfies Town, prints, log, port: 0, pace: 10 });
}

const person = (manners: Partial<Manners> = {}): CallPlan => ({
  kind: 'answers',
  ringMs: 500,
  who: 'self',
  bargesIn: true,
  thinkMs: 50,
  ...manners,
});
const logged = () =>
  readFileSync(path.join(folder, 'log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogLine);
const kinds = () => logged().map(({ kind }) => kind);

function dial(to = number, codec: 'PCMA' | 'PCMU' = 'PCMA'): { call: Call; ended: Promise<CallEnd>; answered: Promise<void> } {
  const proxy = running?.address ?? { host: '127.0.0.1', port: 1 };
  const call = caller.prepare({
    trunk: { name: 'town', proxy, callerNumber: '02370001', codecs: [codec] },
    number: to,
    ringTimeoutMs: 700,
  });
  const ended = new Promise<CallEnd>((resolve) => call.on('ended', resolve));
  const answered = new Promise<void>((resolve) => call.on('answered', () => resolve()));
  call.start();
  return { call, ended, answered };
}

/** A machine that stands still for a moment makes gaps in the sound, and nobody knows a prompt with gaps; like every dialogue we say it again. */
const patienceMs = 5000;

/** Plays a prompt until these keys have come. */
async function ask(call: Call, promptId: string, keys: string): Promise<void> {
  let got = '';
  const enough = new Promise<void>((resolve) => {
    const off = call.on('digit', ({ digit }) => {
      got += digit;
      if (got.length < keys.length) return;
      off();
      resolve();
    });
  });
  await sayUntil(enough, () => call.play([promptId]));
  expect(got).toBe(keys);
}

/** Says it, and again for as long as what it should bring about has not come. */
async function sayUntil<T>(come: Promise<T>, say: () => void): Promise<T> {
  say();
  const again = setInterval(say, patienceMs);
  return await come.finally(() => clearInterval(again));
}

it('answers what it hears, in A-law and in µ-law, speaks where it should, and logs it all', async () => {
  await townOf(person());
  const calls = await Promise.all((['PCMA', 'PCMU'] as const).map(talkThrough));
  await expect.poll(() => kinds().filter((kind) => kind === 'farEndHungUp').length).toBe(2);
  for (const callId of calls) {
    const lines = logged().filter((line) => line.callId === callId);
    expect(lines.every((line) => line.number === number)).toBe(true);
    expect(lines.flatMap((line) => (line.kind === 'heard' ? [line.promptId] : []))).toEqual(['M2', 'A3r', 'A4', 'M1']);
    expect(lines.flatMap((line) => (line.kind === 'pressed' ? [`${line.promptId} ${line.keys}`] : []))).toEqual([
      'M2 1',
      'A3r #',
      'A4 12#',
    ]);
    expect(lines.flatMap((line) => (line.kind === 'acknowledged' ? [line.nextPromptId] : []))).toEqual(['A3r', 'A4', 'M1']);
  }
});

/** A short call with everything in it; its Call-ID. */
async function talkThrough(codec: 'PCMA' | 'PCMU'): Promise<string> {
  const { call, ended, answered } = dial('0912000001', codec);
  await answered;
  call.startRecording();
  await ask(call, 'M2', '1');
  await ask(call, 'A3r', '#');
  await ask(call, 'A4', '12#');
  expect(loudMs(await call.stopRecording())).toBeGreaterThan(1000);
  const { callId } = call.identifiers;
  const said = () => logged().some((line) => line.callId === callId && line.kind === 'heard' && line.promptId === 'M1');
  await sayUntil(expect.poll(said, { timeout: 30_000 }).toBe(true), () => call.play(['M1']));
  call.hangUp();
  await ended;
  return callId;
}

/** Milliseconds in which something is to be heard. */
function loudMs(alaw: Uint8Array): number {
  const samples = new Float32Array(alaw.length);
  decodeAlaw(alaw, samples, 0);
  let loud = 0;
  for (let at = 0; at < samples.length; at += 160)
    if (samples.subarray(at, at + 160).some((sample) => Math.abs(sample) > 0.02)) loud += 20;
  return loud;
}

it('rejects as the network or a person would, and only as often as planned', async () => {
  await townOf(
    { kind: 'rejects', ringMs: 0, sipStatus: 486, q850Cause: 17 },
    { kind: 'rejects', ringMs: 1000, sipStatus: 603, q850Cause: 21 },
    person(),
  );
  expect(await dial().ended).toMatchObject({ cause: 'refused', sipStatus: 486, q850Cause: 17 });
  expect(await dial().ended).toMatchObject({ cause: 'refused', sipStatus: 603, q850Cause: 21 });
  const third = dial();
  await third.answered;
  third.call.hangUp();
  await expect.poll(kinds).toEqual(['rung', 'rejected', 'rung', 'rejected', 'rung', 'answered', 'farEndHungUp']);
});

it('rings until the caller gives up', async () => {
  await townOf({ kind: 'ringsOut' });
  expect(await dial().ended).toMatchObject({ cause: 'ringTimeout' });
  await expect.poll(kinds).toEqual(['rung', 'cancelled']);
});

it('knows no other numbers', async () => {
  await townOf(person());
  expect(await dial('+84912999999').ended).toMatchObject({ sipStatus: 404 });
  expect(kinds()).toEqual(['unknownNumber']);
});

it('hangs up in the middle of a prompt', async () => {
  await townOf(person({ hangsUpAt: 'M1' }));
  const { call, ended, answered } = dial();
  await answered;
  expect(await sayUntil(ended, () => call.play(['M1', 'M2', 'M2']))).toMatchObject({ cause: 'farEndHungUp' });
  await expect.poll(kinds).toEqual(['rung', 'answered', 'heard', 'hungUp', 'heardOut']);
});

it('greets, beeps and records like a mailbox, until it is full', async () => {
  await townOf({ kind: 'voicemail', ringMs: 100, greetingMs: 900, recordsMs: 700 });
  const { call, ended, answered } = dial();
  await answered;
  call.startRecording();
  const greeting = new Promise<Uint8Array>((resolve) => setTimeout(() => resolve(call.stopRecording()), 1450));
  expect(loudMs(await greeting)).toBeGreaterThan(700);
  expect(await ended).toMatchObject({ cause: 'farEndHungUp' });
  await expect.poll(kinds).toEqual(['rung', 'answered', 'hungUp']);
});

it('takes a number in any spelling', () => {
  expect(['0912000001', '84912000001', '+84912000001'].map(asE164)).toEqual([number, number, number]);
  expect(asE164('0848123456')).toBe('+84848123456');
});

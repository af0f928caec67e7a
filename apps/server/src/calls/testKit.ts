/** For tests: a dialer with real SIP and RTP on loopback, a real database, a voice of short tones, and people who answer by a script. */
import { randomUUID } from 'node:crypto';
import { f1Tracing } from '@truyvet/dialogue';
import { type Call, createPhone, type Phone } from '@truyvet/telephony';
import { systemClock } from '../clock.ts';
import { type DialPolicyInput, defaultRetryMs } from '../commands/dialPolicy.ts';
import { type StartedCampaign, startCampaign } from '../commands/startCampaign.ts';
import type { Db } from '../db/connect.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { buildOutbreak, buildPerson, buildUnit } from '../db/testRows.ts';
import { localDate } from '../localTime.ts';
import type { VoiceClips } from './clips.ts';
import { createDialer, type Dialer, type DialerOptions } from './dialer.ts';
import type { DialerEvent } from './dialerEvent.ts';

/** What somebody does when a prompt begins. `keys` are pressed; `speak` talks for so long, then presses `#`. */
export type Reaction = { readonly keys?: string; readonly speakMs?: number; readonly hangUp?: boolean };
/** How somebody takes a call: by prompt id what to do. `reject` answers with a SIP status instead; `ring` never answers. */
export type Manner = {
  readonly reject?: number;
  readonly ring?: true;
  readonly on?: Readonly<Record<string, Reaction>>;
};

/** Keys of a healthy person born in 1980 who met nobody. */
export const healthy: Manner = {
  on: {
    M2: { keys: '1' },
    M3: { keys: '1980' },
    A1: { keys: '1' },
    A2: { keys: '2' },
    A3: { keys: '2' },
    A4: { keys: '4#' },
    A5: { keys: '2' },
    A6: { keys: '1' },
  },
};

export const with_ = (manner: Manner, on: Readonly<Record<string, Reaction>>): Manner => ({
  ...manner,
  on: { ...manner.on, ...on },
});

export type Street = {
  readonly phone: Phone;
  /** Numbers dialled, in order, answered or not. */
  readonly rung: string[];
  /** Of calls that were answered. */
  readonly answered: string[];
  /** Keys pressed, by number. */
  readonly pressed: Map<string, string>;
  readonly live: Map<string, Call>;
  most: number;
  react(number: string, promptId: string): void;
};

/** The far end: one phone that takes every call and behaves as `manners` says. */
export async function openStreet(manners: Readonly<Record<string, Manner>>): Promise<Street> {
  const phone = await createPhone({
    bind: { host: '127.0.0.1', port: 0 },
    inboundHosts: ['127.0.0.1'],
    rtpPorts: { from: 42000, to: 43998 },
  });
  phone.loadClip('talk', tone(800, 40));
  const street: Street = { phone, rung: [], answered: [], pressed: new Map(), live: new Map(), most: 0, react };
  phone.on('call', (call) => {
    const number = call.calledNumber;
    street.rung.push(number);
    const manner = manners[number];
    if (!manner || manner.reject) return call.reject(manner?.reject ?? 404);
    call.ring();
    if (manner.ring) return;
    street.answered.push(number);
    street.live.set(number, call);
    street.most = Math.max(street.most, street.live.size);
    call.on('ended', () => street.live.delete(number));
    call.answer();
  });

  function react(number: string, promptId: string): void {
    const call = street.live.get(number);
    const reaction = manners[number]?.on?.[promptId];
    if (!call || !reaction) return;
    if (reaction.keys) press(call, number, reaction.keys);
    if (reaction.speakMs) speak(call, number, reaction.speakMs);
    if (reaction.hangUp) setTimeout(() => call.hangUp(), 150);
  }
  function press(call: Call, number: string, keys: string): void {
    street.pressed.set(number, (street.pressed.get(number) ?? '') + keys);
    setTimeout(() => call.sendDigits(keys, { durationMs: 60, gapMs: 60 }), 320);
  }
  function speak(call: Call, number: string, ms: number): void {
    setTimeout(() => call.play(Array.from({ length: Math.ceil(ms / 100) }, () => 'talk')), 700);
    setTimeout(() => press(call, number, '#'), 700 + ms);
  }
  return street;
}

/** A-law of a square wave: loud enough to be speech. */
export function tone(samples: number, period: number): Uint8Array {
  return Uint8Array.from({ length: samples }, (_, at) => (at % period < period / 2 ? 0xa5 : 0x25));
}

/** Every text is 100 ms long. */
export const shortVoice: VoiceClips = {
  clip: async (text, pace) => ({ id: `${pace} ${text}`, alaw: tone(800, 20) }),
  beep: () => ({ id: 'beep', alaw: tone(400, 8) }),
};

export type Town = { readonly unitId: number; readonly outbreakId: number; readonly people: Readonly<Record<string, number>> };

/** F1 contacts of one commune, one for each number, born in 1980; `over` changes columns of the person. */
export async function buildTown(
  db: Db,
  numbers: readonly string[],
  over: { birth_precision?: 'age'; birth_year?: number } = {},
): Promise<Town> {
  const unit = await buildUnit(db, { name: 'Xã Thiệu Ngọc' });
  const outbreak = await buildOutbreak(db);
  const people: Record<string, number> = {};
  const now = systemClock.now();
  for (const phone of numbers) {
    const person = await buildPerson(db, { unit_id: unit.id, phone, sex: 'female', ...over });
    people[phone] = person.id;
    const row = {
      outbreak_id: outbreak.id,
      unit_id: unit.id,
      target_person_id: person.id,
      stated_level: 1,
      last_contact_on: localDate(now),
    };
    await inScope(db, systemScope, (tx) =>
      tx
        .insertInto('exposure')
        .values({ ...row, learnt_from: 'list', created_at: now })
        .execute(),
    );
  }
  return { unitId: unit.id, outbreakId: outbreak.id, people };
}

export const allDay: DialPolicyInput = {
  channels: 20,
  callsPerSecond: 50,
  maxPerPhonePerDay: 10,
  windows: [['00:00', '23:59']],
  ringTimeoutMs: 10_000,
  pace: 10,
  retryMs: Object.fromEntries(Object.keys(defaultRetryMs).map((reason) => [reason, 500])),
};

export function startCalls(db: Db, town: Town, policy: DialPolicyInput = {}, now = systemClock.now()): Promise<StartedCampaign> {
  return startCampaign(db, {
    scope: systemScope,
    outbreakId: town.outbreakId,
    unitIds: [town.unitId],
    now,
    name: 'Đợt gọi thử',
    dialogue: f1Tracing,
    policy: { ...allDay, ...policy },
    userId: null,
    caller: { organisation: 'Trung tâm Y tế huyện Thiệu Hóa', callbackNumber: '0936036115' },
  });
}

export type Rig = { readonly dialer: Dialer; readonly phone: Phone; readonly events: DialerEvent[]; close(): Promise<void> };

/** A dialer whose calls reach the street; people react to the prompts as they begin. */
export async function openRig(db: Db, street: Street, over: Partial<DialerOptions> = {}): Promise<Rig> {
  const phone = over.phone ?? (await createPhone({ bind: { host: '127.0.0.1', port: 0 }, rtpPorts: { from: 40000, to: 41998 } }));
  const events: DialerEvent[] = [];
  const options: DialerOptions = {
    db,
    phone,
    voice: shortVoice,
    clock: systemClock,
    trunk: { name: 'test', proxy: street.phone.address, callerNumber: '02373000000' },
    engineId: `engine-${randomUUID()}`,
    log: () => undefined,
    onEvent: (event) => {
      events.push(event);
      if (event.kind !== 'step') return;
      void numberOfAttempt(db, event.attemptId).then((number) => street.react(number, event.promptId));
    },
    graceMs: 5000,
    ...over,
  };
  return { dialer: createDialer(options), phone, events, close: () => phone.close() };
}

/** The number that an attempt dials. */
export async function numberOfAttempt(db: Db, attemptId: number): Promise<string> {
  const row = await inScope(db, systemScope, (tx) =>
    tx.selectFrom('attempt').select('e164').where('id', '=', attemptId).executeTakeFirstOrThrow(),
  );
  return row.e164;
}

/** Everything stored about one person's calls. */
export async function recordOf(db: Db, personId: number) {
  return await inScope(db, systemScope, async (tx) => ({
    task: await tx.selectFrom('call_task').selectAll().where('person_id', '=', personId).executeTakeFirst(),
    attempts: await tx.selectFrom('attempt').selectAll().where('person_id', '=', personId).orderBy('id').execute(),
    answers: await tx.selectFrom('answer').selectAll().where('person_id', '=', personId).orderBy('id').execute(),
    alerts: await tx.selectFrom('alert').selectAll().where('person_id', '=', personId).orderBy('id').execute(),
    errands: await tx.selectFrom('errand').selectAll().where('person_id', '=', personId).orderBy('id').execute(),
  }));
}

import { type Call, type CallEnd, encodeAlaw, type Phone } from '@truyvet/telephony';
import { Ear, type EarListener } from '../ear/ear.ts';
import type { Prints } from '../ear/prints.ts';
import { babble, tone } from '../speech/babble.ts';
import type { CallPlan, Citizen } from '../town/town.ts';
import { Conversation } from './conversation.ts';
import type { CitizenEvent } from './log.ts';

export type CitizenCallOptions = {
  readonly phone: Phone;
  readonly call: Call;
  readonly citizen: Citizen;
  readonly plan: CallPlan;
  readonly prints: Prints;
  /** Divides ring times. */
  readonly pace: number;
  readonly note: (event: CitizenEvent) => void;
};

/** Human fingers: a tenth of a second on the key and as long to the next. */
const keying = { durationMs: 100, gapMs: 110 };
/** A strange prompt is noted after so much speech: one that begins like another takes eight seconds when said slowly. */
const strangeAfterMs = 10_000;

/** Lives through one incoming call as its plan says. */
export function takeCall(options: CitizenCallOptions): void {
  const { call, plan, pace, note } = options;
  const timers = new Set<NodeJS.Timeout>();
  const later = (delayMs: number, act: () => void) => {
    if (call.state === 'ended') return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, delayMs);
    timers.add(timer);
  };
  const over = endOf(call, note);
  call.on('ended', (end) => {
    for (const timer of timers) clearTimeout(timer);
    over.ended(end);
  });
  const hangUp = () => {
    over.ours();
    call.hangUp();
  };
  const ringMs = plan.kind === 'ringsOut' ? 0 : plan.ringMs / pace;
  if (plan.kind !== 'rejects' || ringMs > 0) call.ring();
  if (plan.kind === 'ringsOut') return;
  later(ringMs, () => {
    if (plan.kind !== 'rejects') {
      if (plan.kind === 'answers') answerAsPerson(options, plan, later, hangUp);
      else answerAsMachine(options, plan, later, hangUp);
      return;
    }
    over.ours();
    note({ kind: 'rejected', sipStatus: plan.sipStatus });
    call.reject(plan.sipStatus, plan.q850Cause);
  });
}

type Later = (delayMs: number, act: () => void) => void;

function answerAsPerson(
  options: CitizenCallOptions,
  plan: CallPlan & { kind: 'answers' },
  later: Later,
  hangUp: () => void,
): void {
  const { phone, call, citizen, note } = options;
  call.on('answered', () => {
    note({ kind: 'answered', by: 'person' });
    const talk = new Conversation(citizen, plan, {
      press: (keys) => call.sendDigits(keys, keying),
      speak: (durationMs, then) => speak(phone, call, durationMs, then),
      hangUp,
      later,
      note,
    });
    listen(options, { began: (prompt) => talk.began(prompt), ended: (prompt) => talk.ended(prompt) });
  });
  call.answer();
}

function answerAsMachine(
  options: CitizenCallOptions,
  plan: CallPlan & { kind: 'voicemail' },
  later: Later,
  hangUp: () => void,
): void {
  const { phone, call, note } = options;
  const greeting = clipOf(phone, `greeting ${plan.greetingMs}`, () => babble(plan.greetingMs, plan.greetingMs));
  const sign = clipOf(phone, 'mailbox sign', () => tone(1400, 400));
  call.on('answered', () => {
    note({ kind: 'answered', by: 'machine' });
    call.play([greeting, sign]);
    listen(options, { began: () => undefined, ended: () => undefined });
    later(plan.greetingMs + plan.recordsMs, () => {
      note({ kind: 'hungUp', why: 'mailboxFull' });
      hangUp();
    });
  });
  call.answer();
}

/** Gives the call an ear, and notes what it hears. */
function listen({ call, prints, note }: CitizenCallOptions, listener: EarListener): void {
  let strangeFromMs: number | undefined;
  let hearing = false;
  const ear = new Ear(prints, {
    began(prompt) {
      hearing = true;
      note({ kind: 'heard', ...prompt, noticedMs: ear.nowMs });
      listener.began(prompt);
    },
    ended(prompt) {
      hearing = false;
      note({ kind: 'heardOut', ...prompt });
      listener.ended(prompt);
    },
  });
  call.on('audio', ({ alaw }) => {
    ear.hear(alaw);
    if (hearing || ear.silentForMs > 1000) strangeFromMs = undefined;
    else if (ear.silentForMs === 0) strangeFromMs ??= ear.nowMs;
    if (strangeFromMs === undefined || ear.nowMs - strangeFromMs < strangeAfterMs) return;
    note({ kind: 'unrecognised', atMs: strangeFromMs });
    strangeFromMs = ear.nowMs;
  });
  call.on('ended', () => ear.hangUp());
  call.listenToAudio();
}

function speak(phone: Phone, call: Call, durationMs: number, then: () => void): void {
  const words = clipOf(phone, `words ${durationMs}`, () => babble(durationMs, durationMs));
  const playback = call.play([words]);
  const off = call.on('played', (played) => {
    if (played.playback !== playback) return;
    off();
    then();
  });
}

function clipOf(phone: Phone, id: string, make: () => Float32Array): string {
  if (!phone.hasClip(id)) phone.loadClip(id, encodeAlaw(make()));
  return id;
}

/** Notes how a call ended, unless we ended it and said so. */
function endOf(call: Call, note: (event: CitizenEvent) => void): { ours(): void; ended(end: CallEnd): void } {
  let endedByUs = false;
  let answered = false;
  call.on('answered', () => {
    answered = true;
  });
  return {
    ours() {
      endedByUs = true;
    },
    ended({ cause, detail = '' }) {
      if (endedByUs) return;
      if (cause === 'farEndHungUp') note({ kind: answered ? 'farEndHungUp' : 'cancelled' });
      else if (cause === 'shutdown') note({ kind: 'hungUp', why: 'shutdown' });
      else note({ kind: 'failed', cause, detail });
    },
  };
}

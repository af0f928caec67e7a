import {
  type Dialogue,
  type DialogueOutcome,
  type Effect,
  type Input,
  type Session,
  start,
  step,
  type Variables,
} from '@truyvet/dialogue';
import type { Call, CallEnd } from '@truyvet/telephony';
import type { Clock } from '../clock.ts';
import type { StepToSave } from '../commands/saveStep.ts';
import type { AttemptMark } from '../db/attempts.ts';
import type { Clips } from './clips.ts';
import { spokenMs } from './loudness.ts';
import { createOrderedWrites } from './orderedWrites.ts';
import { type Recorder, record } from './recorder.ts';
import { mustBeCommitted, stepToSave } from './stepToSave.ts';
import type { Timers } from './timers.ts';

/** What a call needs from outside. */
export type CallPorts = {
  readonly clips: Clips;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Ids of recordings. */
  readonly newId: () => string;
  /** Resolves when the step is committed. */
  readonly saveStep: (step: StepToSave) => Promise<void>;
  readonly mark: (attemptId: number, mark: AttemptMark) => Promise<void>;
  /** The key as the dialogue shall see it; identity, but for sabotage. */
  readonly key: (digit: string) => string;
  readonly onStep: (step: { readonly stepId: string; readonly promptId: string }) => void;
  readonly onRinging: () => void;
  readonly onAnswered: () => void;
};

export type CallToRun = {
  readonly call: Call;
  readonly attemptId: number;
  readonly dialogue: Dialogue;
  readonly variables: Variables;
  readonly todayYear: number;
};

export type CallResult = {
  readonly end: CallEnd;
  readonly answered: boolean;
  /** Null when it was never answered. */
  readonly outcome: DialogueOutcome | null;
  /** Something of ours failed during the call (a write, a synthesis, the engine): the call was ended for it. */
  readonly failure: unknown;
};

const silencesOfMailbox = 2;

type Wait = Extract<Effect, { kind: 'listen' | 'record' }>;

/**
 * Leads one call from the INVITE to its end: what the dialogue emits is played, recorded and committed; what the far end does is fed back.
 * The only place where telephony and dialogue meet. Resolves after the last event of the call, when everything it had to write is written
 * or has failed. Never rejects.
 *
 * Inputs are worked off one after another. A timer or the end of a prompt is void once a later step has changed what is awaited (`turn`).
 */
export function runCall(toRun: CallToRun, ports: CallPorts): Promise<CallResult> {
  return new Promise((resolve) => new CallRun(toRun, ports, resolve).begin());
}

class CallRun {
  readonly #toRun: CallToRun;
  readonly #ports: CallPorts;
  readonly #resolve: (result: CallResult) => void;
  readonly #writes = createOrderedWrites((error) => this.#fail(error));
  #session: Session | null = null;
  #inputs: Promise<void> = Promise.resolve();
  /** Counts the lists of effects carried out; what was set up in an earlier turn is void. */
  #turn = 0;
  /** What to do when the prompts of this turn have been heard. */
  #pending: Wait | null = null;
  #playback: { readonly number: number; readonly startedAt: number } | null = null;
  #stopTimer: () => void = () => undefined;
  #recording: { readonly recorder: Recorder; readonly name: string; readonly finishKey: string } | null = null;
  #silences = 0;
  /** How many marks of each kind, and how many saves of the session, were asked for: an older one need not be written any more. */
  readonly #marks = new Map<AttemptMark['kind'], number>();
  #saves = 0;
  #answered = false;
  #ended = false;
  #failure: unknown = null;

  constructor(toRun: CallToRun, ports: CallPorts, resolve: (result: CallResult) => void) {
    this.#toRun = toRun;
    this.#ports = ports;
    this.#resolve = resolve;
  }

  begin(): void {
    const { call } = this.#toRun;
    call.on('identifiers', (identifiers) => this.#mark({ kind: 'identifiers', identifiers }));
    call.on('ringing', () => this.#onRinging());
    call.on('answered', () => this.#onAnswered());
    call.on('digit', ({ digit }) => this.#onDigit(digit));
    call.on('played', ({ playback, finished }) => this.#onPlayed(playback, finished));
    call.on('ended', (end) => this.#onEnded(end));
    call.start();
  }

  #onRinging(): void {
    this.#mark({ kind: 'ringing', at: this.#ports.clock.now() });
    this.#ports.onRinging();
  }

  #onAnswered(): void {
    this.#answered = true;
    this.#mark({ kind: 'answered', at: this.#ports.clock.now() });
    this.#ports.onAnswered();
    const { dialogue, variables, todayYear } = this.#toRun;
    this.#enqueue(async () => {
      const { session, effects } = start(dialogue, variables, { todayYear });
      this.#session = session;
      await this.#carryOut(effects, null);
    });
  }

  #onDigit(digit: string): void {
    const key = this.#ports.key(digit);
    if (this.#recording?.finishKey === key) {
      this.#recording.recorder.finish();
      return;
    }
    // Counted from the prompt that plays when the dialogue gets to see the key: one pressed while the step before was being committed
    // lies before its beginning.
    const pressedAt = this.#ports.clock.now().getTime();
    this.#enqueue(() => {
      const promptAtMs = this.#playback ? pressedAt - this.#playback.startedAt : null;
      return this.#step({ kind: 'key', key, ...(promptAtMs !== null && { promptAtMs }) });
    });
  }

  #onPlayed(playback: number, finished: boolean): void {
    if (this.#playback?.number !== playback) return;
    this.#playback = null;
    if (!finished) return;
    const turn = this.#turn;
    this.#enqueue(async () => {
      if (turn !== this.#turn) return;
      await this.#step({ kind: 'promptEnded' });
      // Unless the dialogue went on by itself, what was announced with the prompts begins now.
      if (turn === this.#turn) this.#await();
    });
  }

  #onEnded(end: CallEnd): void {
    this.#ended = true;
    this.#stopTimer();
    const recording = this.#recording;
    if (recording) {
      recording.recorder.finish();
      this.#enqueue(() => this.#onRecorded(recording)); // What was said before hanging up is kept.
    }
    this.#input({ kind: 'hungUp' });
    this.#enqueue(async () => {
      await this.#writes.settled();
      const outcome = this.#session?.outcome ?? null;
      this.#resolve({ end, answered: this.#answered, outcome, failure: this.#failure });
    });
  }

  #input(input: Input): void {
    this.#enqueue(() => this.#step(input));
  }

  #enqueue(work: () => Promise<void>): void {
    this.#inputs = this.#inputs.then(work).catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#toRun.call.hangUp();
  }

  #mark(mark: AttemptMark): void {
    const kind = this.#marks.get(mark.kind) ?? 0;
    this.#marks.set(mark.kind, kind + 1);
    const newest = () => this.#marks.get(mark.kind) === kind + 1;
    this.#writeSoon(async () => {
      if (newest()) await this.#ports.mark(this.#toRun.attemptId, mark);
    });
  }

  /** Nobody waits for it; if it fails, `#fail` is told. */
  #writeSoon(write: () => Promise<void>): void {
    this.#writes.add(write).catch(() => undefined);
  }

  async #step(input: Input, recording: StepToSave['recording'] = null): Promise<void> {
    const session = this.#session;
    if (!session || (session.outcome !== null && recording === null)) return;
    const next = step(this.#toRun.dialogue, session, input);
    this.#session = next.session;
    await this.#carryOut(next.effects, recording);
  }

  /** Commits first, then speaks: an answer is never acknowledged before it is safe. An empty list changes nothing. */
  async #carryOut(effects: readonly Effect[], recording: StepToSave['recording']): Promise<void> {
    if (effects.length === 0 && recording === null) return;
    const base = { attemptId: this.#toRun.attemptId, at: this.#ports.clock.now(), session: this.#session, recording };
    const toSave = stepToSave(base, effects);
    const save = ++this.#saves;
    const write = () => this.#ports.saveStep(toSave);
    if (mustBeCommitted(toSave) || effects.some(({ kind }) => kind === 'end')) await this.#writes.add(write);
    // A mere change of place is left out when a later save of the session is waiting already.
    else this.#writeSoon(async () => void (save === this.#saves && (await write())));
    if (this.#failure !== null) return;
    await this.#perform(effects);
  }

  async #perform(effects: readonly Effect[]): Promise<void> {
    const plays = effects.filter((effect) => effect.kind === 'play');
    const wait = effects.find((effect) => effect.kind === 'listen' || effect.kind === 'record') ?? null;
    if (plays.length > 0 || wait) this.#newTurn(wait);
    if (plays.length > 0) await this.#play(plays);
    else if (wait) this.#await();
    if (effects.some(({ kind }) => kind === 'end')) this.#toRun.call.hangUp();
  }

  #newTurn(wait: Wait | null): void {
    this.#turn++;
    this.#pending = wait;
    this.#playback = null;
    this.#stopTimer();
    this.#recording?.recorder.cancel();
    this.#recording = null;
  }

  async #play(plays: readonly Extract<Effect, { kind: 'play' }>[]): Promise<void> {
    const clipIds = await Promise.all(plays.map(({ pieces, pace }) => this.#ports.clips.ready(pieces, pace)));
    if (this.#ended) return;
    const number = this.#toRun.call.play(clipIds.flat());
    this.#playback = { number, startedAt: this.#ports.clock.now().getTime() };
    const stepId = this.#session?.at ?? '';
    for (const { promptId } of plays) this.#ports.onStep({ stepId, promptId });
  }

  /** Starts what the last list announced: the clock of a question, or a recording. */
  #await(): void {
    const wait = this.#pending;
    if (!wait || this.#ended) return;
    if (this.#playback) this.#toRun.call.stopPlaying();
    this.#playback = null;
    if (wait.kind === 'record') this.#startRecording(wait);
    else this.#startClock(wait.maxMs);
  }

  #startClock(maxMs: number): void {
    const turn = this.#turn;
    this.#stopTimer();
    this.#stopTimer = this.#ports.timers.after(maxMs, () => {
      this.#enqueue(async () => {
        if (turn === this.#turn) await this.#step(this.#silence());
      });
    });
  }

  /**
   * Somebody who has not pressed a single key after two questions is most likely a mailbox: it gets the neutral message. A key, any key,
   * proves a human for the whole call.
   */
  #silence(): Input {
    this.#silences++;
    const mailbox = this.#silences >= silencesOfMailbox && this.#session?.humanProved === false;
    return mailbox ? { kind: 'machineDetected', reason: 'noKey' } : { kind: 'silence' };
  }

  #startRecording({ name, maxMs, finishKey }: Extract<Wait, { kind: 'record' }>): void {
    const recording = { recorder: record(this.#toRun.call, maxMs, this.#ports.timers), name, finishKey };
    this.#recording = recording;
    recording.recorder.heard.then(
      () => this.#enqueue(() => this.#onRecorded(recording)),
      (error: unknown) => this.#fail(error),
    );
  }

  async #onRecorded(recording: { readonly recorder: Recorder; readonly name: string }): Promise<void> {
    const alaw = await recording.recorder.heard;
    if (alaw === null || this.#recording !== recording) return;
    this.#recording = null;
    const durationMs = Math.round(spokenMs(alaw));
    const id = this.#ports.newId();
    const row = { id, name: recording.name, alaw: alaw.subarray(0, durationMs * 8), durationMs };
    await this.#step({ kind: 'recorded', recordingId: id, durationMs }, durationMs === 0 ? null : row);
  }
}

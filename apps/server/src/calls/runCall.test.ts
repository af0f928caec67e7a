import { f1Tracing } from '@truyvet/dialogue';
import { describe, expect, test } from 'vitest';
import type { StepToSave } from '../commands/saveStep.ts';
import { FakeCall } from './fakeCall.ts';
import { type CallPorts, type CallResult, runCall } from './runCall.ts';
import { tone } from './testKit.ts';
import type { Timers } from './timers.ts';

/** A clock that only moves when told, and its timers. */
function virtualTime() {
  let nowMs = Date.parse('2021-07-10T01:00:00Z');
  let timers: { at: number; then: () => void }[] = [];
  const after: Timers['after'] = (ms, then) => {
    const timer = { at: nowMs + ms, then };
    timers.push(timer);
    return () => {
      timers = timers.filter((one) => one !== timer);
    };
  };
  return {
    clock: { now: () => new Date(nowMs) },
    timers: { after },
    pass(ms: number): void {
      nowMs += ms;
      const due = timers.filter(({ at }) => at <= nowMs);
      timers = timers.filter((timer) => !due.includes(timer));
      for (const { then } of due) then();
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

function begin(over: Partial<CallPorts> = {}) {
  const call = new FakeCall();
  const time = virtualTime();
  const saved: StepToSave[] = [];
  const spoken: string[] = [];
  const ports: CallPorts = {
    clips: { ready: async (pieces) => pieces.map((piece) => JSON.stringify(piece)) },
    clock: time.clock,
    timers: time.timers,
    newId: () => 'rec-1',
    saveStep: async (step) => void saved.push(step),
    mark: async () => undefined,
    key: (digit) => digit,
    onStep: ({ promptId }) => void spoken.push(promptId),
    onRinging: () => undefined,
    onAnswered: () => undefined,
    ...over,
  };
  const variables = {
    co_quan: 'Trung tâm Y tế',
    tram: 'Trạm Y tế xã Thiệu Ngọc',
    so_goi_lai: '0936036115',
    xung: 'chị',
    ten: 'Nguyễn Thị Thử',
    nam_sinh: 1980,
    ngay_tiep_xuc: '2021-07-05',
  };
  const result: Promise<CallResult> = runCall({ call, attemptId: 1, dialogue: f1Tracing, variables, todayYear: 2021 }, ports);
  return { call, time, saved, spoken, result };
}
type Scene = ReturnType<typeof begin>;

/** Hears each prompt out, then presses the keys one after another. */
async function answerAll({ call, time }: Scene, keys: string): Promise<void> {
  for (const key of keys) {
    call.hear();
    await settled();
    time.pass(400);
    call.press(key);
    await settled();
  }
}
/** Picks up and listens to the opening. */
async function pickUp({ call }: Scene): Promise<void> {
  call.answered();
  await settled();
  call.hear();
  await settled();
}

describe('carrying a dialogue out in a call', () => {
  test('an answer is committed before the next prompt starts', async () => {
    let commit: () => void = () => undefined;
    const order: string[] = [];
    const scene = begin({
      saveStep: async (step) => {
        if (step.answers.length === 0) return;
        order.push('commit begins');
        await new Promise<void>((resolve) => {
          commit = resolve;
        });
        order.push('committed');
      },
      onStep: ({ promptId }) => void order.push(promptId),
    });
    await pickUp(scene);
    await answerAll(scene, '1');
    expect(order).toEqual(['M1', 'M2', 'commit begins']);
    commit();
    await settled();
    expect(order).toEqual(['M1', 'M2', 'commit begins', 'committed', 'M3']);
  });

  test('the whole dialogue ends with a saved outcome and a hang-up', async () => {
    const scene = begin();
    await pickUp(scene);
    await answerAll(scene, '1198012224#21');
    scene.call.hear();
    const { outcome, answered, failure } = await scene.result;
    expect([outcome, answered, failure]).toEqual(['completed', true, null]);
    expect(scene.saved.at(-1)?.session).toMatchObject({ outcome: 'completed' });
    expect(scene.saved.flatMap(({ identified }) => identified ?? [])).toEqual(['strong']);
    expect(scene.call.done.at(-1)).toBe('end hungUp');
  });

  test('when an answer cannot be stored, nothing more is said and the call ends', async () => {
    const scene = begin({
      saveStep: async ({ answers }) => (answers.length > 0 ? Promise.reject(new Error('disk full')) : undefined),
    });
    await pickUp(scene);
    await answerAll(scene, '1');
    const { failure, outcome } = await scene.result;
    expect(failure).toEqual(new Error('disk full'));
    expect(outcome).toBe('abandoned');
    expect(scene.spoken).toEqual(['M1', 'M2']);
  });

  test('a key pressed while the answer before is being committed is no answer to the question that follows', async () => {
    let commit: () => void = () => undefined;
    const identified: unknown[] = [];
    const scene = begin({
      saveStep: async (step) => {
        identified.push(...(step.identified ? [step.identified] : []));
        if (step.answers.some(({ stepId }) => stepId === 'M2')) await new Promise<void>((resolve) => (commit = resolve));
      },
    });
    await pickUp(scene);
    scene.time.pass(5000);
    scene.call.press('1');
    await settled();
    scene.time.pass(300);
    scene.call.press('0');
    await settled();
    commit();
    await settled();
    expect(scene.spoken.at(-1)).toBe('M3');
    await answerAll(scene, '1980');
    expect(identified).toEqual(['strong']);
  });

  test('silence after the question repeats it; a silence that a key overtook does not', async () => {
    const scene = begin();
    await pickUp(scene);
    scene.call.hear();
    await settled();
    scene.time.pass(6000);
    await settled();
    expect(scene.spoken).toEqual(['M1', 'M2', 'M2']);
    scene.call.hear();
    await settled();
    scene.time.pass(5990);
    scene.call.press('1');
    scene.time.pass(20);
    await settled();
    expect(scene.spoken).toEqual(['M1', 'M2', 'M2', 'M3']);
  });

  test('nobody who presses anything is taken for a mailbox; who never does gets the neutral message after the second silence', async () => {
    const silent = begin();
    await pickUp(silent);
    for (const _ of [1, 2]) {
      silent.call.hear();
      await settled();
      silent.time.pass(6000);
      await settled();
    }
    silent.call.hear();
    expect([(await silent.result).outcome, silent.spoken]).toEqual(['machine', ['M1', 'M2', 'M2', 'HT']]);
    expect(silent.saved.flatMap(({ errands }) => errands)).toEqual([]);

    const slow = begin();
    await pickUp(slow);
    await answerAll(slow, '7');
    for (const _ of [1, 2]) {
      slow.call.hear();
      await settled();
      slow.time.pass(6000);
      await settled();
    }
    expect(slow.saved.some(({ errands }) => errands.some(({ code }) => code === 'noUsableAnswer'))).toBe(true);
  });

  test('what somebody said before hanging up in the middle of a recording is kept', async () => {
    const scene = begin();
    await pickUp(scene);
    await answerAll(scene, '11980121'); // M2, M3, A1, A2 no, A3 yes
    expect(scene.spoken.at(-1)).toBe('A3r');
    scene.call.hear();
    await settled();
    expect(scene.call.done).toContain('record');
    scene.call.say(tone(16_000, 40));
    scene.call.end({ cause: 'farEndHungUp' });
    expect((await scene.result).outcome).toBe('partial');
    const recording = scene.saved.flatMap((step) => step.recording ?? []);
    expect(recording).toMatchObject([{ id: 'rec-1', durationMs: 2000 }]);
    expect(scene.saved.flatMap(({ answers }) => answers.map(({ stepId }) => stepId)).at(-1)).toBe('A3r');
  });

  test('a call that was never answered has no outcome', async () => {
    const scene = begin();
    scene.call.emit('ringing', { sipStatus: 180, early: false });
    scene.call.end({ cause: 'refused', sipStatus: 486 });
    expect(await scene.result).toMatchObject({ answered: false, outcome: null, failure: null, end: { sipStatus: 486 } });
    expect(scene.saved).toEqual([]);
  });

  test('identifiers that newer ones overtake are not written, and never after them', async () => {
    const written: unknown[] = [];
    const scene = begin({
      mark: async (_, mark) => {
        await new Promise((resolve) => setTimeout(resolve, written.length === 0 ? 10 : 0));
        written.push(mark.kind === 'identifiers' ? (mark.identifiers as { cseq: number }).cseq : mark.kind);
      },
    });
    scene.call.emit('identifiers', { ...scene.call.identifiers, cseq: 1 });
    scene.call.emit('ringing', { sipStatus: 180, early: false });
    scene.call.emit('identifiers', { ...scene.call.identifiers, cseq: 2 });
    scene.call.end({ cause: 'ringTimeout' });
    await scene.result;
    expect(written).toEqual(['ringing', 2]);
  });
});

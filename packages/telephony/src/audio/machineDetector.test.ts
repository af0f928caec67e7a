import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MACHINE_DEFAULTS,
  MACHINE_START,
  type MachineOptions,
  type MachineVerdict,
  machineFrame,
  machineKey,
} from './machineDetector.ts';
import { VOICE_DEFAULTS, VoiceActivity } from './voiceActivity.ts';

/** Milliseconds of voice (positive) and of silence (negative), one after another. */
type Sounds = readonly number[];

function verdictOf(sounds: Sounds, options: Partial<MachineOptions> = {}): (MachineVerdict & { atMs: number }) | undefined {
  let state = MACHINE_START;
  for (const sound of sounds) {
    for (let ms = 0; ms < Math.abs(sound); ms += 10) {
      state = machineFrame(state, sound > 0 ? 1000 : 20, 10, { ...MACHINE_DEFAULTS, ...options });
      if (state.verdict !== undefined) return { ...state.verdict, atMs: state.elapsedMs };
    }
  }
  return undefined;
}

describe('the answering-machine detector', () => {
  test.each<[string, Sounds, MachineVerdict]>([
    ['"a lô?" and waiting', [-600, 400, -2000], { verdict: 'human', reason: 'shortGreeting' }],
    ['"a lô, tôi nghe" and waiting', [-300, 350, -120, 500, -2000], { verdict: 'human', reason: 'shortGreeting' }],
    ['a click, then "a lô"', [-200, 30, -400, 400, -2000], { verdict: 'human', reason: 'shortGreeting' }],
    ['an elder who says nothing', [-6000], { verdict: 'unsure', reason: 'initialSilence' }],
    ['a greeting of three words', [-300, 200, -60, 200, -60, 200, -60, 200], { verdict: 'machine', reason: 'manyWords' }],
    ['one long sentence without a gap', [-300, 2500], { verdict: 'machine', reason: 'longGreeting' }],
    [
      'clicks for five seconds',
      Array.from({ length: 20 }, (_, at) => (at % 2 ? 60 : -300)),
      { verdict: 'unsure', reason: 'initialSilence' },
    ],
  ])('%s', (_, sounds, verdict) => {
    expect(verdictOf(sounds)).toMatchObject(verdict);
  });

  test('every bound can be set', () => {
    expect(verdictOf([-6000], { initialSilenceMs: 4000 })).toEqual({ verdict: 'unsure', reason: 'initialSilence', atMs: 4000 });
    expect(verdictOf([-6000], { initialSilenceMs: 9000 })).toEqual({ verdict: 'unsure', reason: 'tooLong', atMs: 5000 });
    expect(verdictOf([2500], { greetingMs: 2000 })).toEqual({ verdict: 'machine', reason: 'longGreeting', atMs: 2000 });
    expect(verdictOf([9000], { greetingMs: 9000, longestWordMs: 3000 })).toMatchObject({ reason: 'longWord', atMs: 3000 });
    expect(verdictOf([300, -900], { silenceAfterGreetingMs: 400 })).toMatchObject({ reason: 'shortGreeting', atMs: 700 });
    expect(verdictOf([300, -60, 300, -60, 300, -900], { mostWords: 5 })).toMatchObject({ reason: 'shortGreeting' });
    expect(verdictOf([60, -900], { wordMs: 50 })).toMatchObject({ reason: 'shortGreeting' });
    expect(verdictOf([200, -60, 200, -60, 200, -900], { gapMs: 100 })).toMatchObject({ verdict: 'human' });
    expect(verdictOf([-1000, 400, -2000], { threshold: 2000, initialSilenceMs: 2000 })).toMatchObject({
      reason: 'initialSilence',
    });
  });

  test('a key proves a human, unless the verdict has been told', () => {
    expect(machineKey(MACHINE_START).verdict).toEqual({ verdict: 'human', reason: 'key' });
    const told = { ...MACHINE_START, verdict: { verdict: 'machine', reason: 'manyWords' } as const };
    expect(machineKey(told)).toBe(told);
  });

  test('whatever is heard, there is a verdict within the analysis, and it stays', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2000), { minLength: 500, maxLength: 600 }), (levels) => {
        let state = MACHINE_START;
        for (const level of levels) {
          const next = machineFrame(state, level, 10, MACHINE_DEFAULTS);
          if (state.verdict !== undefined) expect(next).toBe(state);
          state = next;
        }
        expect(state.verdict).toBeDefined();
        expect(state.elapsedMs).toBeLessThanOrEqual(MACHINE_DEFAULTS.analysisMs);
      }),
      { numRuns: 30 },
    );
  });
});

test('voice is told when it lasts, and its end when silence lasts', () => {
  const changes: string[] = [];
  let atMs = 0;
  const activity = new VoiceActivity(VOICE_DEFAULTS, (speaking) => changes.push(`${speaking ? 'speaks' : 'stops'} ${atMs}`));
  const hear = (level: number, ms: number) => {
    for (let passed = 0; passed < ms; passed += 10) {
      atMs += 10;
      activity.push(level, 10);
    }
  };
  hear(10, 500);
  hear(1000, 50);
  hear(10, 300);
  hear(1000, 700);
  hear(10, 400);
  hear(1000, 100);
  hear(10, 1000);
  expect(changes).toEqual(['speaks 930', 'stops 2550']);
});

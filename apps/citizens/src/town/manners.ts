import type { Random } from '../random.ts';
import type { CallPlan, Manners, Persona, Truth } from './town.ts';

type Plans = readonly [CallPlan, ...CallPlan[]];

/** Midway through what a caller asks: places to lose patience at. */
const middle = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6'] as const;

/** How a persona meets the first, second, … call. */
export function callsOf(persona: Persona, truth: Truth, random: Random): Plans {
  const self = answers(random, {});
  switch (persona) {
    case 'silentElder':
      return [answers(random, { silent: true })];
    case 'slow':
      return [answers(random, { bargesIn: false, slips: { [random.pick(['M2', ...middle])]: [null] } })];
    case 'wrongKey':
      return [answers(random, { slips: { M2: [random.pick(['5', '7', '8'])], A2: ['6'], A6: ['8'] } })];
    case 'wrongYearOnce':
      return [answers(random, { slips: { M3: [wrongYear(truth, 11)] } })];
    case 'wrongYearTwice':
      return [answers(random, { slips: { M3: [wrongYear(truth, 11), wrongYear(truth, 7)] } })];
    case 'handsOver':
      // The hand-over takes half a minute of its own; who then listens to every word as well would make the longest call by far.
      return [answers(random, { who: 'relativeHandsOver', bargesIn: true })];
    case 'saysLater':
      return [answers(random, { who: 'relativeSaysLater' }), self];
    case 'wrongPerson':
      return [answers(random, { who: 'stranger' })];
    case 'notInUse':
      return [rejects(404, 1, 0)];
    case 'busyOnce':
      return [rejects(486, 17, 0), self];
    case 'alwaysBusy':
      return [rejects(486, 17, 0)];
    case 'neverAnswers':
      return [{ kind: 'ringsOut' }];
    case 'switchedOff':
      return [rejects(480, 20, 1500)];
    case 'voicemail':
      return [{ kind: 'voicemail', ringMs: 15_000, greetingMs: random.between(2500, 4500), recordsMs: 60_000 }];
    case 'rejects':
      return [rejects(603, 21, random.between(2000, 6000))];
    case 'refuses':
      return [answers(random, { slips: { [random.pick(['M2', 'A1', 'A3'])]: ['*', '*', '*'] } })];
    case 'hangsUpMidway':
      return [answers(random, { hangsUpAt: random.pick(['M1', 'M2', ...middle]) })];
    case 'asksForOfficer':
      return [answers(random, { slips: { [random.pick(['M2', 'A2', 'A5'])]: ['0', '0', '0'] } })];
    case 'truthful':
    case 'symptomatic':
    case 'severe':
    case 'vulnerable':
      return [self];
  }
}

function answers(random: Random, manners: Partial<Manners>): CallPlan {
  const ringMs = random.between(3000, 16_000);
  return { kind: 'answers', ringMs, who: 'self', bargesIn: random.chance(0.85), thinkMs: random.between(300, 1500), ...manners };
}

const rejects = (sipStatus: number, q850Cause: number, ringMs: number): CallPlan => ({
  kind: 'rejects',
  ringMs,
  sipStatus,
  q850Cause,
});

/** A year far enough off to be wrong also where only an age is on record. */
const wrongYear = (truth: Truth, off: number) => String(truth.birthYear - off);

import type { Random } from '../random.ts';
import { callsOf } from './manners.ts';
import { madeUpName } from './names.ts';
import { newNumber } from './phones.ts';
import { type Citizen, type Persona, personas, type Truth, type YesNo } from './town.ts';

/** How often each persona is met beyond its first, in parts. */
const shares: Readonly<Record<Persona, number>> = {
  truthful: 38,
  symptomatic: 9,
  severe: 5,
  vulnerable: 4,
  silentElder: 3,
  slow: 5,
  wrongKey: 4,
  wrongYearOnce: 4,
  wrongYearTwice: 2,
  handsOver: 3,
  saysLater: 3,
  wrongPerson: 3,
  notInUse: 3,
  busyOnce: 4,
  alwaysBusy: 1,
  neverAnswers: 3,
  switchedOff: 3,
  voicemail: 2,
  rejects: 1,
  refuses: 2,
  hangsUpMidway: 4,
  asksForOfficer: 2,
};
const hamlets = ['Thôn 1', 'Thôn 2', 'Thôn 3', 'Thôn 4', 'Thôn 5'] as const;

/** So many people, every persona among them when there is room. */
export function makePeople(count: number, thisYear: number, random: Random): Citizen[] {
  const taken = new Set<string>();
  return castOf(count, random).map((persona, i) => {
    const sex = random.pick(['male', 'female']);
    const truth = truthOf(persona, thisYear, taken, random);
    const first = newNumber(taken, random);
    return {
      name: madeUpName(i + 1, sex, random),
      sex,
      hamlet: random.pick(hamlets),
      numbers: random.chance(0.06) ? [first, newNumber(taken, random)] : [first],
      level: random.chance(0.8) ? 'F1' : 'F2',
      truth,
      persona,
      calls: callsOf(persona, truth, random),
    };
  });
}

function castOf(count: number, random: Random): Persona[] {
  const lots = personas.flatMap((persona) => Array.from({ length: shares[persona] }, () => persona));
  const once = random.shuffle(personas).slice(0, count);
  const rest = Array.from({ length: count - once.length }, () => random.pick(lots as [Persona, ...Persona[]]));
  return random.shuffle([...once, ...rest]);
}

function truthOf(persona: Persona, thisYear: number, taken: Set<string>, random: Random): Truth {
  const age = persona === 'silentElder' ? random.between(70, 92) : random.between(18, 84);
  const ill = persona === 'symptomatic' || persona === 'severe' || persona === 'vulnerable';
  const metOthers = mostly('no', 0.65, random);
  const met = Array.from({ length: metOthers === 'yes' ? random.between(1, 2) : 0 }, () => ({
    phone: random.chance(0.6) ? newNumber(taken, random) : null,
    relation: random.pick(['family', 'neighbour', 'colleague', 'other'] as const),
  }));
  return {
    birthYear: thisYear - age,
    remembersContact: mostly('yes', 0.7, random),
    symptoms: ill ? 'yes' : random.chance(0.06) ? 'unsure' : 'no',
    severe: persona === 'severe' ? 'yes' : mostly('no', 0.9, random, 'unsure'),
    vulnerable: persona === 'vulnerable' ? 'yes' : mostly('no', 0.92, random, 'unsure'),
    wentOut: mostly('no', 0.75, random),
    household: random.between(1, 9),
    metOthers,
    met,
    where: random.pick(['home', 'home', 'home', 'quarantine', 'other']),
  };
}

const others = { yes: ['no', 'unsure'], no: ['yes', 'unsure'], unsure: ['yes', 'no'] } as const;

/** `usual` with this probability, else one of the others (or the one given). */
function mostly(usual: YesNo, probability: number, random: Random, other?: YesNo): YesNo {
  if (random.chance(probability)) return usual;
  return other ?? random.pick(others[usual]);
}

import { type Evidence, type EvidenceOptions, evidenceOf, type Identity } from './evidence.ts';
import { type EvidenceCode, priorBits, usualPopulation } from './weights.ts';

/**
 * - `same`: one person, stored as one without asking.
 * - `unsure`: perhaps one person: proposed to an officer, stored as two until then.
 * - `idOfAnother`: one identity number under two names: one of them is wrong.
 * - `different`: not worth asking.
 */
export type Likeness = 'same' | 'unsure' | 'idOfAnother' | 'different';

export type Judgement = {
  readonly verdict: Likeness;
  /** How likely the two are one person, 0–1, as far as the weights go (weights.ts). */
  readonly score: number;
  /** Strongest first, whichever way it speaks. */
  readonly evidence: readonly Evidence[];
};

/** Below this nobody is asked. */
export const leastScoreProposed = 0.5;

/**
 * Are two records one person? The same identity number decides, unless the names differ. Else they need a phone in common, the same name, and
 * births, sexes and numbers that do not contradict. Name and birth alone never suffice, whatever their score: namesakes born in one year live in one
 * village. Names equal but for marks ("Hoa", "Hòa") or order need a known birth that agrees, or is one year off where one is
 * only a year. Symmetric.
 */
export function judge(a: Identity, b: Identity, options: EvidenceOptions = {}): Judgement {
  const evidence = evidenceOf(a, b, options).sort((x, y) => Math.abs(y.weight) - Math.abs(x.weight));
  let total = priorBits(options.population ?? usualPopulation);
  for (const one of evidence) total += one.weight;
  const score = Math.round((1 / (1 + 2 ** -total)) * 1000) / 1000;
  return { verdict: verdictOf(new Set(evidence.map(({ code }) => code)), score), score, evidence };
}

/** The judgement alone. */
export const likeness = (a: Identity, b: Identity): Likeness => judge(a, b).verdict;

const surely: readonly EvidenceCode[] = ['name.same', 'name.unmarked'];
const nearly: readonly EvidenceCode[] = ['name.marks', 'name.order'];
const contradictions: readonly EvidenceCode[] = [
  'identity.differs',
  'identity.near',
  'birth.differs',
  'birth.swapped',
  'sex.differs',
];
const births: readonly EvidenceCode[] = ['birth.day', 'birth.month', 'birth.year', 'birth.near'];

function verdictOf(found: ReadonlySet<EvidenceCode>, score: number): Likeness {
  const has = (codes: readonly EvidenceCode[]) => codes.some((code) => found.has(code));
  if (found.has('identity.same')) {
    if (found.has('name.different') || found.has('name.swapped')) return 'idOfAnother';
    return 'same';
  }
  if (found.has('phone.shared') && has([...surely, ...nearly])) {
    if (has(contradictions)) return 'unsure';
    return has(surely) || has(births) ? 'same' : 'unsure';
  }
  return score >= leastScoreProposed ? 'unsure' : 'different';
}

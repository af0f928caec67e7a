import type { Words } from '../diseases/profile.ts';
import type { LocalDate } from '../localDate.ts';

/** `isolation`: kept from others, where is for the committee to say. The last two watch somebody without keeping them from others. */
export const measures = ['hospital', 'central', 'home', 'isolation', 'homeMonitor', 'selfMonitor'] as const;
export type Measure = (typeof measures)[number];
/** Whether somebody under this measure meets nobody; the view person_isolation of migration 0007 says the same. */
export const keepsFromOthers = (measure: Measure): boolean => measure !== 'homeMonitor' && measure !== 'selfMonitor';

export const categories = ['F0', 'F1', 'F2', 'F3', 'returnee'] as const;
export type Category = (typeof categories)[number];

/** The day that days are counted from: it is day 0, and day n falls n days after it. */
export const phaseBases = ['lastContact', 'arrival', 'entryOrLastContact', 'endOfPhaseBefore'] as const;
export type PhaseBase = (typeof phaseBases)[number];

export type RulePhase = {
  readonly measure: Measure;
  /** The phase lasts through day `days`. Null: the document's number is not known here, so the rule cannot advise. */
  readonly days: number | null;
  readonly base: PhaseBase;
  /** Days of this phase on which a sample is taken. Null: the document's days are not known here; the committee must name them. */
  readonly testDays: readonly number[] | null;
};

/** A full course of vaccination, or recovery that stands for it. Judged on the day the person is classified. */
export type FullCourse = {
  readonly minDoses: number;
  readonly lastDoseMinDays: number | null;
  readonly lastDoseMaxMonths: number | null;
  /** Recovered at most so many months ago counts as well. */
  readonly recoveredMaxMonths: number | null;
};
export type VaccinationPredicate =
  | { readonly kind: 'any' }
  | { readonly kind: 'full'; readonly course: FullCourse }
  | { readonly kind: 'notFull'; readonly course: FullCourse }
  /** At least one dose, but no full course. */
  | { readonly kind: 'partial'; readonly course: FullCourse }
  /** No dose, and no recovery that stands for a course. */
  | { readonly kind: 'none'; readonly course: FullCourse };

export type ExposurePredicate =
  | { readonly kind: 'any' }
  /** Came from one of these places: by unit code, or by a name as people write it. */
  | { readonly kind: 'from'; readonly places: readonly { readonly code: string; readonly names: readonly string[] }[] };

export type IsolationRule = {
  /** Names the rule over all its versions: `F1-21`. */
  readonly code: string;
  readonly version: number;
  readonly disease: string;
  /** `VN`, or the code of a province, district or commune. A local rule goes before a national one. */
  readonly jurisdiction: string;
  readonly category: Category;
  readonly exposure: ExposurePredicate;
  readonly vaccination: VaccinationPredicate;
  /** Only for people whose home an officer found fit, in a place that takes part. Goes before the same rule without it. */
  readonly homeAllowedOnly: boolean;
  /** The rule serves people classified on these days, both counted. */
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly phases: readonly RulePhase[];
  /** The days are always to be over; `all`: every sample of the phase negative as well. */
  readonly release: { readonly negativeSamples: 'all' | 'none' };
  readonly document: { readonly number: string | null; readonly issuedOn: LocalDate | null };
  /** `partly` and `unsure` never advise: somebody must read the document and enter a new version. */
  readonly certainty: 'sure' | 'partly' | 'unsure';
  /** After this day somebody must confirm that the rule still stands; until then it does not advise. */
  readonly reviewBy: LocalDate | null;
  readonly note?: Words;
};

export type RuleState = 'draft' | 'in_force' | 'withdrawn';
export type StoredRule = IsolationRule & { readonly state: RuleState };

/** Why a rule may not be put in force; empty when it may. */
export const ruleLacks = ['unsure', 'reviewOverdue', 'documentMissing', 'phasesMissing', 'daysMissing', 'openEnded'] as const;
export type RuleLack = (typeof ruleLacks)[number];

export function lacksOf(rule: IsolationRule, today: LocalDate): RuleLack[] {
  const lacks: RuleLack[] = [];
  if (rule.certainty !== 'sure') lacks.push('unsure');
  if (rule.reviewBy !== null && rule.reviewBy < today) lacks.push('reviewOverdue');
  if (rule.document.number === null) lacks.push('documentMissing');
  if (rule.phases.length === 0) lacks.push('phasesMissing');
  if (rule.phases.some(({ days }) => days === null)) lacks.push('daysMissing');
  if (rule.validTo === null && rule.reviewBy === null) lacks.push('openEnded');
  return lacks;
}

/** What a rule of ours is shipped as: in force only when nothing is doubtful about it. */
export const shippedState = (rule: IsolationRule, today: LocalDate): RuleState =>
  lacksOf(rule, today).length === 0 ? 'in_force' : 'draft';

/** True when the rule gives advice about people classified on `today`. */
export function advises(rule: StoredRule, today: LocalDate): boolean {
  return rule.state === 'in_force' && inTime(rule, today) && lacksOf(rule, today).length === 0;
}

export const inTime = ({ validFrom, validTo }: IsolationRule, today: LocalDate): boolean =>
  validFrom <= today && (validTo === null || today <= validTo);

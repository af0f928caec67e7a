import type { Words } from '../diseases/profile.ts';
import type { LocalDate } from '../localDate.ts';
import type { PlannedPhase } from './calendar.ts';
import type { Category, IsolationRule } from './rule.ts';
import type { VaccinationRecord } from './vaccination.ts';

/** Everything advice depends on; kept with it (design invariant 8). */
export type AdviceInput = {
  readonly disease: string;
  readonly category: Category;
  /** The latest contact; null: not known or none. */
  readonly lastContactOn: LocalDate | null;
  /** Arrival from elsewhere. */
  readonly arrivedOn: LocalDate | null;
  /** Where the person came from: unit codes from the smallest to the province, and what was written. */
  readonly cameFrom: { readonly codes: readonly string[]; readonly text: string | null } | null;
  readonly vaccination: VaccinationRecord;
  /** An officer found the home fit for isolation, in a place that takes part. */
  readonly homeAllowed: boolean;
  /** Codes of the person's commune, district and province, the smallest first. */
  readonly jurisdictions: readonly string[];
  /** The name of the place, and of the authority to ask when no rule is in force. */
  readonly place: string;
  readonly ask: Words;
};

export type RuleAdvice = {
  readonly kind: 'rule';
  readonly ruleCode: string;
  readonly ruleVersion: number;
  readonly document: IsolationRule['document'];
  readonly advisedOn: LocalDate;
  readonly inputs: AdviceInput;
  /** Day 0 of the first phase, and where it comes from; `today` when no date is known. */
  readonly baseOn: LocalDate;
  readonly baseFrom: 'lastContact' | 'arrival' | 'today';
  /** What is still to come; empty when the days are over already. */
  readonly phases: readonly PlannedPhase[];
  /** The last day of the last phase. */
  readonly endOn: LocalDate;
  readonly negativeSamples: 'all' | 'none';
  /** Rules that would have applied as well, and gave way. */
  readonly gaveWay: readonly string[];
  readonly sentence: Words;
};
export type NoRuleAdvice = {
  readonly kind: 'none';
  readonly advisedOn: LocalDate;
  readonly inputs: AdviceInput;
  /** Rules that would apply, were they not drafts or overdue for review. */
  readonly drafts: readonly string[];
  readonly ask: Words;
  readonly sentence: Words;
};
export type Advice = RuleAdvice | NoRuleAdvice;

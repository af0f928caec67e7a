import type { LocalDate } from '../localDate.ts';
import { squash } from '../text.ts';
import type { Advice, AdviceInput, NoRuleAdvice, RuleAdvice } from './advice.ts';
import { noRuleSentence, ruleSentence } from './adviceText.ts';
import { planPhases } from './calendar.ts';
import { advises, type ExposurePredicate, inTime, type StoredRule } from './rule.ts';
import { fitsVaccination } from './vaccination.ts';

/**
 * What the rules in force on `today`, the day the person is classified, say about a person. A rule of the person's commune goes before
 * one of the district, the province, the country; then one that asks for a fit home or a place of origin before one that does not; then the
 * later one.
 */
export function advise(inputs: AdviceInput, rules: readonly StoredRule[], today: LocalDate): Advice {
  const fitting = rules.filter((rule) => inTime(rule, today) && fits(rule, inputs, today));
  const [best, ...others] = fitting.filter((rule) => advises(rule, today)).sort((a, b) => firstOf(a, b, inputs));
  if (best === undefined) return noRule(inputs, fitting, today);
  const base = baseOf(best, inputs, today);
  const { planned, endOn } = planPhases(best.phases, base.on, today);
  const advice = {
    kind: 'rule',
    ruleCode: best.code,
    ruleVersion: best.version,
    document: best.document,
    advisedOn: today,
    inputs,
    baseOn: base.on,
    baseFrom: base.from,
    phases: planned,
    endOn,
    negativeSamples: best.release.negativeSamples,
    gaveWay: others.map(({ code }) => code),
  } as const;
  return { ...advice, sentence: ruleSentence(advice) };
}

function noRule(inputs: AdviceInput, fitting: readonly StoredRule[], today: LocalDate): NoRuleAdvice {
  const drafts = [...new Set(fitting.filter(({ state }) => state !== 'withdrawn').map(({ code }) => code))].sort();
  const { ask } = inputs;
  return {
    kind: 'none',
    advisedOn: today,
    inputs,
    drafts,
    ask,
    sentence: noRuleSentence({ inputs, drafts, ask, advisedOn: today }),
  };
}

function fits(rule: StoredRule, inputs: AdviceInput, today: LocalDate): boolean {
  return (
    rule.disease === inputs.disease &&
    rule.category === inputs.category &&
    (rule.jurisdiction === 'VN' || inputs.jurisdictions.includes(rule.jurisdiction)) &&
    (!rule.homeAllowedOnly || inputs.homeAllowed) &&
    cameFromThere(rule.exposure, inputs.cameFrom) &&
    fitsVaccination(rule.vaccination, inputs.vaccination, today)
  );
}

function cameFromThere(exposure: ExposurePredicate, cameFrom: AdviceInput['cameFrom']): boolean {
  if (exposure.kind === 'any') return true;
  if (cameFrom === null) return false;
  const written = squash(cameFrom.text ?? '');
  return exposure.places.some(
    ({ code, names }) => cameFrom.codes.includes(code) || names.some((name) => written.includes(squash(name))),
  );
}

function firstOf(a: StoredRule, b: StoredRule, inputs: AdviceInput): number {
  const near = (rule: StoredRule) =>
    rule.jurisdiction === 'VN' ? inputs.jurisdictions.length : inputs.jurisdictions.indexOf(rule.jurisdiction);
  const narrow = (rule: StoredRule) => Number(rule.homeAllowedOnly) + Number(rule.exposure.kind !== 'any');
  return (
    near(a) - near(b) ||
    narrow(b) - narrow(a) ||
    b.validFrom.localeCompare(a.validFrom) ||
    a.code.localeCompare(b.code) ||
    b.version - a.version
  );
}

function baseOf(rule: StoredRule, inputs: AdviceInput, today: LocalDate): { on: LocalDate; from: RuleAdvice['baseFrom'] } {
  const contact = inputs.lastContactOn === null ? null : ({ on: inputs.lastContactOn, from: 'lastContact' } as const);
  const arrival = inputs.arrivedOn === null ? null : ({ on: inputs.arrivedOn, from: 'arrival' } as const);
  const wanted = rule.phases[0]?.base === 'arrival' ? (arrival ?? contact) : (contact ?? arrival);
  return wanted ?? { on: today, from: 'today' };
}

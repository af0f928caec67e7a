import type { IsolationAdviceItem, IsolationOrderItem, IsolationRuleItem } from '@truyvet/contract';
import { ruleLackWords } from '@truyvet/contract';
import { type Advice, advises, inTime, lacksOf, type PlannedPhase } from '@truyvet/outbreak';
import type { ReEvaluation } from '../commands/isolation/reEvaluateAdvice.ts';
import type { AdviceRecord } from '../db/isolation/advice.ts';
import type { OrderRecord, OrderSample } from '../db/isolation/orders.ts';
import type { RuleRecord } from '../db/isolation/rules.ts';
import { instantOrNull, instantText } from './dateText.ts';
import { personNameOf, unitNameOf } from './inboxItems.ts';

export function presentRule({ id, rule, createdAt, publishedAt }: RuleRecord, today: string): IsolationRuleItem {
  const { state, ...body } = rule;
  // A rule whose days have passed lacks nothing by that; whether it was looked at again matters only while it may advise.
  const lacks = inTime(rule, today) ? lacksOf(rule, today) : lacksOf(rule, rule.validTo ?? today);
  return {
    id,
    state: state === 'in_force' && lacks.length > 0 ? 'draft' : state,
    advises: advises(rule, today),
    lacks: lacks.map((code) => ({ code, text: ruleLackWords[code] })),
    rule: { ...body, phases: [...body.phases] },
    createdAt: instantText(createdAt),
    publishedAt: instantOrNull(publishedAt),
  };
}

const presentPhase = ({ number, measure, days, startOn, endOn, tests }: PlannedPhase) => ({
  number,
  measure,
  days,
  startOn,
  endOn,
  tests: tests === null ? null : [...tests],
});

export function presentAdvice(record: AdviceRecord): IsolationAdviceItem {
  const { id, version, outbreakId, state, advice, reason, decidedBy, decidedAt, orderId, createdAt } = record;
  const found = advice.kind === 'rule' ? advice : null;
  return {
    id,
    version,
    person: personNameOf(record),
    unit: unitNameOf(record),
    outbreakId,
    state,
    advisedOn: advice.advisedOn,
    sentence: advice.sentence,
    rule: found && { code: found.ruleCode, version: found.ruleVersion, document: found.document.number },
    ask: advice.kind === 'none' ? advice.ask : null,
    phases: (found?.phases ?? []).map(presentPhase),
    endOn: found?.endOn ?? null,
    inputs: { ...advice.inputs },
    reason,
    decidedBy,
    decidedAt: instantOrNull(decidedAt),
    orderId,
    createdAt: instantText(createdAt),
  };
}

export function presentReEvaluation({ examined, differences, token, applied }: ReEvaluation) {
  const side = (advice: Advice) => ({
    sentence: advice.sentence,
    rule: advice.kind === 'rule' ? `${advice.ruleCode}@${advice.ruleVersion}` : null,
    endOn: advice.kind === 'rule' ? advice.endOn : null,
  });
  return {
    examined,
    token,
    applied,
    differences: differences.map(({ record, after, changed }) => ({
      adviceId: record.id,
      person: { id: record.personId, fullName: record.fullName },
      changed: [...changed],
      before: side(record.advice),
      after: side(after),
    })),
  };
}

export function presentOrder(order: OrderRecord, samples: readonly OrderSample[]): IsolationOrderItem {
  const { id, version, adviceId, state, measure, place, startOn, endOn, phase, phases } = order;
  return {
    id,
    version,
    person: personNameOf(order),
    unit: unitNameOf(order),
    adviceId,
    state,
    measure,
    place,
    startOn,
    endOn,
    phase,
    phases: phases.map(presentPhase),
    samples: samples.map(({ id: sampleId, ruleDays, plannedOn, takenOn, result }) => ({
      id: sampleId,
      days: ruleDays.map((ruleDay) => {
        const [number = '0', day = '0'] = ruleDay.split(':');
        return { phase: Number(number), day: Number(day) };
      }),
      plannedOn,
      takenOn,
      result,
    })),
  };
}

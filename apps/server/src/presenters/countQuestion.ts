import type { CountQuestion } from '../commands/keptAnswers/countNext.ts';
import { readIndicators } from './readIndicators.ts';
import { readSummary } from './readSummary.ts';

/** The plain count of a question that may be wide, as it is answered at once and as it is kept. */
export const countQuestion: CountQuestion = async (tx, scope, question, now) => {
  const { kind, unitId, outbreakId } = question;
  if (kind === 'summary') {
    const answer = await readSummary(tx, { unitId, outbreakId, scope, now });
    return answer && { answer, validUntil: null };
  }
  const { days, date } = question;
  const outbreak = await tx.selectFrom('outbreak').select(['id', 'name']).where('id', '=', outbreakId).executeTakeFirst();
  const answer = outbreak && (await readIndicators(tx, { outbreak, scope, unitId, days, date: date ?? undefined, now }));
  return answer && { answer, validUntil: date === null ? new Date(answer.report.until) : null };
};

import type { Attempt } from '@truyvet/contract';
import { DispositionTag } from '../../components/DispositionTag.tsx';
import { nationalPhone } from '../../components/nationalPhone.ts';
import { useText } from '../../i18n/useText.ts';
import { AnswerTable } from './AnswerTable.tsx';
import { NetworkLine } from './NetworkLine.tsx';
import { Recordings } from './Recordings.tsx';

/** One call: when, how it ended, what was answered and said. */
export function AttemptCard({ attempt }: { readonly attempt: Attempt }) {
  const { t, instant, duration } = useText();
  const { answeredAt, endedAt } = attempt;
  const talk = answeredAt && endedAt ? duration(Date.parse(endedAt) - Date.parse(answeredAt)) : null;
  return (
    <li className="attempt">
      <div className="row">
        <strong>{instant(attempt.committedAt)}</strong>
        {attempt.disposition === null ? (
          <span className="tag tag-again">{t(`callState.${attempt.state}`)}</span>
        ) : (
          <DispositionTag code={attempt.disposition} />
        )}
        {attempt.identified !== null && <span className="quiet small">{t(`identified.${attempt.identified}`)}</span>}
      </div>
      <div className="quiet small">
        {[
          attempt.campaign.name,
          nationalPhone(attempt.phone),
          talk && t('person.talk', { length: talk }),
          attempt.consumed === false && t('person.notCounted'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
      <NetworkLine attempt={attempt} />
      {attempt.answers.length > 0 && <AnswerTable answers={attempt.answers} />}
      <Recordings attempt={attempt} />
    </li>
  );
}

import { type Errand, errandWords } from '@truyvet/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useText } from '../i18n/useText.ts';
import { CompleteErrand } from './CompleteErrand.tsx';
import { Deadline } from './Deadline.tsx';
import { ErrandDetails } from './ErrandDetails.tsx';
import { WorkPerson } from './WorkPerson.tsx';
import './work.css';

type Props = { readonly errand: Errand; readonly showPerson?: boolean };

/** One errand; completing it asks what came out. */
export function ErrandItem({ errand, showPerson = false }: Props) {
  const { t, locale, instant } = useText();
  const [completing, setCompleting] = useState(false);
  const title = errandWords[errand.code]?.[locale] ?? errand.code;
  return (
    <li className="work">
      <div className="work-text">
        <strong>{title}</strong>
        {showPerson && <WorkPerson person={errand.person} unit={errand.unit} />}
        <ErrandDetails details={errand.details} />
        <div className="quiet small">{t('work.created', { at: instant(errand.createdAt) })}</div>
        {errand.result !== null && <p className="work-result">{errand.result}</p>}
      </div>
      {errand.doneAt === null ? (
        <div className="work-action">
          <Deadline dueAt={errand.dueAt} />
          <Button onClick={() => setCompleting(true)}>{t('work.complete')}</Button>
        </div>
      ) : (
        <div className="quiet small">{t('work.done', { by: errand.doneBy ?? '–', at: instant(errand.doneAt) })}</div>
      )}
      {completing && <CompleteErrand errandId={errand.id} title={title} onClose={() => setCompleting(false)} />}
    </li>
  );
}

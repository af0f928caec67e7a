import type { PersonPage } from '@truyvet/contract';
import { DispositionTag } from '../../components/DispositionTag.tsx';
import { useText } from '../../i18n/useText.ts';

/** Where the calls to this person stand. */
export function TaskLine({ person }: { readonly person: PersonPage }) {
  const { t, word, instant } = useText();
  const { task } = person;
  if (!task) return <div className="quiet">{t('reach.notCalled')}</div>;
  const next = task.state === 'due' ? ` · ${t('results.nextCall', { at: instant(task.dueAt) })}` : '';
  return (
    <div className="row">
      {task.disposition !== null && <DispositionTag code={task.disposition} />}
      <span className="quiet">
        {word('task', task.state)} · {t('results.attempts', { count: task.attemptsUsed })}
        {next}
      </span>
    </div>
  );
}

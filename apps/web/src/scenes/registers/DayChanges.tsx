import type { RegisterName } from '@truyvet/contract';
import { Button } from 'antd';
import { api } from '../../api/api.ts';
import { usePages } from '../../hooks/usePages.ts';
import { useText } from '../../i18n/useText.ts';

type Props = { readonly register: RegisterName; readonly unitId: number };

/** What is new, changed or closed in a register between two cuts of the report day. */
export function DayChanges({ register, unitId }: Props) {
  const { t, word, day, instant } = useText();
  const { rows, firstPage, hasMore, readMore } = usePages(
    ['registers', 'changes', register, unitId],
    (cursor) => api.registerChanges(register, { unitId, cursor, limit: 100 }),
    30_000,
  );
  if (!firstPage) return null;
  return (
    <section className="panel">
      <h2>{t('registers.changes', { day: day(firstPage.day) })}</h2>
      {rows.length === 0 && <p className="quiet">{t('registers.noChanges')}</p>}
      <ul>
        {rows.map(({ kind, at, subjectId, name, birthYear, unit }) => (
          <li key={`${kind} ${subjectId} ${at}`}>
            <strong>{word('change', kind)}</strong> {name}
            <span className="quiet small"> {[birthYear, unit.name, instant(at)].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button type="link" onClick={readMore}>
          {t('common.more')}
        </Button>
      )}
    </section>
  );
}

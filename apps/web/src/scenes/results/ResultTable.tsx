import { Link } from '@tanstack/react-router';
import type { ResultRow } from '@truyvet/contract';
import { LevelTag } from '../../components/LevelTag.tsx';
import { type Column, VirtualTable } from '../../components/VirtualTable.tsx';
import { useText } from '../../i18n/useText.ts';
import { AnswerWords } from './AnswerWords.tsx';
import { OpenWork } from './OpenWork.tsx';
import { ReachCell } from './ReachCell.tsx';

type Props = { readonly rows: readonly ResultRow[]; readonly total: number | 'unknown'; readonly onEnd: () => void };

/** One line a person. */
export function ResultTable({ rows, total, onEnd }: Props) {
  const { t, day, instant, number } = useText();
  if (rows.length === 0) return <p className="quiet empty">{t('results.none')}</p>;
  const columns: Column<ResultRow>[] = [
    {
      key: 'person',
      title: t('results.person'),
      width: '23%',
      cell: ({ person, level, unit }) => (
        <div>
          <Link to="/people/$personId" params={{ personId: String(person.id) }} preload={false} className="person-link">
            {person.fullName}
          </Link>{' '}
          <LevelTag level={level} />
          <div className="quiet small">
            {[person.birthYear, person.maskedPhone, person.hamlet, unit.name].filter(Boolean).join(' · ')}
          </div>
        </div>
      ),
    },
    {
      key: 'contact',
      title: t('results.contact'),
      width: '13%',
      cell: (row) => (
        <div>
          {row.lastContactOn ? day(row.lastContactOn) : '–'}
          {row.sourceCase && <div className="quiet small">{row.sourceCase}</div>}
        </div>
      ),
    },
    { key: 'reach', title: t('results.reach'), width: '19%', cell: (row) => <ReachCell row={row} /> },
    { key: 'answers', title: t('results.answers'), width: '21%', cell: (row) => <AnswerWords answers={row.answers} /> },
    { key: 'work', title: t('results.work'), width: '14%', cell: (row) => <OpenWork row={row} /> },
    {
      key: 'last',
      title: t('results.lastAttempt'),
      width: '10%',
      cell: (row) => (
        <div className="small">
          {row.lastAttemptAt ? instant(row.lastAttemptAt) : '–'}
          {row.attempts > 0 && <div className="quiet">{t('results.attempts', { count: number(row.attempts) })}</div>}
        </div>
      ),
    },
  ];
  return (
    <VirtualTable
      label={t('results.title')}
      rows={rows}
      columns={columns}
      rowKey={(row) => row.person.id}
      totalRows={total}
      onEnd={onEnd}
    />
  );
}

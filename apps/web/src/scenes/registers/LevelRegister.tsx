import type { LevelEntry } from '@truyvet/contract';
import { api } from '../../api/api.ts';
import type { Column } from '../../components/VirtualTable.tsx';
import { usePages } from '../../hooks/usePages.ts';
import { useText } from '../../i18n/useText.ts';
import { PersonCell } from './PersonCell.tsx';
import { RegisterRows } from './RegisterRows.tsx';

type Props = { readonly level: number; readonly unitId: number | undefined; readonly label: string };

/** F0, F1 or F2: since when, through whom, until when, and where they are kept. */
export function LevelRegister({ level, unitId, label }: Props) {
  const { t, word, day } = useText();
  const pages = usePages(
    ['registers', 'levels', level, unitId],
    (cursor) => api.registerLevels(level, { unitId, cursor }),
    30_000,
  );
  const columns: Column<LevelEntry>[] = [
    { key: 'person', title: t('results.person'), width: '34%', cell: (row) => <PersonCell {...row} /> },
    { key: 'source', title: t('registers.source'), width: '20%', cell: ({ source }) => source ?? '–' },
    {
      key: 'exposed',
      title: t('registers.exposedOn'),
      width: '13%',
      cell: ({ exposedOn }) => (exposedOn ? day(exposedOn) : '–'),
    },
    { key: 'lapses', title: t('registers.lapsesOn'), width: '13%', cell: ({ lapsesOn }) => (lapsesOn ? day(lapsesOn) : '–') },
    {
      key: 'isolation',
      title: t('registers.isolation'),
      width: '20%',
      cell: ({ isolation, basis }) => (
        <div>
          {isolation ? `${word('measure', isolation.measure)} → ${day(isolation.endOn)}` : '–'}
          {basis === 'stated' && <div className="quiet small">{t('registers.stated')}</div>}
        </div>
      ),
    },
  ];
  return <RegisterRows label={label} pages={pages} columns={columns} rowKey={({ person }) => person.id} />;
}

import type { AwayEntry } from '@truyvet/contract';
import { api } from '../../api/api.ts';
import type { Column } from '../../components/VirtualTable.tsx';
import { usePages } from '../../hooks/usePages.ts';
import { useText } from '../../i18n/useText.ts';
import { PersonCell } from './PersonCell.tsx';
import { placeText } from './placeText.ts';
import { RegisterRows } from './RegisterRows.tsx';

type Props = { readonly unitId: number | undefined; readonly label: string };

/** Locals who are elsewhere, and when they are expected back. */
export function AwayRegister({ unitId, label }: Props) {
  const { t, word, day } = useText();
  const pages = usePages(['registers', 'away', unitId], (cursor) => api.registerAway({ unitId, cursor }), 30_000);
  const columns: Column<AwayEntry>[] = [
    { key: 'person', title: t('results.person'), width: '34%', cell: (row) => <PersonCell {...row} /> },
    { key: 'reason', title: t('registers.reason'), width: '14%', cell: ({ reason }) => word('absenceReason', reason) },
    {
      key: 'where',
      title: t('registers.where'),
      width: '28%',
      cell: ({ place, destination }) => (
        <div>
          {placeText(place)}
          <div className="quiet small">{word('destination', destination)}</div>
        </div>
      ),
    },
    { key: 'left', title: t('registers.leftOn'), width: '12%', cell: ({ leftOn }) => (leftOn ? day(leftOn) : '–') },
    {
      key: 'back',
      title: t('registers.expectedBackOn'),
      width: '12%',
      cell: ({ expectedBackOn }) => (expectedBackOn ? day(expectedBackOn) : '–'),
    },
  ];
  return <RegisterRows label={label} pages={pages} columns={columns} rowKey={({ id }) => id} />;
}

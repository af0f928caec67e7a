import type { ReturneeEntry } from '@truyvet/contract';
import { api } from '../../api/api.ts';
import type { Column } from '../../components/VirtualTable.tsx';
import { usePages } from '../../hooks/usePages.ts';
import { useText } from '../../i18n/useText.ts';
import { PersonCell } from './PersonCell.tsx';
import { placeText } from './placeText.ts';
import { RegisterRows } from './RegisterRows.tsx';

type Props = { readonly unitId: number | undefined; readonly label: string };

/** Who came back from an area of risk. */
export function ReturneeRegister({ unitId, label }: Props) {
  const { t, word, day } = useText();
  const pages = usePages(['registers', 'returnees', unitId], (cursor) => api.registerReturnees({ unitId, cursor }), 30_000);
  const columns: Column<ReturneeEntry>[] = [
    { key: 'person', title: t('results.person'), width: '34%', cell: (row) => <PersonCell {...row} /> },
    { key: 'from', title: t('registers.from'), width: '26%', cell: ({ from }) => placeText(from) },
    { key: 'risk', title: t('registers.risk'), width: '12%', cell: ({ risk }) => (risk ? word('risk', risk) : '–') },
    {
      key: 'arrived',
      title: t('registers.arrivedOn'),
      width: '12%',
      cell: ({ arrivedOn }) => (arrivedOn ? day(arrivedOn) : '–'),
    },
    { key: 'vehicle', title: t('registers.vehicle'), width: '16%', cell: ({ vehicle }) => vehicle ?? '–' },
  ];
  return <RegisterRows label={label} pages={pages} columns={columns} rowKey={({ id }) => id} />;
}

import type { ImportDetail, ImportRow } from '@truyvet/contract';
import { type Column, VirtualTable } from '../../components/VirtualTable.tsx';
import { useText } from '../../i18n/useText.ts';
import { cellsOf } from './cellsOf.ts';
import './rowProblems.css';

type Props = {
  readonly label: string;
  readonly rows: readonly ImportRow[];
  readonly columns: ImportDetail['columns'];
  readonly totalRows?: number;
  readonly onEnd?: () => void;
};

/** Rows of a list with the number Excel shows, what stood in the cells, and why. */
export function RowProblems({ label, rows, columns, totalRows, onEnd }: Props) {
  const { t, locale } = useText();
  const tableColumns: Column<ImportRow>[] = [
    { key: 'number', title: t('lists.rowNumber'), width: '90px', cell: (row) => <strong>{row.rowNumber}</strong> },
    {
      key: 'reason',
      title: t('lists.reason'),
      width: '42%',
      cell: (row) => (
        <ul className="reasons">
          {row.problems.map((problem) => (
            <li key={`${problem.code} ${problem.field}`}>{problem.message[locale]}</li>
          ))}
        </ul>
      ),
    },
    {
      key: 'cells',
      title: t('lists.inCells'),
      width: 'auto',
      cell: (row) => (
        <span className="cells">
          {cellsOf(row, columns).map((cell) => (
            <span key={cell.position} className={cell.hasProblem ? 'cell cell-wrong' : 'cell'}>
              <span className="unseen">{cell.heading}: </span>
              <span title={cell.heading}>{cell.text || t('lists.emptyCell', { heading: cell.heading })}</span>
            </span>
          ))}
        </span>
      ),
    },
  ];
  return (
    <VirtualTable
      label={label}
      rows={rows}
      columns={tableColumns}
      rowKey={(row) => row.rowNumber}
      {...(totalRows === undefined ? {} : { totalRows })}
      {...(onEnd ? { onEnd } : {})}
    />
  );
}

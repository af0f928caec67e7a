import { Link } from '@tanstack/react-router';
import type { Summary } from '@truyvet/contract';
import { type Column, VirtualTable } from '../../components/VirtualTable.tsx';
import { useText } from '../../i18n/useText.ts';

type Row = Summary['units'][number];

/** One line a commune; its name leads to its results. */
export function UnitTable({ units }: { readonly units: readonly Row[] }) {
  const { t, number } = useText();
  if (units.length === 0) return null;
  const columns: Column<Row>[] = [
    {
      key: 'unit',
      title: t('unit.label'),
      width: '30%',
      cell: ({ unit }) => (
        <Link to="/results" search={{ unitId: unit.id }}>
          {unit.name}
        </Link>
      ),
    },
    { key: 'people', title: t('figure.people'), width: '10%', cell: (row) => number(row.people) },
    { key: 'reached', title: t('figure.reached'), width: '10%', cell: (row) => number(row.reached) },
    { key: 'symptoms', title: t('figure.symptoms'), width: '12%', cell: (row) => number(row.symptoms) },
    {
      key: 'openAlerts',
      title: t('figure.openAlerts'),
      width: '12%',
      cell: (row) => <span className={row.openAlerts > 0 ? 'urgent-text' : ''}>{number(row.openAlerts)}</span>,
    },
    { key: 'openErrands', title: t('figure.openErrands'), width: '12%', cell: (row) => number(row.openErrands) },
    { key: 'waiting', title: t('figure.waiting'), width: '10%', cell: (row) => number(row.waiting) },
    { key: 'givenUp', title: t('figure.givenUp'), width: '12%', cell: (row) => number(row.givenUp) },
  ];
  return (
    <section className="panel flush">
      <h2>{t('summary.byUnit')}</h2>
      <VirtualTable label={t('summary.byUnit')} rows={units} columns={columns} rowKey={(row) => row.unit.id} />
    </section>
  );
}

import { Link } from '@tanstack/react-router';
import type { ImportSummary } from '@truyvet/contract';
import { api } from '../../api/api.ts';
import { Loading } from '../../components/Loading.tsx';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { type Column, VirtualTable } from '../../components/VirtualTable.tsx';
import { usePages } from '../../hooks/usePages.ts';
import { useText } from '../../i18n/useText.ts';

/** Lists sent before, newest first. */
export function ListHistory() {
  const { t, instant, number } = useText();
  const { rows, isPending, error, readMore, refetch } = usePages(['imports', 'pages'], (cursor) => api.imports(cursor));
  if (isPending) return <Loading />;
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  const columns: Column<ImportSummary>[] = [
    {
      key: 'file',
      title: t('lists.file'),
      width: '34%',
      cell: (list) => (
        <Link to="/lists/$importId" params={{ importId: String(list.id) }}>
          {list.fileName}
        </Link>
      ),
    },
    { key: 'unit', title: t('unit.label'), width: '18%', cell: (list) => list.unit.name },
    { key: 'rows', title: t('lists.rows'), width: '9%', cell: (list) => number(list.rows) },
    {
      key: 'rejected',
      title: t('outcome.rejected'),
      width: '12%',
      cell: (list) => <span className={list.rejected > 0 ? 'urgent-text' : ''}>{number(list.rejected)}</span>,
    },
    { key: 'at', title: t('lists.uploadedAt'), width: '15%', cell: (list) => instant(list.uploadedAt) },
    { key: 'by', title: t('lists.uploadedBy'), width: '12%', cell: (list) => list.uploadedBy ?? '–' },
  ];
  return (
    <section className="panel flush">
      <h2>{t('lists.history')}</h2>
      {rows.length === 0 ? (
        <p className="quiet empty">{t('lists.none')}</p>
      ) : (
        <VirtualTable label={t('lists.history')} rows={rows} columns={columns} rowKey={(list) => list.id} onEnd={readMore} />
      )}
    </section>
  );
}

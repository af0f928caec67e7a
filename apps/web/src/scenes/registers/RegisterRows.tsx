import { Loading } from '../../components/Loading.tsx';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { type Column, VirtualTable } from '../../components/VirtualTable.tsx';
import type { usePages } from '../../hooks/usePages.ts';
import { useText } from '../../i18n/useText.ts';

type Props<Row> = {
  readonly label: string;
  readonly pages: Pick<
    ReturnType<typeof usePages<Row, { items: readonly Row[]; nextCursor: string | null }>>,
    'isPending' | 'error' | 'readMore' | 'refetch'
  > & {
    readonly rows: readonly Row[];
  };
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => number;
};

/** The entries of one register: loading, refused, none, or a line each. */
export function RegisterRows<Row>({ label, pages, columns, rowKey }: Props<Row>) {
  const { t } = useText();
  const { rows, isPending, error, readMore, refetch } = pages;
  if (isPending) return <Loading />;
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  if (rows.length === 0) return <p className="panel quiet">{t('registers.none')}</p>;
  return (
    <section className="panel flush">
      <VirtualTable label={label} rows={rows} columns={columns} rowKey={rowKey} onEnd={readMore} />
    </section>
  );
}

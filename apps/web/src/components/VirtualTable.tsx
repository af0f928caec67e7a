import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { useOffsetTop } from '../hooks/useOffsetTop.ts';
import './virtualTable.css';

export type Column<Row> = {
  readonly key: string;
  readonly title: string;
  /** A CSS width, such as `20%` or `120px`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
};

type Props<Row> = {
  /** Read out as the table's caption. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string | number;
  /** How many rows there are in all, when `rows` is only their beginning. */
  readonly totalRows?: number | 'unknown';
  /** Called when the last loaded row comes into view. */
  readonly onEnd?: () => void;
};

const estimatedRowPx = 58;

/** A table of any length: only the rows in view are in the page. On a narrow screen each row becomes a card. */
export function VirtualTable<Row>({ label, rows, columns, rowKey, totalRows, onEnd }: Props<Row>) {
  const frame = useRef<HTMLDivElement>(null);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => estimatedRowPx,
    overscan: 12,
    scrollMargin: useOffsetTop(frame),
  });
  const items = virtualizer.getVirtualItems();
  const endInView = (items.at(-1)?.index ?? -1) >= rows.length - 1;
  useEffect(() => {
    if (endInView && rows.length > 0) onEnd?.();
  }, [endInView, rows.length, onEnd]);
  const { scrollMargin } = virtualizer.options;
  const above = (items[0]?.start ?? scrollMargin) - scrollMargin;
  const below = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? scrollMargin) - scrollMargin);
  return (
    <div ref={frame}>
      <table className="vtable" aria-rowcount={totalRows === 'unknown' ? -1 : (totalRows ?? rows.length) + 1}>
        <caption className="unseen">{label}</caption>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column.key} scope="col" style={{ width: column.width }}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer heightPx={above} columns={columns.length} />
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <tr key={rowKey(row)} ref={virtualizer.measureElement} data-index={item.index} aria-rowindex={item.index + 2}>
                {columns.map((column) => (
                  <td key={column.key} data-title={column.title}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer heightPx={below} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

/** Stands for the rows that are out of view. */
function Spacer({ heightPx, columns }: { readonly heightPx: number; readonly columns: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr className="vtable-spacer" aria-hidden>
      <td colSpan={columns} style={{ height: heightPx }} />
    </tr>
  );
}

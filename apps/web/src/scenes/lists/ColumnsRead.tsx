import type { ImportDetail } from '@truyvet/contract';
import { useText } from '../../i18n/useText.ts';
import './rowProblems.css';

/** How the headings of the sheet were understood, so that a wrong reading is seen at once. */
export function ColumnsRead({ list }: { readonly list: ImportDetail }) {
  const { t, word } = useText();
  if (list.columns.length === 0) return null;
  const where = list.sheetName === null ? '' : t('lists.sheet', { sheet: list.sheetName, row: list.headerRow ?? '–' });
  return (
    <section className="panel">
      <h2>{t('lists.columns')}</h2>
      <p className="quiet small">{where}</p>
      <dl className="columns-read">
        {withPositions(list.columns).map((column) => (
          <div key={column.position}>
            <dt>{column.heading || '–'}</dt>
            <dd className={column.field ? '' : 'quiet'}>{column.field ? word('field', column.field) : t('lists.notUsed')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A column is its position: headings may repeat. */
function withPositions(columns: ImportDetail['columns']) {
  return columns.map((column, position) => ({ ...column, position }));
}

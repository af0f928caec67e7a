import type { ResultRow } from '@truyvet/contract';
import { DispositionTag } from '../../components/DispositionTag.tsx';
import { useText } from '../../i18n/useText.ts';

/** How the last call ended, and whether another follows. */
export function ReachCell({ row }: { readonly row: ResultRow }) {
  const { t, instant } = useText();
  const next = row.reach === 'waiting' && row.nextCallAt !== null ? t('results.nextCall', { at: instant(row.nextCallAt) }) : null;
  return (
    <div>
      {row.disposition !== null && <DispositionTag code={row.disposition} />}
      <div className="quiet small">{next ?? t(`reach.${row.reach}`)}</div>
    </div>
  );
}

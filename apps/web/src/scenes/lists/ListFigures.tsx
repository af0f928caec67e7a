import type { ImportDetail } from '@truyvet/contract';
import { Figure } from '../../components/Figure.tsx';
import { Figures } from '../../components/Figures.tsx';
import { useText } from '../../i18n/useText.ts';

/** Rows by what became of them; the four last add up to the first. */
export function ListFigures({ list }: { readonly list: ImportDetail }) {
  const { t, number } = useText();
  return (
    <Figures perRow={5}>
      <Figure label={t('lists.rows')} value={number(list.rows)} />
      <Figure label={t('outcome.stored')} value={number(list.stored)} note={t('outcome.storedNote')} tone="good" />
      <Figure label={t('outcome.merged')} value={number(list.merged)} note={t('outcome.mergedNote')} />
      <Figure label={t('outcome.unchanged')} value={number(list.unchanged)} note={t('outcome.unchangedNote')} />
      <Figure
        label={t('outcome.rejected')}
        value={number(list.rejected)}
        note={t('outcome.rejectedNote')}
        tone={list.rejected > 0 ? 'urgent' : 'plain'}
      />
    </Figures>
  );
}

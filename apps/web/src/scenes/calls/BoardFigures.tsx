import type { BoardCounters } from '@truyvet/contract';
import { Figure } from '../../components/Figure.tsx';
import { Figures } from '../../components/Figures.tsx';
import { useText } from '../../i18n/useText.ts';

/** The counters of the board. */
export function BoardFigures({ counters }: { readonly counters: BoardCounters }) {
  const { t, number } = useText();
  return (
    <Figures perRow={8}>
      <Figure label={t('figure.underWay')} value={number(counters.underWay)} tone={counters.underWay > 0 ? 'good' : 'plain'} />
      <Figure label={t('figure.rate')} value={number(counters.attemptsLastMinute)} note={t('figure.rateNote')} />
      <Figure label={t('figure.waiting')} value={number(counters.waiting)} />
      <Figure label={t('figure.reached')} value={number(counters.reached)} tone="good" />
      <Figure label={t('figure.givenUp')} value={number(counters.givenUp)} />
      <Figure label={t('figure.attempts')} value={number(counters.attempts)} />
      <Figure
        label={t('figure.openAlerts')}
        value={number(counters.openAlerts)}
        tone={counters.openAlerts > 0 ? 'urgent' : 'plain'}
      />
      <Figure
        label={t('figure.openErrands')}
        value={number(counters.openErrands)}
        tone={counters.openErrands > 0 ? 'warn' : 'plain'}
      />
    </Figures>
  );
}

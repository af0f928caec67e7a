import type { SummaryFigures } from '@truyvet/contract';
import { Figure } from '../../components/Figure.tsx';
import { Figures } from '../../components/Figures.tsx';
import { useText } from '../../i18n/useText.ts';

/** The figures a director asks for, what is urgent in red. */
export function SummaryFigureRow({ figures }: { readonly figures: SummaryFigures }) {
  const { t, number, percent } = useText();
  const share = (part: number) => (figures.people > 0 ? percent(part / figures.people) : '–');
  const late = (count: number) => (count > 0 ? { note: t('figure.late', { count }) } : {});
  return (
    <Figures perRow={6}>
      <Figure label={t('figure.people')} value={number(figures.people)} />
      <Figure label={t('figure.called')} value={number(figures.called)} note={share(figures.called)} />
      <Figure label={t('figure.reached')} value={number(figures.reached)} note={share(figures.reached)} tone="good" />
      <Figure label={t('figure.completed')} value={number(figures.completed)} note={share(figures.completed)} tone="good" />
      <Figure label={t('figure.symptoms')} value={number(figures.symptoms)} tone={figures.symptoms > 0 ? 'warn' : 'plain'} />
      <Figure label={t('figure.severe')} value={number(figures.severe)} tone={figures.severe > 0 ? 'urgent' : 'plain'} />
      <Figure
        label={t('figure.openAlerts')}
        value={number(figures.openAlerts)}
        tone={figures.openAlerts > 0 ? 'urgent' : 'plain'}
        {...late(figures.lateAlerts)}
      />
      <Figure
        label={t('figure.openErrands')}
        value={number(figures.openErrands)}
        tone={figures.openErrands > 0 ? 'warn' : 'plain'}
        {...late(figures.lateErrands)}
      />
      <Figure label={t('figure.waiting')} value={number(figures.waiting)} />
      <Figure label={t('figure.givenUp')} value={number(figures.givenUp)} />
      <Figure label={t('figure.notCalled')} value={number(figures.notCalled)} />
      <Figure label={t('figure.withoutPhone')} value={number(figures.withoutPhone)} />
    </Figures>
  );
}

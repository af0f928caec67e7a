import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { DispositionBars } from '../../components/DispositionBars.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ProblemPanel } from '../../components/ProblemPanel.tsx';
import { UnitSelect } from '../../components/UnitSelect.tsx';
import { useText } from '../../i18n/useText.ts';
import { SummaryFigureRow } from './SummaryFigureRow.tsx';
import { UnitTable } from './UnitTable.tsx';

/** What a director reads first: figures, the same in sentences, and one line a commune. */
export function Summary() {
  const { t, locale, instant } = useText();
  const [unitId, setUnitId] = useState<number>();
  const { data, error, refetch } = useQuery({
    queryKey: ['summary', unitId],
    queryFn: () => api.summary({ unitId }),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  });
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <div className="scene-head">
        <div>
          <h1>{t('summary.title')}</h1>
          <div className="quiet small">{t('summary.at', { outbreak: data.outbreak.name, at: instant(data.at) })}</div>
        </div>
        <UnitSelect allowAll value={unitId} onChange={setUnitId} />
      </div>
      <SummaryFigureRow figures={data.figures} />
      <div className="two-columns">
        <section className="panel">
          <h2>{t('summary.inWords')}</h2>
          {data.sentences.map((sentence) => (
            <p key={sentence.vi}>{sentence[locale]}</p>
          ))}
        </section>
        <section className="panel">
          <h2>{t('summary.dispositions')}</h2>
          <DispositionBars counts={data.figures.dispositions} />
        </section>
      </div>
      <UnitTable units={data.units} />
    </div>
  );
}

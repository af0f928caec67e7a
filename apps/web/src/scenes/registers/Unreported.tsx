import { useQuery } from '@tanstack/react-query';
import { registerWords } from '@truyvet/contract';
import { api } from '../../api/api.ts';
import { useText } from '../../i18n/useText.ts';

/** Which communes, or village teams of a commune, owe reports of the running day. */
export function Unreported({ unitId }: { readonly unitId: number }) {
  const { t, locale, day, number } = useText();
  const { data } = useQuery({
    queryKey: ['registers', 'missing', unitId],
    queryFn: () => api.reportsMissing(unitId),
    refetchInterval: 60_000,
  });
  if (!data) return null;
  const owed = (missing: (typeof data.units)[number]['missing']) =>
    missing.length === data.registers.length
      ? t('registers.nothingReported')
      : t('registers.owes', { registers: missing.map((register) => registerWords[register][locale]).join(', ') });
  return (
    <section className="panel">
      <h2>{t('registers.missing', { day: day(data.day) })}</h2>
      <p className="quiet">
        {data.units.length === 0
          ? t('registers.allReported', { count: number(data.expectedUnits) })
          : t('registers.missingCount', { count: number(data.units.length), of: number(data.expectedUnits) })}
      </p>
      <ul>
        {data.units.map(({ unit, missing, lastReportDay }) => (
          <li key={unit.id}>
            <strong>{unit.name}</strong> {owed(missing)}
            <span className="quiet small"> {lastReportDay ? t('registers.lastReport', { day: day(lastReportDay) }) : ''}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

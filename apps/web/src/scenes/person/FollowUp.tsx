import type { PersonPage } from '@truyvet/contract';
import { useText } from '../../i18n/useText.ts';

/** The days of health monitoring, from the first to the last. */
export function FollowUp({ followUp }: Pick<PersonPage, 'followUp'>) {
  const { t, day } = useText();
  if (!followUp) return null;
  return (
    <section className="panel">
      <h2>{t('person.followUp')}</h2>
      <p>
        {t('person.followUpSpan', { from: day(followUp.startOn), to: day(followUp.endOn) })} ·{' '}
        {t(`followUpState.${followUp.state}`)}
      </p>
      <ul className="follow-days">
        {followUp.days.map((one) => (
          <li key={one.dayOn} className={`follow-${one.status}`}>
            {day(one.dayOn).slice(0, 5)} {t(`followUpDay.${one.status}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}

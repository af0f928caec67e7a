import { Link } from '@tanstack/react-router';
import type { PersonPage } from '@truyvet/contract';
import { useText } from '../../i18n/useText.ts';

/** What lists say of a quarantine: facts beside the committee's orders. */
export function StatedIsolations({ isolations }: { readonly isolations: PersonPage['statedIsolations'] }) {
  const { t, day } = useText();
  if (isolations.length === 0) return null;
  return (
    <section className="panel">
      <h2>{t('person.statedIsolations')}</h2>
      <ul className="bare-list">
        {isolations.map(({ id, measure, place, startOn, endOn, list }) => (
          <li key={id}>
            {t('person.statedIsolationSpan', {
              from: startOn === null ? t('person.dayUnknown') : day(startOn),
              to: endOn === null ? t('person.dayUnknown') : day(endOn),
            })}
            <div className="quiet small">
              {[measure === null ? t('person.measureUnread') : t(`statedMeasure.${measure}`), place].filter(Boolean).join(' · ')}{' '}
              {list && (
                <Link to="/lists/$importId" params={{ importId: String(list.importId) }}>
                  {list.fileName}
                </Link>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { Link } from '@tanstack/react-router';
import type { PersonPage } from '@truyvet/contract';
import { LevelTag } from '../../components/LevelTag.tsx';
import { useText } from '../../i18n/useText.ts';

/** Contacts with cases: when, with whom, how we know. */
export function Exposures({ exposures }: Pick<PersonPage, 'exposures'>) {
  const { t, day } = useText();
  if (exposures.length === 0) return null;
  return (
    <section className="panel">
      <h2>{t('person.exposures')}</h2>
      <ul className="bare-list">
        {exposures.map((exposure) => (
          <li key={exposure.id}>
            <LevelTag level={exposure.level} /> {exposure.sourceCase ?? exposure.sourceText ?? t('person.unknownSource')}
            {exposure.sourcePerson && (
              <Link to="/people/$personId" params={{ personId: String(exposure.sourcePerson.id) }} preload={false}>
                {' '}
                {exposure.sourcePerson.fullName}
              </Link>
            )}
            <div className="quiet small">
              {[
                exposure.lastContactOn && t('person.lastContact', { day: day(exposure.lastContactOn) }),
                exposure.setting,
                t(`learntFrom.${exposure.learntFrom}`),
              ]
                .filter(Boolean)
                .join(' · ')}{' '}
              {exposure.list && (
                <Link to="/lists/$importId" params={{ importId: String(exposure.list.importId) }}>
                  {exposure.list.fileName}
                </Link>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

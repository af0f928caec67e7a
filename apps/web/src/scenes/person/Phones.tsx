import { Link } from '@tanstack/react-router';
import type { PersonPage } from '@truyvet/contract';
import { nationalPhone } from '../../components/nationalPhone.ts';
import { useText } from '../../i18n/useText.ts';

/** Numbers, whose they are, what the calls taught of them, and who shares them. */
export function Phones({ phones }: Pick<PersonPage, 'phones'>) {
  const { t } = useText();
  return (
    <section className="panel">
      <h2>{t('person.phones')}</h2>
      {phones.length === 0 && <p className="quiet">{t('person.noPhones')}</p>}
      <ul className="bare-list">
        {phones.map((phone) => (
          <li key={phone.e164}>
            <strong className="nowrap">{nationalPhone(phone.e164)}</strong>{' '}
            <span className="quiet small">
              {[phone.ownerRelation, t(`phoneState.${phone.state}`)].filter(Boolean).join(' · ')}
            </span>
            {phone.sharedWith.length > 0 && (
              <div className="small">
                {t('person.sharedWith')}{' '}
                {phone.sharedWith.map((other) => (
                  <Link
                    key={other.id}
                    to="/people/$personId"
                    params={{ personId: String(other.id) }}
                    preload={false}
                    className="shared"
                  >
                    {other.fullName}
                  </Link>
                ))}
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

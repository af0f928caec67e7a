import type { PersonPage } from '@truyvet/contract';
import { AlertItem } from '../../components/AlertItem.tsx';
import { ErrandItem } from '../../components/ErrandItem.tsx';
import { useText } from '../../i18n/useText.ts';

/** Alerts and errands about this person, open ones first. */
export function Work({ person }: { readonly person: PersonPage }) {
  const { t } = useText();
  if (person.alerts.length + person.errands.length === 0) return null;
  const alerts = [...person.alerts].sort((a, b) => openFirst(a.acknowledgedAt, b.acknowledgedAt));
  const errands = [...person.errands].sort((a, b) => openFirst(a.doneAt, b.doneAt));
  return (
    <section className="panel flush">
      <h2>{t('person.work')}</h2>
      <ul className="plain-list">
        {alerts.map((alert) => (
          <AlertItem key={`alert ${alert.id}`} alert={alert} />
        ))}
        {errands.map((errand) => (
          <ErrandItem key={`errand ${errand.id}`} errand={errand} />
        ))}
      </ul>
    </section>
  );
}

function openFirst(a: string | null, b: string | null): number {
  return Number(a !== null) - Number(b !== null);
}

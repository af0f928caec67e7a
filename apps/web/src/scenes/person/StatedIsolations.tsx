import type { PersonPage } from '@truyvet/contract';
import { useText } from '../../i18n/useText.ts';
import { StatedIsolation } from './StatedIsolation.tsx';

/** What lists say of a quarantine: facts beside the committee's orders. */
export function StatedIsolations({ isolations }: { readonly isolations: PersonPage['statedIsolations'] }) {
  const { t } = useText();
  if (isolations.length === 0) return null;
  return (
    <section className="panel">
      <h2>{t('person.statedIsolations')}</h2>
      <ul className="bare-list">
        {isolations.map((stated) => (
          <StatedIsolation key={stated.id} stated={stated} />
        ))}
      </ul>
    </section>
  );
}

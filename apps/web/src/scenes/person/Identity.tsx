import type { PersonPage } from '@truyvet/contract';
import { useText } from '../../i18n/useText.ts';
import { Facts } from './Facts.tsx';

/** Who the person is, as the lists said. */
export function Identity({ person }: { readonly person: PersonPage }) {
  const { t, day } = useText();
  const birth = person.birthDate !== null && person.birthPrecision === 'day' ? day(person.birthDate) : person.birthYear;
  const precision = person.birthPrecision === null ? '' : t(`birthPrecision.${person.birthPrecision}`);
  const { workplace } = person;
  const workplaceText = ({ name, placeId }: NonNullable<PersonPage['workplace']>) =>
    placeId === null ? t('person.workplaceAsListed', { name }) : name;
  const facts = [
    { label: t('person.birth'), value: birth === null ? null : `${birth} ${precision}`.trim() },
    { label: t('person.sex'), value: person.sex && t(`sex.${person.sex}`) },
    { label: t('person.nationalId'), value: person.nationalId },
    { label: t('unit.label'), value: person.unit.name },
    { label: t('person.hamlet'), value: person.hamlet },
    { label: t('person.address'), value: person.address },
    { label: t('person.occupation'), value: person.occupation },
    { label: t('person.workplace'), value: workplace && workplaceText(workplace) },
  ];
  return (
    <section className="panel">
      <h2>{t('person.identity')}</h2>
      <Facts facts={facts} />
    </section>
  );
}

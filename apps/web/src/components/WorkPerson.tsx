import { Link } from '@tanstack/react-router';
import type { Errand } from '@truyvet/contract';

/** Whom a piece of work is about, in one line; the unit, when it is about nobody in particular. */
export function WorkPerson({ person, unit }: Pick<Errand, 'person' | 'unit'>) {
  if (person === null) return <div className="quiet small">{unit.name}</div>;
  const details = [person.birthYear, person.maskedPhone, person.hamlet, unit.name].filter(Boolean).join(' · ');
  return (
    <div>
      <Link to="/people/$personId" params={{ personId: String(person.id) }} preload={false}>
        {person.fullName}
      </Link>{' '}
      <span className="quiet small">{details}</span>
    </div>
  );
}

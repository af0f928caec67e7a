import { Link } from '@tanstack/react-router';
import type { Alert } from '@truyvet/contract';

/** Whom a piece of work is about, in one line. */
export function WorkPerson({ person, unit }: Pick<Alert, 'person' | 'unit'>) {
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

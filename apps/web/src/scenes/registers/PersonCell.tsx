import { Link } from '@tanstack/react-router';
import type { LevelEntry } from '@truyvet/contract';

type Props = Pick<LevelEntry, 'person' | 'unit'>;

/** A person of a register: the name leads to their page. */
export function PersonCell({ person, unit }: Props) {
  return (
    <div>
      <Link to="/people/$personId" params={{ personId: String(person.id) }} preload={false} className="person-link">
        {person.fullName}
      </Link>
      <div className="quiet small">
        {[person.birthYear, person.maskedPhone, person.hamlet, unit.name].filter(Boolean).join(' · ')}
      </div>
    </div>
  );
}

import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';
import { reachOfTask } from '../resultFilter.ts';

/** What a list of found people says of each. */
export type FoundPerson = {
  readonly personId: number;
  readonly fullName: string;
  readonly birthYear: number | null;
  readonly hamlet: string | null;
  readonly e164: string | null;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly level: number | null;
  readonly reach: 'notCalled' | 'waiting' | 'underWay' | 'done' | 'givenUp';
  readonly disposition: string | null;
};

/** These people, in the order of `ids`; whom the scope does not see is left out. */
export async function readFoundPeople(tx: Tx, ids: readonly number[]): Promise<FoundPerson[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<FoundPerson>`${kept}
    select p.id as "personId", p.full_name as "fullName", p.birth_year as "birthYear", p.hamlet, ph.e164, u.id as "unitId", u.code as "unitCode",
      u.name as "unitName", l.level, ${reachOfTask} as reach, t.disposition
    from unnest(${[...ids]}::bigint[]) with ordinality as f (id, place) join person p on p.id = f.id join unit u on u.id = p.unit_id
    left join lateral (select e164 from person_phone where person_id = p.id order by position, e164 limit 1) ph on true
    left join lateral (select state, disposition from call_task where person_id = p.id order by id desc limit 1) t on true
    left join lateral (
      select min((select pl.level from person_level pl where pl.outbreak_id = o.id and pl.person_id = p.id)) as level from outbreak o
    ) l on true
    order by f.place`.execute(tx);
  return rows;
}

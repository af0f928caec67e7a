import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { LocalDate } from '../schema.ts';
import { caseInUnits, counts, type IndicatorFrame } from './parts.ts';

export type LinkedCase = {
  readonly id: number;
  readonly onsetOn: LocalDate | null;
  readonly infectorId: number | null;
  /** False for a case elsewhere that is here only because it infected, or was infected by, one of the frame's units. */
  readonly within: boolean;
};

/**
 * Cases with their likely infector: of the cases the person was exposed to, the one whose onset is not later, then the surest, the closest, the
 * latest contact, the first written down. A contact after the case's own onset cannot be it; nor can one who fell ill later, when the two are
 * listed as each other's contacts.
 */
export async function readLinkedCases(tx: Tx, frame: IndicatorFrame): Promise<LinkedCase[]> {
  const { rows } = await sql<LinkedCase>`
    with cases as materialized (
      select k.id, k.person_id, k.onset_on, ${caseInUnits(frame)} is true as within from case_record k where ${counts(frame)}
    ), by_person as (select distinct on (person_id) person_id, id from cases where person_id is not null order by person_id, id),
    links as (
      select t.id as target, coalesce(e.source_case_id, p.id) as source, e.id as exposure_id, e.certainty, e.closeness, e.last_contact_on
      from cases t join exposure e on e.target_person_id = t.person_id
      left join by_person p on p.person_id = e.source_person_id
      where e.outbreak_id = ${frame.outbreakId} and e.negated_at is null and e.created_at < ${frame.until}
        and not coalesce(coalesce(e.first_contact_on, e.last_contact_on) > t.onset_on, false)
    ), likely as (
      select distinct on (l.target) l.target, l.source
      from links l join cases t on t.id = l.target join cases s on s.id = l.source
      where s.id <> t.id and not (coalesce(s.onset_on > t.onset_on, false)
        and exists (select from links back where back.target = l.source and back.source = l.target))
      order by l.target, coalesce(s.onset_on > t.onset_on, false), array_position(array['certain', 'likely', 'unsure'], l.certainty) nulls last,
        array_position(array['close', 'casual', 'unknown'], l.closeness) nulls last, l.last_contact_on desc nulls last, l.exposure_id
    )
    select c.id, c.onset_on as "onsetOn", l.source as "infectorId", c.within
    from cases c left join likely l on l.target = c.id
    where c.within or c.id in (select source from likely join cases x on x.id = target where x.within)
      or l.source in (select id from cases where within)
    order by c.id`.execute(tx);
  return rows;
}

import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { LocalDate } from '../schema.ts';

export type CoTravellerRow = {
  readonly journeyId: number;
  readonly personId: number;
  readonly fullName: string;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly vehicle: string;
  /** The day on which both arrived. */
  readonly day: LocalDate;
  readonly known: boolean;
};

/** How a vehicle is compared: “Xe 36B-012.34” and “xe 36b 01234” are one. */
const bare = (column: 'o.vehicle' | 'j.vehicle') => sql`lower(regexp_replace(${sql.ref(column)}, '[^[:alnum:]]', '', 'g'))`;

/** Journeys of others in the same vehicle that arrived on the same day as one of a person's. Needs scope `all`. */
export async function readCoTravellers(
  tx: Tx,
  which: { readonly outbreakId: number; readonly caseId: number; readonly personId: number },
): Promise<CoTravellerRow[]> {
  const { rows } = await sql<CoTravellerRow>`
    select distinct on (p.id, o.arrived_on) o.id as "journeyId", p.id as "personId", p.full_name as "fullName", u.id as "unitId", u.code as "unitCode",
      u.name as "unitName", o.vehicle, o.arrived_on as day,
      exists (select from exposure x where x.outbreak_id = ${which.outbreakId} and x.target_person_id = p.id
        and x.source_case_id = ${which.caseId} and x.last_contact_on = o.arrived_on) as known
    from journey j join journey o on o.outbreak_id = j.outbreak_id and o.arrived_on = j.arrived_on and o.person_id <> j.person_id and ${bare('o.vehicle')} = ${bare('j.vehicle')}
    join person p on p.id = o.person_id and p.merged_into_id is null join unit u on u.id = p.unit_id
    where j.person_id = ${which.personId} and j.outbreak_id = ${which.outbreakId} and ${bare('j.vehicle')} <> '' order by p.id, o.arrived_on, o.id`.execute(
    tx,
  );
  return rows;
}

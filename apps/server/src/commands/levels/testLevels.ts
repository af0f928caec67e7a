/** For tests of levels: people, cases and contacts in a few words, on a real database. */
import type { Insertable } from 'kysely';
import type { Db } from '../../db/connect.ts';
import type { CaseRecordTable, ExposureTable, PersonTable } from '../../db/schema.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { buildOutbreak, buildPerson, buildUnit, testNow } from '../../db/testRows.ts';

export type TestTown = {
  readonly outbreakId: number;
  readonly unitId: number;
  readonly person: (over?: Partial<Insertable<PersonTable>>) => Promise<number>;
  readonly case: (personId: number | null, over?: Partial<Insertable<CaseRecordTable>>) => Promise<number>;
  readonly contact: (
    source: { readonly person?: number; readonly case?: number },
    targetId: number,
    on: string | null,
    over?: Partial<Insertable<ExposureTable>>,
  ) => Promise<number>;
  /** Levels as they are kept: by person, null for none. */
  readonly levels: (...people: number[]) => Promise<(number | null)[]>;
};

let last = 0;

export async function buildTown(db: Db): Promise<TestTown> {
  const outbreakId = (await buildOutbreak(db)).id;
  const unitId = (await buildUnit(db)).id;
  return {
    outbreakId,
    unitId,
    person: async (over) => (await buildPerson(db, { unit_id: unitId, ...over })).id,
    case: (personId, over) =>
      inScope(db, systemScope, async (tx) => {
        const row = { outbreak_id: outbreakId, person_id: personId, code: `BN ${++last}`, unit_id: unitId, ...over };
        return (await tx.insertInto('case_record').values(row).returning('id').executeTakeFirstOrThrow()).id;
      }),
    contact: (source, targetId, on, over) =>
      inScope(db, systemScope, async (tx) => {
        const row = {
          outbreak_id: outbreakId,
          unit_id: unitId,
          target_person_id: targetId,
          source_person_id: source.person ?? null,
          source_case_id: source.case ?? null,
          last_contact_on: on,
          learnt_from: 'officer' as const,
          created_at: testNow,
          ...over,
        };
        return (await tx.insertInto('exposure').values(row).returning('id').executeTakeFirstOrThrow()).id;
      }),
    levels: (...people) =>
      inScope(db, systemScope, async (tx) => {
        const rows = await tx
          .selectFrom('person_level')
          .select(['person_id', 'level'])
          .where('outbreak_id', '=', outbreakId)
          .where('person_id', 'in', people)
          .execute();
        return people.map((id) => rows.find((row) => row.person_id === id)?.level ?? null);
      }),
  };
}

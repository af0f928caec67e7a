import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';

export type MergingPerson = {
  readonly id: number;
  readonly unitId: number;
  readonly mergedIntoId: number | null;
  readonly callUnderWay: boolean;
};

/** Locks both, in the order of their ids; those that the scope does not see are missing. */
export async function lockPeople(tx: Tx, ids: readonly number[]): Promise<Map<number, MergingPerson>> {
  await sql`select from person where id = any(${ids}::bigint[]) order by id for no key update`.execute(tx);
  const { rows } = await sql<MergingPerson>`
    select p.id, p.unit_id as "unitId", p.merged_into_id as "mergedIntoId",
      exists (select from attempt a where a.person_id = p.id and a.ended_at is null)
      or exists (select from call_task t where t.person_id = p.id and t.state = 'leased') as "callUnderWay"
    from person p where p.id = any(${ids}::bigint[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Facts that a survivor takes over where it has none. */
const facts = [
  'birth_year',
  'birth_date',
  'birth_precision',
  'sex',
  'hamlet',
  'address',
  'household_id',
  'occupation',
  'workplace_id',
  'workplace_text',
] as const;
const numbers = ['national_id', 'national_id_sealed', 'insurance_number', 'insurance_number_sealed'] as const;
const columns = [...facts, ...numbers];

/** Fills the survivor's gaps from the merged record; gives what was filled. A birth and a workplace are filled whole or not at all. */
export async function completeSurvivor(tx: Tx, survivorId: number, mergedId: number): Promise<Record<string, unknown>> {
  const read = async (id: number) => {
    const { rows } = await sql<{ facts: Record<string, unknown> }>`
      select jsonb_build_object(${sql.join(columns.flatMap((name) => [sql.lit(name), sql.ref(name)]))}) as facts from person where id = ${id}`.execute(
      tx,
    );
    return rows[0]?.facts ?? {};
  };
  const [own, other] = [await read(survivorId), await read(mergedId)];
  const known = [
    ...(own['birth_year'] === null ? [] : ['birth_']),
    ...(own['workplace_id'] === null && own['workplace_text'] === null ? [] : ['workplace_']),
  ];
  const filled = Object.fromEntries(
    columns.flatMap((name) => {
      const empty = own[name] === null && other[name] !== null && !known.some((part) => name.startsWith(part));
      return empty ? [[name, other[name]]] : [];
    }),
  );
  await writeFacts(tx, survivorId, filled);
  return filled;
}

/** Empties what a merge filled, where it still says the same. */
export async function emptySurvivor(tx: Tx, survivorId: number, filled: Readonly<Record<string, unknown>>): Promise<void> {
  const names = columns.filter((name) => name in filled);
  if (names.length === 0) return;
  await sql`
    update person p set ${sql.join(names.map((name) => sql`${sql.ref(name)} = case when p.${sql.ref(name)} is not distinct from f.${sql.ref(name)} then null else p.${sql.ref(name)} end`))},
      version = p.version + 1
    from jsonb_populate_record(null::person, ${json(filled)}::jsonb) f where p.id = ${survivorId}`.execute(tx);
}

async function writeFacts(tx: Tx, id: number, filled: Readonly<Record<string, unknown>>): Promise<void> {
  const names = Object.keys(filled);
  const set = [...names.map((name) => sql`${sql.ref(name)} = f.${sql.ref(name)}`), sql`version = p.version + 1`];
  await sql`
    update person p set ${sql.join(set)} from jsonb_populate_record(null::person, ${json(filled)}::jsonb) f where p.id = ${id}`.execute(
    tx,
  );
}

/** Marks the record as merged, or as standing for itself again. */
export async function setMergedInto(tx: Tx, id: number, intoId: number | null): Promise<void> {
  await sql`update person set merged_into_id = ${intoId}, version = version + 1 where id = ${id}`.execute(tx);
}

export type NewMerge = {
  readonly mergedId: number;
  readonly survivorId: number;
  readonly unitId: number;
  readonly mergedUnitId: number;
  readonly evidence: unknown;
  readonly at: Date;
  readonly userId: number | null;
};

export async function insertMerge(tx: Tx, merge: NewMerge): Promise<number> {
  const row = {
    merged_id: merge.mergedId,
    survivor_id: merge.survivorId,
    unit_id: merge.unitId,
    merged_unit_id: merge.mergedUnitId,
    evidence: json(merge.evidence),
    completed: json({}),
    merged_at: merge.at,
    merged_by: merge.userId,
  };
  return (await tx.insertInto('person_merge').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

export async function noteCompleted(tx: Tx, mergeId: number, completed: unknown): Promise<void> {
  await tx
    .updateTable('person_merge')
    .set({ completed: json(completed) })
    .where('id', '=', mergeId)
    .execute();
}

export type OpenMerge = {
  readonly id: number;
  readonly survivorId: number;
  readonly completed: Readonly<Record<string, unknown>>;
};

/** The merge that a record is in now. */
export async function readOpenMerge(tx: Tx, mergedId: number): Promise<OpenMerge | undefined> {
  const row = await tx
    .selectFrom('person_merge')
    .select(['id', 'survivor_id as survivorId', 'completed'])
    .where('merged_id', '=', mergedId)
    .where('unmerged_at', 'is', null)
    .executeTakeFirst();
  return row && { ...row, completed: row.completed as Readonly<Record<string, unknown>> };
}

export async function closeMerge(tx: Tx, id: number, at: Date, userId: number | null): Promise<void> {
  await tx.updateTable('person_merge').set({ unmerged_at: at, unmerged_by: userId }).where('id', '=', id).execute();
}

/** Calls that wait for a merged record in a campaign where the survivor has its own are not made: takes them off the list, or puts them back. */
export async function holdTasks(tx: Tx, mergedId: number, held: boolean): Promise<void> {
  if (held) {
    await sql`update call_task set state = 'givenUp', disposition = 'merged' where person_id = ${mergedId} and state = 'due'`.execute(
      tx,
    );
    return;
  }
  await sql`update call_task set state = 'due', disposition = null where person_id = ${mergedId} and state = 'givenUp' and disposition = 'merged'`.execute(
    tx,
  );
}

/** Outbreaks in which one of these people has a level, an exposure or a case. */
export async function outbreaksOf(tx: Tx, personIds: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select outbreak_id as id from exposure where target_person_id = any(${personIds}::bigint[]) or source_person_id = any(${personIds}::bigint[])
    union select outbreak_id from case_record where person_id = any(${personIds}::bigint[])
    union select outbreak_id from person_level where person_id = any(${personIds}::bigint[])
    order by 1`.execute(tx);
  return rows.map(({ id }) => id);
}

import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';

/** A column that refers to a person. */
type Reference = { readonly table: string; readonly column: string; readonly keys: readonly string[]; readonly hasUnit: boolean };

/**
 * Not moved by a merge: what the merge itself keeps; what is derived anew (levels, the work list); and what tells of the record as it was (edits).
 */
const keptApart = [
  'person',
  'person_merge',
  'person_merge_row',
  'person_distinct',
  'person_level',
  'lapsed_level',
  'person_edit',
  'work_item',
];
/** Rows of these tell which unit handed a list in, not where the person belongs. */
const unitOfTheirOwn = new Set(['import_row']);

/** Every column that refers to a person, as the catalogue has it: tables that come later are merged as well. */
async function references(tx: Tx): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select c.conrelid::regclass::text as table, a.attname as column,
      (select jsonb_agg(k.attname order by k.attnum) from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any(i.indkey)
       where i.indrelid = c.conrelid and i.indisprimary) as keys,
      exists (select from pg_attribute u where u.attrelid = c.conrelid and u.attname = 'unit_id' and not u.attisdropped) as "hasUnit"
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'person'::regclass and cardinality(c.conkey) = 1
      and not c.conrelid::regclass::text = any(${keptApart}::text[]) and has_table_privilege(c.conrelid, 'UPDATE')
    order by 1, 2`.execute(tx);
  return rows;
}

export type Move = {
  readonly mergeId: number;
  readonly mergedId: number;
  readonly survivorId: number;
  /** The survivor's unit: what was the other's comes under it, so that it is found there. */
  readonly unitId: number;
  readonly mergedUnitId: number;
};

/**
 * Gives the survivor every row that refers to the merged record, and logs each as it was. A row that the survivor has already (the same phone, exposure
 * or campaign) stays where it is: it says nothing new. Gives the number of rows moved, by table.
 */
export async function moveRows(tx: Tx, move: Move): Promise<Record<string, number>> {
  const moved: Record<string, number> = {};
  for (const reference of await references(tx)) {
    const count = await moveReference(tx, move, reference);
    if (count > 0) moved[reference.table] = (moved[reference.table] ?? 0) + count;
  }
  return moved;
}

async function moveReference(tx: Tx, move: Move, { table, column, keys, hasUnit }: Reference): Promise<number> {
  const key = sql`jsonb_build_object(${sql.join(keys.flatMap((name) => [sql.lit(name), sql`t.${sql.ref(name)}`]))})`;
  const { rows } = await sql<{ key: Record<string, unknown>; unitId: number | null }>`
    select ${key} as key, ${hasUnit ? sql`t.unit_id` : sql`null::bigint`} as "unitId"
    from ${sql.table(table)} t where t.${sql.ref(column)} = ${move.mergedId} and ${notToItself(table, move.survivorId)}`.execute(
    tx,
  );
  let count = 0;
  for (const row of rows) {
    const comesAlong = row.unitId === move.mergedUnitId && move.unitId !== move.mergedUnitId && !unitOfTheirOwn.has(table);
    const was = { [column]: move.mergedId, ...(comesAlong && { unit_id: row.unitId }) };
    const now = { [column]: move.survivorId, ...(comesAlong && { unit_id: move.unitId }) };
    if (!(await setColumns(tx, table, row.key, now))) continue;
    count++;
    // A key that holds the person is now the survivor's.
    const after = column in row.key ? { ...row.key, [column]: move.survivorId } : row.key;
    await tx
      .insertInto('person_merge_row')
      .values({ merge_id: move.mergeId, unit_id: move.unitId, table_name: table, row_key: json(after), was: json(was) })
      .execute();
  }
  return count;
}

/**
 * Where both are followed up in one outbreak the survivor's follow-up stays: it takes over the days that it lacks, and the later end. Gives the number of
 * days moved.
 */
export async function joinFollowUps(tx: Tx, { mergeId, mergedId, survivorId, unitId }: Move): Promise<number> {
  const { rows: pairs } = await sql<{ from: number; to: number; longer: boolean }>`
    select m.id as "from", s.id as "to", m.end_on > s.end_on as longer
    from follow_up m join follow_up s on s.outbreak_id = m.outbreak_id and s.person_id = ${survivorId} where m.person_id = ${mergedId}`.execute(
    tx,
  );
  const log = (table: string, key: unknown, was: unknown) =>
    tx
      .insertInto('person_merge_row')
      .values({ merge_id: mergeId, unit_id: unitId, table_name: table, row_key: json(key), was: json(was) })
      .execute();
  let count = 0;
  for (const { from, to, longer } of pairs) {
    const { rows: days } = await sql<{ day: string }>`
      update follow_up_day d set follow_up_id = ${to} where d.follow_up_id = ${from}
        and not exists (select from follow_up_day o where o.follow_up_id = ${to} and o.day_on = d.day_on) returning d.day_on as day`.execute(
      tx,
    );
    for (const { day } of days) await log('follow_up_day', { follow_up_id: to, day_on: day }, { follow_up_id: from });
    count += days.length;
    if (!longer) continue;
    const columns = ['start_on', 'end_on'] as const;
    const was = await tx.selectFrom('follow_up').select(columns).where('id', '=', to).executeTakeFirstOrThrow();
    const now = await tx.selectFrom('follow_up').select(columns).where('id', '=', from).executeTakeFirstOrThrow();
    await tx.updateTable('follow_up').set(now).where('id', '=', to).execute();
    await log('follow_up', { id: to, ...now }, was);
  }
  return count;
}

/** A contact between the two records is no contact of one person with themselves: it stays. */
const notToItself = (table: string, survivorId: number) =>
  table === 'exposure'
    ? sql`coalesce(t.source_person_id, 0) <> ${survivorId} and t.target_person_id <> ${survivorId}`
    : sql`true`;

/** False when the survivor has such a row already. */
async function setColumns(
  tx: Tx,
  table: string,
  key: Record<string, unknown>,
  columns: Record<string, unknown>,
): Promise<boolean> {
  await sql`savepoint moving`.execute(tx);
  try {
    await writeColumns(tx, table, key, columns);
    await sql`release savepoint moving`.execute(tx);
    return true;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await sql`rollback to savepoint moving`.execute(tx);
    return false;
  }
}

const isUniqueViolation = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '23505';

async function writeColumns(
  tx: Tx,
  table: string,
  key: Record<string, unknown>,
  columns: Record<string, unknown>,
): Promise<number> {
  const written = await sql`
    update ${sql.table(table)} t set ${sql.join(Object.keys(columns).map((name) => sql`${sql.ref(name)} = v.${sql.ref(name)}`))}
    from jsonb_populate_record(null::${sql.table(table)}, ${json(columns)}::jsonb) v,
      jsonb_populate_record(null::${sql.table(table)}, ${json(key)}::jsonb) k
    where ${sql.join(
      Object.keys(key).map((name) => sql`t.${sql.ref(name)} = k.${sql.ref(name)}`),
      sql` and `,
    )}`.execute(tx);
  return Number(written.numAffectedRows ?? 0);
}

/** Gives back what a merge moved, as far as it is still the survivor's; the latest first. Gives the number of rows, by table. */
export async function returnRows(
  tx: Tx,
  merge: { readonly id: number; readonly survivorId: number },
): Promise<Record<string, number>> {
  const rows = await tx
    .selectFrom('person_merge_row')
    .select(['table_name as table', 'row_key as key', 'was'])
    .where('merge_id', '=', merge.id)
    .orderBy('id', 'desc')
    .execute();
  const returned: Record<string, number> = {};
  for (const row of rows) {
    const key = row.key as Record<string, unknown>;
    const was = row.was as Record<string, unknown>;
    const people = Object.keys(was).filter((name) => name !== 'unit_id' && !(name in key));
    const whose = { ...key, ...Object.fromEntries(people.map((name) => [name, merge.survivorId])) };
    const count = await writeColumns(tx, row.table, whose, was);
    if (count > 0) returned[row.table] = (returned[row.table] ?? 0) + count;
  }
  return returned;
}

import { namedPart, type ReferenceUnit, unitNameKey } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Db, Tx } from './connect.ts';
import type { LocalDate } from './schema.ts';
import { inScope, systemScope } from './scope.ts';

/**
 * Writes a published tree of units: parents first, keyed by (code, validFrom). Running it again changes nothing; a corrected
 * name, validity or parent is taken over. Units that the tree does not name are left alone. Returns how many units changed.
 */
export async function loadReferenceUnits(db: Db, units: readonly ReferenceUnit[]): Promise<number> {
  return await inScope(db, systemScope, (tx) => writeUnits(tx, units));
}

/** The same in a transaction that is open. Successors and other names are written with the units. */
export async function writeUnits(tx: Tx, units: readonly ReferenceUnit[]): Promise<number> {
  let changed = 0;
  for (const kind of ['country', 'province', 'district', 'commune', 'hamlet', 'health'] as const) {
    const level = units.filter((unit) => unit.kind === kind);
    if (level.length > 0) changed += await upsertLevel(tx, level);
  }
  await writeSuccessors(tx, units);
  await writeAliases(tx, units);
  return changed;
}

/** A unit for which the tree names successors has these and no others; where it names none, what is there stays. */
async function writeSuccessors(tx: Tx, units: readonly ReferenceUnit[]): Promise<void> {
  const rows = units.flatMap(({ code, validFrom, successors }) =>
    successors.map((one) => ({ code, valid_from: validFrom, successor: one.code, part: one.part })),
  );
  if (rows.length === 0) return;
  await sql`
    with named as (
      select u.id as unit_id, s.id as successor_id, r.part
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (code text, valid_from date, successor text, part boolean)
      join unit u on u.code = r.code and u.valid_from = r.valid_from
      join unit s on s.code = r.successor and s.valid_from <= u.valid_to + 1 and (s.valid_to is null or s.valid_to > u.valid_to)
    ), dropped as (
      delete from unit_successor o where o.unit_id in (select unit_id from named)
        and not exists (select from named n where n.unit_id = o.unit_id and n.successor_id = o.successor_id)
    )
    insert into unit_successor (unit_id, successor_id, part) select unit_id, successor_id, part from named
    on conflict (unit_id, successor_id) do update set part = excluded.part where unit_successor.part <> excluded.part`.execute(
    tx,
  );
}

async function writeAliases(tx: Tx, units: readonly ReferenceUnit[]): Promise<void> {
  const rows = units.flatMap(({ code, validFrom, aliases }) =>
    aliases.map((alias) => ({ code, valid_from: validFrom, alias, alias_key: unitNameKey(namedPart(alias).bare) })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into unit_alias (unit_id, alias, alias_key)
    select u.id, r.alias, r.alias_key
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (code text, valid_from date, alias text, alias_key text)
    join unit u on u.code = r.code and u.valid_from = r.valid_from
    on conflict (unit_id, alias) do nothing`.execute(tx);
}

/** The parent is the unit with the parent's code on the first day of the child. */
async function upsertLevel(tx: Tx, level: readonly ReferenceUnit[]): Promise<number> {
  const written = await sql`
    insert into unit (code, valid_from, valid_to, name, kind, parent_id)
    select u.code, u.valid_from, u.valid_to, u.name, u.kind, p.id
    from jsonb_to_recordset(${JSON.stringify(level.map(toRow))}::jsonb)
      as u (code text, valid_from date, valid_to date, name text, kind text, parent_code text)
    left join unit p on p.code = u.parent_code and p.valid_from <= u.valid_from and (p.valid_to is null or p.valid_to >= u.valid_from)
    on conflict (code, valid_from) do update
      set valid_to = excluded.valid_to, name = excluded.name, kind = excluded.kind, parent_id = excluded.parent_id
      where (unit.valid_to, unit.name, unit.kind, unit.parent_id)
        is distinct from (excluded.valid_to, excluded.name, excluded.kind, excluded.parent_id)`.execute(tx);
  return Number(written.numAffectedRows ?? 0n);
}

function toRow(unit: ReferenceUnit): Record<string, string | null> {
  const { code, name, kind } = unit;
  return { code, name, kind, valid_from: unit.validFrom, valid_to: unit.validTo, parent_code: unit.parentCode };
}

/** These units, everything below them, and what went into them whole: see the SQL function `units_below`. Ascending. */
export async function unitIdsBelow(tx: Tx, unitIds: readonly number[]): Promise<number[]> {
  const found = await sql<{ id: number }>`
    select id from units_below(${[...unitIds]}::bigint[]) as below (id) order by id`.execute(tx);
  return found.rows.map((row) => row.id);
}

/** The id of the unit that bears a code on a day. */
export async function unitIdAt(tx: Tx, code: string, on: LocalDate): Promise<number | undefined> {
  const row = await tx
    .selectFrom('unit')
    .select('id')
    .where('code', '=', code)
    .where('valid_from', '<=', on)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', on)]))
    .executeTakeFirst();
  return row?.id;
}

import type { ReferenceUnit } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Db, Tx } from './connect.ts';
import type { LocalDate } from './schema.ts';
import { inScope, systemScope } from './scope.ts';

/**
 * Writes a published tree of units: parents first, keyed by (code, validFrom). Running it again changes nothing; a corrected
 * name, validity or parent is taken over. Units that the tree does not name are left alone. Returns how many rows changed.
 */
export async function loadReferenceUnits(db: Db, units: readonly ReferenceUnit[]): Promise<number> {
  return await inScope(db, systemScope, async (tx) => {
    let changed = 0;
    for (const kind of ['province', 'district', 'commune'] as const) {
      const level = units.filter((unit) => unit.kind === kind);
      if (level.length > 0) changed += await upsertLevel(tx, level);
    }
    return changed;
  });
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

/** These units and everything below them, at any time (a commune that has ended keeps its records). Ascending. */
export async function unitIdsBelow(tx: Tx, unitIds: readonly number[]): Promise<number[]> {
  const found = await sql<{ id: number }>`
    with recursive below as (
      select id from unit where id = any (${[...unitIds]}::bigint[])
      union
      select u.id from unit u join below b on u.parent_id = b.id)
    select id from below order by id`.execute(tx);
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

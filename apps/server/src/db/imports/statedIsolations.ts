import type { ListedQuarantine } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { inParts } from '../imports.ts';
import type { ListContext } from '../importsContacts.ts';
import { json } from '../json.ts';
import { kept } from '../keptPlans.ts';

/** `untilOn`: the last day that counts, null without a first day. */
export type StatedIsolation = ListedQuarantine & { readonly personId: number; readonly untilOn: string | null };

/** The list names the kind of quarantine, and nobody had. */
const namesMeasure = sql`coalesce(s.measure, 'isolation') = 'isolation' and coalesce(r.measure, 'isolation') <> 'isolation'`;

/**
 * Keeps what a list says of quarantines, one a person (the rows too). One that begins within a quarantine that is known is that one: what was not
 * known of it is filled in, the rest stays, and so does all of one that an officer withdrew. Gives the people for whom something changed.
 */
export async function recordStatedIsolations(
  tx: Tx,
  isolations: readonly StatedIsolation[],
  { outbreakId, importId, at }: ListContext,
): Promise<Set<number>> {
  const changed = new Set<number>();
  for (const part of inParts(isolations, 5_000)) {
    const { rows } = await sql<{ personId: number }>`${kept}
      with stated as (
        select r.*, known.id from jsonb_to_recordset(${json(part)}::jsonb)
          as r("personId" bigint, measure text, place text, "startOn" date, "endOn" date, "untilOn" date)
        left join lateral (
          select s.id from stated_isolation s
          where s.person_id = r."personId" and s.outbreak_id = ${outbreakId} and case
            when s.start_on is null then coalesce(r."startOn" <= s.end_on, true)
            when r."startOn" is null then coalesce(r."endOn" >= s.start_on, true)
            else r."startOn" between s.start_on and s.until_on end
          order by s.start_on desc nulls last limit 1
        ) known on true
      ), completed as (
        update stated_isolation s set measure = case when ${namesMeasure} then r.measure else s.measure end, place = coalesce(s.place, r.place),
          start_on = coalesce(s.start_on, r."startOn"), end_on = coalesce(s.end_on, r."endOn"),
          until_on = case when coalesce(s.start_on, r."startOn") is not null then coalesce(s.end_on, r."endOn", s.until_on, r."untilOn") end,
          version = s.version + 1
        from stated r
        where s.id = r.id and s.withdrawn_at is null
          and ((${namesMeasure}) or (s.place is null and r.place is not null)
            or (s.start_on is null and r."startOn" is not null) or (s.end_on is null and r."endOn" is not null))
        returning s.person_id
      ), added as (
        insert into stated_isolation (outbreak_id, person_id, unit_id, import_id, measure, place, start_on, end_on, until_on, created_at)
        select ${outbreakId}, p.id, p.unit_id, ${importId}, r.measure, r.place, r."startOn", r."endOn", r."untilOn", ${at}
        from stated r join person p on p.id = r."personId" where r.id is null
        on conflict do nothing returning person_id
      )
      select person_id as "personId" from completed union select person_id from added`.execute(tx);
    for (const row of rows) changed.add(row.personId);
  }
  return changed;
}

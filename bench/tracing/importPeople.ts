import type { OwnerClient } from '../../apps/server/src/db/asOwner.ts';
import { nameSlots } from './names.ts';

/**
 * People and their phones alone, for the import's benchmark: a function of their number and the seed. Written by the owner without triggers and
 * foreign keys, and indexed afterwards, as a load is.
 */
export async function loadPeople(client: OwnerClient, people: number, seed: number): Promise<void> {
  await client.query(
    'create temporary table slot (list text, slot int, "full" text, key text, marked text, primary key (list, slot))',
  );
  await client.query(
    'insert into slot select list, slot, "full", key, marked from jsonb_to_recordset($1::jsonb) as n (list text, slot int, "full" text, key text, marked text)',
    [JSON.stringify(nameSlots())],
  );
  await client.query(`create temporary table commune as
    select row_number() over (order by code) - 1 as no, id from unit where kind = 'commune' and valid_from <= date '2021-07-10' and coalesce(valid_to, 'infinity') > date '2021-07-10'`);
  await client.query("set session_replication_role = replica; set work_mem = '256MB'; set synchronous_commit = off");
  const step = 250_000;
  for (let from = 1; from <= people; from += step) {
    await client.query(peopleSql(from, Math.min(people, from + step - 1), seed));
  }
  await client.query(
    "set session_replication_role = origin; select setval(pg_get_serial_sequence('person', 'id'), (select max(id) from person))",
  );
  await client.query('analyze person, person_phone, unit');
}

/** A number from 0 to 2^31 for person p and purpose n. */
const draw = (n: number, seed: number) => `(hashint8extended(p, ${seed * 100 + n}) & 2147483647)`;

/** Four people share a phone in one household out of three; births are days for half of them, years for the rest. */
const peopleSql = (from: number, to: number, seed: number) => `
  with drawn as (
    select p, ${draw(1, seed)} % 1000 as h1, ${draw(2, seed)} % 1000 as h2, ${draw(3, seed)} % 1000 as h3, ${draw(4, seed)} as h4, ${draw(5, seed)} % 2 as sex
    from generate_series(${from}::bigint, ${to}::bigint) as p
  ), made as (
    insert into person (id, unit_id, full_name, name_key, birth_year, birth_date, birth_precision, sex, hamlet, created_at)
    overriding system value
    select p, c.id, f."full" || ' ' || m."full" || ' ' || g."full", f.key || ' ' || m.key || ' ' || g.key, 1931 + d.h4 % 88,
      case d.h4 % 2 when 0 then make_date(1931 + (d.h4 % 88)::int, 1 + (d.h4 / 88 % 12)::int, 1 + (d.h4 / 1056 % 28)::int) end,
      case d.h4 % 2 when 0 then 'day' else 'year' end, case d.sex when 0 then 'male' else 'female' end, 'Thôn ' || (1 + d.h4 % 12), '2021-05-01'
    from drawn d join commune c on c.no = p % (select count(*) from commune)
    join slot f on f.list = 'family' and f.slot = d.h1
    join slot m on m.list = 'middle' || d.sex and m.slot = d.h2
    join slot g on g.list = 'given' || d.sex and g.slot = d.h3
  )
  insert into person_phone (person_id, e164, position)
  select p, '+849' || lpad(((case p % 12 when 1 then p - 1 when 2 then p - 2 when 3 then p - 3 else p end) * 16807 % 100000000)::text, 8, '0'), 0 from drawn`;

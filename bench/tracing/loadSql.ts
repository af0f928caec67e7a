/**
 * What is loaded, as SQL over numbers: row n of a table is a function of n and the seed, so that a load is the same every time and needs no file.
 * Counts scale with the people N: 2 N exposures, 2 N call tasks, 10 N attempts over the 60 days before the present, N/50 journeys, N/40 absences.
 */
export type LoadSize = { readonly people: number; readonly seed: number };

/** The present of the loaded database. */
export const benchNow = new Date('2021-07-10T03:00:00Z');
export const exposuresOf = (people: number): number => 2 * people;
export const attemptsOf = (people: number): number => 10 * people;

export type LoadStep = { readonly table: string; readonly sql: string };

/** Two lists, for two connections at once: attempts alone, everything else. Functions `bench_*` and tables `bench_*` exist then (see `prepareSql`). */
export function loadSteps({ people: n }: LoadSize): { readonly attempts: LoadStep[]; readonly rest: LoadStep[] } {
  const parts = (rows: number, sql: (from: number, to: number) => string): string[] => {
    const step = Math.max(100_000, Math.ceil(rows / 10));
    return Array.from({ length: Math.ceil(rows / step) }, (_, i) => sql(i * step + 1, Math.min(rows, (i + 1) * step)));
  };
  const steps = (table: string, rows: number, sql: (from: number, to: number) => string) =>
    parts(rows, sql).map((text) => ({ table, sql: text }));
  return {
    attempts: steps('attempt', attemptsOf(n), (from, to) => attemptSql(n, from, to)),
    rest: [
      ...steps('person', n, (from, to) => personSql(from, to)),
      ...steps('person_phone', n, phoneSql),
      { table: 'case_record', sql: caseSql(n) },
      ...steps('exposure', exposuresOf(n), (from, to) => exposureSql(n, from, to)),
      ...steps('follow_up', n, followUpSql),
      { table: 'follow_up_day', sql: followUpDaySql },
      ...steps('call_task', 2 * n, (from, to) => taskSql(n, from, to)),
      { table: 'person_level', sql: levelSql(n) },
      { table: 'level_change', sql: levelChangeSql },
      { table: 'journey', sql: journeySql(n) },
      { table: 'absence', sql: absenceSql(n) },
      { table: 'declaration', sql: declarationSql(n) },
      { table: 'alert', sql: alertSql(n) },
      { table: 'errand', sql: errandSql(n) },
    ],
  };
}

/** Answers hang on attempts, so they come when both lists are done. */
export const answerSql = `
  insert into answer (attempt_id, person_id, unit_id, dialogue_version_id, step_id, value, given_by, keys, answered_at)
  select a.id, a.person_id, a.unit_id, 1, s.step, jsonb_build_object('type', 'yesNo', 'value', case when bench_hash(a.id, s.n) % 20 = 0 then 'yes' else 'no' end),
    'key', case when bench_hash(a.id, s.n) % 20 = 0 then '1' else '2' end, a.answered_at + s.n * interval '8 seconds'
  from attempt a cross join (values (1, 'A1'), (2, 'A2'), (3, 'A3'), (4, 'A5')) s (n, step)
  where a.identified is not null and a.id % 16 = 0`;

/** Helpers of the load; dropped at its end. `units` are the communes in the order of `bench_unit.no`, from 0. */
export const prepareSql = (size: LoadSize, units: number): string => `
  create unlogged table bench_name (list text, slot int, full_name text, key text, marked text, primary key (list, slot));
  create unlogged table bench_unit (no int primary key, id bigint);
  create function bench_hash(n bigint, salt int) returns int language sql immutable parallel safe as
    $$ select (hashint8extended(n, ${size.seed} + salt) & 1073741823)::int $$;
  -- Twenty lists, each commune by commune: people of one commune lie together in parts, as lists brought them.
  create function bench_unit_no(p bigint) returns int language sql immutable parallel safe as
    $$ select (((p - 1) % ${Math.ceil(size.people / 20)}) * ${units} / ${Math.ceil(size.people / 20)})::int $$;
  create function bench_phone(p bigint) returns text language sql immutable parallel safe as
    $$ select '+' || (84900000000 + (case when p % 20 = 0 then p - 1 else p end) * 48271 % 100000000)::text $$;
  -- Stable, as adding to an instant is: declared as anything more it would not be inlined, and take longer than the rest of the row.
  create function bench_at(share double precision) returns timestamptz language sql stable parallel safe as
    $$ select timestamptz '2021-05-11 03:00:00Z' + share * interval '60 days' $$;`;

export const finishSql = `
  drop function bench_hash, bench_unit_no, bench_phone, bench_at;
  drop table bench_name, bench_unit;`;

const personSql = (from: number, to: number) => `
  insert into person (id, unit_id, full_name, name_key, name_reversed, name_given, name_marked, birth_year, birth_precision, sex, hamlet, created_at)
  overriding system value
  select p.id, u.id, f.full_name || ' ' || m.full_name || ' ' || g.full_name, f.key || ' ' || m.key || ' ' || g.key, g.key || ' ' || m.key || ' ' || f.key,
    g.key || ' ' || f.key || ' ' || m.key,
    g.marked || ' ' || m.marked || ' ' || f.marked, 1930 + p.h4 % 88, 'year', case p.sex when 0 then 'male' else 'female' end, 'Thôn ' || (1 + p.h4 % 12),
    bench_at(p.share)
  from (select id, bench_hash(id, 1) % 1000 as h1, bench_hash(id, 2) % 1000 as h2, bench_hash(id, 3) % 1000 as h3, bench_hash(id, 4) as h4,
          bench_hash(id, 5) % 2 as sex, bench_unit_no(id) as no, (bench_hash(id, 6) % 1000) / 1000.0::float8 as share
        from generate_series(${from}::bigint, ${to}::bigint) id) p
  join bench_unit u on u.no = p.no
  join bench_name f on f.list = 'family' and f.slot = p.h1
  join bench_name m on m.list = case p.sex when 0 then 'middle0' else 'middle1' end and m.slot = p.h2
  join bench_name g on g.list = case p.sex when 0 then 'given0' else 'given1' end and g.slot = p.h3`;

const phoneSql = (from: number, to: number) => `
  insert into person_phone (person_id, e164, position, state)
  select p, bench_phone(p), 0, case when bench_hash(p, 7) % 3 = 0 then 'confirmed' else 'unverified' end from generate_series(${from}::bigint, ${to}::bigint) p
  union all
  select p, '+' || (84300000000 + p * 16807 % 100000000)::text, 1, 'unverified' from generate_series(${from}::bigint, ${to}::bigint) p where p % 10 = 0`;

const caseSql = (n: number) => `
  insert into case_record (outbreak_id, person_id, unit_id, code, status, confirmed_at)
  select 1, p, u.id, 'BN ' || p, 'confirmed', bench_at((bench_hash(p, 8) % 1000) / 1000::float8)
  from generate_series(250, ${n}, 250) p join bench_unit u on u.no = bench_unit_no(p)`;

const exposureSql = (n: number, from: number, to: number) => `
  insert into exposure (id, outbreak_id, unit_id, target_person_id, source_case_id, source_person_id, source_text, stated_level, last_contact_on, setting, learnt_from, created_at)
  overriding system value
  select e.id, 1, u.id, e.target, case e.kind when 0 then 1 + e.h % ${Math.max(1, Math.floor(n / 250))} end, case e.kind when 1 then 1 + e.h % ${n} end,
    case e.kind when 2 then 'BN ' || (1 + e.h % 9000) end, 1 + e.kind % 2, date '2021-05-11' + (e.h % 28) + e.round * 29, 'household', 'list',
    bench_at(((e.h % 28) + e.round * 29) / 60::float8)
  from (select id, 1 + (id - 1) % ${n} as target, ((id - 1) / ${n})::int as round, bench_hash(id, 9) as h, bench_hash(id, 10) % 3 as kind
        from generate_series(${from}::bigint, ${to}::bigint) id) e
  join bench_unit u on u.no = bench_unit_no(e.target)`;

/** One in sixteen is being followed up today. */
const followUpSql = (from: number, to: number) => `
  insert into follow_up (id, outbreak_id, person_id, unit_id, original_start_on, start_on, end_on, state) overriding system value
  select f.id, 1, f.id, u.id, f.start_on, f.start_on, f.start_on + 14, case when f.id % 16 = 0 then 'open' else 'completed' end
  from (select id, case when id % 16 = 0 then date '2021-07-09' - bench_hash(id, 11) % 13 else date '2021-06-24' - bench_hash(id, 11) % 40 end as start_on
        from generate_series(${from}::bigint, ${to}::bigint) id) f
  join bench_unit u on u.no = bench_unit_no(f.id)`;

const followUpDaySql = `
  insert into follow_up_day (follow_up_id, unit_id, day_on, status, symptoms)
  select f.id, f.unit_id, d.day_on, case when bench_hash(f.id, d.n) % 100 < 88 then 'done' else 'missed' end,
    case when bench_hash(f.id, d.n + 50) % 100 < 3 then '{"symptoms": "yes"}'::jsonb end
  from follow_up f cross join lateral (
    select f.start_on + n as day_on, n from generate_series(1, least(14, date '2021-07-10' - f.start_on)) n
    where f.start_on + n < date '2021-07-10' or bench_hash(f.id, 99) % 3 = 0) d
  where f.state = 'open'`;

const taskSql = (n: number, from: number, to: number) => `
  insert into call_task (id, campaign_id, person_id, unit_id, e164, variables, state, due_at, attempts_used, disposition, closed_at) overriding system value
  select t.id, t.campaign, t.person, u.id, bench_phone(t.person), '{}', t.state, bench_at(t.campaign / 2::float8), 5,
    case t.state when 'done' then 'completed' when 'givenUp' then 'noAnswer' end, case when t.state <> 'due' then bench_at(t.campaign / 2::float8) end
  from (select id, 1 + ((id - 1) / ${n})::int as campaign, 1 + (id - 1) % ${n} as person,
          case when id > ${n} and id % 16 = 0 and bench_hash(id, 12) % 2 = 0 then 'due' when bench_hash(id, 12) % 5 = 0 then 'givenUp' else 'done' end as state
        from generate_series(${from}::bigint, ${to}::bigint) id) t
  join bench_unit u on u.no = bench_unit_no(t.person)`;

/** In the order of time. Each of ten rounds calls everybody once, in an order without a pattern, so that one person's attempts lie far apart. */
const attemptSql = (n: number, from: number, to: number) => `
  insert into attempt (id, task_id, person_id, unit_id, e164, trunk, engine, call_id, identifiers, state, committed_at, answered_at, ended_at, sip_status,
    disposition, consumed, identified) overriding system value
  select a.id, a.person + case when a.round >= 5 then ${n} else 0 end, a.person, u.id, bench_phone(a.person), 'trunk', 'bench', 'b' || a.id,
    '{}', 'ended', a.at, case when a.h < 52 then a.at + interval '9 seconds' end, a.at + interval '40 seconds', case when a.h < 52 then 200 else 480 end,
    case when a.h < 45 then 'completed' when a.h < 48 then 'refused' when a.h < 50 then 'wrongNumber' when a.h < 52 then 'partial' when a.h < 60 then 'busy'
      else 'noAnswer' end, true, case when a.h < 40 then 'strong' when a.h < 45 then 'weak' end
  from (select id, ((id - 1) / ${n})::int as round, 1 + ((id - 1) % ${n}) * ${coprime(n)} % ${n} as person, bench_hash(id, 13) % 100 as h,
          bench_at(id / ${attemptsOf(n)}::float8) as at
        from generate_series(${from}::bigint, ${to}::bigint) id) a
  join bench_unit u on u.no = bench_unit_no(a.person)`;

const levelSql = (n: number) => `
  insert into person_level (outbreak_id, person_id, unit_id, level, exposed_on, lapses_on, derived_at)
  select 1, p, u.id, case when p % 250 = 0 then 0 else 1 + bench_hash(p, 14) % 2 end, date '2021-07-01', date '2021-07-15', bench_at(0.97)
  from generate_series(1, ${n}) p join bench_unit u on u.no = bench_unit_no(p) where p % 250 = 0 or p % 16 = 0`;

/** When each came to the level: over the sixty days. */
const levelChangeSql = `
  insert into level_change (outbreak_id, person_id, unit_id, from_level, to_level, because, changed_at)
  select outbreak_id, person_id, unit_id, null, level, 'list', bench_at((bench_hash(person_id, 17) % 1000) / 1000.0::float8) from person_level`;

const journeySql = (n: number) => `
  insert into journey (outbreak_id, person_id, unit_id, from_text, arrived_on, created_at)
  select 1, p, u.id, 'miền Nam', date '2021-07-10' - bench_hash(p, 18) % 60, bench_at(1 - (bench_hash(p, 18) % 60) / 60.0::float8)
  from generate_series(50, ${n}, 50) p join bench_unit u on u.no = bench_unit_no(p)`;

/** Three in four are still away. */
const absenceSql = (n: number) => `
  insert into absence (person_id, unit_id, reason, destination, left_on, expected_back_on, returned_on, created_at)
  select p, u.id, 'work', case bench_hash(p, 19) % 3 when 0 then 'province' when 1 then 'industrial_park' else 'factory' end,
    date '2021-05-11' + bench_hash(p, 19) % 50, date '2021-07-10' + bench_hash(p, 20) % 30,
    case when bench_hash(p, 21) % 4 = 0 then date '2021-07-09' - bench_hash(p, 22) % 8 end, bench_at((bench_hash(p, 19) % 50) / 60.0::float8)
  from generate_series(40, ${n}, 40) p join bench_unit u on u.no = bench_unit_no(p)`;

const declarationSql = (n: number) => `
  insert into declaration (code, outbreak_id, unit_id, channel, full_name, name_key, person_id, match, created_at)
  select 'B' || p, 1, u.id, 'web', s.full_name, s.name_key, p, 'certain', bench_at((bench_hash(p, 23) % 1000) / 1000.0::float8)
  from generate_series(100, ${n}, 100) p join bench_unit u on u.no = bench_unit_no(p) join person s on s.id = p`;

const alertSql = (n: number) => `
  insert into alert (unit_id, person_id, attempt_id, code, raised_at, due_at, acknowledged_at, at_top)
  select u.id, a.p, null, case when a.p % 7 = 0 then 'severeSign' else 'symptoms' end, a.at, a.at + interval '2 hours',
    case when a.p % 275 <> 0 then a.at + interval '20 minutes' end, true
  from (select p, case when p % 275 = 0 then bench_at(1 - (bench_hash(p, 15) % 100) / 1500::float8) else bench_at((bench_hash(p, 15) % 1000) / 1010::float8) end as at
        from generate_series(25, ${n}, 25) p) a join bench_unit u on u.no = bench_unit_no(a.p)`;

const errandSql = (n: number) => `
  insert into errand (unit_id, person_id, attempt_id, code, created_at, due_at, done_at, result)
  select u.id, e.p, null, case when e.p % 3 = 0 then 'wrongNumber' else 'namedContact' end, e.at, e.at + interval '1 day', case when e.p % 110 <> 0 then e.at + interval '5 hours' end,
    case when e.p % 110 <> 0 then 'xong' end
  from (select p, case when p % 110 = 0 then bench_at(1 - (bench_hash(p, 16) % 100) / 3000::float8) else bench_at((bench_hash(p, 16) % 1000) / 1010::float8) end as at
        from generate_series(10, ${n}, 10) p) e join bench_unit u on u.no = bench_unit_no(e.p)`;

/** A step that visits all of 1…n before any again. */
function coprime(n: number): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  let step = Math.floor(n * 0.618) + 1;
  while (gcd(step, n) !== 1) step += 1;
  return step;
}

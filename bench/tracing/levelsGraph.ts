/**
 * Writes one outbreak with so many contacts: half as many people, one in fifty a case, sixty days. Row n is a function of n and the seed. Foreign keys
 * are not asked while it is written.
 */
export function levelsGraphSql({
  code,
  edges,
  seed,
}: {
  readonly code: string;
  readonly edges: number;
  readonly seed: number;
}): string {
  const people = Math.max(1000, Math.round(edges / 2));
  const communes = Math.max(2, Math.round(people / 2000));
  const ofCases = Math.round(edges * 0.3);
  const ofContacts = Math.round(edges * 0.5);
  return `
    set session_replication_role = replica;
    create function bench_hash(n bigint, salt int) returns int language sql immutable parallel safe as
      $$ select (hashint8extended(n, ${seed} + salt) & 1073741823)::int $$;
    create function bench_share(n bigint, salt int) returns double precision language sql immutable parallel safe as
      $$ select bench_hash(n, salt) / 1073741824.0::double precision $$;
    -- Two contacts in three lie within the commune.
    create function bench_near(p bigint, n bigint) returns bigint language sql immutable parallel safe as
      $$ select case when bench_hash(n, 6) % 3 < 2 then 1 + (p - 1 + ${communes} * (1 + bench_hash(n, 7) % 1999)::bigint) % ${people}
        else 1 + bench_hash(n, 7)::bigint % ${people} end $$;
    insert into outbreak (code, disease, name) values ('${code}', 'covid-19', 'Ổ dịch đo tốc độ');
    insert into app_user (username, display_name, password_hash, role, created_at) values ('do', 'Đo', '-', 'commune', now());
    insert into unit (code, valid_from, name, kind) select 'X' || n, '2020-01-01', 'Xã ' || n, 'commune' from generate_series(1, ${communes}) n;
    insert into person (unit_id, full_name, name_key, created_at)
      select 1 + n % ${communes}, 'Người ' || n, 'nguoi ' || n, '2021-05-01' from generate_series(1, ${people}) n;
    insert into case_record (outbreak_id, person_id, unit_id, code, onset_on, first_positive_on, isolated_on)
      select 1, n, 1 + n % ${communes}, 'BN ' || n, date '2021-05-10' + bench_hash(n, 1) % 55, date '2021-05-10' + bench_hash(n, 1) % 55 + 2,
        date '2021-05-10' + bench_hash(n, 1) % 55 + 1 + bench_hash(n, 2) % 5
      from generate_series(1, ${people}) n where bench_hash(n, 3) % 50 = 0;
    create temporary table bench_case as
      select row_number() over (order by bench_hash(person_id, 8)) - 1 as no, person_id, onset_on, isolated_on from case_record;
    create index on bench_case (no);
    create temporary table bench_edge (n bigint primary key, source bigint, target bigint, day date);
    -- What cases said: whom they met while they were infectious.
    insert into bench_edge select g.n, c.person_id, bench_near(c.person_id, g.n), c.onset_on - 3 + bench_hash(g.n, 5) % (c.isolated_on - c.onset_on + 4)
      from generate_series(0, ${ofCases} - 1) g(n)
      join bench_case c on c.no = floor((select count(*) from bench_case) * power(bench_share(g.n, 4), 2))::bigint;
    -- What their contacts said: whom they met afterwards.
    insert into bench_edge select g.n, e.target, bench_near(e.target, g.n), least(e.day + bench_hash(g.n, 5) % 10, date '2021-07-09')
      from generate_series(${ofCases}, ${ofCases + ofContacts} - 1) g(n)
      join bench_edge e on e.n = floor(${ofCases} * power(bench_share(g.n, 4), 2))::bigint;
    -- What contacts of contacts said, and anybody else.
    insert into bench_edge select g.n, e.target, bench_near(e.target, g.n), date '2021-05-10' + bench_hash(g.n, 5) % 60
      from generate_series(${ofCases + ofContacts}, ${edges} - 1) g(n)
      join bench_edge e on e.n = ${ofCases} + floor(${ofContacts} * bench_share(g.n, 4))::bigint;
    insert into exposure (outbreak_id, unit_id, target_person_id, source_person_id, last_contact_on, learnt_from, certainty, created_at)
      select 1, 1 + target % ${communes}, target, source, day, 'officer', 'likely', day + interval '1 day'
      from bench_edge where source <> target order by n
      on conflict do nothing;`;
}

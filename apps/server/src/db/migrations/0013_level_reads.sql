-- What the cascade of levels reads, as functions: one result asks each of these a few times, and making the plan takes longer than running it.
-- Each session plans once. They run with the rights and in the scope of whoever asks.

create function level_people(of_outbreak bigint, ids bigint[])
returns table (id bigint, unit_id bigint, merged boolean, case_id bigint, onset_on date, first_positive_on date, case_isolated_on date,
  override_id bigint, override_level smallint, override_on date, isolated_on date, isolated_until date, negative text, kept text, level smallint,
  exposed_on date, lapses_on date, via_exposure_id bigint, decided boolean, windows text)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  select p.id, p.unit_id, p.merged_into_id is not null, k.id, k.onset_on, k.first_positive_on, k.isolated_on, v.id, v.level, v.exposed_on,
    i.isolated_on, i.isolated_until, s.taken, case when l.person_id is not null then 'level' when z.person_id is not null then 'lapsed' end,
    l.level, l.exposed_on, l.lapses_on, l.via_exposure_id, coalesce(l.decided, false), array_to_string(coalesce(l.windows, z.windows), ',')
  from unnest(ids) as t(id) join person p on p.id = t.id
  left join person_level l on l.outbreak_id = of_outbreak and l.person_id = p.id
  left join lapsed_level z on z.outbreak_id = of_outbreak and z.person_id = p.id
  left join level_override v on v.outbreak_id = of_outbreak and v.person_id = p.id and v.withdrawn_at is null
  left join lateral (
    select * from case_record c where c.person_id = p.id and c.outbreak_id = of_outbreak and c.status = 'confirmed' order by c.id limit 1
  ) k on true
  left join lateral (
    select min(n.isolated_on) as isolated_on, max(n.isolated_until) as isolated_until from person_isolation n
    where n.person_id = p.id and n.outbreak_id = of_outbreak
  ) i on true
  left join lateral (
    select string_agg(m.taken_on::text, ',' order by m.taken_on) as taken from sample m
    where m.person_id = p.id and m.outbreak_id = of_outbreak and m.result = 'negative' and m.kind = 'pcr'
  ) s on true;
end $$;

-- Contacts into these people. What is joined to levels is a plain column: under row-level security, an expression keeps an index from being used.
create function level_contacts(of_outbreak bigint, ids bigint[])
returns table (id bigint, target bigint, source bigint, first_day integer, last_day integer, recorded_day integer, stated smallint,
  certainty text, windows text, case_alone boolean, onset_on date, first_positive_on date, case_isolated_on date)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  with contact as materialized (
    select x.id, x.target_person_id as target, coalesce(x.source_person_id, k.person_id) as source_person, k.id as case_id,
      x.first_contact_on - date '1970-01-01' as first_day, x.last_contact_on - date '1970-01-01' as last_day,
      case when x.last_contact_on is null then (x.created_at at time zone 'Asia/Ho_Chi_Minh')::date - date '1970-01-01' end as recorded_day,
      case when x.source_person_id is null then x.stated_level end as stated, x.certainty, k.status = 'confirmed' as confirmed,
      k.onset_on, k.first_positive_on, k.isolated_on
    from unnest(ids) as t(id)
    join exposure x on x.outbreak_id = of_outbreak and x.target_person_id = t.id and x.negated_at is null
    left join case_record k on k.id = x.source_case_id and x.source_person_id is null
  )
  select c.id, c.target, coalesce(c.source_person, -c.case_id), c.first_day, c.last_day, c.recorded_day, c.stated, c.certainty,
    array_to_string(coalesce(l.windows, z.windows), ','), c.source_person is null and c.confirmed, c.onset_on, c.first_positive_on, c.isolated_on
  from contact c
  left join person_level l on l.outbreak_id = of_outbreak and l.person_id = c.source_person
  left join lapsed_level z on z.outbreak_id = of_outbreak and z.person_id = c.source_person
  where coalesce(c.source_person, c.case_id) is not null and coalesce(c.source_person, 0) <> c.target;
end $$;

-- Whom these people met on these days (days since 1970-01-01).
create function level_behind(of_outbreak bigint, ids bigint[], starts integer[], ends integer[])
returns table (id bigint)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  with behind as (
    select * from unnest(ids, starts, ends) as b(person, since, until)
  ), met as (
    select x.target_person_id, b.since, b.until, x.first_contact_on, x.last_contact_on, x.created_at
    from behind b join exposure x on x.source_person_id = b.person
    where x.outbreak_id = of_outbreak and x.negated_at is null
    union all
    select x.target_person_id, b.since, b.until, x.first_contact_on, x.last_contact_on, x.created_at
    from behind b join case_record k on k.person_id = b.person join exposure x on x.source_case_id = k.id
    where x.outbreak_id = of_outbreak and x.negated_at is null and x.source_person_id is null
  )
  select distinct m.target_person_id from met m
  where coalesce(m.last_contact_on, (m.created_at at time zone 'Asia/Ho_Chi_Minh')::date) - date '1970-01-01' >= m.since
    and coalesce(coalesce(m.first_contact_on, m.last_contact_on) - date '1970-01-01' <= m.until, true);
end $$;

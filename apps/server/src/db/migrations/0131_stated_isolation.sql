-- What lists say of the quarantine of contacts: days, a place, a kind. Facts that somebody states, beside the committee's orders and never one of them:
-- nothing is released, sampled or signed by them. But who was kept from others by what a list says infected nobody on those days.
create table stated_isolation (
  id                bigint generated always as identity primary key,
  outbreak_id       bigint not null references outbreak (id),
  person_id         bigint not null references person (id),
  unit_id           bigint not null references unit (id),
  import_id         bigint references import_file (id),
  measure           text check (measure in ('hospital', 'central', 'home', 'isolation', 'homeMonitor', 'selfMonitor')),
  place             text,
  start_on          date,
  end_on            date,
  until_on          date,
  created_at        timestamptz not null,
  withdrawn_at      timestamptz,
  withdrawn_because text,
  version           integer not null default 1,
  check (end_on >= start_on),
  check ((start_on is null) = (until_on is null) and until_on >= start_on)
);
comment on column stated_isolation.measure is 'isolation: kept from others, nobody says where. Null: words that were not understood, which count for nothing.';
comment on column stated_isolation.end_on is 'The last day, as stated.';
comment on column stated_isolation.until_on is 'The last day that counts: the stated one, else when the follow-up of a contact of the first day''s time would end.';
comment on column stated_isolation.withdrawn_at is 'An officer found that it was not so; another list that says the same changes nothing.';
create unique index stated_isolation_once on stated_isolation (person_id, outbreak_id, coalesce(start_on, date '0001-01-01'));
select bind_to_units('stated_isolation');
select keep_references('stated_isolation', array['outbreak_id', 'unit_id', 'import_id'], array['outbreak', 'unit', 'import_file']);

-- One row a person for all orders, as before, and one for each stated isolation: between two times in isolation people meet others.
create or replace view person_isolation with (security_invoker = true) as
  select o.person_id, o.outbreak_id, min(p.starts_on) as isolated_on, max(p.ends_on) as isolated_until
  from isolation_order o
  cross join lateral (select (e ->> 'startOn')::date as starts_on, (e ->> 'endOn')::date as ends_on
                      from jsonb_array_elements(o.spent || o.phases) e where e ->> 'measure' in ('hospital', 'central', 'home', 'isolation')) p
  where o.state <> 'cancelled'
  group by o.person_id, o.outbreak_id
  union all
  select s.person_id, s.outbreak_id, s.start_on, s.until_on from stated_isolation s
  where s.withdrawn_at is null and s.start_on is not null and s.measure in ('hospital', 'central', 'home', 'isolation');

-- Whether a case was in isolation when it was found is one of the day's figures (0121).
create trigger touch_added after insert on stated_isolation referencing new table as new_rows for each statement execute function touch_units();
create trigger touch_altered after update on stated_isolation referencing old table as old_rows new table as new_rows for each statement execute function touch_units();
create trigger touch_removed after delete on stated_isolation referencing old table as old_rows for each statement execute function touch_units();

-- As 0013, but that a person may have been isolated more than once: "2021-07-05/2021-07-19,…".
drop function level_people(bigint, bigint[]);
create function level_people(of_outbreak bigint, ids bigint[])
returns table (id bigint, unit_id bigint, merged boolean, case_id bigint, onset_on date, first_positive_on date, case_isolated_on date,
  override_id bigint, override_level smallint, override_on date, isolations text, negative text, kept text, level smallint,
  exposed_on date, lapses_on date, via_exposure_id bigint, decided boolean, windows text)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  select p.id, p.unit_id, p.merged_into_id is not null, k.id, k.onset_on, k.first_positive_on, k.isolated_on, v.id, v.level, v.exposed_on,
    i.isolations, s.taken, case when l.person_id is not null then 'level' when z.person_id is not null then 'lapsed' end,
    l.level, l.exposed_on, l.lapses_on, l.via_exposure_id, coalesce(l.decided, false), array_to_string(coalesce(l.windows, z.windows), ',')
  from unnest(ids) as t(id) join person p on p.id = t.id
  left join person_level l on l.outbreak_id = of_outbreak and l.person_id = p.id
  left join lapsed_level z on z.outbreak_id = of_outbreak and z.person_id = p.id
  left join level_override v on v.outbreak_id = of_outbreak and v.person_id = p.id and v.withdrawn_at is null
  left join lateral (
    select * from case_record c where c.person_id = p.id and c.outbreak_id = of_outbreak and c.status = 'confirmed' order by c.id limit 1
  ) k on true
  left join lateral (
    select string_agg(n.isolated_on || '/' || n.isolated_until, ',' order by n.isolated_on, n.isolated_until) as isolations from person_isolation n
    where n.person_id = p.id and n.outbreak_id = of_outbreak
  ) i on true
  left join lateral (
    select string_agg(m.taken_on::text, ',' order by m.taken_on) as taken from sample m
    where m.person_id = p.id and m.outbreak_id = of_outbreak and m.result = 'negative' and m.kind = 'pcr'
  ) s on true;
end $$;

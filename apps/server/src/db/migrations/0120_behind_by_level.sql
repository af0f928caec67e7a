-- Whom these people met on these days (days since 1970-01-01), on which they pass the level on differently: but for those to whom that changes nothing
-- (`changesNothing` in packages/outbreak/src/levels/region.ts), who are most of whom a contact in the middle of an outbreak met.
drop function level_behind(bigint, bigint[], integer[], integer[]);

create function level_behind(of_outbreak bigint, ids bigint[], starts integer[], ends integer[], levels smallint[])
returns table (id bigint)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  with behind as (
    select * from unnest(ids, starts, ends, levels) as b(person, since, until, level)
  ), met as (
    select x.target_person_id as target, b.since, b.until, b.level, x.first_contact_on, x.last_contact_on, x.created_at
    from behind b join exposure x on x.source_person_id = b.person
    where x.outbreak_id = of_outbreak and x.negated_at is null
    union all
    select x.target_person_id, b.since, b.until, b.level, x.first_contact_on, x.last_contact_on, x.created_at
    from behind b join case_record k on k.person_id = b.person join exposure x on x.source_case_id = k.id
    where x.outbreak_id = of_outbreak and x.negated_at is null and x.source_person_id is null
  ), days as materialized (
    select m.target, m.level, m.since, m.until, coalesce(m.first_contact_on, m.last_contact_on) - date '1970-01-01' as first_day,
      coalesce(m.last_contact_on, (m.created_at at time zone 'Asia/Ho_Chi_Minh')::date) - date '1970-01-01' as last_day
    from met m
  )
  select distinct d.target from days d
  left join person_level l on l.outbreak_id = of_outbreak and l.person_id = d.target
  left join lapsed_level z on z.outbreak_id = of_outbreak and z.person_id = d.target
  where d.last_day >= d.since and coalesce(d.first_day <= d.until, true)
    and not level_covers(coalesce(l.windows, z.windows), d.level, greatest(d.first_day, d.since), least(d.last_day, d.until));
end $$;

-- True when a case has these windows (four numbers each: level, first day, last day, exposure), or one as near covers the days.
create function level_covers(windows bigint[], level smallint, since integer, until integer)
returns boolean language sql immutable parallel safe as $$
  select coalesce(windows[1] = 0, false) or coalesce(
    (windows[1] <= level and windows[2] <= since and until <= windows[3])
    or (cardinality(windows) > 4 and exists (select from generate_series(5, cardinality(windows), 4) i
      where windows[i] <= level and windows[i + 1] <= since and until <= windows[i + 2])), false)
$$;

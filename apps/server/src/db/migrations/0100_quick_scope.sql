-- What every request asks first, made cheap: which units it may see, and whether that has changed.

-- 1. truyvet.units are ranges of ids now: '{[1,781),[790,791)}'. A province's 780 units are mostly one range, so that a policy compares a row's
-- unit with one or two bounds. The hashed set of 0011 was built anew for every table of every statement: most of what a province's page cost.
create function seen_ranges() returns int8multirange language sql stable parallel safe as $$
  select case when current_setting('truyvet.scope', true) = 'units'
              then coalesce(nullif(current_setting('truyvet.units', true), ''), '{}')::int8multirange else '{}' end
$$;
-- The same as a list, for statements that want one.
create or replace function seen_units() returns bigint[] language sql stable parallel safe as $$
  select array(select id from unnest(seen_ranges()) as r (ids) cross join lateral generate_series(lower(r.ids), upper(r.ids) - 1) as id)
$$;

create or replace function bind_to_units(bound text) returns void language plpgsql as $$
begin
  execute format('alter table %I enable row level security', bound);
  execute format('create policy by_unit on %I using ((select sees_all()) or unit_id <@ (select seen_ranges())) '
                 'with check ((select sees_all()) or unit_id <@ (select seen_ranges()))', bound);
end $$;
do $$
declare
  p    record;
  seen text := '(select sees_all()) or unit_id <@ (select seen_ranges())';
begin
  for p in select tablename, policyname from pg_policies
           where schemaname = 'public' and (policyname = 'by_unit' or (tablename, policyname) in (('isolation_rule', 'write'), ('unit_setting', 'write'))) loop
    execute format('alter policy %I on %I using (%s) with check (%s)', p.policyname, p.tablename, seen, seen);
  end loop;
  execute format('alter policy write on case_record using (unit_id is null or %s) with check (unit_id is null or %s)', seen, seen);
  execute format('alter policy read_own on audit_log using (%s)', seen);
end $$;

-- A scalar sub-select, unlike exists, is never answered by reading all people into a hash first: with millions of them, one estimate too high would do that
-- for a page of fifty numbers.
alter policy by_person on person_phone using ((select sees_all()) or (select p.id from person p where p.id = person_id) is not null)
  with check ((select sees_all()) or (select p.id from person p where p.id = person_id) is not null);

-- 2. The rights of a user are the same from request to request, until something changes that they depend on. The sum of n tells that: it grows with
-- every such change that is committed. Rows are only added, so that no change waits for another; those of the past become one on the way.
create table rights_change (n bigint not null);
comment on table rights_change is 'sum(n) is the version of everybody''s rights: roles, permissions, the units of users, the tree of units.';
alter table rights_change enable row level security;
create policy read on rights_change for select using (true);
revoke insert, update, delete on rights_change from truyvet_app;
insert into rights_change values (1);

create function rights_changed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  with past as (
    delete from rights_change where ctid = any (array(select ctid from rights_change for update skip locked)) returning n
  )
  insert into rights_change select coalesce(sum(n), 0) + 1 from past;
  return null;
end $$;
do $$
declare
  t text;
begin
  foreach t in array array['role', 'role_permission', 'user_unit', 'unit_successor'] loop
    execute format('create trigger rights_changed after insert or update or delete on %I for each statement execute function rights_changed()', t);
  end loop;
  create trigger rights_changed after insert or delete or update of id, parent_id on unit for each statement execute function rights_changed();
end $$;

-- The figures of /api/reports/day are counted over people, journeys, absences…; for a province that takes seconds. So each unit's line is kept, and
-- counted anew when something of the unit has changed: rows of unit_touch, which triggers add in the transaction of the change and nobody waits for,
-- say what has (all rows about a person have the person's unit: db/personFacts/move.ts). A line whose unit has a touch is old: whoever asks for few of those counts them, whoever
-- asks for many is told of when they are. A job empties unit_touch and counts again.

-- Vietnamese order, thôn 2 before thôn 10.
create collation vi_numeric (provider = icu, locale = 'vi-u-kn-true');

create table unit_touch (
  id      bigint generated always as identity primary key,
  unit_id bigint
);
comment on table unit_touch is 'Something that a day''s figures count has changed in this unit; null: in every unit.';

create table day_frame (
  id    bigint generated always as identity primary key,
  frame jsonb not null unique
);
comment on column day_frame.frame is 'What the lines count: outbreak, day, cuts, since when returnees count (DayFrame in db/registers/dayFigures.ts).';

create table day_line (
  frame_id   bigint not null references day_frame (id) on delete cascade,
  unit_id    bigint not null references unit (id),
  figures    integer[] not null,
  body       text not null,
  counted_at timestamptz not null,
  old        boolean not null default false,
  primary key (frame_id, unit_id)
);
comment on column day_line.body is 'The same as the members of a JSON object, as they are sent: writing ten thousand numbers for each question takes longer than finding them.';
comment on column day_line.old is 'Something has changed since; to be counted again.';
comment on column day_line.figures is 'In the order of figureNames in db/registers/dayFigures.ts.';

create table day_wanted (
  frame_id bigint not null references day_frame (id) on delete cascade,
  unit_id  bigint not null references unit (id),
  asked_at timestamptz not null,
  primary key (frame_id, unit_id)
);
comment on table day_wanted is 'Wide units whose report somebody has asked for lately, or will: their lines are kept.';

create function touch_units() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'INSERT' then insert into unit_touch (unit_id) select distinct unit_id from new_rows where unit_id is not null;
  elsif tg_op = 'DELETE' then insert into unit_touch (unit_id) select distinct unit_id from old_rows where unit_id is not null;
  else insert into unit_touch (unit_id) select unit_id from new_rows where unit_id is not null union select unit_id from old_rows where unit_id is not null;
  end if;
  return null;
end $$;
-- The tree of units or an area of risk. Loading a tree that is there already changes no row, at every start.
create function touch_every_unit() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into unit_touch (unit_id) select null where exists (select from changed);
  return null;
end $$;
create function touch_for_setting() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into unit_touch (unit_id) values (null);
  return null;
end $$;
create function touch_units_of_person() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into unit_touch (unit_id) select old.unit_id union select new.unit_id;
  return null;
end $$;

do $$
declare
  t text;
begin
  foreach t in array array['person_level', 'level_change', 'exposure', 'case_record', 'follow_up', 'level_override', 'isolation_order', 'journey', 'absence',
                           'household_review', 'declaration', 'register_report'] loop
    execute format('create trigger touch_added after insert on %I referencing new table as new_rows for each statement execute function touch_units()', t);
    execute format('create trigger touch_altered after update on %I referencing old table as old_rows new table as new_rows for each statement execute function touch_units()', t);
    execute format('create trigger touch_removed after delete on %I referencing old table as old_rows for each statement execute function touch_units()', t);
  end loop;
  foreach t in array array['unit', 'risk_area'] loop
    execute format('create trigger touch_all_added after insert on %I referencing new table as changed for each statement execute function touch_every_unit()', t);
    execute format('create trigger touch_all_altered after update on %I referencing new table as changed for each statement execute function touch_every_unit()', t);
    execute format('create trigger touch_all_removed after delete on %I referencing old table as changed for each statement execute function touch_every_unit()', t);
  end loop;
end $$;
create trigger touch_person after update of unit_id, merged_into_id on person for each row
  when (old.unit_id <> new.unit_id or old.merged_into_id is distinct from new.merged_into_id) execute function touch_units_of_person();
-- While nobody has derived levels, what lists state counts.
create trigger touch_all_added after insert on setting for each row when (new.key = 'levels.derived') execute function touch_for_setting();
create trigger touch_all_removed after delete on setting for each row when (old.key = 'levels.derived') execute function touch_for_setting();

select bind_to_units(t) from unnest(array['day_line', 'day_wanted']) as t;
revoke insert, update on unit_touch from truyvet_app;
alter table unit_touch enable row level security;
create policy read on unit_touch for select using ((select sees_all()) or unit_id is null or unit_id <@ (select seen_ranges()));
create policy take on unit_touch for delete using ((select sees_all()));

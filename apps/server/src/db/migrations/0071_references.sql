-- 1. A list brings the keys of names along (nameKeys of packages/outbreak); for whoever does not, the trigger makes them, and after every change.
drop trigger person_name_keys on person;
create trigger person_name_keys before insert on person for each row
  when (new.name_reversed is null or new.name_given is null or new.name_marked is null) execute function person_name_keys();
create trigger person_name_keys_anew before update of full_name, name_key on person for each row execute function person_name_keys();

-- 2. References that every row of a list has in common (its unit, outbreak and file), or none of them has. A foreign key asks for each row and column by
-- itself, which was a quarter of the database's work for a big list. These are asked for once a statement, and hold what they refer to as a foreign key
-- does: a row that is referred to cannot be deleted, whoever tries at the same time waits, and the error is the same (docs/database.md). References to
-- people stay foreign keys: merging finds by them what hangs on a person.
create function keep_references(child text, columns text[], parents text[]) returns void language plpgsql as $$
declare
  asked text := '';
  lists text := '';
  named text := '';
begin
  for i in 1 .. cardinality(columns) loop
    execute format('alter table %I drop constraint %I', child, child || '_' || columns[i] || '_fkey');
    named := named || format('ids_%s bigint[]; ', i);
    lists := lists || format('%s array_remove(array_agg(distinct %I), null)', case i when 1 then '' else ',' end, columns[i]);
    asked := asked || format($f$
      if cardinality(ids_%1$s) > 0 then
        perform 1 from public.%2$I p where p.id = any (ids_%1$s) for key share;
        get diagnostics there = row_count;
        if there < cardinality(ids_%1$s) then perform refuse_reference(%3$L, %4$L, %2$L); end if;
      end if;$f$, i, parents[i], child, columns[i]);
    execute format('create trigger %I after update on %I for each row when (new.%3$I is distinct from old.%3$I and new.%3$I is not null) '
                   'execute function refers_to(%3$L, %4$L)', 'refers_' || columns[i], child, columns[i], parents[i]);
    execute format('create trigger %I after delete on %I for each row execute function is_referred_to(%L, %L)',
                   'kept_for_' || child || '_' || columns[i], parents[i], child, columns[i]);
  end loop;
  execute format($f$
    create function references_of_%1$s() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $b$
    declare
      %2$s
      there integer;
    begin
      select %3$s into %4$s from new_rows;
      %5$s
      return null;
    end $b$ $f$, child, named, lists, (select string_agg('ids_' || i, ', ' order by i) from generate_series(1, cardinality(columns)) as i), asked);
  execute format('create trigger references_kept after insert on %1$I referencing new table as new_rows for each statement execute function references_of_%1$s()', child);
end $$;
revoke all on function keep_references(text, text[], text[]) from public;

create function refuse_reference(child text, referring text, parent text) returns void language plpgsql as $$
begin
  raise foreign_key_violation using message = format('insert or update on table "%s" violates the reference "%s" to "%s"', child, referring, parent),
    table = child, column = referring, constraint = child || '_' || referring || '_fkey';
end $$;

-- As the owner, as foreign keys are looked after: rows that the scope does not see count.
create function refers_to() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  there integer;
begin
  execute format('select 1 from public.%I where id = $1 for key share', tg_argv[1]) using (to_jsonb(new) ->> tg_argv[0])::bigint;
  get diagnostics there = row_count;
  if there = 0 then perform refuse_reference(tg_table_name, tg_argv[0], tg_argv[1]); end if;
  return null;
end $$;
create function is_referred_to() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  referred boolean;
begin
  execute format('select exists (select from public.%I where %I = $1)', tg_argv[0], tg_argv[1]) into referred using old.id;
  if referred then
    raise foreign_key_violation using message = format('update or delete on table "%s" violates the reference "%s" of "%s"', tg_table_name, tg_argv[1], tg_argv[0]),
      table = tg_argv[0], column = tg_argv[1], constraint = tg_argv[0] || '_' || tg_argv[1] || '_fkey';
  end if;
  return null;
end $$;

select keep_references('exposure', array['outbreak_id', 'unit_id', 'import_id', 'milestone_id', 'place_id', 'errand_id'],
                                   array['outbreak', 'unit', 'import_file', 'milestone', 'place', 'errand']);
select keep_references('follow_up', array['outbreak_id', 'unit_id'], array['outbreak', 'unit']);
select keep_references('import_row', array['import_id'], array['import_file']);
select keep_references('person', array['unit_id', 'household_id', 'workplace_id'], array['unit', 'household', 'place']);
select keep_references('address', array['province_unit_id', 'district_unit_id', 'commune_unit_id', 'hamlet_unit_id', 'today_unit_id'],
                                  array['unit', 'unit', 'unit', 'unit', 'unit']);

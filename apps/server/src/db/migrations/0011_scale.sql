-- Paths that stay fast with millions of people: names to search by, who is to be worked on today, the figures of each day.

-- 0. The policies of 0001 and 0003 went through the array of a province's 780 units for every row. A hashed sub-select looks once.
create or replace function bind_to_units(bound text) returns void language plpgsql as $$
begin
  execute format('alter table %I enable row level security', bound);
  execute format('create policy by_unit on %I using ((select sees_all()) or unit_id in (select unnest(seen_units()))) '
                 'with check ((select sees_all()) or unit_id in (select unnest(seen_units())))', bound);
end $$;
do $$
declare
  t    text;
  seen text := '(select sees_all()) or unit_id in (select unnest(seen_units()))';
begin
  for t in select tablename from pg_policies where schemaname = 'public' and policyname = 'by_unit' loop
    execute format('alter policy by_unit on %I using (%s) with check (%s)', t, seen, seen);
  end loop;
end $$;

-- 1. Names. `name_key` begins with the family name; these begin with the given name, which Vietnamese people are called and sought by.
-- "C" order, because a range of such keys is the only search by prefix that may use an index under row-level security: comparisons are
-- leakproof, `like` and the trigram operators are not.
create function given_first(words text) returns text language sql immutable parallel safe strict as $$
  select case when position(' ' in words) = 0 then words
              else regexp_replace(words, '^.* ', '') || ' ' || regexp_replace(words, ' [^ ]*$', '') end
$$;
create function words_reversed(words text) returns text language sql immutable parallel safe strict as $$
  select string_agg(w, ' ' order by n desc) from unnest(string_to_array(words, ' ')) with ordinality as t (w, n)
$$;
-- As oneTonePlace(full).toLowerCase() of packages/outbreak: "Hoà" and "Hòa" become one, "Hoa" stays another.
create function name_marked(full_name text) returns text language plpgsql immutable parallel safe strict as $$
declare
  -- C.UTF-8 or "C" of the database would leave capitals with marks as they are in some builds.
  marked text := lower(normalize(full_name, NFC) collate "und-x-icu");
  spelt  text[];
begin
  if marked ~ 'o[àóỏõọáòèéẻẽẹ]|u[ỳýỷỹỵ]' then
    foreach spelt slice 1 in array array[['oà','òa'], ['oá','óa'], ['oả','ỏa'], ['oã','õa'], ['oạ','ọa'], ['oè','òe'], ['oé','óe'], ['oẻ','ỏe'],
                                         ['oẽ','õe'], ['oẹ','ọe'], ['uỳ','ùy'], ['uý','úy'], ['uỷ','ủy'], ['uỹ','ũy'], ['uỵ','ụy']] loop
      marked := substr(regexp_replace(' ' || marked, '([^q])' || spelt[1] || '(?![[:alpha:]])', '\1' || spelt[2], 'g'), 2);
    end loop;
  end if;
  return marked;
end $$;

alter table person
  add column name_reversed text collate "C",
  add column name_given    text collate "C",
  add column name_marked   text collate "C";
comment on column person.name_reversed is 'name_key from its last word to its first: "an van nguyen". Kept by the trigger person_name_keys.';
comment on column person.name_given is 'name_key with its last word before the others: "an nguyen van".';
comment on column person.name_marked is 'As name_reversed, but with marks, the tone in one place: "thu thị hòa".';
create function person_name_keys() returns trigger language plpgsql as $$
begin
  new.name_reversed := words_reversed(new.name_key);
  new.name_given := given_first(new.name_key);
  new.name_marked := words_reversed(name_marked(new.full_name));
  return new;
end $$;
update person set name_reversed = words_reversed(name_key), name_given = given_first(name_key), name_marked = words_reversed(name_marked(full_name));
create trigger person_name_keys before insert or update of full_name, name_key on person
  for each row execute function person_name_keys();
create index person_name_reversed on person (name_reversed, id) where merged_into_id is null;
create index person_name_given on person (name_given, id) where merged_into_id is null;
create index person_name_marked on person (name_marked, id) where merged_into_id is null;
create index person_name_order on person ((name_key collate "C"), id) where merged_into_id is null;
-- For one commune everything a search asks stands in the index.
create index person_unit_name on person (unit_id, name_reversed, id) include (name_marked) where merged_into_id is null;

-- The last digits of a number are what people read out.
alter table person_phone add column reversed text collate "C" generated always as (reverse(e164)) stored;
create index person_phone_reversed on person_phone (reversed, person_id);

-- Names of which each given word begins a word (`whole` false: holds it anywhere), in any order: what no range of keys can answer. Runs as the owner,
-- whom the policies do not bind, because `like` may not use the trigram index under them. It therefore asks for the transaction's own scope itself,
-- and gives ids only: the caller reads the people under row-level security, which asks once more. Words are folded: letters, digits, ' . and -;
-- for anything else it finds nobody.
create function people_named_like(sought text[], whole boolean, after_id bigint, most integer) returns setof bigint
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  condition text := '';
  word      text;
begin
  if sought is null or cardinality(sought) = 0 or cardinality(sought) > 10 then return; end if;
  foreach word in array sought loop
    if word is null or word !~ '^[[:alnum:]''.-]{1,60}$' then return; end if;
    condition := condition || case when whole then format(' and (p.name_key like %L or p.name_key like %L)', word || '%', '% ' || word || '%')
                                   else format(' and p.name_key like %L', '%' || word || '%') end;
  end loop;
  if not sees_all() then
    condition := condition || format(' and p.unit_id = any (%L::bigint[])', seen_units());
  end if;
  return query execute 'select p.id from public.person p where p.id > $1 and p.merged_into_id is null' || condition || ' order by p.id limit $2'
    using after_id, least(most, 1000);
end $$;
revoke all on function people_named_like(text[], boolean, bigint, integer) from public;
grant execute on function people_named_like(text[], boolean, bigint, integer) to truyvet_app;

-- 2. Who is to be worked on: one row a person, the most urgent reason and the earliest time, kept by triggers in the transaction that changes it.
create table work_item (
  person_id bigint primary key references person (id) on delete cascade,
  unit_id   bigint not null references unit (id),
  urgency   smallint not null check (urgency between 1 and 5),
  due_at    timestamptz not null
);
comment on table work_item is 'Derived; refresh_work_items() writes it. A follow-up is due from the first day that nobody has done, at local midnight.';
comment on column work_item.urgency is '1 an alert nobody acknowledged, 2 symptoms on the last day seen, 3 an errand, 4 calls were given up, 5 a day of follow-up.';
create index work_item_order on work_item (urgency, due_at, person_id);
create index work_item_unit on work_item (unit_id, urgency, due_at, person_id);
select bind_to_units('work_item');

-- As the owner: what a person has open counts whatever the scope of the change that is being made.
create function refresh_work_items(people bigint[]) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  -- Two transactions that change the same person follow one another; the second then sees what the first did.
  perform 1 from person where id = any (people) order by id for no key update;
  with fact as (
    select p.id, p.unit_id, a.due_at as alert_at, e.due_at as errand_at, f.next_on::timestamp at time zone 'Asia/Ho_Chi_Minh' as follow_at,
      coalesce(f.symptoms, false) as symptoms,
      coalesce((select t.state = 'givenUp' from call_task t where t.person_id = p.id order by t.id desc limit 1), false) as given_up
    from person p
    left join lateral (select min(due_at) as due_at from alert where person_id = p.id and acknowledged_at is null) a on true
    left join lateral (select min(due_at) as due_at from errand where person_id = p.id and done_at is null) e on true
    left join lateral (
      select min(n.next_on) as next_on, bool_or(n.symptoms) as symptoms
      from follow_up u cross join lateral (
        select coalesce(max(d.day_on) filter (where d.status = 'done') + 1, greatest(u.start_on + 1, u.opened_on)) as next_on,
          coalesce((array_agg(d.symptoms ->> 'symptoms' = 'yes' or d.symptoms ->> 'severe' = 'yes' order by d.day_on desc)
                    filter (where d.status = 'done'))[1], false) as symptoms
        from follow_up_day d where d.follow_up_id = u.id) n
      where u.person_id = p.id and u.state = 'open' and n.next_on <= u.end_on
    ) f on true
    where p.id = any (people) and p.merged_into_id is null
  ), wanted as (
    select id, unit_id, least(alert_at, errand_at, follow_at) as due_at,
      case when alert_at is not null then 1 when follow_at is not null and symptoms then 2 when errand_at is not null then 3
           when given_up then 4 else 5 end as urgency
    from fact where coalesce(alert_at, errand_at, follow_at) is not null
  ), gone as (
    delete from work_item w where w.person_id = any (people) and not exists (select from wanted where wanted.id = w.person_id)
  )
  insert into work_item as w (person_id, unit_id, urgency, due_at) select id, unit_id, urgency, due_at from wanted order by id
  on conflict (person_id) do update set unit_id = excluded.unit_id, urgency = excluded.urgency, due_at = excluded.due_at
    where (w.unit_id, w.urgency, w.due_at) is distinct from (excluded.unit_id, excluded.urgency, excluded.due_at);
end $$;
revoke all on function refresh_work_items(bigint[]) from public;

create index follow_up_person on follow_up (person_id);

create function work_changed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  people bigint[];
begin
  if tg_op = 'INSERT' then select array_agg(distinct person_id) into people from new_rows;
  elsif tg_op = 'DELETE' then select array_agg(distinct person_id) into people from old_rows;
  else select array_agg(distinct person_id) into people from (select person_id from new_rows union select person_id from old_rows) both_rows;
  end if;
  if people is not null then perform refresh_work_items(array_remove(people, null)); end if;
  return null;
end $$;
create function work_seen() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  people bigint[];
begin
  -- Only days that were done move the next one; the daily closing writes missed days by the hundred thousand.
  if tg_op = 'INSERT' then
    select array_agg(distinct f.person_id) into people from new_rows d join follow_up f on f.id = d.follow_up_id where d.status = 'done';
  elsif tg_op = 'DELETE' then
    select array_agg(distinct f.person_id) into people from old_rows d join follow_up f on f.id = d.follow_up_id where d.status = 'done';
  else
    select array_agg(distinct f.person_id) into people
    from (select * from new_rows union all select * from old_rows) d join follow_up f on f.id = d.follow_up_id where d.status = 'done';
  end if;
  if people is not null then perform refresh_work_items(people); end if;
  return null;
end $$;
do $$
declare
  t text;
begin
  foreach t in array array['alert', 'errand', 'follow_up', 'follow_up_day'] loop
    execute format('create trigger work_added after insert on %1$I referencing new table as new_rows for each statement execute function %2$I()',
                   t, case t when 'follow_up_day' then 'work_seen' else 'work_changed' end);
    execute format('create trigger work_altered after update on %1$I referencing old table as old_rows new table as new_rows '
                   'for each statement execute function %2$I()', t, case t when 'follow_up_day' then 'work_seen' else 'work_changed' end);
    execute format('create trigger work_removed after delete on %1$I referencing old table as old_rows for each statement execute function %2$I()',
                   t, case t when 'follow_up_day' then 'work_seen' else 'work_changed' end);
  end loop;
end $$;

-- The state of calls changes often; it matters here only when they are given up, or begun again.
create function work_of_task() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform refresh_work_items(array[new.person_id]);
  return null;
end $$;
create trigger work_task_altered after update of state on call_task for each row
  when (old.state is distinct from new.state and 'givenUp' in (old.state, new.state)) execute function work_of_task();
create function work_of_new_tasks() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  people bigint[];
begin
  select array_agg(w.person_id) into people from new_rows t join work_item w on w.person_id = t.person_id where w.urgency = 4;
  if people is not null then perform refresh_work_items(people); end if;
  return null;
end $$;
create trigger work_task_added after insert on call_task referencing new table as new_rows for each statement execute function work_of_new_tasks();
create function work_of_person() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform refresh_work_items(array[new.id]);
  return null;
end $$;
create trigger work_person_altered after update of unit_id, merged_into_id on person for each row
  when (old.unit_id <> new.unit_id or old.merged_into_id is distinct from new.merged_into_id) execute function work_of_person();

do $$
declare
  part record;
begin
  for part in select array_agg(person_id) as people from (
      select person_id, row_number() over (order by person_id) / 10000 as n from (
        select person_id from alert where acknowledged_at is null union select person_id from errand where done_at is null and person_id is not null
        union select person_id from follow_up where state = 'open') someone) numbered group by n loop
    perform refresh_work_items(part.people);
  end loop;
end $$;

-- 3. The figures of each report day, by unit. What is counted stands in day_measure, as SQL over a row; triggers add what a statement changed to
-- day_delta, which nobody waits for (rows are only added), and fold_day_deltas() sums it up into day_figure. Figures are the sum of both, so that
-- they are right after every commit.
-- The hour at which a unit's report is cut: its own or its nearest ancestor's setting; units without a row here cut at 16:00.
create table unit_report_hour (
  unit_id bigint primary key references unit (id),
  hour    smallint not null check (hour between 0 and 24)
);
comment on table unit_report_hour is 'Derived from unit_setting (report.cutHour) down the tree, because every figure asks for it.';
create table day_measure (
  name       text primary key,
  position   smallint not null unique,
  table_name text not null,
  day        text not null,
  condition  text not null
);
comment on column day_measure.day is 'The column that tells the day: a date, or an instant, whose day runs from cut to cut as in reportDayOf of packages/outbreak.';
comment on table day_measure is 'One column of day_figure: which rows of which table it counts, and in which day''s report. Fixed by migrations.';
insert into day_measure values
  ('people_added',         1, 'person',        'created_at',      'true'),
  ('exposures_added',      2, 'exposure',      'created_at',      'true'),
  ('attempts',             3, 'attempt',       'committed_at',    'true'),
  ('answered',             4, 'attempt',       'committed_at',    'answered_at is not null'),
  ('reached',              5, 'attempt',       'committed_at',    'identified is not null'),
  ('completed',            6, 'attempt',       'committed_at',    'disposition in (''completed'', ''urgent'')'),
  ('follow_ups_done',      7, 'follow_up_day', 'day_on',                      'status = ''done'''),
  ('follow_ups_missed',    8, 'follow_up_day', 'day_on',                      'status = ''missed'''),
  ('alerts_raised',        9, 'alert',         'raised_at',       'true'),
  ('alerts_acknowledged', 10, 'alert',         'acknowledged_at', 'acknowledged_at is not null'),
  ('errands_opened',      11, 'errand',        'created_at',      'true'),
  ('errands_done',        12, 'errand',        'done_at',         'done_at is not null'),
  ('samples_taken',       13, 'sample',        'taken_on',                    'taken_on is not null'),
  ('samples_positive',    14, 'sample',        'result_on',                   'result = ''positive'' and result_on is not null'),
  ('cases_confirmed',     15, 'case_record',   'confirmed_at',    'status = ''confirmed'' and confirmed_at is not null'),
  -- What stands open now has no day.
  ('open_follow_ups',     16, 'follow_up',     'date ''-infinity''',          'state = ''open'''),
  ('open_alerts',         17, 'alert',         'date ''-infinity''',          'acknowledged_at is null'),
  ('open_errands',        18, 'errand',        'date ''-infinity''',          'done_at is null');

-- The statement that sums up rows of a table (`rows`, an SQL expression to select from), each counted `sign` times.
create function day_sums(counted text, rows text, sign text) returns text language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  result text;
begin
  select string_agg(format('select r.unit_id, %s as day_on, %s from %s r left join unit_report_hour h on h.unit_id = r.unit_id where (%s) and r.unit_id is not null group by 1, 2',
      case when exists (select from information_schema.columns where table_schema = 'public' and table_name = counted and column_name = g.day and data_type like 'timestamp%')
           then format('((%s at time zone ''Asia/Ho_Chi_Minh'') + make_interval(hours => 24 - coalesce(h.hour::int, 16)))::date', g.day) else g.day end,
      (select string_agg(case when m.table_name = counted and m.day = g.day then format('(%s count(*) filter (where %s))::int', sign, m.condition) else '0' end
                         || ' as ' || m.name, ', ' order by m.position) from day_measure m), rows, conditions), ' union all ')
  into result
  from (select day, string_agg('(' || condition || ')', ' or ') as conditions from day_measure where table_name = counted group by day) g;
  return result;
end $$;

do $$
declare
  columns text := (select string_agg(name || ' integer not null default 0', ', ' order by position) from day_measure);
  names   text := (select string_agg(name, ', ' order by position) from day_measure);
  sums    text := (select string_agg(format('sum(%1$s)::int as %1$s', name), ', ' order by position) from day_measure);
  added   text := (select string_agg(format('%1$s = f.%1$s + excluded.%1$s', name), ', ' order by position) from day_measure);
  t       text;
  plus    text;
  minus   text;
begin
  execute format('create table day_figure (unit_id bigint not null references unit (id), day_on date not null, %s, primary key (day_on, unit_id))', columns);
  execute format('create table day_delta (id bigint generated always as identity primary key, unit_id bigint not null, day_on date not null, %s)', columns);

  foreach t in array array['person', 'exposure', 'follow_up', 'follow_up_day', 'alert', 'errand', 'sample', 'case_record'] loop
    plus := format('insert into day_delta (unit_id, day_on, %s) %s', names, day_sums(t, 'new_rows', '+'));
    minus := format('insert into day_delta (unit_id, day_on, %s) %s', names, day_sums(t, 'old_rows', '-'));
    execute format('create function count_%1$s() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $f$ begin '
                   'if tg_op <> ''DELETE'' then %2$s; end if; if tg_op <> ''INSERT'' then %3$s; end if; return null; end $f$', t, plus, minus);
    execute format('create trigger count_added after insert on %1$I referencing new table as new_rows for each statement execute function count_%1$s()', t);
    execute format('create trigger count_removed after delete on %1$I referencing old table as old_rows for each statement execute function count_%1$s()', t);
  end loop;
  foreach t in array array['follow_up', 'follow_up_day', 'alert', 'errand', 'sample', 'case_record'] loop
    execute format('create trigger count_altered after update on %1$I referencing old table as old_rows new table as new_rows '
                   'for each statement execute function count_%1$s()', t);
  end loop;

  -- Updates of these come one by one and seldom change what is counted: row by row, and only then.
  foreach t in array array['person', 'exposure'] loop
    execute format('create function count_one_%1$s() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $f$ begin '
                   'if tg_op <> ''DELETE'' then insert into day_delta (unit_id, day_on, %2$s) %3$s; end if; '
                   'if tg_op <> ''INSERT'' then insert into day_delta (unit_id, day_on, %2$s) %4$s; end if; return null; end $f$',
                   t, names, day_sums(t, '(select new.*)', '+'), day_sums(t, '(select old.*)', '-'));
  end loop;
  create trigger count_altered after update of unit_id, created_at on person for each row
    when (old.unit_id <> new.unit_id or old.created_at <> new.created_at) execute function count_one_person();
  create trigger count_altered after update of unit_id, created_at on exposure for each row
    when (old.unit_id <> new.unit_id or old.created_at <> new.created_at) execute function count_one_exposure();
  -- Sums up what was added so far. One at a time; who comes second leaves it to the first. Gives how many rows were folded.
  execute format($f$
    create function fold_day_deltas(most integer) returns integer language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $b$
    declare folded integer;
    begin
      if not pg_try_advisory_xact_lock(7720112) then return 0; end if;
      with gone as (
        delete from day_delta where id in (select id from day_delta order by id limit most) returning *
      ), summed as (
        select unit_id, day_on, %1$s from gone group by unit_id, day_on
      ), kept as (
        insert into day_figure as f (unit_id, day_on, %2$s) select * from summed order by unit_id, day_on
        on conflict (day_on, unit_id) do update set %3$s
      )
      select count(*) into folded from gone;
      return folded;
    end $b$ $f$, sums, names, added);
end $$;
revoke all on function fold_day_deltas(integer) from public;
grant execute on function fold_day_deltas(integer) to truyvet_app;

-- Attempts are written one by one and looked at many times a call, so theirs is written out: one row of differences, what day_measure says of them.
create function count_attempt() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  a   attempt;
  cut integer;
  way integer := case tg_op when 'DELETE' then -1 else 1 end;
  act text := tg_op;
begin
  if tg_op = 'DELETE' then a := old; else a := new; end if;
  select h.hour into cut from unit_report_hour h where h.unit_id = a.unit_id;
  if tg_op = 'UPDATE' and (old.unit_id <> new.unit_id or old.committed_at <> new.committed_at) then
    -- Seldom enough to count it as gone and come.
    insert into day_delta (unit_id, day_on, attempts, answered, reached, completed)
    select old.unit_id, ((old.committed_at at time zone 'Asia/Ho_Chi_Minh') + make_interval(hours => 24 - coalesce(max(h.hour)::int, 16)))::date, -1,
      -(old.answered_at is not null)::int, -(old.identified is not null)::int, -coalesce(old.disposition in ('completed', 'urgent'), false)::int
    from unit_report_hour h where h.unit_id = old.unit_id;
    act := 'INSERT';
  end if;
  insert into day_delta (unit_id, day_on, attempts, answered, reached, completed)
  values (a.unit_id, ((a.committed_at at time zone 'Asia/Ho_Chi_Minh') + make_interval(hours => 24 - coalesce(cut, 16)))::date,
    case act when 'UPDATE' then 0 else way end,
    way * (a.answered_at is not null)::int - case act when 'UPDATE' then (old.answered_at is not null)::int else 0 end,
    way * (a.identified is not null)::int - case act when 'UPDATE' then (old.identified is not null)::int else 0 end,
    way * coalesce(a.disposition in ('completed', 'urgent'), false)::int
      - case act when 'UPDATE' then coalesce(old.disposition in ('completed', 'urgent'), false)::int else 0 end);
  return null;
end $$;
create trigger count_added after insert or delete on attempt for each row execute function count_attempt();
create trigger count_altered after update on attempt for each row
  when ((old.answered_at is null) <> (new.answered_at is null) or (old.identified is null) <> (new.identified is null)
        or old.disposition is distinct from new.disposition or old.unit_id <> new.unit_id or old.committed_at <> new.committed_at)
  execute function count_attempt();

-- Everything counted anew: after a change of the report's hour, or of what is counted. Writers wait meanwhile.
create function rebuild_day_figures() returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  names text := (select string_agg(name, ', ' order by position) from day_measure);
  sums  text := (select string_agg(format('sum(%s)::int', name), ', ' order by position) from day_measure);
  t     text;
  parts text := '';
begin
  lock table day_delta in exclusive mode;
  delete from day_delta;
  delete from day_figure;
  for t in select distinct table_name from day_measure loop
    parts := parts || case parts when '' then '' else ' union all ' end || day_sums(t, quote_ident(t), '+');
  end loop;
  execute format('insert into day_figure (unit_id, day_on, %1$s) select unit_id, day_on, %2$s from (%3$s) counted group by unit_id, day_on order by day_on, unit_id', names, sums, parts);
end $$;
revoke all on function rebuild_day_figures() from public;
create function report_hours_changed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if coalesce(new.key, old.key) <> 'report.cutHour' then return null; end if;
  delete from unit_report_hour;
  with recursive down as (
    select u.id, 0 as depth from unit u where u.parent_id is null
    union all
    select u.id, d.depth + 1 from unit u join down d on u.parent_id = d.id
  ), own as (
    select unit_id, (value #>> '{}')::int as hour from unit_setting where key = 'report.cutHour'
  ), reach as (
    select o.unit_id as id, o.hour, d.depth from own o join down d on d.id = o.unit_id
    union all
    select u.id, r.hour, r.depth from unit u join reach r on u.parent_id = r.id
  )
  -- The nearest: the deepest unit whose setting reaches down to here.
  insert into unit_report_hour select distinct on (id) id, hour from reach order by id, depth desc;
  perform rebuild_day_figures();
  return null;
end $$;
create trigger report_hours_changed after insert or update or delete on unit_setting for each row execute function report_hours_changed();
select rebuild_day_figures();

select bind_to_units(t) from unnest(array['day_figure', 'day_delta']) as t;
revoke insert, update, delete on day_figure, day_delta, day_measure, work_item, unit_report_hour from truyvet_app;
-- Units and what they count by are nobody's secret, as in 0001 and 0008; the table is written by its trigger alone.
alter table unit_report_hour enable row level security;
create policy read on unit_report_hour for select using (true);

-- 4. Pages of one person and what hangs on it.
create index answer_person_given on answer (person_id, answered_at);
drop index answer_person;

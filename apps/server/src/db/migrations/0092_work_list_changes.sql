-- The work list is made anew only for people for whom something changed that it shows. An escalation, an owner, a note changed nothing there, but locked
-- the person, one alert after the other in the order of their deadlines: two jobs that went through people in different orders waited for each other.
-- The order for everybody: db/personFacts/holdPeople.ts.
do $$
declare
  shown record;
begin
  for shown in select * from (values
      ('alert', 'person_id, acknowledged_at is null, due_at'),
      ('errand', 'person_id, done_at is null, due_at'),
      ('follow_up', 'person_id, state, start_on, end_on, opened_on')) as t (table_name, facts) loop
    execute format($f$
      create function work_altered_%1$s() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $b$
      declare
        people bigint[];
      begin
        select array_agg(distinct c.person_id) into people from (
          (select id, %2$s from new_rows except select id, %2$s from old_rows)
          union all
          (select id, %2$s from old_rows except select id, %2$s from new_rows)) c where c.person_id is not null;
        if people is not null then perform refresh_work_items(people); end if;
        return null;
      end $b$ $f$, shown.table_name, shown.facts);
    execute format('drop trigger work_altered on %I', shown.table_name);
    execute format('create trigger work_altered after update on %1$I referencing old table as old_rows new table as new_rows '
                   'for each statement execute function work_altered_%1$s()', shown.table_name);
  end loop;
end $$;

-- A follow-up that is new can only bring its people onto the list, or forward on it: nothing else of theirs has to be read for that. Opening them by the
-- ten thousand spent most of its time on looking for alerts, errands and days that new contacts do not have.
create function work_of_new_follow_ups() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  -- As refresh_work_items() does: two transactions that change the same person follow one another.
  perform 1 from person where id in (select person_id from new_rows) order by id for no key update;
  insert into work_item as w (person_id, unit_id, urgency, due_at)
  select p.id, p.unit_id,
    case when (select t.state = 'givenUp' from call_task t where t.person_id = p.id order by t.id desc limit 1) then 4 else 5 end,
    n.next_on::timestamp at time zone 'Asia/Ho_Chi_Minh'
  from (
    select person_id, min(greatest(start_on + 1, opened_on)) as next_on from new_rows
    where state = 'open' and greatest(start_on + 1, opened_on) <= end_on group by person_id
  ) n join person p on p.id = n.person_id
  where p.merged_into_id is null order by p.id
  on conflict (person_id) do update set due_at = excluded.due_at where w.due_at > excluded.due_at;
  return null;
end $$;
drop trigger work_added on follow_up;
create trigger work_added after insert on follow_up referencing new table as new_rows for each statement execute function work_of_new_follow_ups();

-- What a person has open is asked for again and again. While few alerts were open the planner went through all of them for each person, and kept to
-- that plan when there were many.
create index alert_person_open on alert (person_id, due_at) where acknowledged_at is null;
create index errand_person_open on errand (person_id, due_at) where done_at is null;

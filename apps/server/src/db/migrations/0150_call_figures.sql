-- The counts of campaigns and of the board, kept. They were counted over all call tasks and attempts, for the board twice a second while somebody
-- watches: fine for a commune, not for ten million tasks. As with the days' figures (0011), triggers add what a statement changed to call_delta, which
-- nobody waits for, and fold_call_deltas() sums it up into call_figure. Counts are the sum of both, so that they are right after every commit.

do $$
declare
  counts text := 'due integer not null default 0, leased integer not null default 0, done integer not null default 0, given_up integer not null default 0, '
                 'attempts integer not null default 0, reached integer not null default 0';
begin
  execute format('create table call_figure (campaign_id bigint not null references campaign (id), unit_id bigint not null references unit (id), '
                 'disposition text not null, %s, primary key (campaign_id, unit_id, disposition))', counts);
  execute format('create table call_delta (id bigint generated always as identity primary key, campaign_id bigint not null, unit_id bigint not null, '
                 'disposition text not null default '''', %s)', counts);
end $$;
comment on table call_figure is 'Call tasks of a campaign in a unit, by their latest disposition ('''': none yet) and state. Derived: call_figure + call_delta is what a plain count gives.';
comment on column call_figure.attempts is 'Attempts of all these tasks, whatever their disposition: in the row with disposition ''''.';
comment on column call_figure.reached is 'Tasks of which an attempt passed the identity gate: in the row with disposition ''''.';

-- What the rows of a statement change. A claim or an end of a call is one or two rows here.
create function count_tasks() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    insert into call_delta (campaign_id, unit_id, disposition, due, leased, done, given_up)
    select campaign_id, unit_id, coalesce(disposition, ''), count(*) filter (where state = 'due'), count(*) filter (where state = 'leased'),
      count(*) filter (where state = 'done'), count(*) filter (where state = 'givenUp')
    from new_rows group by 1, 2, 3;
  elsif tg_op = 'DELETE' then
    insert into call_delta (campaign_id, unit_id, disposition, due, leased, done, given_up)
    select campaign_id, unit_id, coalesce(disposition, ''), -count(*) filter (where state = 'due'), -count(*) filter (where state = 'leased'),
      -count(*) filter (where state = 'done'), -count(*) filter (where state = 'givenUp')
    from old_rows group by 1, 2, 3;
  else
    insert into call_delta (campaign_id, unit_id, disposition, due, leased, done, given_up)
    select * from (
      select campaign_id, unit_id, disposition, sum((state = 'due')::int * n) as due, sum((state = 'leased')::int * n) as leased,
        sum((state = 'done')::int * n) as done, sum((state = 'givenUp')::int * n) as given_up
      from (select campaign_id, unit_id, coalesce(disposition, '') as disposition, state, 1 as n from new_rows
            union all select campaign_id, unit_id, coalesce(disposition, ''), state, -1 from old_rows) changed
      group by 1, 2, 3) summed
    where due <> 0 or leased <> 0 or done <> 0 or given_up <> 0;
  end if;
  return null;
end $$;
create trigger count_tasks_added after insert on call_task referencing new table as new_rows for each statement execute function count_tasks();
create trigger count_tasks_altered after update on call_task referencing old table as old_rows new table as new_rows for each statement execute function count_tasks();
create trigger count_tasks_removed after delete on call_task referencing old table as old_rows for each statement execute function count_tasks();

-- Attempts are counted where their task is, and move with it. Whoever counts holds the task, so that a move and a call do not miss each other.
create function count_moved_task() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  calls   integer;
  reached integer;
begin
  select count(*), coalesce(bool_or(identified is not null), false)::int into calls, reached from attempt where task_id = new.id;
  if calls > 0 then
    insert into call_delta (campaign_id, unit_id, attempts, reached)
    values (old.campaign_id, old.unit_id, -calls, -reached), (new.campaign_id, new.unit_id, calls, reached);
  end if;
  return null;
end $$;
create trigger count_moved_task after update of unit_id, campaign_id on call_task for each row
  when (old.unit_id <> new.unit_id or old.campaign_id <> new.campaign_id) execute function count_moved_task();

create function count_call() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  t record;
begin
  -- Of several rows of one statement none could tell who was the first; the gate comes after the beginning anyhow.
  if new.identified is not null then raise exception 'attempt %: nobody is identified before the call', new.id; end if;
  select campaign_id, unit_id into t from call_task where id = new.task_id for no key update;
  insert into call_delta (campaign_id, unit_id, attempts) values (t.campaign_id, t.unit_id, 1);
  return null;
end $$;
create trigger count_call_added after insert on attempt for each row execute function count_call();

create function count_removed_calls() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from call_task where id in (select task_id from old_rows) order by id for no key update;
  insert into call_delta (campaign_id, unit_id, attempts, reached)
  select t.campaign_id, t.unit_id, -sum(c.calls), -count(*) filter (where c.identified and not exists (
    select from attempt o where o.task_id = t.id and o.identified is not null))
  from (select task_id, count(*) as calls, bool_or(identified is not null) as identified from old_rows group by task_id) c
  join call_task t on t.id = c.task_id group by 1, 2;
  return null;
end $$;
create trigger count_calls_removed after delete on attempt referencing old table as old_rows for each statement execute function count_removed_calls();

-- An attempt is altered many times a call, and of that only the identity gate counts: once a call, and only then is anything done. Before the row is
-- written, because then each of several rows of one statement sees those before it.
create function count_reached() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  t record;
begin
  select campaign_id, unit_id into t from call_task where id = old.task_id for no key update;
  if not exists (select from attempt o where o.task_id = old.task_id and o.id <> old.id and o.identified is not null) then
    insert into call_delta (campaign_id, unit_id, reached) values (t.campaign_id, t.unit_id, case when new.identified is null then -1 else 1 end);
  end if;
  return new;
end $$;
create trigger count_reached before update of identified on attempt for each row
  when ((old.identified is null) <> (new.identified is null)) execute function count_reached();

-- As fold_day_deltas(): one at a time; who comes second leaves it to the first. Gives how many rows were folded.
create function fold_call_deltas(most integer) returns integer language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  folded integer;
begin
  if not pg_try_advisory_xact_lock(7720150) then return 0; end if;
  with gone as (
    delete from call_delta where id in (select id from call_delta order by id limit most) returning *
  ), kept as (
    insert into call_figure as f (campaign_id, unit_id, disposition, due, leased, done, given_up, attempts, reached)
    select campaign_id, unit_id, disposition, sum(due), sum(leased), sum(done), sum(given_up), sum(attempts), sum(reached)
    from gone group by 1, 2, 3 order by 1, 2, 3
    on conflict (campaign_id, unit_id, disposition) do update set due = f.due + excluded.due, leased = f.leased + excluded.leased,
      done = f.done + excluded.done, given_up = f.given_up + excluded.given_up, attempts = f.attempts + excluded.attempts, reached = f.reached + excluded.reached
  )
  select count(*) into folded from gone;
  return folded;
end $$;
revoke all on function fold_call_deltas(integer) from public;
grant execute on function fold_call_deltas(integer) to truyvet_app;

-- Everything counted anew: for who loads rows with triggers off. Writers wait meanwhile.
create function rebuild_call_figures() returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  lock table call_delta in exclusive mode;
  delete from call_delta;
  delete from call_figure;
  insert into call_figure (campaign_id, unit_id, disposition, due, leased, done, given_up, attempts, reached)
  select campaign_id, unit_id, disposition, sum(due), sum(leased), sum(done), sum(given_up), sum(attempts), sum(reached) from (
    select campaign_id, unit_id, coalesce(disposition, '') as disposition, count(*) filter (where state = 'due') as due,
      count(*) filter (where state = 'leased') as leased, count(*) filter (where state = 'done') as done,
      count(*) filter (where state = 'givenUp') as given_up, 0 as attempts, 0 as reached
    from call_task group by 1, 2, 3
    union all
    select t.campaign_id, t.unit_id, '', 0, 0, 0, 0, sum(c.calls), count(*) filter (where c.reached)
    from (select task_id, count(*) as calls, bool_or(identified is not null) as reached from attempt group by task_id) c
    join call_task t on t.id = c.task_id group by 1, 2
  ) counted group by 1, 2, 3;
end $$;
revoke all on function rebuild_call_figures() from public;
select rebuild_call_figures();

select bind_to_units(t) from unnest(array['call_figure', 'call_delta']) as t;
revoke insert, update, delete on call_figure, call_delta from truyvet_app;

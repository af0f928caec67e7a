-- The ground: units, people, exposures, lists, campaigns, calls, results, users, audit.
-- Instants are timestamptz (UTC); dates people speak of are date with a precision.
-- Everything that belongs to a commune carries unit_id, so that row-level security binds it.

create extension if not exists pg_trgm;
create extension if not exists unaccent;

create table unit (
  id          bigint generated always as identity primary key,
  code        text not null,
  valid_from  date not null,
  valid_to    date,
  name        text not null,
  kind        text not null check (kind in ('province', 'district', 'commune', 'hamlet', 'health')),
  parent_id   bigint references unit (id),
  unique (code, valid_from)
);
comment on table unit is 'Administrative or health unit. GSO codes were reused in 2025: the key is (code, valid_from).';
create index unit_parent on unit (parent_id);

create table outbreak (
  id         bigint generated always as identity primary key,
  code       text not null unique,
  disease    text not null,
  name       text not null,
  started_on date
);

create table app_user (
  id            bigint generated always as identity primary key,
  username      text not null unique,
  display_name  text not null,
  password_hash text not null,
  role          text not null check (role in ('administrator', 'commune')),
  locale        text not null default 'vi' check (locale in ('vi', 'en')),
  disabled      boolean not null default false,
  created_at    timestamptz not null
);
create table user_unit (
  user_id bigint not null references app_user (id),
  unit_id bigint not null references unit (id),
  primary key (user_id, unit_id)
);
comment on table user_unit is 'A user sees these units and everything below them.';
create table user_session (
  token_hash bytea primary key,
  user_id    bigint not null references app_user (id),
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create table person (
  id              bigint generated always as identity primary key,
  unit_id         bigint not null references unit (id),
  full_name       text not null,
  name_key        text not null,
  birth_year      smallint,
  birth_date      date,
  birth_precision text check (birth_precision in ('day', 'month', 'year', 'age')),
  sex             text check (sex in ('male', 'female')),
  national_id     text,
  hamlet          text,
  address         text,
  created_at      timestamptz not null,
  version         integer not null default 1
);
comment on column person.name_key is 'full_name folded for matching: NFD without marks, đ to d, one space, lower case.';
create index person_name_key on person using gin (name_key gin_trgm_ops);
create index person_unit on person (unit_id);
create unique index person_national_id on person (unit_id, national_id) where national_id is not null;
comment on index person_national_id is 'Within a unit only: a commune must not learn from a refusal whom another commune has written down.';

create table person_phone (
  person_id      bigint not null references person (id),
  e164           text not null,
  position       smallint not null default 0,
  owner_relation text,
  state          text not null default 'unverified' check (state in ('unverified', 'confirmed', 'suspect', 'wrong')),
  primary key (person_id, e164)
);
comment on table person_phone is 'Many-to-many: one phone serves several people, one person has several phones.';
create index person_phone_number on person_phone (e164);

create table case_record (
  id          bigint generated always as identity primary key,
  outbreak_id bigint not null references outbreak (id),
  person_id   bigint references person (id),
  code        text not null,
  status      text not null default 'confirmed' check (status in ('confirmed', 'probable', 'suspect')),
  unique (outbreak_id, code)
);
comment on table case_record is 'F0. A list may name a case by code only (BN 12345): person_id is then unknown.';

create table import_file (
  id             bigint generated always as identity primary key,
  outbreak_id    bigint not null references outbreak (id),
  unit_id        bigint not null references unit (id),
  sha256         bytea not null,
  file_name      text not null,
  content        bytea not null,
  sheet_name     text,
  header_row     integer,
  columns        jsonb not null,
  stored_rows    integer not null,
  rejected_rows  integer not null,
  unchanged_rows integer not null,
  uploaded_by    bigint references app_user (id),
  uploaded_at    timestamptz not null,
  unique (outbreak_id, unit_id, sha256)
);
create table import_row (
  import_id  bigint not null references import_file (id),
  row_number integer not null,
  unit_id    bigint not null references unit (id),
  outcome    text not null check (outcome in ('stored', 'merged', 'unchanged', 'rejected')),
  person_id  bigint references person (id),
  problems   jsonb not null default '[]',
  cells      jsonb not null,
  primary key (import_id, row_number)
);

create table exposure (
  id               bigint generated always as identity primary key,
  outbreak_id      bigint not null references outbreak (id),
  unit_id          bigint not null references unit (id),
  target_person_id bigint not null references person (id),
  source_case_id   bigint references case_record (id),
  source_person_id bigint references person (id),
  source_text      text,
  stated_level     smallint check (stated_level between 0 and 9),
  last_contact_on  date,
  setting          text,
  learnt_from      text not null check (learnt_from in ('list', 'call', 'officer')),
  import_id        bigint references import_file (id),
  created_at       timestamptz not null
);
comment on column exposure.stated_level is 'What the list said (F1, F2…): kept as said; the level itself is derived from the edges.';
create unique index exposure_once on exposure
  (outbreak_id, target_person_id, coalesce(source_case_id, 0), coalesce(source_person_id, 0), coalesce(source_text, ''), coalesce(last_contact_on, date '0001-01-01'));
create index exposure_target on exposure (target_person_id);

create table follow_up (
  id                bigint generated always as identity primary key,
  outbreak_id       bigint not null references outbreak (id),
  person_id         bigint not null references person (id),
  unit_id           bigint not null references unit (id),
  original_start_on date not null,
  start_on          date not null,
  end_on            date not null,
  state             text not null default 'open' check (state in ('open', 'completed', 'lost')),
  unique (outbreak_id, person_id)
);
create table follow_up_day (
  follow_up_id bigint not null references follow_up (id),
  unit_id      bigint not null references unit (id),
  day_on       date not null,
  status       text not null check (status in ('done', 'missed')),
  symptoms     jsonb,
  attempt_id   bigint,
  primary key (follow_up_id, day_on)
);

create table dialogue_version (
  id           bigint generated always as identity primary key,
  code         text not null,
  version      integer not null,
  document     jsonb not null,
  published_at timestamptz not null,
  unique (code, version)
);

create table campaign (
  id                  bigint generated always as identity primary key,
  outbreak_id         bigint not null references outbreak (id),
  name                text not null,
  dialogue_version_id bigint not null references dialogue_version (id),
  policy              jsonb not null,
  state               text not null default 'running' check (state in ('running', 'paused', 'closed')),
  created_by          bigint references app_user (id),
  created_at          timestamptz not null
);

create table call_task (
  id             bigint generated always as identity primary key,
  campaign_id    bigint not null references campaign (id),
  person_id      bigint not null references person (id),
  unit_id        bigint not null references unit (id),
  e164           text not null,
  variables      jsonb not null,
  state          text not null default 'due' check (state in ('due', 'leased', 'done', 'givenUp')),
  due_at         timestamptz not null,
  leased_by      text,
  leased_until   timestamptz,
  attempts_used  smallint not null default 0,
  faults_in_row  smallint not null default 0,
  disposition    text,
  closed_at      timestamptz,
  unique (campaign_id, person_id)
);
create index call_task_open on call_task (due_at, id) where state in ('due', 'leased');
create index call_task_leased_phone on call_task (e164) where state = 'leased';
create index call_task_person on call_task (person_id);

create table attempt (
  id            bigint generated always as identity primary key,
  task_id       bigint not null references call_task (id),
  person_id     bigint not null references person (id),
  unit_id       bigint not null references unit (id),
  e164          text not null,
  trunk         text not null,
  engine        text not null,
  call_id       text not null unique,
  identifiers   jsonb not null,
  state         text not null default 'committed' check (state in ('committed', 'ringing', 'answered', 'ended')),
  committed_at  timestamptz not null,
  ringing_at    timestamptz,
  answered_at   timestamptz,
  ended_at      timestamptz,
  sip_status    smallint,
  q850_cause    smallint,
  disposition   text,
  consumed      boolean,
  identified    text check (identified in ('strong', 'weak')),
  session       jsonb
);
comment on table attempt is 'One INVITE and its fate. Committed before the INVITE leaves.';
comment on column attempt.consumed is 'False when the fault was ours or the trunk''s, so that it does not count against the person''s attempts.';
create unique index attempt_one_live_per_phone on attempt (e164) where ended_at is null;
create unique index attempt_one_live_per_task on attempt (task_id) where ended_at is null;
create index attempt_task on attempt (task_id);
create index attempt_person on attempt (person_id, committed_at desc);
create index attempt_phone_day on attempt (e164, committed_at);
create index attempt_committed on attempt (committed_at);
create index attempt_live on attempt (engine) where ended_at is null;

create table recording (
  id          text primary key,
  attempt_id  bigint not null references attempt (id),
  unit_id     bigint not null references unit (id),
  name        text not null,
  alaw        bytea not null,
  duration_ms integer not null,
  recorded_at timestamptz not null
);

create table answer (
  id                  bigint generated always as identity primary key,
  attempt_id          bigint not null references attempt (id),
  person_id           bigint not null references person (id),
  unit_id             bigint not null references unit (id),
  dialogue_version_id bigint not null references dialogue_version (id),
  step_id             text not null,
  round               smallint not null default 0,
  value               jsonb not null,
  given_by            text not null check (given_by in ('key', 'speech', 'voice')),
  keys                text not null default '',
  confidence          real not null default 1,
  prompt_at_ms        integer,
  answered_at         timestamptz not null,
  unique (attempt_id, step_id, round)
);
create index answer_person on answer (person_id);

create table alert (
  id              bigint generated always as identity primary key,
  unit_id         bigint not null references unit (id),
  person_id       bigint not null references person (id),
  attempt_id      bigint references attempt (id),
  code            text not null,
  raised_at       timestamptz not null,
  due_at          timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by bigint references app_user (id),
  unique (attempt_id, code)
);
create index alert_open on alert (due_at) where acknowledged_at is null;

create table errand (
  id         bigint generated always as identity primary key,
  unit_id    bigint not null references unit (id),
  person_id  bigint not null references person (id),
  attempt_id bigint references attempt (id),
  code       text not null,
  round      smallint not null default 0,
  details    jsonb not null default '{}',
  created_at timestamptz not null,
  due_at     timestamptz not null,
  done_at    timestamptz,
  done_by    bigint references app_user (id),
  result     text,
  unique nulls not distinct (person_id, attempt_id, code, round)
);
create index errand_open on errand (due_at) where done_at is null;

create table setting (
  key   text primary key,
  value jsonb not null
);

create table audit_log (
  id         bigint generated always as identity primary key,
  at         timestamptz not null,
  user_id    bigint,
  unit_id    bigint,
  action     text not null,
  subject    text not null,
  subject_id text,
  details    jsonb not null default '{}',
  seal       bigint unique,
  hash       bytea,
  check ((seal is null) = (hash is null))
);
comment on table audit_log is 'Append-only. A sealer chains the rows by hash within a second.';
comment on column audit_log.seal is 'Place in the chain, from 1 without gaps: the order of sealing, because ids are not given in the order of commits.';
create index audit_log_unsealed on audit_log (id) where seal is null;
create function audit_log_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.hash is null and new.hash is not null
     and (new.id, new.at, new.user_id, new.unit_id, new.action, new.subject, new.subject_id, new.details)
         is not distinct from (old.id, old.at, old.user_id, old.unit_id, old.action, old.subject, old.subject_id, old.details) then
    return new;
  end if;
  raise exception 'audit_log is append-only';
end $$;
create trigger audit_log_keep before update or delete on audit_log for each row execute function audit_log_keep();
create trigger audit_log_keep_all before truncate on audit_log for each statement execute function audit_log_keep();

-- Row-level security. The application always runs as truyvet_app, which owns nothing. Two settings, local to a transaction, say what it may see:
-- truyvet.scope = 'all' (administrator, dialer) or 'units'; truyvet.units = '{1,2,…}' the units visible, descendants included.
do $$ begin
  if not exists (select from pg_roles where rolname = 'truyvet_app') then create role truyvet_app nologin; end if;
  begin
    set local role truyvet_app;
    reset role;
  exception when insufficient_privilege then
    execute format('grant truyvet_app to %I', current_user);
  end;
end $$;
grant usage on schema public to truyvet_app;
grant select, insert, update, delete on all tables in schema public to truyvet_app;
grant usage, select on all sequences in schema public to truyvet_app;
alter default privileges in schema public grant select, insert, update, delete on tables to truyvet_app;
alter default privileges in schema public grant usage, select on sequences to truyvet_app;
revoke all on schema_migration from truyvet_app;
grant select on schema_migration to truyvet_app;
revoke insert, update, delete on audit_log from truyvet_app;
grant insert (at, user_id, unit_id, action, subject, subject_id, details), update (seal, hash) on audit_log to truyvet_app;

create function sees_all() returns boolean language sql stable parallel safe as $$
  select coalesce(current_setting('truyvet.scope', true), '') = 'all'
$$;
create function seen_units() returns bigint[] language sql stable parallel safe as $$
  select case when current_setting('truyvet.scope', true) = 'units'
              then coalesce(nullif(current_setting('truyvet.units', true), ''), '{}')::bigint[] else '{}' end
$$;
-- The sub-selects make PostgreSQL ask once a statement, not once a row.
do $$
declare t text;
begin
  foreach t in array array['person', 'import_file', 'import_row', 'exposure', 'follow_up', 'follow_up_day', 'call_task', 'attempt',
                           'recording', 'answer', 'alert', 'errand'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy by_unit on %I using ((select sees_all()) or unit_id = any ((select seen_units())::bigint[])) '
                   'with check ((select sees_all()) or unit_id = any ((select seen_units())::bigint[]))', t);
  end loop;
end $$;
alter table person_phone enable row level security;
create policy by_person on person_phone
  using (exists (select from person p where p.id = person_id)) with check (exists (select from person p where p.id = person_id));

-- Anything may add to the audit log; a unit reads its own part; only the sealer (scope 'all') seals.
alter table audit_log enable row level security;
create policy append on audit_log for insert with check (true);
create policy read_own on audit_log for select using ((select sees_all()) or unit_id = any ((select seen_units())::bigint[]));
create policy seal on audit_log for update using ((select sees_all())) with check ((select sees_all()));

-- Who may do what, and where: read under any scope, changed only by the system or an administrator.
do $$
declare t text;
begin
  foreach t in array array['unit', 'app_user', 'user_unit', 'user_session', 'setting'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy read on %I for select using (true)', t);
    execute format('create policy write on %I using ((select sees_all())) with check ((select sees_all()))', t);
  end loop;
end $$;

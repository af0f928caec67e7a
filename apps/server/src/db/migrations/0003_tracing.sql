-- The tracing core: what people, cases and places carry beyond a phone call. Filled by lists, officers, calls and declarations.
-- Everything that belongs to a commune carries unit_id, as in 0001, and is bound by row-level security at the end of this file.

create table household (
  id             bigint generated always as identity primary key,
  unit_id        bigint not null references unit (id),
  code           text not null,
  head_person_id bigint references person (id),
  hamlet         text,
  address        text,
  unique (unit_id, code)
);

create table place (
  id          bigint generated always as identity primary key,
  unit_id     bigint not null references unit (id),
  kind        text not null check (kind in ('workplace', 'school', 'market', 'health', 'transport', 'worship', 'event', 'other')),
  name        text not null,
  name_key    text not null,
  hamlet      text,
  address     text,
  poster_code text unique,
  created_at  timestamptz not null
);
comment on column place.poster_code is 'What the place''s QR poster carries; null until a poster was made.';
create index place_unit on place (unit_id, name_key);

alter table person
  add column household_id       bigint references household (id),
  add column occupation         text,
  add column workplace_id       bigint references place (id),
  add column insurance_number   text,
  add column merged_into_id     bigint references person (id);
comment on column person.unit_id is 'The most specific unit known: the commune, or a hamlet of it where the commune keeps its hamlets as units.';
comment on column person.merged_into_id is 'Set while this record is merged into another: it is then shown, called and counted nowhere.';
create index person_household on person (household_id) where household_id is not null;
create index person_workplace on person (workplace_id) where workplace_id is not null;

alter table case_record
  add column unit_id              bigint references unit (id),
  add column onset_on             date,
  add column first_positive_on    date,
  add column isolated_on          date,
  add column confirmed_at         timestamptz,
  add column outcome              text check (outcome in ('ill', 'recovered', 'died')),
  add column version              integer not null default 1;
alter table case_record drop constraint case_record_status_check;
alter table case_record add constraint case_record_status_check check (status in ('confirmed', 'probable', 'suspect', 'discarded'));
comment on column case_record.status is 'discarded: a corrected result; nothing counts from this record any more, and it stays.';
update case_record c set unit_id = p.unit_id from person p where p.id = c.person_id;

create table sample (
  id           bigint generated always as identity primary key,
  outbreak_id  bigint not null references outbreak (id),
  person_id    bigint not null references person (id),
  unit_id      bigint not null references unit (id),
  kind         text not null check (kind in ('pcr', 'antigen', 'antibody', 'other')),
  planned_on   date,
  taken_on     date,
  sent_on      date,
  laboratory   text,
  result       text not null default 'pending' check (result in ('pending', 'negative', 'positive', 'invalid')),
  result_on    date,
  corrected_at timestamptz,
  created_at   timestamptz not null,
  version      integer not null default 1
);
comment on column sample.corrected_at is 'When a result already given was changed; the audit log keeps what it was.';
create index sample_person on sample (person_id, taken_on);

create table milestone (
  id             bigint generated always as identity primary key,
  outbreak_id    bigint not null references outbreak (id),
  unit_id        bigint not null references unit (id),
  place_id       bigint references place (id),
  name           text not null,
  starts_at      timestamptz not null,
  ends_at        timestamptz not null check (ends_at > starts_at),
  source_case_id bigint references case_record (id),
  created_at     timestamptz not null,
  version        integer not null default 1
);
create table milestone_visit (
  milestone_id bigint not null references milestone (id),
  person_id    bigint not null references person (id),
  unit_id      bigint not null references unit (id),
  from_at      timestamptz,
  until_at     timestamptz,
  primary key (milestone_id, person_id)
);

alter table exposure
  add column first_contact_on date,
  add column closeness        text check (closeness in ('close', 'casual', 'unknown')),
  add column certainty        text check (certainty in ('certain', 'likely', 'unsure')),
  add column milestone_id     bigint references milestone (id),
  add column negated_at       timestamptz,
  add column negated_because  text,
  add column version          integer not null default 1;
alter table exposure drop constraint exposure_learnt_from_check;
alter table exposure add constraint exposure_learnt_from_check
  check (learnt_from in ('list', 'call', 'officer', 'milestone', 'household', 'workplace', 'checkIn', 'declaration'));
comment on column exposure.negated_at is 'When someone established that this contact did not happen, or no longer counts.';
create index exposure_source_person on exposure (source_person_id) where source_person_id is not null;
create index exposure_source_case on exposure (source_case_id) where source_case_id is not null;

create table person_level (
  outbreak_id      bigint not null references outbreak (id),
  person_id        bigint not null references person (id),
  unit_id          bigint not null references unit (id),
  level            smallint not null check (level between 0 and 9),
  exposed_on       date,
  via_exposure_id  bigint references exposure (id) on delete set null,
  lapses_on        date,
  derived_at       timestamptz not null,
  primary key (outbreak_id, person_id)
);
comment on table person_level is 'Derived from cases and exposures (design invariant 7), kept because a page must not walk a graph. 0 is the case.';
create index person_level_unit on person_level (unit_id, level);

create table journey (
  id           bigint generated always as identity primary key,
  outbreak_id  bigint not null references outbreak (id),
  person_id    bigint not null references person (id),
  unit_id      bigint not null references unit (id),
  from_unit_id bigint references unit (id),
  from_text    text,
  left_on      date,
  arrived_on   date,
  vehicle      text,
  companions   text,
  reason       text,
  created_at   timestamptz not null,
  version      integer not null default 1
);
comment on table journey is 'A movement into unit_id; from a risk area it makes the person a returnee.';
create index journey_person on journey (person_id);
create index journey_arrival on journey (unit_id, arrived_on);

create table risk_area (
  id          bigint generated always as identity primary key,
  outbreak_id bigint not null references outbreak (id),
  unit_id     bigint not null references unit (id),
  grade       text not null check (grade in ('low', 'medium', 'high', 'very_high')),
  valid_from  date not null,
  valid_to    date,
  document    text,
  unique (outbreak_id, unit_id, valid_from)
);

create table absence (
  id               bigint generated always as identity primary key,
  person_id        bigint not null references person (id),
  unit_id          bigint not null references unit (id),
  reason           text not null check (reason in ('work', 'study', 'treatment', 'visit', 'travel', 'other')),
  destination      text not null check (destination in ('province', 'country', 'industrial_park', 'factory', 'other')),
  place_unit_id    bigint references unit (id),
  place_text       text,
  left_on          date,
  expected_back_on date,
  returned_on      date,
  created_at       timestamptz not null,
  version          integer not null default 1
);
create index absence_person on absence (person_id);
create index absence_away on absence (unit_id, expected_back_on) where returned_on is null;

create table vaccination (
  person_id bigint not null references person (id),
  unit_id   bigint not null references unit (id),
  dose      smallint not null check (dose between 1 and 9),
  given_on  date,
  vaccine   text,
  primary key (person_id, dose)
);

create table check_in (
  id         bigint generated always as identity primary key,
  place_id   bigint not null references place (id),
  unit_id    bigint not null references unit (id),
  person_id  bigint references person (id),
  e164       text,
  full_name  text,
  came_at    timestamptz not null,
  left_at    timestamptz
);
create index check_in_place on check_in (place_id, came_at);
create index check_in_person on check_in (person_id, came_at) where person_id is not null;

grant select, insert, update, delete on all tables in schema public to truyvet_app;
grant usage, select on all sequences in schema public to truyvet_app;
revoke insert, update, delete on audit_log from truyvet_app;
grant insert (at, user_id, unit_id, action, subject, subject_id, details), update (seal, hash) on audit_log to truyvet_app;
revoke all on schema_migration from truyvet_app;
grant select on schema_migration to truyvet_app;

-- One way to bind a table to its units; later migrations use it as well.
create function bind_to_units(bound text) returns void language plpgsql as $$
begin
  execute format('alter table %I enable row level security', bound);
  execute format('create policy by_unit on %I using ((select sees_all()) or unit_id = any ((select seen_units())::bigint[])) '
                 'with check ((select sees_all()) or unit_id = any ((select seen_units())::bigint[]))', bound);
end $$;
revoke all on function bind_to_units(text) from public;
select bind_to_units(t) from unnest(array['household', 'place', 'sample', 'milestone', 'milestone_visit', 'person_level', 'journey',
                                          'absence', 'vaccination', 'check_in']) as t;

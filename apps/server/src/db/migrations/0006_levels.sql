-- Levels in time: what is derived and kept, how it moved, what was decided by hand.
-- Nothing is derived here: the server does it at its first start after this (setting 'levels.derived').

alter table case_record
  add column basis       text not null default 'list' check (basis in ('list', 'sample', 'officer')),
  add column recorded_at timestamptz;
comment on column case_record.basis is
  'What made it a case. One made by a sample ends with it when the result is corrected; one that a list or an officer states does not.';
create index case_record_outbreak on case_record (outbreak_id, id);

-- Derived rows are rewritten by the thousand after one result: they keep no foreign key but the person's.
alter table person_level
  drop constraint person_level_outbreak_id_fkey,
  drop constraint person_level_unit_id_fkey,
  drop constraint person_level_via_exposure_id_fkey,
  add column decided boolean not null default false,
  add column windows bigint[] not null default '{}';
comment on column person_level.exposed_on is 'The last day of exposure at this level. Null for a case, and where the contact has no date.';
comment on column person_level.windows is
  'When the person passes which level on: level, first day, last day, exposure, and so on; days since 1970-01-01. What the cascade goes by.';
create index person_level_lapse on person_level (lapses_on) where lapses_on is not null;

create table lapsed_level (
  outbreak_id bigint not null,
  person_id   bigint not null references person (id),
  unit_id     bigint not null,
  windows     bigint[] not null,
  primary key (outbreak_id, person_id)
);
comment on table lapsed_level is 'People without a level today who had one: whom they met then still counts.';

create table level_override (
  id                bigint generated always as identity primary key,
  outbreak_id       bigint not null references outbreak (id),
  person_id         bigint not null references person (id),
  unit_id           bigint not null references unit (id),
  level             smallint check (level between 1 and 4),
  exposed_on        date not null,
  because           text not null,
  decided_by        bigint references app_user (id),
  decided_at        timestamptz not null,
  withdrawn_by      bigint references app_user (id),
  withdrawn_at      timestamptz,
  withdrawn_because text
);
comment on table level_override is 'A level set by hand: a recorded act. Level null: has none. It holds until it is withdrawn; a positive result goes over it.';
create unique index level_override_in_force on level_override (outbreak_id, person_id) where withdrawn_at is null;
create index level_override_person on level_override (person_id);

create table level_change (
  id              bigint generated always as identity primary key,
  outbreak_id     bigint not null,
  person_id       bigint not null references person (id),
  unit_id         bigint not null,
  from_level      smallint,
  to_level        smallint,
  because         text not null,
  cause           jsonb not null default '{}',
  via_exposure_id bigint,
  changed_at      timestamptz not null,
  changed_by      bigint
);
comment on table level_change is 'Who moved from which level to which, because of what. Null is no level.';
create index level_change_since on level_change (outbreak_id, changed_at, id);
create index level_change_unit on level_change (unit_id, changed_at, id);
create index level_change_person on level_change (person_id, id);

select bind_to_units(t) from unnest(array['lapsed_level', 'level_override', 'level_change']) as t;

-- What the cascade walks along. A contact that was negated leads nowhere.
create index exposure_into on exposure (outbreak_id, target_person_id) where negated_at is null;
create index milestone_outbreak on milestone (outbreak_id, starts_at, id);
create index milestone_visit_person on milestone_visit (person_id);
create index exposure_milestone on exposure (milestone_id) where milestone_id is not null;

-- The exposure that a household, a workplace, a milestone or a check-in gives is one; another list may say the same of another day.
alter table exposure
  add column place_id        bigint references place (id),
  add column overlap_minutes integer check (overlap_minutes >= 0),
  add column errand_id       bigint references errand (id);
comment on column exposure.overlap_minutes is 'How long both were at the place, as check-ins or visits say.';
alter table exposure add constraint exposure_days_in_order check (first_contact_on <= last_contact_on);

-- Registers of the letter: returnees, people away, households reviewed; who has reported; declarations; posters; settings of units.

alter table journey
  add column closed_at      timestamptz,
  add column closed_because text;
comment on column journey.closed_at is 'When the entry left the register of returnees: gone again, cleared, or entered by mistake.';
alter table absence
  add column closed_at      timestamptz,
  add column closed_because text;
create index journey_since on journey (outbreak_id, arrived_on, id);
create index absence_register on absence (unit_id, id);
alter table risk_area add column version integer not null default 1;
alter table place
  add column closed_at timestamptz,
  add column version   integer not null default 1;
create index place_without_poster on place (unit_id, id) where poster_code is null and closed_at is null;

-- Areas of risk bind whole provinces: everybody reads them, those who see everything set them.
alter table risk_area enable row level security;
create policy read on risk_area for select using (true);
create policy write on risk_area using ((select sees_all())) with check ((select sees_all()));

create table household_review (
  id           bigint generated always as identity primary key,
  household_id bigint not null references household (id),
  unit_id      bigint not null references unit (id),
  reviewed_on  date not null,
  team         text not null,
  reviewed_by  bigint references app_user (id),
  people_home  smallint check (people_home >= 0),
  people_away  smallint check (people_away >= 0),
  findings     text,
  created_at   timestamptz not null,
  version      integer not null default 1,
  unique (household_id, reviewed_on, team)
);
comment on table household_review is 'A village team looked into a household: who, when, what they found. Each look is a row.';
create index household_review_unit on household_review (unit_id, reviewed_on, id);

create table register_change (
  id          bigint generated always as identity primary key,
  register    text not null check (register in ('f0', 'f1', 'f2', 'returnees', 'away', 'households')),
  outbreak_id bigint references outbreak (id),
  unit_id     bigint not null references unit (id),
  subject_id  bigint not null,
  kind        text not null check (kind in ('changed', 'closed', 'reopened')),
  fields      text[] not null default '{}',
  at          timestamptz not null,
  user_id     bigint references app_user (id)
);
comment on table register_change is 'What happened to an entry after it was made; that it is new says its own created_at. subject_id is the journey, absence, review.';
create index register_change_window on register_change (register, at, unit_id);

create table register_report (
  unit_id       bigint not null references unit (id),
  outbreak_id   bigint not null references outbreak (id),
  register      text not null check (register in ('f0', 'f1', 'f2', 'returnees', 'away', 'households')),
  report_day    date not null,
  new_count     integer not null,
  changed_count integer not null,
  closed_count  integer not null,
  total_count   integer not null,
  note          text,
  reported_at   timestamptz not null,
  reported_by   bigint references app_user (id),
  version       integer not null default 1,
  primary key (outbreak_id, register, report_day, unit_id)
);
comment on table register_report is 'A unit has reported a register for a report day, also when there was nothing new: the counts are those of that moment.';

create table unit_setting (
  unit_id    bigint not null references unit (id),
  key        text not null,
  value      jsonb not null,
  changed_at timestamptz not null,
  changed_by bigint references app_user (id),
  version    integer not null default 1,
  primary key (unit_id, key)
);
comment on table unit_setting is 'What a unit prints and counts by; a unit without a value takes its parent''s.';
alter table unit_setting enable row level security;
create policy read on unit_setting for select using (true);
create policy write on unit_setting using ((select sees_all()) or unit_id = any ((select seen_units())::bigint[]))
  with check ((select sees_all()) or unit_id = any ((select seen_units())::bigint[]));

create table declaration (
  id              bigint generated always as identity primary key,
  code            text not null unique,
  submission_key  text unique,
  outbreak_id     bigint not null references outbreak (id),
  unit_id         bigint not null references unit (id),
  channel         text not null check (channel in ('web', 'phone', 'import', 'officer')),
  source_ref      text,
  full_name       text not null,
  name_key        text not null,
  birth_year      smallint,
  birth_date      date,
  sex             text check (sex in ('male', 'female')),
  e164            text,
  declared_by     text,
  hamlet          text,
  address         text,
  from_unit_id    bigint references unit (id),
  from_text       text,
  left_on         date,
  arrived_on      date,
  vehicle         text,
  companions      text,
  reason          text,
  places          text,
  symptoms        jsonb not null default '{}',
  met_case        text check (met_case in ('yes', 'no', 'unsure')),
  met_case_text   text,
  note            text,
  person_id       bigint references person (id),
  match           text not null default 'none' check (match in ('certain', 'proposed', 'none', 'confirmed', 'created', 'rejected')),
  journey_id      bigint references journey (id),
  created_at      timestamptz not null,
  created_by      bigint references app_user (id),
  decided_at      timestamptz,
  decided_by      bigint references app_user (id),
  version         integer not null default 1
);
comment on column declaration.code is 'The receipt that the citizen is given: says nothing by itself and opens nothing.';
comment on column declaration.submission_key is 'One form, one declaration: a form sent twice is stored once.';
comment on column declaration.declared_by is 'Who speaks for the person, when it is not the person.';
comment on column declaration.match is 'certain: matched by itself; proposed: an officer has to decide; confirmed, created, rejected: an officer did.';
create index declaration_unit on declaration (unit_id, id);
create index declaration_open on declaration (unit_id, id) where match in ('proposed', 'none');
create index declaration_person on declaration (person_id) where person_id is not null;

create table declaration_candidate (
  declaration_id bigint not null references declaration (id) on delete cascade,
  person_id      bigint not null references person (id) on delete cascade,
  unit_id        bigint not null references unit (id),
  reasons        text[] not null,
  primary key (declaration_id, person_id)
);
select bind_to_units(t) from unnest(array['household_review', 'register_change', 'register_report', 'declaration',
                                          'declaration_candidate']) as t;

-- Isolation: rules as dated data, advice, orders, releases; the follow-up's own bookkeeping.

-- The code of the disease profile, which the first release spelt as a name.
update outbreak set disease = 'covid-19' where disease = 'COVID-19';

create table isolation_rule (
  id           bigint generated always as identity primary key,
  code         text not null,
  version      integer not null check (version >= 1),
  disease      text not null,
  jurisdiction text not null,
  unit_id      bigint references unit (id),
  category     text not null check (category in ('F0', 'F1', 'F2', 'F3', 'returnee')),
  valid_from   date not null,
  valid_to     date check (valid_to >= valid_from),
  body         jsonb not null,
  state        text not null default 'draft' check (state in ('draft', 'in_force', 'withdrawn')),
  created_by   bigint references app_user (id),
  created_at   timestamptz not null,
  published_by bigint references app_user (id),
  published_at timestamptz,
  unique (code, version)
);
comment on table isolation_rule is 'What a dated document says about isolation. Data entered by an authority; a new text is a new version, never a change.';
comment on column isolation_rule.jurisdiction is '''VN'', or the code of the province, district or commune whose rule it is; a local rule goes before a national one.';
comment on column isolation_rule.unit_id is 'The unit of a local jurisdiction that is kept here: its people may enter and publish the rule. Null: administrators only.';
comment on column isolation_rule.body is 'The whole rule as packages/outbreak/src/isolation reads it.';
create unique index isolation_rule_in_force on isolation_rule (code) where state = 'in_force';

alter table isolation_rule enable row level security;
create policy read on isolation_rule for select using (true);
create policy write on isolation_rule using ((select sees_all()) or unit_id = any ((select seen_units())::bigint[]))
  with check ((select sees_all()) or unit_id = any ((select seen_units())::bigint[]));

create table isolation_advice (
  id           bigint generated always as identity primary key,
  outbreak_id  bigint not null references outbreak (id),
  person_id    bigint not null references person (id),
  unit_id      bigint not null references unit (id),
  rule_code    text,
  rule_version integer,
  inputs       jsonb not null,
  advice       jsonb not null,
  advised_on   date not null,
  state        text not null default 'proposed' check (state in ('proposed', 'approved', 'changed', 'refused', 'superseded')),
  reason       text,
  created_by   bigint references app_user (id),
  created_at   timestamptz not null,
  decided_by   bigint references app_user (id),
  decided_at   timestamptz,
  version      integer not null default 1
);
comment on table isolation_advice is 'What the rule says, with its id, version and inputs (design invariant 8), and what the committee made of it.';
create index isolation_advice_person on isolation_advice (person_id, id desc);
create unique index isolation_advice_open on isolation_advice (outbreak_id, person_id) where state = 'proposed';
create index isolation_advice_unit on isolation_advice (unit_id, id) where state = 'proposed';

create table isolation_order (
  id          bigint generated always as identity primary key,
  outbreak_id bigint not null references outbreak (id),
  person_id   bigint not null references person (id),
  unit_id     bigint not null references unit (id),
  advice_id   bigint not null references isolation_advice (id),
  measure     text not null check (measure in ('hospital', 'central', 'home', 'isolation', 'homeMonitor', 'selfMonitor')),
  place_id    bigint references place (id),
  place       text,
  start_on    date not null,
  end_on      date not null check (end_on >= start_on),
  phases      jsonb not null,
  phase       smallint not null default 0,
  spent       jsonb not null default '[]',
  state       text not null default 'active' check (state in ('active', 'released', 'cancelled')),
  created_by  bigint references app_user (id),
  created_at  timestamptz not null,
  version     integer not null default 1
);
comment on column isolation_order.measure is 'Of the phase the person is in now.';
comment on column isolation_order.phases is '[{number, measure, days, startOn, endOn, tests: [{day, dueOn}]}]; the last day belongs to the phase.';
comment on column isolation_order.spent is 'Phases, or parts of them, spent under an earlier decision for the same person.';
create unique index isolation_order_active on isolation_order (outbreak_id, person_id) where state = 'active';
create index isolation_order_person on isolation_order (person_id);
create index isolation_order_advice on isolation_order (advice_id);
create index isolation_order_unit on isolation_order (unit_id, end_on) where state = 'active';

create table isolation_release (
  id          bigint generated always as identity primary key,
  order_id    bigint not null references isolation_order (id),
  phase       smallint not null,
  unit_id     bigint not null references unit (id),
  released_on date not null,
  released_by bigint references app_user (id),
  released_at timestamptz not null,
  note        text
);
create index isolation_release_order on isolation_release (order_id);
select bind_to_units(t) from unnest(array['isolation_advice', 'isolation_order', 'isolation_release']) as t;

-- The sample calendar of an order: rows of `sample` that are planned and not taken yet.
alter table sample
  add column order_id bigint references isolation_order (id),
  add column rule_day text;
comment on column sample.rule_day is 'Which days of the rule this sample stands for: ''1:14'' is day 14 of the first phase.';
create index sample_order on sample (order_id) where order_id is not null;

-- Since when and until when somebody was kept from others, for levels counted in time (design invariant 7).
-- Watching oneself, or being watched at home, does not keep anybody from others.
create view person_isolation with (security_invoker = true) as
  select o.person_id, o.outbreak_id, min(p.starts_on) as isolated_on, max(p.ends_on) as isolated_until
  from isolation_order o
  cross join lateral (select (e ->> 'startOn')::date as starts_on, (e ->> 'endOn')::date as ends_on
                      from jsonb_array_elements(o.spent || o.phases) e where e ->> 'measure' in ('hospital', 'central', 'home', 'isolation')) p
  where o.state <> 'cancelled'
  group by o.person_id, o.outbreak_id;
grant select on person_isolation to truyvet_app;

-- Follow-up: what the daily closing needs to know.
alter table follow_up
  add column opened_on date,
  add column rule      text,
  add column lost_on   date,
  add column version   integer not null default 1;
update follow_up f set opened_on = (
  select min((x.created_at at time zone 'Asia/Ho_Chi_Minh')::date) from exposure x
  where x.target_person_id = f.person_id and x.outbreak_id = f.outbreak_id);
alter table follow_up drop constraint follow_up_state_check;
alter table follow_up add constraint follow_up_state_check check (state in ('open', 'completed', 'lost', 'becameCase'));
comment on column follow_up.start_on is 'Day 0: the last contact. Due are days 1 to N, start_on + 1 to end_on, both counted.';
comment on column follow_up.opened_on is 'When the contact became known: earlier days were nobody''s to miss. Null: known from the start.';
comment on column follow_up.lost_on is 'The closing that found the person unseen for too long.';
alter table follow_up_day
  add column seen_by     text check (seen_by in ('call', 'visit', 'phone', 'self')),
  add column recorded_by bigint references app_user (id),
  add column note        text;
update follow_up_day set seen_by = 'call' where status = 'done' and attempt_id is not null;
create index follow_up_open on follow_up (unit_id, id) where state = 'open';
create index follow_up_lost on follow_up (unit_id, id) where state = 'lost';

create table follow_up_closing (
  day_on    date primary key,
  closed_at timestamptz not null,
  missed    integer not null,
  lost      integer not null,
  completed integer not null
);
comment on table follow_up_closing is 'Which days the daily job has closed, so that a server that was off closes what it slept through.';

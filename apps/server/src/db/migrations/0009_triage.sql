-- Triage: alerts that climb the hierarchy when nobody takes them, errands with an owner and a typed outcome; what indicators read.

alter table alert
  add column level         smallint not null default 0,
  add column escalated_to  bigint references unit (id),
  add column escalated_at  timestamptz,
  add column next_step_at  timestamptz,
  add column at_top        boolean not null default false,
  add column note          text,
  add column version       integer not null default 1;
comment on column alert.due_at is 'The first deadline, of the alert''s own unit. It stays; escalation has deadlines of its own.';
comment on column alert.level is 'How many times the alert went up; 0 while its own unit has it.';
comment on column alert.escalated_to is 'The unit that is asked now, in place of the alert''s own.';
comment on column alert.next_step_at is 'When the alert goes up again; null: at due_at.';
comment on column alert.at_top is 'True when there is nobody further up to tell.';
create index alert_step_due on alert ((coalesce(next_step_at, due_at))) where acknowledged_at is null and not at_top;
create index alert_escalated_to on alert (escalated_to, due_at) where acknowledged_at is null and escalated_to is not null;
create index alert_unit_open on alert (unit_id, due_at) where acknowledged_at is null;
create index alert_raised on alert (raised_at);

create table alert_escalation (
  alert_id     bigint not null references alert (id) on delete cascade,
  level        smallint not null check (level >= 1),
  unit_id      bigint not null references unit (id),
  from_unit_id bigint not null references unit (id),
  to_unit_id   bigint not null references unit (id),
  at           timestamptz not null,
  due_at       timestamptz,
  primary key (alert_id, level)
);
comment on table alert_escalation is 'Each step of an alert up the hierarchy: who let the deadline pass, who was asked instead, until when.';
comment on column alert_escalation.unit_id is 'The alert''s own unit: whoever sees the alert sees its way up.';
select bind_to_units('alert_escalation');
revoke update on alert_escalation from truyvet_app;

alter table errand
  alter column person_id drop not null,
  add column owner_id    bigint references app_user (id),
  add column assigned_at timestamptz,
  add column assigned_by bigint references app_user (id),
  add column outcome     text,
  add column version     integer not null default 1;
comment on column errand.owner_id is 'Who does it; null: whoever takes it first. An owner can always see the errand (errand_owner_in_reach).';
comment on column errand.outcome is 'What came out, as a code; result says it in words.';
create index errand_owner_open on errand (owner_id, due_at) where done_at is null and owner_id is not null;
create index errand_unit_open on errand (unit_id, due_at) where done_at is null;

-- True when a user's units hold this one: theirs, or above it. An administrator who is bound to no unit reaches every one.
create function user_reaches(who bigint, target bigint) returns boolean language sql stable as $$
  with recursive up as (
    select u.id, u.parent_id from unit u where u.id = target
    union
    select p.id, p.parent_id from unit p join up on p.id = up.parent_id)
  select exists (select from app_user a where a.id = who and not a.disabled
                 and (exists (select from user_unit x join up on up.id = x.unit_id where x.user_id = a.id)
                      or a.role = 'administrator' and not exists (select from user_unit x where x.user_id = a.id)))
$$;

-- The last word on who may own an errand. When an errand moves to a unit that its owner does not see, it is nobody's again.
create function errand_owner_in_reach() returns trigger language plpgsql as $$
begin
  if new.owner_id is null or new.done_at is not null or user_reaches(new.owner_id, new.unit_id) then
    return new;
  end if;
  if tg_op = 'UPDATE' and new.owner_id is not distinct from old.owner_id and new.unit_id is distinct from old.unit_id then
    new.owner_id := null;
    new.assigned_at := null;
    new.assigned_by := null;
    return new;
  end if;
  raise exception 'user % does not see unit %', new.owner_id, new.unit_id using errcode = 'check_violation';
end $$;
create trigger errand_owner_in_reach before insert or update of owner_id, unit_id on errand
  for each row execute function errand_owner_in_reach();

-- What indicators count by. Contacts are written in the order of time, which a block range index finds at next to no cost.
create index exposure_created on exposure using brin (created_at);
create index exposure_unit on exposure (unit_id, outbreak_id);
create index case_record_unit on case_record (unit_id, outbreak_id) where unit_id is not null;
create index follow_up_unit on follow_up (unit_id, outbreak_id);

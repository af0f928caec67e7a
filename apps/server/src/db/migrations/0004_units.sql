-- Units with their other names and successors; people's addresses, which have to outlive units; the history of what officers changed.

alter table unit drop constraint unit_kind_check;
alter table unit add constraint unit_kind_check check (kind in ('country', 'province', 'district', 'commune', 'hamlet', 'health'));

create table unit_alias (
  unit_id   bigint not null references unit (id) on delete cascade,
  alias     text not null,
  alias_key text not null,
  primary key (unit_id, alias)
);
comment on table unit_alias is 'Other names that people write for a unit: older ones, local ones, other spellings. Bulletins of 2022 still print communes that ended in 2019.';
create index unit_alias_key on unit_alias (alias_key);

create table unit_successor (
  unit_id      bigint not null references unit (id) on delete cascade,
  successor_id bigint not null references unit (id) check (successor_id <> unit_id),
  part         boolean not null,
  primary key (unit_id, successor_id)
);
comment on column unit_successor.part is 'True when only a part of the old unit went there: then a person''s address decides, and nothing else may.';
create index unit_successor_by_successor on unit_successor (successor_id);

-- These units, everything below them at any time (a commune that has ended keeps its records), the units that went into one of them whole, and a
-- unit that is only another name for one of them. A unit that was split goes along with none of its parts: an address decides there.
create function units_below(roots bigint[]) returns setof bigint language sql stable parallel safe as $$
  with recursive below as (
    select u.id from unit u where u.id = any (roots)
    union
    select n.id from below b cross join lateral (
      select u.id from unit u where u.parent_id = b.id
      union all
      select s.unit_id from unit_successor s where s.successor_id = b.id and not s.part
      union all
      select s.successor_id from unit_successor s where s.unit_id = b.id and not s.part
        and not exists (select from unit_successor o where o.successor_id = s.successor_id and o.unit_id <> s.unit_id)) n)
  select id from below
$$;

do $$
declare t text;
begin
  foreach t in array array['unit_alias', 'unit_successor'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy read on %I for select using (true)', t);
    execute format('create policy write on %I using ((select sees_all())) with check ((select sees_all()))', t);
  end loop;
end $$;

-- Work that is about a unit or a list, not about one person. Writers name the index: on conflict (…) where person_id is not null.
alter table errand alter column person_id drop not null;
alter table errand drop constraint errand_person_id_attempt_id_code_round_key;
create unique index errand_once on errand (person_id, attempt_id, code, round) nulls not distinct where person_id is not null;
create unique index errand_once_of_unit on errand (unit_id, code, (coalesce(details ->> 'about', ''))) where person_id is null and done_at is null;
comment on index errand_once_of_unit is 'details.about tells apart several open errands of one kind about one unit.';

create table address (
  id               bigint generated always as identity primary key,
  person_id        bigint not null references person (id) on delete cascade,
  kind             text not null check (kind in ('living', 'registered', 'work', 'origin')),
  province_text    text,
  district_text    text,
  commune_text     text,
  hamlet           text,
  group_text       text,
  detail           text,
  province_unit_id bigint references unit (id),
  district_unit_id bigint references unit (id),
  commune_unit_id  bigint references unit (id),
  hamlet_unit_id   bigint references unit (id),
  precision        text not null check (precision in ('exact', 'group', 'hamlet', 'commune', 'district', 'province', 'unknown')),
  today_unit_id    bigint references unit (id),
  resolution       text not null default 'pending' check (resolution in ('pending', 'resolved', 'chosen', 'ambiguous', 'unknown')),
  resolved_on      date,
  valid_from       date,
  valid_to         date,
  created_at       timestamptz not null,
  version          integer not null default 1,
  check (valid_to is null or valid_from is null or valid_to >= valid_from)
);
comment on table address is 'Where a person lives, is registered, works or comes from: five levels as written, and the units of that time where they are known.';
comment on column address.group_text is 'tổ, cụm, tổ liên gia: below the hamlet.';
comment on column address.today_unit_id is 'The unit that holds this place on resolved_on; null while ambiguous or unknown.';
comment on column address.resolution is 'chosen: an officer decided between several.';
create index address_person on address (person_id);
create unique index address_one_living on address (person_id) where kind = 'living' and valid_to is null;
create index address_commune on address (commune_unit_id) where valid_to is null;
alter table address enable row level security;
create policy by_person on address
  using (exists (select from person p where p.id = person_id)) with check (exists (select from person p where p.id = person_id));

-- The commune of a unit: itself, or the one it is a hamlet of.
create function commune_of(unit_id bigint) returns bigint language sql stable parallel safe as $$
  select case u.kind when 'commune' then u.id when 'hamlet' then u.parent_id end from unit u where u.id = unit_id
$$;

insert into address (person_id, kind, hamlet, detail, commune_unit_id, precision, created_at)
select p.id, 'living', p.hamlet, p.address, commune_of(p.unit_id),
  case when p.address is not null then 'exact' when p.hamlet is not null then 'hamlet' else 'commune' end, p.created_at
from person p where p.hamlet is not null or p.address is not null;

-- Lists go on writing person.hamlet and person.address: whoever writes these, the living address says the same.
create function address_of_new_people() returns trigger language plpgsql as $$
begin
  insert into address (person_id, kind, hamlet, detail, commune_unit_id, precision, created_at)
  select n.id, 'living', n.hamlet, n.address, commune_of(n.unit_id),
    case when n.address is not null then 'exact' else 'hamlet' end, n.created_at
  from fresh n where n.hamlet is not null or n.address is not null;
  return null;
end $$;
create trigger address_of_new_people after insert on person referencing new table as fresh
  for each statement execute function address_of_new_people();

create function address_follows_person() returns trigger language plpgsql as $$
begin
  update address set hamlet = new.hamlet, detail = new.address, resolution = 'pending', today_unit_id = null, version = version + 1,
    precision = case when new.address is not null then 'exact' when new.hamlet is not null then 'hamlet' else 'commune' end
  where person_id = new.id and kind = 'living' and valid_to is null and (hamlet, detail) is distinct from (new.hamlet, new.address);
  if not found and (new.hamlet is not null or new.address is not null)
     and not exists (select from address where person_id = new.id and kind = 'living' and valid_to is null) then
    insert into address (person_id, kind, hamlet, detail, commune_unit_id, precision, created_at)
    values (new.id, 'living', new.hamlet, new.address, commune_of(new.unit_id),
      case when new.address is not null then 'exact' else 'hamlet' end, new.created_at);
  end if;
  return null;
end $$;
create trigger address_follows_person after update of hamlet, address on person for each row
  when ((old.hamlet, old.address) is distinct from (new.hamlet, new.address)) execute function address_follows_person();

create table person_edit (
  id         bigint generated always as identity primary key,
  person_id  bigint not null references person (id) on delete cascade,
  version    integer not null,
  field      text not null,
  before     jsonb,
  after      jsonb,
  edited_by  bigint references app_user (id),
  edited_at  timestamptz not null,
  reason     text
);
comment on table person_edit is 'What officers changed of a person, field by field. Identity numbers are masked here.';
comment on column person_edit.version is 'The version of the person that the change made.';
create index person_edit_person on person_edit (person_id, id);
alter table person_edit enable row level security;
create policy by_person on person_edit
  using (exists (select from person p where p.id = person_id)) with check (exists (select from person p where p.id = person_id));
revoke update on person_edit from truyvet_app;

alter table household
  add column name       text,
  add column created_at timestamptz,
  add column version    integer not null default 1;
create index person_insurance_number on person (insurance_number) where insurance_number is not null;
create index person_national_id_number on person (national_id) where national_id is not null;

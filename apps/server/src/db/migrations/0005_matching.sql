-- Matching: drafts of imports that wait for a confirm, mappings remembered per sender, merges of people and what they moved.

-- People are found by name and birth year only to propose them, never to match them.
create index person_name_birth on person (name_key, birth_year) where merged_into_id is null;
create index person_national_id_any on person (national_id) where national_id is not null;
create index person_merged_into on person (merged_into_id) where merged_into_id is not null;
-- The survivor of a merge may carry the number that the merged record keeps for the day of an unmerge.
drop index person_national_id;
create unique index person_national_id on person (unit_id, national_id) where national_id is not null and merged_into_id is null;
comment on index person_national_id is 'Within a unit only: a commune must not learn from a refusal whom another commune has written down.';

create table import_draft (
  id           bigint primary key,
  outbreak_id  bigint not null references outbreak (id),
  unit_id      bigint not null references unit (id),
  sha256       bytea not null,
  file_name    text not null,
  content      bytea not null,
  sheet_name   text,
  encoding     text,
  header       jsonb not null,
  fingerprint  text not null,
  counts       jsonb not null,
  other_sheets jsonb not null default '[]',
  created_by   bigint references app_user (id),
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  version      integer not null default 1,
  unique (outbreak_id, unit_id, sha256)
);
comment on table import_draft is 'A list that was read and judged but not stored. Its id becomes the import''s when it is confirmed.';
comment on column import_draft.header is 'The header''s rows and the columns as they are to be read, each with the reasons for it.';
create index import_draft_expiry on import_draft (expires_at);

create table import_draft_row (
  draft_id   bigint not null references import_draft (id) on delete cascade,
  row_number integer not null,
  unit_id    bigint not null references unit (id),
  outcome    text not null check (outcome in ('stored', 'merged', 'unchanged', 'rejected')),
  person_id  bigint,
  problems   jsonb not null default '[]',
  duplicates jsonb not null default '[]',
  cells      jsonb not null,
  primary key (draft_id, row_number)
);
comment on column import_draft_row.person_id is 'The stored person whom the row would complete; not kept from being erased by a draft.';
create index import_draft_row_duplicates on import_draft_row (draft_id, row_number) where duplicates <> '[]';

create table import_decision (
  draft_id   bigint not null references import_draft (id) on delete cascade,
  row_number integer not null,
  unit_id    bigint not null references unit (id),
  decision   text not null check (decision in ('new', 'same', 'leave')),
  person_id  bigint,
  check ((decision = 'same') = (person_id is not null)),
  primary key (draft_id, row_number)
);
comment on table import_decision is 'What an officer decided about a row: another person than those proposed, the same as this one, or left out.';

create table import_mapping (
  unit_id     bigint not null references unit (id),
  fingerprint text not null,
  columns     jsonb not null,
  used_at     timestamptz not null,
  used_by     bigint references app_user (id),
  primary key (unit_id, fingerprint)
);
comment on table import_mapping is 'How a sender''s columns were read when somebody last confirmed a list with these headings.';

create table person_merge (
  id             bigint generated always as identity primary key,
  merged_id      bigint not null references person (id),
  survivor_id    bigint not null references person (id),
  unit_id        bigint not null references unit (id),
  merged_unit_id bigint not null references unit (id),
  evidence       jsonb not null,
  completed      jsonb not null,
  merged_at      timestamptz not null,
  merged_by      bigint references app_user (id),
  unmerged_at    timestamptz,
  unmerged_by    bigint references app_user (id),
  check (merged_id <> survivor_id)
);
comment on column person_merge.completed is 'Columns of the survivor that were empty and were filled from the merged record: {column: value}.';
create unique index person_merge_open on person_merge (merged_id) where unmerged_at is null;
create index person_merge_survivor on person_merge (survivor_id);

create table person_merge_row (
  id         bigint generated always as identity primary key,
  merge_id   bigint not null references person_merge (id),
  unit_id    bigint not null references unit (id),
  table_name text not null,
  row_key    jsonb not null,
  was        jsonb not null
);
comment on table person_merge_row is 'What a merge moved: the row by its key, and the columns as they were before.';
create index person_merge_row_merge on person_merge_row (merge_id);

create table person_distinct (
  a_id       bigint not null references person (id),
  b_id       bigint not null references person (id),
  decided_at timestamptz not null,
  decided_by bigint references app_user (id),
  primary key (a_id, b_id),
  check (a_id < b_id)
);
comment on table person_distinct is 'Two records that somebody knows to be two people: never proposed, never matched to each other again.';
create index person_distinct_b on person_distinct (b_id);
alter table person_distinct enable row level security;
create policy by_people on person_distinct
  using (exists (select from person p where p.id = a_id) and exists (select from person p where p.id = b_id))
  with check (exists (select from person p where p.id = a_id) and exists (select from person p where p.id = b_id));

select bind_to_units(t) from unnest(array['import_draft', 'import_draft_row', 'import_decision', 'import_mapping', 'person_merge',
                                          'person_merge_row']) as t;

-- A big list fills tables of which the planner knows nothing yet: its plans for what hangs on each row would look through all of them, again and again.
create function know_new_tables() returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp set lock_timeout = '200ms' as $$
declare
  t text;
begin
  foreach t in array array['exposure', 'follow_up', 'work_item', 'person_level', 'person_phone', 'import_row'] loop
    continue when (select reltuples from pg_class where oid = to_regclass('public.' || t)) > 5000;
    execute format('analyze public.%I', t);
  end loop;
exception when lock_not_available then
  -- Somebody else is at it; the plans are then as good as they were.
  return;
end $$;
revoke all on function know_new_tables() from public;
grant execute on function know_new_tables() to truyvet_app;

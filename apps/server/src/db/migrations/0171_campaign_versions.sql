-- The state of a campaign and the settings of a unit are changed like everything else: whoever changes them names the version that was seen.
alter table campaign add column version integer not null default 1;

-- A unit's own settings are shown and set together, and taking one away leaves no row that could carry a version.
create table unit_setting_version (
  unit_id bigint primary key references unit (id),
  version integer not null
);
comment on table unit_setting_version is 'How often the settings of a unit itself were set; a unit without a row is in version 1.';
alter table unit_setting_version enable row level security;
create policy read on unit_setting_version for select using (true);
create policy write on unit_setting_version using ((select sees_all()) or unit_id = any ((select seen_units())::bigint[]))
  with check ((select sees_all()) or unit_id = any ((select seen_units())::bigint[]));

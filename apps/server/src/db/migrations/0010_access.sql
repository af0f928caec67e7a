-- Who may: roles and what they permit, as data. Then: requests that are sent twice, other systems that are told, identity numbers and recordings that the
-- database alone cannot read, and how long everything is kept.

-- 1. Roles. A role says what, the user's units say where; a user of a role that "sees_all" and who has no unit sees everything.
create table permission (
  code text primary key,
  vi   text not null,
  en   text not null
);
create table role (
  code     text primary key,
  position smallint not null unique,
  vi       text not null,
  en       text not null,
  sees_all boolean not null default false
);
create table role_permission (
  role       text not null references role (code),
  permission text not null references permission (code),
  primary key (role, permission)
);
insert into permission (code, vi, en) values
  ('people.read', 'Xem người, số điện thoại, địa chỉ, diện F', 'See people, their numbers, addresses and levels'),
  ('people.write', 'Sửa người, hộ gia đình, địa chỉ', 'Change people, households, addresses'),
  ('people.merge', 'Gộp và tách người trùng', 'Merge and unmerge people'),
  ('identity.read', 'Xem số định danh, số thẻ BHYT', 'See identity and insurance numbers'),
  ('health.read', 'Xem câu trả lời, ghi âm, mẫu xét nghiệm, tiêm chủng', 'See answers, recordings, samples, vaccinations'),
  ('health.write', 'Ghi ca bệnh, mẫu, kết quả', 'Record cases, samples, results'),
  ('exposures.write', 'Ghi tiếp xúc, mốc dịch tễ, lịch trình', 'Record exposures, milestones, journeys'),
  ('followUp.write', 'Ghi theo dõi hằng ngày', 'Record daily follow-up'),
  ('orders.read', 'Xem đề xuất và quyết định cách ly', 'See advice and isolation orders'),
  ('orders.propose', 'Lập đề xuất cách ly', 'Propose isolation'),
  ('orders.decide', 'Quyết định cách ly', 'Decide on isolation'),
  ('registers.read', 'Xem sổ F0/F1/F2, người về, người đi xa', 'See the registers'),
  ('registers.write', 'Ghi người về, người đi xa, hộ đã rà soát', 'Keep the registers'),
  ('declarations.write', 'Nhận khai báo y tế', 'Take declarations'),
  ('places.write', 'Ghi địa điểm, tạo mã QR', 'Keep places, make QR posters'),
  ('imports.read', 'Xem danh sách đã nhập', 'See imported lists'),
  ('imports.write', 'Nhập danh sách', 'Import lists'),
  ('campaigns.read', 'Xem chiến dịch gọi', 'See campaigns'),
  ('campaigns.run', 'Bắt đầu, tạm dừng cuộc gọi tự động', 'Start and pause calls'),
  ('board.read', 'Xem bảng cuộc gọi đang diễn ra', 'Watch the live board'),
  ('alerts.read', 'Xem cảnh báo', 'See alerts'),
  ('alerts.acknowledge', 'Nhận cảnh báo', 'Acknowledge alerts'),
  ('errands.read', 'Xem việc cần làm', 'See errands'),
  ('errands.work', 'Làm và báo kết quả việc cần làm', 'Work on errands'),
  ('reports.read', 'Xem kết quả, tổng hợp, chỉ số', 'See results, summaries, indicators'),
  ('reports.export', 'Xuất bảng tính, văn bản', 'Export workbooks and documents'),
  ('settings.write', 'Đặt thông số của đơn vị', 'Set what units print and speak'),
  ('units.write', 'Sửa đơn vị, chọn đơn vị kế tục', 'Change units and successors'),
  ('rules.write', 'Ban hành quy định cách ly, hồ sơ bệnh', 'Put rules and disease profiles into force'),
  ('users.manage', 'Quản lý tài khoản', 'Manage accounts'),
  ('audit.read', 'Xem nhật ký truy cập', 'Read the audit log'),
  ('webhooks.manage', 'Nối hệ thống khác (webhook)', 'Connect other systems (webhooks)'),
  ('privacy.manage', 'Xóa theo hạn và theo yêu cầu', 'Erase by retention and on request');
insert into role (code, position, vi, en, sees_all) values
  ('administrator', 1, 'Quản trị', 'Administrator', true),
  ('province', 2, 'Cán bộ cấp tỉnh', 'Province officer', false),
  ('district', 3, 'Cán bộ cấp huyện', 'District officer', false),
  ('commune', 4, 'Cán bộ trạm y tế xã', 'Commune health officer', false),
  ('police', 5, 'Công an', 'Police', false),
  ('villageTeam', 6, 'Tổ COVID cộng đồng, thôn', 'Village team', false),
  ('hotline', 7, 'Tổng đài viên', 'Hotline officer', false),
  ('committee', 8, 'Ban chỉ đạo', 'Committee', false),
  ('readOnly', 9, 'Chỉ xem', 'Read only', false);
insert into role_permission (role, permission)
select role, unnest(permissions) from (values
  ('administrator', array[
     'people.read', 'people.write', 'people.merge', 'identity.read', 'health.read', 'health.write', 'exposures.write', 'followUp.write',
     'orders.read', 'orders.propose', 'orders.decide', 'registers.read', 'registers.write', 'declarations.write', 'places.write',
     'imports.read', 'imports.write', 'campaigns.read', 'campaigns.run', 'board.read', 'alerts.read', 'alerts.acknowledge',
     'errands.read', 'errands.work', 'reports.read', 'reports.export', 'settings.write', 'units.write', 'rules.write', 'users.manage',
     'audit.read', 'webhooks.manage', 'privacy.manage']),
  ('province', array[
     'people.read', 'people.write', 'people.merge', 'identity.read', 'health.read', 'health.write', 'exposures.write', 'followUp.write',
     'orders.read', 'orders.propose', 'orders.decide', 'registers.read', 'registers.write', 'declarations.write', 'places.write',
     'imports.read', 'imports.write', 'campaigns.read', 'campaigns.run', 'board.read', 'alerts.read', 'alerts.acknowledge',
     'errands.read', 'errands.work', 'reports.read', 'reports.export', 'rules.write', 'settings.write']),
  ('district', array[
     'people.read', 'people.write', 'people.merge', 'identity.read', 'health.read', 'health.write', 'exposures.write', 'followUp.write',
     'orders.read', 'orders.propose', 'orders.decide', 'registers.read', 'registers.write', 'declarations.write', 'places.write',
     'imports.read', 'imports.write', 'campaigns.read', 'campaigns.run', 'board.read', 'alerts.read', 'alerts.acknowledge',
     'errands.read', 'errands.work', 'reports.read', 'reports.export', 'settings.write']),
  ('commune', array[
     'people.read', 'people.write', 'people.merge', 'identity.read', 'health.read', 'health.write', 'exposures.write', 'followUp.write',
     'orders.read', 'orders.propose', 'registers.read', 'registers.write', 'declarations.write', 'places.write', 'imports.read',
     'imports.write', 'campaigns.read', 'campaigns.run', 'board.read', 'alerts.read', 'alerts.acknowledge', 'errands.read',
     'errands.work', 'reports.read', 'reports.export', 'settings.write']),
  ('police', array[
     'people.read', 'identity.read', 'orders.read', 'registers.read', 'registers.write', 'errands.read', 'errands.work', 'reports.read']),
  ('villageTeam', array[
     'people.read', 'followUp.write', 'registers.read', 'registers.write', 'declarations.write', 'errands.read', 'errands.work']),
  ('hotline', array[
     'people.read', 'people.write', 'health.read', 'exposures.write', 'followUp.write', 'declarations.write', 'orders.read',
     'registers.read', 'registers.write', 'board.read', 'alerts.read', 'alerts.acknowledge', 'errands.read', 'errands.work']),
  ('committee', array[
     'people.read', 'health.read', 'orders.read', 'orders.decide', 'rules.write', 'registers.read', 'alerts.read', 'errands.read', 'reports.read',
     'reports.export', 'campaigns.read', 'board.read']),
  ('readOnly', array[
     'people.read', 'orders.read', 'registers.read', 'imports.read', 'campaigns.read', 'board.read', 'errands.read', 'reports.read'])) as given (role, permissions);

alter table app_user drop constraint app_user_role_check;
alter table app_user add constraint app_user_role_known foreign key (role) references role (code);
alter table app_user add column version integer not null default 1;
comment on column app_user.role is 'What the user may do; user_unit says where.';

do $$
declare t text;
begin
  foreach t in array array['permission', 'role', 'role_permission'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy read on %I for select using (true)', t);
    execute format('create policy write on %I using ((select sees_all())) with check ((select sees_all()))', t);
  end loop;
end $$;

-- What is about health is seen by those whose role permits it (health.read): a third setting of each transaction, beside scope and units.
create function sees_health() returns boolean language sql stable parallel safe as $$
  select coalesce(current_setting('truyvet.health', true), '') = 'yes'
$$;
do $$
declare t text;
begin
  foreach t in array array['answer', 'recording', 'sample', 'vaccination'] loop
    execute format('create policy about_health on %I as restrictive using ((select sees_health())) with check ((select sees_health()))', t);
  end loop;
end $$;
-- An alert says what is wrong with a person: only those who may know read it, but whoever sees a severe sign at the door raises it.
create policy about_health on alert as restrictive for select using ((select sees_health()));
create function has_open_alert(of_person bigint, of_code text) returns boolean language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from alert where person_id = of_person and code = of_code and acknowledged_at is null)
$$;
comment on function has_open_alert is 'So that one alert of a kind is raised, also by those who may not read alerts.';
revoke all on function has_open_alert(bigint, text) from public;
grant execute on function has_open_alert(bigint, text) to truyvet_app;

-- 2. Requests sent twice. The first answer to a key is kept and given again; who sends something else under the same key is told so.
create table idempotency_key (
  user_id       bigint not null references app_user (id) on delete cascade,
  key           text not null,
  request_hash  bytea not null,
  status        smallint,
  response      bytea,
  content_type  text,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  primary key (user_id, key)
);
comment on column idempotency_key.response is 'The answer''s body, sealed: it may hold what only its reader may see. Null while the first request is under way.';
create index idempotency_key_expiry on idempotency_key (expires_at);
alter table idempotency_key enable row level security;
create policy own on idempotency_key using ((select sees_all())) with check ((select sees_all()));

-- 3. Other systems that are told. Events are written by triggers, in the transaction that makes them true, whatever part of the system does it.
create table webhook (
  id          bigint generated always as identity primary key,
  unit_id     bigint references unit (id),
  url         text not null,
  events      text[] not null check (events <> '{}'),
  secret      text not null,
  active      boolean not null default true,
  created_by  bigint references app_user (id),
  created_at  timestamptz not null,
  version     integer not null default 1
);
comment on table webhook is 'Another system that is told of events in a unit and below it; unit_id null: everywhere.';
comment on column webhook.secret is 'Sealed; signs each delivery.';
create table webhook_delivery (
  id           bigint generated always as identity primary key,
  webhook_id   bigint not null references webhook (id) on delete cascade,
  event_id     uuid not null,
  event        text not null,
  unit_id      bigint references unit (id),
  data         jsonb not null,
  happened_at  timestamptz not null,
  state        text not null default 'due' check (state in ('due', 'delivered', 'givenUp')),
  tries        smallint not null default 0,
  due_at       timestamptz not null,
  delivered_at timestamptz,
  last_status  smallint,
  last_error   text
);
create index webhook_delivery_due on webhook_delivery (due_at, id) where state = 'due';
create index webhook_delivery_webhook on webhook_delivery (webhook_id, id);
alter table webhook enable row level security;
create policy by_unit on webhook using ((select sees_all()) or unit_id = any ((select seen_units())::bigint[]))
  with check ((select sees_all()) or unit_id = any ((select seen_units())::bigint[]));
alter table webhook_delivery enable row level security;
create policy by_webhook on webhook_delivery
  using ((select sees_all()) or exists (select from webhook w where w.id = webhook_id)) with check ((select sees_all()));

-- As the owner: a district's webhook hears of its communes, and a commune's transaction does not see the district's webhook.
create function tell_webhooks(told_event text, at_unit bigint, told jsonb) returns void language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
  told_id uuid := gen_random_uuid();
begin
  if not exists (select from webhook w where w.active and told_event = any (w.events)) then return; end if;
  insert into webhook_delivery (webhook_id, event_id, event, unit_id, data, happened_at, due_at)
  with recursive above as (
    select u.id, u.parent_id from unit u where u.id = at_unit
    union select u.id, u.parent_id from unit u join above a on u.id = a.parent_id)
  select w.id, told_id, told_event, at_unit, told, now(), now() from webhook w
  where w.active and told_event = any (w.events) and (w.unit_id is null or w.unit_id in (select id from above));
end $$;
revoke all on function tell_webhooks(text, bigint, jsonb) from public;

create function tell_cases() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    perform tell_webhooks('case.confirmed', n.unit_id, jsonb_build_object('caseId', n.id, 'outbreakId', n.outbreak_id, 'personId', n.person_id))
    from fresh n where n.status = 'confirmed' and n.confirmed_at is not null;
  else
    perform tell_webhooks('case.confirmed', n.unit_id, jsonb_build_object('caseId', n.id, 'outbreakId', n.outbreak_id, 'personId', n.person_id))
    from fresh n join old_rows o on o.id = n.id
    where n.status = 'confirmed' and n.confirmed_at is not null and (o.status <> 'confirmed' or o.confirmed_at is null);
  end if;
  return null;
end $$;
create trigger tell_new_cases after insert on case_record referencing new table as fresh for each statement execute function tell_cases();
create trigger tell_altered_cases after update on case_record referencing old table as old_rows new table as fresh
  for each statement execute function tell_cases();

create function tell_alerts() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform tell_webhooks('alert.raised', n.unit_id, jsonb_build_object('alertId', n.id, 'personId', n.person_id)) from fresh n;
  return null;
end $$;
create trigger tell_new_alerts after insert on alert referencing new table as fresh for each statement execute function tell_alerts();

create function tell_imports() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform tell_webhooks('import.confirmed', n.unit_id, jsonb_build_object('importId', n.id, 'outbreakId', n.outbreak_id)) from fresh n;
  return null;
end $$;
create trigger tell_new_imports after insert on import_file referencing new table as fresh for each statement execute function tell_imports();

-- One event a unit and statement, with how many people moved: whoever wants to know who asks for them, and is logged.
create function tell_levels() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from webhook w where w.active and 'levels.changed' = any (w.events)) then return null; end if;
  if tg_op = 'UPDATE' then
    perform tell_webhooks('levels.changed', m.unit_id, jsonb_build_object('outbreakId', m.outbreak_id, 'people', m.people)) from (
      select n.outbreak_id, n.unit_id, count(*) as people from fresh n join old_rows o using (outbreak_id, person_id)
      where n.level <> o.level group by 1, 2) m;
  else
    perform tell_webhooks('levels.changed', m.unit_id, jsonb_build_object('outbreakId', m.outbreak_id, 'people', m.people))
    from (select outbreak_id, unit_id, count(*) as people from fresh group by 1, 2) m;
  end if;
  return null;
end $$;
create trigger tell_new_levels after insert on person_level referencing new table as fresh for each statement execute function tell_levels();
create trigger tell_altered_levels after update on person_level referencing old table as old_rows new table as fresh
  for each statement execute function tell_levels();
create trigger tell_lapsed_levels after delete on person_level referencing old table as fresh for each statement execute function tell_levels();

-- 4. What the database alone cannot read. The keys are in a file of the installation.
alter table person
  add column national_id_sealed      text,
  add column insurance_number_sealed text;
comment on column person.national_id is 'A keyed hash (HMAC) of the number: equal numbers have equal hashes, so that lists match and a unit has each once. The number: national_id_sealed.';
comment on column person.national_id_sealed is 'The number, encrypted: "<key id>.<base64url of nonce, cipher text and tag>" (AES-256-GCM).';
comment on column person.insurance_number is 'A keyed hash of the number, as national_id.';
alter table recording add column key_id text;
comment on column recording.key_id is 'The key that alaw is encrypted with; null: as it was before there were keys.';
create index person_unsealed on person (id)
  where (national_id is not null and national_id_sealed is null) or (insurance_number is not null and insurance_number_sealed is null);
create index recording_unsealed on recording (id) where key_id is null;

-- 5. On what ground people are kept, and for how long. Periods are data; one whose source is unsure is a proposal until an administrator confirms it
-- with the document, and erases nothing before.
create table legal_basis (
  code     text primary key,
  vi       text not null,
  en       text not null,
  document text not null,
  sure     boolean not null
);
insert into legal_basis (code, vi, en, document, sure) values
  ('epidemic', 'Phòng, chống dịch theo luật', 'Control of an epidemic by law',
   'Luật Phòng bệnh 114/2025/QH15 (từ 01/7/2026; trước đó Luật 03/2007/QH12); Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP', false),
  ('consent', 'Người dân đồng ý', 'Consent', 'Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP', true);
alter table outbreak add column legal_basis text not null default 'epidemic' references legal_basis (code);
alter table campaign add column legal_basis text not null default 'epidemic' references legal_basis (code);

create table retention_rule (
  legal_basis  text not null references legal_basis (code),
  subject      text not null check (subject in ('recordings', 'importFiles', 'checkIns', 'callDetails', 'people')),
  keep_days    integer not null check (keep_days between 1 and 36500),
  document     text,
  confirmed_at timestamptz,
  confirmed_by bigint references app_user (id),
  primary key (legal_basis, subject)
);
comment on column retention_rule.document is 'Where the period stands. Law 91/2025 and Decree 356/2025 want erasure when the purpose is done, and name no number of days: those here are proposals.';
comment on column retention_rule.confirmed_at is 'Null: a proposal. Nothing is erased by it.';
insert into retention_rule (legal_basis, subject, keep_days) values
  ('epidemic', 'recordings', 90), ('epidemic', 'importFiles', 180), ('epidemic', 'checkIns', 30), ('epidemic', 'callDetails', 180), ('epidemic', 'people', 1825),
  ('consent', 'recordings', 30), ('consent', 'importFiles', 60), ('consent', 'checkIns', 30), ('consent', 'callDetails', 60), ('consent', 'people', 365);
do $$
declare t text;
begin
  foreach t in array array['legal_basis', 'retention_rule'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy read on %I for select using (true)', t);
    execute format('create policy write on %I using ((select sees_all())) with check ((select sees_all()))', t);
  end loop;
end $$;
alter table person add column erased_at timestamptz;
comment on column person.erased_at is 'When everything that names the person was erased. The record stays without a name, because contacts and cases hang on it.';
alter table import_file add column erased_at timestamptz;
comment on column import_file.erased_at is 'When its content and cells were erased; what became of each row stays.';

-- 6. Cases. A contact's level hangs on a case that may be another commune's: its code and dates are read under any scope. Who it is stays bound (person),
-- and only those who see its unit change it; a case that is known by its code alone belongs to nobody yet.
alter table case_record enable row level security;
create policy read on case_record for select using (true);
create policy write on case_record using ((select sees_all()) or unit_id is null or unit_id = any ((select seen_units())::bigint[]))
  with check ((select sees_all()) or unit_id is null or unit_id = any ((select seen_units())::bigint[]));

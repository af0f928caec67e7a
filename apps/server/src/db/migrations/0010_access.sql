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
     'people.read', 'health.read', 'orders.read', 'orders.decide', 'registers.read', 'alerts.read', 'errands.read', 'reports.read',
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

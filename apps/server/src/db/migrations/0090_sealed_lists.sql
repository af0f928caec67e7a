-- Lists as they were handed in may hold identity numbers: their files and rows are sealed, as the numbers of people are (0010, 0012).
alter table import_file add column key_id text;
alter table import_draft add column key_id text;
comment on column import_file.content is 'The file as it was handed in, encrypted: nonce, cipher text and tag (AES-256-GCM). Empty once it was erased.';
comment on column import_file.key_id is 'The key that content is encrypted with; null: as it was before lists were sealed.';
comment on column import_row.cells is 'The row''s cells and what its problems quote of them, encrypted: a string "<key id>.<base64url>". An empty list once they were erased.';
comment on column import_row.problems is 'Which problems the row has; the words that they quote are sealed with the cells.';

-- Rows that were erased kept what their problems quoted.
update import_row set problems = (select jsonb_agg(p || '{"details": {}}') from jsonb_array_elements(problems) p)
where cells = '[]' and problems <> '[]';

-- What is there in clear is sealed at the first start, right after the migrations: the checks bind what is written from here on.
alter table import_file add constraint import_file_sealed check (content = '' or key_id is not null) not valid;
alter table import_draft add constraint import_draft_sealed check (content = '' or key_id is not null) not valid;
alter table import_row add constraint import_row_sealed check (jsonb_typeof(cells) = 'string' or cells = '[]') not valid;
alter table import_draft_row add constraint import_draft_row_sealed check (jsonb_typeof(cells) = 'string' or cells = '[]') not valid;
-- What is still to be sealed is found at once, also when it is nothing.
create index import_file_unsealed on import_file (id) where key_id is null and content <> '';
create index import_draft_unsealed on import_draft (id) where key_id is null and content <> '';
create index import_row_unsealed on import_row (import_id, row_number) where jsonb_typeof(cells) <> 'string' and cells <> '[]';
create index import_draft_row_unsealed on import_draft_row (draft_id, row_number) where jsonb_typeof(cells) <> 'string' and cells <> '[]';

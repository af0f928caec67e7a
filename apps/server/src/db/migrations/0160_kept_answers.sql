-- The summary and the indicators of a province are counted over millions of rows: longer than anybody waits, and than a statement may take. Such a question
-- is noted here; a job counts it with more time, keeps what came out, and counts it again while it is asked for.
create table kept_answer (
  key         text primary key,
  question    jsonb not null,
  seen        int8multirange,
  asked_at    timestamptz not null,
  tried_at    timestamptz,
  counted_at  timestamptz,
  valid_until timestamptz,
  answer      jsonb
);
comment on table kept_answer is 'Wide questions and their answers, as whoever sees the same units gets them.';
comment on column kept_answer.key is 'A hash of question and seen: keyOf() in db/keptAnswers.ts.';
comment on column kept_answer.seen is 'The units that the askers see, with all below them; null: everything. Other units are another answer.';
comment on column kept_answer.tried_at is 'When it was counted last, also without success; null: wanted and not counted yet.';
comment on column kept_answer.valid_until is 'A question about the running report day is answered by this until the day is cut; null: without an end.';

alter table kept_answer enable row level security;
-- The figures of other rights are not there, even for somebody who knows their key.
create policy read_own on kept_answer for select using ((select sees_all()) or seen = (select seen_ranges()));
create policy write on kept_answer for all using ((select sees_all())) with check ((select sees_all()));

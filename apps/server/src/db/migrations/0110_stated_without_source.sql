-- People whose list says F1 or F2 without naming anybody stay in the registers as stated: few among all contacts, found by their own index.
create index exposure_without_source on exposure (outbreak_id, unit_id)
  where source_case_id is null and source_person_id is null and negated_at is null and stated_level > 0;

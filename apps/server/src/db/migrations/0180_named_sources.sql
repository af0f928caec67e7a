-- A source that a list gives by name may be found and then stands beside the list's words. Where no level comes of it, the person stays in the registers as
-- stated, as with words alone (0110): nobody drops out of sight because a name was recognised.
create index exposure_without_sure_source on exposure (outbreak_id, unit_id)
  where (source_text is not null or (source_case_id is null and source_person_id is null)) and negated_at is null and stated_level > 0;
drop index exposure_without_source;

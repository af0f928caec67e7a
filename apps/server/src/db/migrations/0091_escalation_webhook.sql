-- Other systems hear of an alert that goes up because nobody took it, and of one for which nobody further up is left (toUnitId null).
create function tell_escalations() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform tell_webhooks('alert.escalated', n.unit_id, jsonb_build_object('alertId', n.id, 'personId', n.person_id, 'level', n.level,
    'fromUnitId', coalesce(o.escalated_to, o.unit_id), 'toUnitId', case when n.level > o.level then n.escalated_to end))
  from fresh n join old_rows o on o.id = n.id
  where n.level > o.level or (n.at_top and not o.at_top);
  return null;
end $$;
create trigger tell_altered_alerts after update on alert referencing old table as old_rows new table as fresh
  for each statement execute function tell_escalations();

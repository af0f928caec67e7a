-- One condition a word, so that all words are looked up in one pass over the index of trigrams, where the rarest leads. With two conditions a word
-- ("begins the name" or "follows a space") the planner looked up one word alone, often a common one: every "Nguyệt" was read for a name that nobody has.
create or replace function people_named_like(sought text[], whole boolean, after_id bigint, most integer) returns setof bigint
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  condition text := '';
  word      text;
begin
  if sought is null or cardinality(sought) = 0 or cardinality(sought) > 10 then return; end if;
  foreach word in array sought loop
    if word is null or word !~ '^[[:alnum:]''.-]{1,60}$' then return; end if;
    condition := condition || case when whole then format(' and p.name_key ~ %L', '(^| )' || replace(word, '.', '\.'))
                                   else format(' and p.name_key like %L', '%' || word || '%') end;
  end loop;
  if not sees_all() then
    condition := condition || format(' and p.unit_id = any (%L::bigint[])', seen_units());
  end if;
  return query execute 'select p.id from public.person p where p.id > $1 and p.merged_into_id is null' || condition || ' order by p.id limit $2'
    using after_id, least(most, 1000);
end $$;

-- Big lists: what is done again for each of a hundred thousand rows.

-- The words of a name in another order, without a query a name (as 0011 has them).
create or replace function words_reversed(words text) returns text language plpgsql immutable parallel safe strict as $$
declare
  list   text[] := string_to_array(words, ' ');
  result text := list[cardinality(list)];
begin
  for i in reverse cardinality(list) - 1 .. 1 loop
    result := result || ' ' || list[i];
  end loop;
  return result;
end $$;
create or replace function given_first(words text) returns text language plpgsql immutable parallel safe strict as $$
declare
  given text := split_part(words, ' ', -1);
begin
  return case when length(given) = length(words) then words else given || ' ' || left(words, length(words) - length(given) - 1) end;
end $$;

-- As 0004; the commune is looked up for all of them at once.
create or replace function address_of_new_people() returns trigger language plpgsql as $$
begin
  insert into address (person_id, kind, hamlet, detail, commune_unit_id, precision, created_at)
  select n.id, 'living', n.hamlet, n.address, case u.kind when 'commune' then u.id when 'hamlet' then u.parent_id end,
    case when n.address is not null then 'exact' else 'hamlet' end, n.created_at
  from fresh n join unit u on u.id = n.unit_id where n.hamlet is not null or n.address is not null;
  return null;
end $$;

-- Who sees everything need not be asked for the person of each row: the foreign key says that there is one.
alter policy by_person on person_phone using ((select sees_all()) or exists (select from person p where p.id = person_id))
  with check ((select sees_all()) or exists (select from person p where p.id = person_id));
alter policy by_person on address using ((select sees_all()) or exists (select from person p where p.id = person_id))
  with check ((select sees_all()) or exists (select from person p where p.id = person_id));

-- Both say what another row says that keeps the unit: the person's, the list's.
alter table work_item drop constraint work_item_unit_id_fkey;
alter table import_row drop constraint import_row_unit_id_fkey;

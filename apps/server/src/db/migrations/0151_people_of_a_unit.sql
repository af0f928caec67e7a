-- A page of a unit's people in the order in which they were first listed: found where the page begins, not by reading and sorting the whole unit.
create index person_unit_order on person (unit_id, id);
drop index person_unit;

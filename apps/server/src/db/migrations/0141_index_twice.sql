-- The same index as person_national_id_number: each change of a person wrote both.
drop index person_national_id_any;

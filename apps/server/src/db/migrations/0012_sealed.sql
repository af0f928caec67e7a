-- From here on nobody can write an identity or insurance number in clear, whatever part of the system forgets to seal it. Not checked for rows that
-- are there: what a release without keys has written is sealed at the first start, right after the migrations.
alter table person add constraint person_numbers_sealed check (
  (national_id is null or (national_id like 'h1.%' and national_id_sealed is not null))
  and (insurance_number is null or (insurance_number like 'h1.%' and insurance_number_sealed is not null))
) not valid;

-- What hangs on a person or a call is found by it: results, the person's page and the summary ask so.
create index case_record_person on case_record (person_id) where person_id is not null;
create index alert_person on alert (person_id);
create index errand_person on errand (person_id);
create index recording_attempt on recording (attempt_id);

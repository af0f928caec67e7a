-- Where a list says that somebody works, when no registered place bears these words. Whoever registers the place, or chooses one, takes their place.
alter table person add column workplace_text text;
comment on column person.workplace_text is 'The words of a list for the workplace; workplace_id is the registered place. Lists register none.';

-- Settings of the whole system are changed like everything else: whoever sets one names the version that was seen. 1: as it was before this, or never set.
alter table setting add column version integer not null default 1;

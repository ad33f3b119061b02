-- A piece of a view is found by view and key, which the primary key does; an index by key alone had
-- to be written for each.
DROP INDEX documents_by_key;

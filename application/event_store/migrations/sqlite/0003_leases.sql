-- Who pays what is owed, by the id of a question or of a case: one payer at a time, `since` and
-- `until` then, in milliseconds since 1970. Without a holder it is a pause before the next attempt.
CREATE TABLE leases (
    name     TEXT PRIMARY KEY,
    holder   TEXT,
    since    INTEGER NOT NULL,
    until    INTEGER NOT NULL,
    attempts INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

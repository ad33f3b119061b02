-- The record. Positions are given by us, without gaps, in the order of commits.
CREATE TABLE stored_events (
    originator_id      TEXT    NOT NULL,
    originator_version INTEGER NOT NULL,
    topic              TEXT    NOT NULL,
    state              BLOB    NOT NULL,
    hash               TEXT    NOT NULL,
    notification_id    INTEGER PRIMARY KEY,
    UNIQUE (originator_id, originator_version)
) STRICT;

CREATE TRIGGER stored_events_refuse_update BEFORE UPDATE ON stored_events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER stored_events_refuse_delete BEFORE DELETE ON stored_events
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

-- Pieces of model requests that are no case's own, by the SHA-256 of their text.
CREATE TABLE prompt_parts (
    sha256 TEXT PRIMARY KEY,
    text   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER prompt_parts_refuse_update BEFORE UPDATE ON prompt_parts
BEGIN SELECT RAISE(ABORT, 'parts are never changed'); END;
CREATE TRIGGER prompt_parts_refuse_delete BEFORE DELETE ON prompt_parts
BEGIN SELECT RAISE(ABORT, 'parts are never deleted'); END;

-- The key of each case, wrapped. Deleting one erases the case.
CREATE TABLE case_keys (
    case_id TEXT PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE store_keys (
    name    TEXT PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Finished pieces of views, sealed; they can be made again from the record.
CREATE TABLE documents (
    view    TEXT    NOT NULL,
    key     TEXT    NOT NULL,
    ordinal INTEGER NOT NULL,
    owner   TEXT,
    version INTEGER NOT NULL,
    body    BLOB    NOT NULL,
    PRIMARY KEY (view, key, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX documents_by_key ON documents (key);
CREATE INDEX documents_by_owner ON documents (view, owner, key) WHERE owner IS NOT NULL;

-- Requests that carried an Idempotency-Key. Times are milliseconds since 1970.
CREATE TABLE remembered_requests (
    id          TEXT PRIMARY KEY,
    claim       TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    case_id     TEXT    NOT NULL,
    question_id TEXT,
    status      INTEGER NOT NULL,
    body        BLOB,
    lease_until INTEGER NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX remembered_requests_by_age ON remembered_requests (created_at);
CREATE INDEX remembered_requests_by_case ON remembered_requests (case_id);

-- Tokens that a tenant has spent on models, or reserved to spend, by day (UTC).
CREATE TABLE spent_tokens (
    tenant_id TEXT    NOT NULL,
    day       TEXT    NOT NULL,
    tokens    INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, day)
) STRICT, WITHOUT ROWID;

-- Views that are followed: brought level with the log in batches, and made again from it at will.
-- Times are milliseconds since 1970; what is true or false is 1 or 0. Rows of a view belong to a
-- generation of it: a rebuild fills another one beside that which is read.
CREATE TABLE followed_views (
    view       TEXT    NOT NULL,
    generation INTEGER NOT NULL,
    definition INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    live       INTEGER NOT NULL,
    PRIMARY KEY (view, generation)
) STRICT, WITHOUT ROWID;

-- Events that a view could not take.
CREATE TABLE dead_letters (
    view       TEXT    NOT NULL,
    generation INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    stream     TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    type       TEXT    NOT NULL,
    error      TEXT    NOT NULL,
    PRIMARY KEY (view, generation, position)
) STRICT, WITHOUT ROWID;

-- The operators' list of cases.
CREATE TABLE case_index (
    generation    INTEGER NOT NULL,
    case_id       TEXT    NOT NULL,
    tenant_id     TEXT    NOT NULL,
    subject       TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    snapshot_id   TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    resolved_at   INTEGER,
    version       INTEGER NOT NULL,
    message_count INTEGER NOT NULL,
    answer_count  INTEGER NOT NULL,
    feedback      TEXT,
    rating        INTEGER,
    ticket_id     TEXT,
    test          INTEGER NOT NULL,
    erased        INTEGER NOT NULL,
    PRIMARY KEY (generation, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_index_by_tenant ON case_index (generation, tenant_id, case_id);
CREATE INDEX case_index_by_subject ON case_index (generation, subject, case_id);

-- Who looked at the record; `asked` is JSON.
CREATE TABLE audit_views (
    generation  INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    viewed_at   INTEGER NOT NULL,
    operator    TEXT    NOT NULL,
    looked_at   TEXT    NOT NULL,
    tenant_id   TEXT  ,
    case_id     TEXT  ,
    asked       TEXT    NOT NULL,
    request_id  TEXT    NOT NULL,
    stream      TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    PRIMARY KEY (generation, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_views_by_case ON audit_views (generation, case_id, position);
CREATE INDEX audit_views_by_operator ON audit_views (generation, operator, position);

-- What figures are computed from: facts about cases, answers, host calls and redactions.
CREATE TABLE case_facts (
    generation          INTEGER NOT NULL,
    case_id             TEXT    NOT NULL,
    tenant_id           TEXT    NOT NULL,
    test                INTEGER NOT NULL,
    opened_at           INTEGER NOT NULL,
    version             INTEGER NOT NULL,
    last_said_at        INTEGER NOT NULL,
    questions           INTEGER NOT NULL,
    answers             INTEGER NOT NULL,
    failures            INTEGER NOT NULL,
    first_response_ms   INTEGER,
    last_outcome        TEXT,
    last_fallback       INTEGER NOT NULL,
    last_confidence     REAL,
    feedback            TEXT,
    feedback_confidence REAL,
    escalated_at        INTEGER,
    escalated_by        TEXT,
    escalation_reason   TEXT,
    ticket_at           INTEGER,
    closed_at           INTEGER,
    resolution          TEXT,
    rating              INTEGER,
    confirmed_at        INTEGER,
    revoked             INTEGER NOT NULL,
    snapshot_bytes      INTEGER,
    snapshot_cut        INTEGER NOT NULL,
    PRIMARY KEY (generation, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_facts_by_time ON case_facts (generation, opened_at);
CREATE INDEX case_facts_by_tenant ON case_facts (generation, tenant_id, opened_at);

CREATE TABLE answer_facts (
    generation       INTEGER NOT NULL,
    message_id       TEXT    NOT NULL,
    case_id          TEXT    NOT NULL,
    tenant_id        TEXT    NOT NULL,
    test             INTEGER NOT NULL,
    answered_at      INTEGER NOT NULL,
    generator        TEXT    NOT NULL,
    fallback         TEXT,
    model            TEXT,
    prompt_version   TEXT,
    latency_ms       INTEGER NOT NULL,
    confidence       REAL,
    outcome          TEXT    NOT NULL,
    evidence_kept    INTEGER NOT NULL,
    evidence_dropped INTEGER NOT NULL,
    claims_held      INTEGER NOT NULL,
    claims_failed    INTEGER NOT NULL,
    input_tokens     INTEGER NOT NULL,
    output_tokens    INTEGER NOT NULL,
    cache_tokens     INTEGER NOT NULL,
    PRIMARY KEY (generation, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_facts_by_time ON answer_facts (generation, answered_at);
CREATE INDEX answer_facts_by_tenant ON answer_facts (generation, tenant_id, answered_at);

CREATE TABLE source_facts (
    generation   INTEGER NOT NULL,
    case_id      TEXT    NOT NULL,
    source       TEXT    NOT NULL,
    tenant_id    TEXT    NOT NULL,
    test         INTEGER NOT NULL,
    captured_at  INTEGER NOT NULL,
    status       TEXT    NOT NULL,
    ms           INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    rows_dropped INTEGER NOT NULL,
    PRIMARY KEY (generation, case_id, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_facts_by_time ON source_facts (generation, captured_at);

CREATE TABLE redaction_facts (
    generation  INTEGER NOT NULL,
    case_id     TEXT    NOT NULL,
    rule        TEXT    NOT NULL,
    tenant_id   TEXT    NOT NULL,
    test        INTEGER NOT NULL,
    captured_at INTEGER NOT NULL,
    found       INTEGER NOT NULL,
    PRIMARY KEY (generation, case_id, rule)
) STRICT, WITHOUT ROWID;
CREATE INDEX redaction_facts_by_time ON redaction_facts (generation, captured_at);

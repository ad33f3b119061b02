-- Views that are followed: brought level with the log in batches, and made again from it at will.
-- Times are milliseconds since 1970; what is true or false is 1 or 0. Rows of a view belong to a
-- generation of it: a rebuild fills another one beside that which is read.
CREATE TABLE followed_views (
    view       text   COLLATE "C" NOT NULL,
    generation bigint NOT NULL,
    definition bigint NOT NULL,
    position   bigint NOT NULL,
    live       bigint NOT NULL,
    PRIMARY KEY (view, generation)
);

-- Events that a view could not take.
CREATE TABLE dead_letters (
    view       text   COLLATE "C" NOT NULL,
    generation bigint NOT NULL,
    position   bigint NOT NULL,
    stream     text   NOT NULL,
    version    bigint NOT NULL,
    type       text   NOT NULL,
    error      text   NOT NULL,
    PRIMARY KEY (view, generation, position)
);

-- The operators' list of cases.
CREATE TABLE case_index (
    generation    bigint NOT NULL,
    case_id       text   COLLATE "C" NOT NULL,
    tenant_id     text   COLLATE "C" NOT NULL,
    subject       text   COLLATE "C" NOT NULL,
    status        text   NOT NULL,
    snapshot_id   text   NOT NULL,
    created_at    bigint NOT NULL,
    updated_at    bigint NOT NULL,
    resolved_at   bigint,
    version       bigint NOT NULL,
    message_count bigint NOT NULL,
    answer_count  bigint NOT NULL,
    feedback      text,
    rating        bigint,
    ticket_id     text,
    test          bigint NOT NULL,
    erased        bigint NOT NULL,
    PRIMARY KEY (generation, case_id)
);
CREATE INDEX case_index_by_tenant ON case_index (generation, tenant_id, case_id);
CREATE INDEX case_index_by_subject ON case_index (generation, subject, case_id);

-- Who looked at the record; `asked` is JSON.
CREATE TABLE audit_views (
    generation  bigint NOT NULL,
    position    bigint NOT NULL,
    viewed_at   bigint NOT NULL,
    operator    text   COLLATE "C" NOT NULL,
    looked_at   text   NOT NULL,
    tenant_id   text   COLLATE "C",
    case_id     text   COLLATE "C",
    asked       text   NOT NULL,
    request_id  text   NOT NULL,
    stream      text   NOT NULL,
    version     bigint NOT NULL,
    PRIMARY KEY (generation, position)
);
CREATE INDEX audit_views_by_case ON audit_views (generation, case_id, position);
CREATE INDEX audit_views_by_operator ON audit_views (generation, operator, position);

-- What figures are computed from: facts about cases, answers, host calls and redactions.
CREATE TABLE case_facts (
    generation          bigint NOT NULL,
    case_id             text   COLLATE "C" NOT NULL,
    tenant_id           text   COLLATE "C" NOT NULL,
    test                bigint NOT NULL,
    opened_at           bigint NOT NULL,
    version             bigint NOT NULL,
    last_said_at        bigint NOT NULL,
    questions           bigint NOT NULL,
    answers             bigint NOT NULL,
    failures            bigint NOT NULL,
    first_response_ms   bigint,
    last_outcome        text,
    last_fallback       bigint NOT NULL,
    last_confidence     double precision,
    feedback            text,
    feedback_confidence double precision,
    escalated_at        bigint,
    escalated_by        text,
    escalation_reason   text,
    ticket_at           bigint,
    closed_at           bigint,
    resolution          text,
    rating              bigint,
    confirmed_at        bigint,
    revoked             bigint NOT NULL,
    snapshot_bytes      bigint,
    snapshot_cut        bigint NOT NULL,
    PRIMARY KEY (generation, case_id)
);
CREATE INDEX case_facts_by_time ON case_facts (generation, opened_at);
CREATE INDEX case_facts_by_tenant ON case_facts (generation, tenant_id, opened_at);

CREATE TABLE answer_facts (
    generation       bigint NOT NULL,
    message_id       text   COLLATE "C" NOT NULL,
    case_id          text   COLLATE "C" NOT NULL,
    tenant_id        text   COLLATE "C" NOT NULL,
    test             bigint NOT NULL,
    answered_at      bigint NOT NULL,
    generator        text   NOT NULL,
    fallback         text,
    model            text,
    prompt_version   text,
    latency_ms       bigint NOT NULL,
    confidence       double precision,
    outcome          text   NOT NULL,
    evidence_kept    bigint NOT NULL,
    evidence_dropped bigint NOT NULL,
    claims_held      bigint NOT NULL,
    claims_failed    bigint NOT NULL,
    input_tokens     bigint NOT NULL,
    output_tokens    bigint NOT NULL,
    cache_tokens     bigint NOT NULL,
    PRIMARY KEY (generation, message_id)
);
CREATE INDEX answer_facts_by_time ON answer_facts (generation, answered_at);
CREATE INDEX answer_facts_by_tenant ON answer_facts (generation, tenant_id, answered_at);

CREATE TABLE source_facts (
    generation   bigint NOT NULL,
    case_id      text   COLLATE "C" NOT NULL,
    source       text   COLLATE "C" NOT NULL,
    tenant_id    text   COLLATE "C" NOT NULL,
    test         bigint NOT NULL,
    captured_at  bigint NOT NULL,
    status       text   NOT NULL,
    ms           bigint NOT NULL,
    bytes        bigint NOT NULL,
    rows_dropped bigint NOT NULL,
    PRIMARY KEY (generation, case_id, source)
);
CREATE INDEX source_facts_by_time ON source_facts (generation, captured_at);

CREATE TABLE redaction_facts (
    generation  bigint NOT NULL,
    case_id     text   COLLATE "C" NOT NULL,
    rule        text   COLLATE "C" NOT NULL,
    tenant_id   text   COLLATE "C" NOT NULL,
    test        bigint NOT NULL,
    captured_at bigint NOT NULL,
    found       bigint NOT NULL,
    PRIMARY KEY (generation, case_id, rule)
);
CREATE INDEX redaction_facts_by_time ON redaction_facts (generation, captured_at);

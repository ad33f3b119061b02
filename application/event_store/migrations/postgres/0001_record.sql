-- The record. Positions are given by append_commands, without gaps, in the order of commits.
CREATE TABLE stored_events (
    originator_id      text   COLLATE "C" NOT NULL,
    originator_version bigint NOT NULL,
    topic              text   NOT NULL,
    state              bytea  NOT NULL,
    hash               text   NOT NULL,
    notification_id    bigint NOT NULL,
    PRIMARY KEY (originator_id, originator_version)
);
CREATE UNIQUE INDEX stored_events_by_position ON stored_events (notification_id);
-- What is stored is sealed, so it does not compress: pglz would only cost time.
ALTER TABLE stored_events ALTER COLUMN state SET STORAGE EXTERNAL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% are never changed or deleted', TG_TABLE_NAME;
END $$;

CREATE TRIGGER stored_events_refuse_change BEFORE UPDATE OR DELETE ON stored_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stored_events_refuse_truncate BEFORE TRUNCATE ON stored_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Pieces of model requests that are no case's own, by the SHA-256 of their text.
CREATE TABLE prompt_parts (
    sha256 text  COLLATE "C" PRIMARY KEY,
    text   bytea NOT NULL
);
CREATE TRIGGER prompt_parts_refuse_change BEFORE UPDATE OR DELETE ON prompt_parts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER prompt_parts_refuse_truncate BEFORE TRUNCATE ON prompt_parts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The key of each case, wrapped. Deleting one erases the case.
CREATE TABLE case_keys (
    case_id text  COLLATE "C" PRIMARY KEY,
    wrapped bytea NOT NULL
);

CREATE TABLE store_keys (
    name    text  COLLATE "C" PRIMARY KEY,
    wrapped bytea NOT NULL
);

-- Finished pieces of views, sealed; they can be made again from the record.
CREATE TABLE documents (
    view    text   COLLATE "C" NOT NULL,
    key     text   COLLATE "C" NOT NULL,
    ordinal bigint NOT NULL,
    owner   text   COLLATE "C",
    version bigint NOT NULL,
    body    bytea  NOT NULL,
    PRIMARY KEY (view, key, ordinal)
);
CREATE INDEX documents_by_key ON documents (key);
CREATE INDEX documents_by_owner ON documents (view, owner, key) WHERE owner IS NOT NULL;
ALTER TABLE documents ALTER COLUMN body SET STORAGE EXTERNAL;

-- Requests that carried an Idempotency-Key. Times are milliseconds since 1970.
CREATE TABLE remembered_requests (
    id          text   COLLATE "C" PRIMARY KEY,
    claim       text   NOT NULL,
    fingerprint text   NOT NULL,
    case_id     text   NOT NULL,
    question_id text,
    status      int    NOT NULL,
    body        bytea,
    lease_until bigint NOT NULL,
    created_at  bigint NOT NULL
);
CREATE INDEX remembered_requests_by_age ON remembered_requests (created_at);
CREATE INDEX remembered_requests_by_case ON remembered_requests (case_id);

-- Tokens that a tenant has spent on models, or reserved to spend, by day (UTC).
CREATE TABLE spent_tokens (
    tenant_id text   COLLATE "C" NOT NULL,
    day       date   NOT NULL,
    tokens    bigint NOT NULL,
    PRIMARY KEY (tenant_id, day)
);

-- Writes a batch of commands in one transaction, each of them whole or not at all, and says of
-- each how it went: 'written', 'conflict' (its stream has moved on) or 'taken' (another attempt
-- holds its idempotency key). The arrays are parallel; e_ are events, k_ case keys, p_ prompt
-- parts, d_ documents, r_ remembered requests, x_ cases to erase: their keys and whatever was
-- derived from them; *_command numbers the command a row belongs to.
--
-- The advisory lock is held until the commit, so positions become visible in their order: a reader
-- that has seen a position has seen all before it. Each statement of a volatile function takes a
-- new snapshot, so what is read after the lock is what the last holder committed.
CREATE FUNCTION append_commands(
    e_command int[], e_stream text[], e_version bigint[], e_topic text[], e_state bytea[],
    e_hash text[],
    k_command int[], k_case text[], k_wrapped bytea[],
    p_sha256 text[], p_text bytea[],
    d_command int[], d_view text[], d_key text[], d_ordinal bigint[], d_owner text[],
    d_version bigint[], d_body bytea[],
    r_command int[], r_id text[], r_claim text[], r_fingerprint text[], r_case text[],
    r_question text[], r_status int[], r_body bytea[], r_now bigint[], r_lease_until bigint[],
    r_forgotten_before bigint[],
    x_command int[], x_case text[]
) RETURNS TABLE (command int, outcome text, first_position bigint) LANGUAGE plpgsql AS $$
DECLARE
    conflicts int[];
    taken int[];
    refused int[];
    base bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(current_schema() || '.stored_events', 0));

    SELECT coalesce(array_agg(DISTINCT e.command), '{}') INTO conflicts
    FROM (
        SELECT u.command, u.stream, min(u.version) AS first
        FROM unnest(e_command, e_stream, e_version) AS u (command, stream, version)
        GROUP BY u.command, u.stream
    ) AS e
    WHERE e.first <> 1 + coalesce((
        SELECT max(s.originator_version) FROM stored_events AS s WHERE s.originator_id = e.stream
    ), 0);

    WITH claims AS (
        SELECT * FROM unnest(r_command, r_id, r_claim, r_fingerprint, r_case, r_question, r_status,
                             r_body, r_now, r_lease_until, r_forgotten_before)
            AS r (command, id, claim, fingerprint, case_id, question_id, status, body, now,
                  lease_until, forgotten_before)
        WHERE NOT r.command = ANY (conflicts)
    ), held AS (
        INSERT INTO remembered_requests AS m
            (id, claim, fingerprint, case_id, question_id, status, body, lease_until, created_at)
        SELECT r.id, r.claim, r.fingerprint, r.case_id, r.question_id, r.status, r.body,
               r.lease_until, r.now
        FROM claims AS r
        ON CONFLICT (id) DO UPDATE SET
            claim = excluded.claim, fingerprint = excluded.fingerprint,
            case_id = excluded.case_id, question_id = excluded.question_id,
            status = excluded.status, body = excluded.body, lease_until = excluded.lease_until,
            created_at = excluded.created_at
        WHERE m.claim = excluded.claim
           OR (m.body IS NULL AND m.lease_until < excluded.created_at)
           OR m.created_at < (SELECT c.forgotten_before FROM claims AS c WHERE c.id = m.id)
        RETURNING m.id
    )
    SELECT coalesce(array_agg(c.command), '{}') INTO taken
    FROM claims AS c WHERE c.id NOT IN (SELECT h.id FROM held AS h);

    refused := conflicts || taken;
    SELECT coalesce(max(s.notification_id), 0) INTO base FROM stored_events AS s;

    INSERT INTO stored_events
    SELECT e.stream, e.version, e.topic, e.state, e.hash, base + row_number() OVER (ORDER BY e.n)
    FROM unnest(e_command, e_stream, e_version, e_topic, e_state, e_hash)
        WITH ORDINALITY AS e (command, stream, version, topic, state, hash, n)
    WHERE NOT e.command = ANY (refused);

    INSERT INTO case_keys
    SELECT k.case_id, k.wrapped FROM unnest(k_command, k_case, k_wrapped)
        AS k (command, case_id, wrapped)
    WHERE NOT k.command = ANY (refused);

    INSERT INTO prompt_parts
    SELECT DISTINCT ON (p.sha256) p.sha256, p.text FROM unnest(p_sha256, p_text) AS p (sha256, text)
    ON CONFLICT DO NOTHING;

    DELETE FROM documents AS o
    USING unnest(d_command, d_view, d_key, d_ordinal, d_body)
        AS d (command, view, key, ordinal, body)
    WHERE o.view = d.view AND o.key = d.key AND o.ordinal = d.ordinal AND d.body IS NULL
      AND NOT d.command = ANY (refused);

    INSERT INTO documents AS o (view, key, ordinal, owner, version, body)
    SELECT d.view, d.key, d.ordinal, d.owner, d.version, d.body
    FROM unnest(d_command, d_view, d_key, d_ordinal, d_owner, d_version, d_body)
        AS d (command, view, key, ordinal, owner, version, body)
    WHERE d.body IS NOT NULL AND NOT d.command = ANY (refused)
    ON CONFLICT (view, key, ordinal) DO UPDATE SET
        owner = excluded.owner, version = excluded.version, body = excluded.body;

    IF cardinality(x_case) > 0 THEN
        DELETE FROM case_keys AS k USING unnest(x_command, x_case) AS x (command, case_id)
        WHERE k.case_id = x.case_id AND NOT x.command = ANY (refused);
        DELETE FROM documents AS o USING unnest(x_command, x_case) AS x (command, case_id)
        WHERE o.key = x.case_id AND NOT x.command = ANY (refused);
        DELETE FROM remembered_requests AS m USING unnest(x_command, x_case) AS x (command, case_id)
        WHERE m.case_id = x.case_id AND NOT x.command = ANY (refused);
    END IF;

    NOTIFY stored_events;

    RETURN QUERY
    WITH commands AS (
        SELECT unnest(e_command) AS command UNION SELECT unnest(d_command)
        UNION SELECT unnest(r_command)
    ), written AS (
        SELECT e.command, min(e.n) AS n
        FROM (
            SELECT u.command, row_number() OVER (ORDER BY u.n) AS n
            FROM unnest(e_command) WITH ORDINALITY AS u (command, n)
            WHERE NOT u.command = ANY (refused)
        ) AS e
        GROUP BY e.command
    )
    SELECT c.command,
           CASE WHEN c.command = ANY (conflicts) THEN 'conflict'
                WHEN c.command = ANY (taken) THEN 'taken'
                ELSE 'written' END,
           base + w.n
    FROM commands AS c LEFT JOIN written AS w USING (command);
END $$;

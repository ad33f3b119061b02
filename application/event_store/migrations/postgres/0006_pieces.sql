-- A piece of a view is found by view and key, which the primary key does; an index by key alone had
-- to be written for each. Only to erase a case asked for all of its pieces, whatever their view.
DROP INDEX documents_by_key;

-- As it was, but for the views that erasing goes through; and what a batch has not does not cost a
-- statement: for a batch of one command the processor has a fifth less to do.
CREATE OR REPLACE FUNCTION append_commands(
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
    taken int[] := '{}';
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

    IF cardinality(r_id) > 0 THEN
        WITH claims AS (
            SELECT * FROM unnest(r_command, r_id, r_claim, r_fingerprint, r_case, r_question,
                                 r_status, r_body, r_now, r_lease_until, r_forgotten_before)
                AS r (command, id, claim, fingerprint, case_id, question_id, status, body, now,
                      lease_until, forgotten_before)
            WHERE NOT r.command = ANY (conflicts)
        ), held AS (
            INSERT INTO remembered_requests AS m
                (id, claim, fingerprint, case_id, question_id, status, body, lease_until,
                 created_at)
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
    END IF;

    refused := conflicts || taken;
    SELECT coalesce(max(s.notification_id), 0) INTO base FROM stored_events AS s;

    INSERT INTO stored_events
    SELECT e.stream, e.version, e.topic, e.state, e.hash, base + row_number() OVER (ORDER BY e.n)
    FROM unnest(e_command, e_stream, e_version, e_topic, e_state, e_hash)
        WITH ORDINALITY AS e (command, stream, version, topic, state, hash, n)
    WHERE NOT e.command = ANY (refused);

    IF cardinality(k_case) > 0 THEN
        INSERT INTO case_keys
        SELECT k.case_id, k.wrapped FROM unnest(k_command, k_case, k_wrapped)
            AS k (command, case_id, wrapped)
        WHERE NOT k.command = ANY (refused);
    END IF;

    IF cardinality(p_sha256) > 0 THEN
        INSERT INTO prompt_parts
        SELECT DISTINCT ON (p.sha256) p.sha256, p.text
        FROM unnest(p_sha256, p_text) AS p (sha256, text)
        ON CONFLICT DO NOTHING;
    END IF;

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
        WITH RECURSIVE views AS (
            SELECT min(view) AS view FROM documents
            UNION ALL
            SELECT (SELECT min(n.view) FROM documents AS n WHERE n.view > v.view)
            FROM views AS v WHERE v.view IS NOT NULL
        )
        DELETE FROM documents AS o
        USING unnest(x_command, x_case) AS x (command, case_id), views AS v
        WHERE o.view = v.view AND o.key = x.case_id AND NOT x.command = ANY (refused);
        DELETE FROM remembered_requests AS m USING unnest(x_command, x_case) AS x (command, case_id)
        WHERE m.case_id = x.case_id AND NOT x.command = ANY (refused);
    END IF;

    NOTIFY stored_events;

    RETURN QUERY
    SELECT w.command, 'written', base + min(w.n)
    FROM (
        SELECT e.command, row_number() OVER (ORDER BY e.n) AS n
        FROM unnest(e_command) WITH ORDINALITY AS e (command, n)
        WHERE NOT e.command = ANY (refused)
    ) AS w
    GROUP BY w.command
    UNION ALL
    SELECT r.command, CASE WHEN r.command = ANY (conflicts) THEN 'conflict' ELSE 'taken' END, NULL
    FROM unnest(refused) AS r (command);
END $$;

-- Facts of the analytics summed by day (whole days since 1970), so that a figure over a long span
-- need not look at each. '' stands for no fallback and no model; confidence is in millionths.
CREATE TABLE answers_by_day (
    generation       bigint NOT NULL,
    tenant_id        text   COLLATE "C" NOT NULL,
    test             bigint NOT NULL,
    day              bigint NOT NULL,
    generator        text   COLLATE "C" NOT NULL,
    fallback         text   COLLATE "C" NOT NULL,
    model            text   COLLATE "C" NOT NULL,
    outcome          text   COLLATE "C" NOT NULL,
    n                bigint NOT NULL,
    sure             bigint NOT NULL,
    confidence       bigint NOT NULL,
    evidence_kept    bigint NOT NULL,
    evidence_dropped bigint NOT NULL,
    claims_held      bigint NOT NULL,
    claims_failed    bigint NOT NULL,
    input_tokens     bigint NOT NULL,
    output_tokens    bigint NOT NULL,
    cache_tokens     bigint NOT NULL,
    PRIMARY KEY (generation, tenant_id, test, day, generator, fallback, model, outcome)
);

CREATE TABLE response_times_by_day (
    generation bigint NOT NULL,
    tenant_id  text   COLLATE "C" NOT NULL,
    test       bigint NOT NULL,
    day        bigint NOT NULL,
    latency_ms bigint NOT NULL,
    n          bigint NOT NULL,
    PRIMARY KEY (generation, tenant_id, test, day, latency_ms)
);

CREATE TABLE sources_by_day (
    generation   bigint NOT NULL,
    tenant_id    text   COLLATE "C" NOT NULL,
    test         bigint NOT NULL,
    day          bigint NOT NULL,
    source       text   COLLATE "C" NOT NULL,
    status       text   COLLATE "C" NOT NULL,
    n            bigint NOT NULL,
    ms           bigint NOT NULL,
    rows_dropped bigint NOT NULL,
    PRIMARY KEY (generation, tenant_id, test, day, source, status)
);

CREATE TABLE redactions_by_day (
    generation bigint NOT NULL,
    tenant_id  text   COLLATE "C" NOT NULL,
    test       bigint NOT NULL,
    day        bigint NOT NULL,
    rule       text   COLLATE "C" NOT NULL,
    n          bigint NOT NULL,
    found      bigint NOT NULL,
    PRIMARY KEY (generation, tenant_id, test, day, rule)
);

-- A store that has facts already need not fold its events anew. A follower of the earlier program,
-- which knows nothing of sums, is kept out meanwhile by the lock on this row, and afterwards because
-- the view no longer stands where it left it: the event that is folded twice changes nothing.
UPDATE followed_views
SET definition = 2, position = CASE WHEN position > 0 THEN position - 1 ELSE 0 END
WHERE view = 'analytics' AND definition = 1 AND live = 1;
INSERT INTO answers_by_day
SELECT generation, tenant_id, test, answered_at / 86400000, generator, coalesce(fallback, ''),
    coalesce(model, ''), outcome, count(*), count(confidence),
    coalesce(sum(CAST(round(confidence * 1000000) AS bigint)), 0), sum(evidence_kept),
    sum(evidence_dropped), sum(claims_held), sum(claims_failed), sum(input_tokens),
    sum(output_tokens), sum(cache_tokens)
FROM answer_facts GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
INSERT INTO response_times_by_day
SELECT generation, tenant_id, test, answered_at / 86400000, latency_ms, count(*)
FROM answer_facts GROUP BY 1, 2, 3, 4, 5;
INSERT INTO sources_by_day
SELECT generation, tenant_id, test, captured_at / 86400000, source, status, count(*), sum(ms),
    sum(rows_dropped)
FROM source_facts GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO redactions_by_day
SELECT generation, tenant_id, test, captured_at / 86400000, rule, count(*), sum(found)
FROM redaction_facts GROUP BY 1, 2, 3, 4, 5;

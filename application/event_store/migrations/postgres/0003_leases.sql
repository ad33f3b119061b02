-- Who pays what is owed, by the id of a question or of a case: one payer at a time, `since` and
-- `until` then, in milliseconds since 1970. Without a holder it is a pause before the next attempt.
CREATE TABLE leases (
    name     text   COLLATE "C" PRIMARY KEY,
    holder   text   COLLATE "C",
    since    bigint NOT NULL,
    until    bigint NOT NULL,
    attempts bigint NOT NULL
);

-- When a user asked in the last minute, in milliseconds since 1970, oldest first. What a crash of
-- the server takes from it is a minute's counting.
CREATE UNLOGGED TABLE request_times (
    who   text     COLLATE "C" PRIMARY KEY,
    times bigint[] NOT NULL
);

-- Counts requests, each within its limit, and says for each whether it may go on (0) or after how
-- many milliseconds there will be room. The arrays are parallel. Whoever counts locks rows in the
-- order of `who`, so that two that count at once do not wait for each other.
CREATE FUNCTION count_requests(
    asked_who text[], asked_limit bigint[], since_ms bigint
) RETURNS TABLE (number bigint, wait_ms bigint) LANGUAGE plpgsql AS $$
DECLARE
    asked record;
    now_ms bigint;
    recent bigint[];
BEGIN
    FOR asked IN
        SELECT a.who, a.most, a.n FROM unnest(asked_who, asked_limit) WITH ORDINALITY
            AS a (who, most, n) ORDER BY a.who, a.n
    LOOP
        INSERT INTO request_times AS t VALUES (asked.who, '{}') ON CONFLICT DO NOTHING;
        SELECT t.times INTO recent FROM request_times AS t WHERE t.who = asked.who FOR UPDATE;
        now_ms := extract(epoch FROM clock_timestamp()) * 1000;
        SELECT coalesce(array_agg(u.at ORDER BY u.at), '{}') INTO recent
        FROM unnest(recent) AS u (at) WHERE u.at > now_ms - since_ms;
        number := asked.n;
        wait_ms := 0;
        IF cardinality(recent) >= asked.most THEN
            wait_ms := greatest(1, recent[1 + cardinality(recent) - asked.most] + since_ms - now_ms);
        ELSE
            UPDATE request_times AS t SET times = recent || now_ms WHERE t.who = asked.who;
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;

-- Test traffic is counted apart, and there is little of it.
CREATE INDEX case_facts_tests ON case_facts (generation, opened_at) WHERE test = 1;

ALTER TABLE runs DROP CONSTRAINT runs_outcome_check;
ALTER TABLE runs ADD CONSTRAINT runs_outcome_check CHECK (outcome IN ('succeeded', 'failed', 'timeout', 'cancelled', 'lost', 'waiting'));

CREATE TABLE alerts (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule           text NOT NULL,
    subject        text NOT NULL,
    severity       text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    state          text NOT NULL DEFAULT 'firing' CHECK (state IN ('firing', 'acknowledged', 'resolved')),
    title          text NOT NULL,
    detail         text NOT NULL DEFAULT '',
    since          timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    resolved_at    timestamptz,
    silenced_until timestamptz,
    changed_by     text,
    note           text
);
CREATE UNIQUE INDEX alerts_open ON alerts (rule, subject) WHERE state <> 'resolved';
CREATE INDEX alerts_silenced ON alerts (rule, subject, silenced_until) WHERE silenced_until IS NOT NULL;
CREATE INDEX alerts_since ON alerts (since);

-- What is normal for a service on this machine, in milliseconds.
CREATE TABLE baselines (
    target     text PRIMARY KEY,
    samples    int NOT NULL,
    median     double precision NOT NULL,
    deviation  double precision NOT NULL,
    learned_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The last report of each watcher.
CREATE TABLE watch_reports (
    watcher text PRIMARY KEY,
    node    text NOT NULL,
    at      timestamptz NOT NULL,
    summary text NOT NULL,
    things  jsonb NOT NULL
);

-- What watchers found: open while cleared_at is null.
CREATE TABLE findings (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key        text NOT NULL,
    severity   text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    title      text NOT NULL,
    detail     text NOT NULL,
    fix        text NOT NULL,
    since      timestamptz NOT NULL,
    cleared_at timestamptz
);
CREATE UNIQUE INDEX findings_open ON findings (key) WHERE cleared_at IS NULL;
CREATE INDEX findings_cleared ON findings (cleared_at);

-- What watchers did; written before it is done. The outcome is null while it goes on.
CREATE TABLE watch_acts (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    target  text NOT NULL,
    act     text NOT NULL,
    reason  text NOT NULL,
    node    text NOT NULL,
    outcome text
);
CREATE INDEX watch_acts_target ON watch_acts (target, act, at);

-- Half hours of a server's memory, for the leak test after a restart.
CREATE TABLE leak_bins (
    server  text NOT NULL,
    bin     bigint NOT NULL,
    key     text NOT NULL,
    minimum double precision NOT NULL,
    PRIMARY KEY (server, bin)
);

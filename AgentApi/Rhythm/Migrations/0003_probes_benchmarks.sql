CREATE TABLE probes (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    target       text NOT NULL,
    status       text NOT NULL CHECK (status IN ('ok', 'degraded', 'down')),
    milliseconds real NOT NULL,
    detail       text
);
CREATE INDEX probes_at ON probes (at);

CREATE TABLE benchmarks (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    cpu            real,
    foreign_cpu    real,
    used_memory    real,
    slowest        text,
    slowest_median real,
    availability   real
);
CREATE INDEX benchmarks_at ON benchmarks (at);

-- One row: who leads, under which epoch, until when (the database's clock). version grows with every change a person makes.
CREATE TABLE lease (
    id         smallint PRIMARY KEY CHECK (id = 1),
    owner      text NOT NULL,
    epoch      bigint NOT NULL,
    expires_at timestamptz NOT NULL,
    version    bigint NOT NULL DEFAULT 0
);
INSERT INTO lease (id, owner, epoch, expires_at) VALUES (1, '', 0, '-infinity');

CREATE TABLE nodes (
    name    text PRIMARY KEY,
    seen_at timestamptz NOT NULL
);

CREATE TABLE tasks (
    name                 text PRIMARY KEY,
    definition           jsonb,
    since                timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_started         timestamptz,
    last_ended           timestamptz,
    last_succeeded       timestamptz,
    consecutive_failures int NOT NULL DEFAULT 0,
    running_epoch        bigint,
    running_run          bigint,
    running_since        timestamptz,
    request_reason       text,
    request_manual       boolean NOT NULL DEFAULT false,
    paused               text
);

CREATE TABLE runs (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    task       text NOT NULL,
    node       text NOT NULL,
    epoch      bigint NOT NULL,
    reason     text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at   timestamptz,
    outcome    text CHECK (outcome IN ('succeeded', 'failed', 'timeout', 'cancelled', 'lost')),
    summary    text
);
CREATE INDEX runs_task ON runs (task, id DESC);

CREATE TABLE samples (
    at               timestamptz PRIMARY KEY,
    cpu              real NOT NULL,
    foreign_cpu      real NOT NULL,
    used_memory      real NOT NULL,
    available_memory real NOT NULL,
    memory_pressure  real
);

CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('index', 'verify', 'rebuild')),
    collection text NOT NULL,
    path text,
    -- JSON as bytes: text columns refuse characters that requests may carry.
    request bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    -- Lower first: what people wait for goes before what happens in the background.
    priority int NOT NULL DEFAULT 0,
    progress jsonb NOT NULL DEFAULT '{}',
    problems jsonb NOT NULL DEFAULT '[]',
    notes text[] NOT NULL DEFAULT '{}',
    error text,
    cancel_requested boolean NOT NULL DEFAULT false,
    -- The process that runs it, as long as it renews the lease; after that anyone may go on.
    owner uuid,
    lease_until timestamptz,
    attempts int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz
);
CREATE INDEX jobs_open ON jobs (priority, created_at) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_by_time ON jobs (created_at DESC, id DESC);

ALTER TABLE sessions ADD COLUMN summary text;
ALTER TABLE sessions ADD COLUMN summarized_to int NOT NULL DEFAULT 0;

-- A run is one request to the agent loop. Its state is its session's messages: after a crash it goes on from them.
CREATE TABLE runs (
    user_name text NOT NULL,
    id uuid NOT NULL,
    session_id uuid NOT NULL,
    role text NOT NULL,
    status text NOT NULL CHECK (status IN ('running', 'waiting', 'done', 'failed', 'cancelled')),
    request jsonb NOT NULL,
    idempotency_key text,
    turns int NOT NULL DEFAULT 0,
    tool_calls int NOT NULL DEFAULT 0,
    tool_errors int NOT NULL DEFAULT 0,
    tokens int NOT NULL DEFAULT 0,
    -- Call id → approval id of calls that wait for a person.
    waiting jsonb NOT NULL DEFAULT '{}',
    -- True from the moment tools are started until their results are stored: calls without a result were cut off then.
    tools_started bool NOT NULL DEFAULT false,
    owner uuid,
    lease_until timestamptz,
    deadline timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_name, id),
    FOREIGN KEY (user_name, session_id) REFERENCES sessions (user_name, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX runs_one_active ON runs (user_name, session_id) WHERE status IN ('running', 'waiting');
CREATE UNIQUE INDEX runs_idempotency ON runs (user_name, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX runs_open ON runs (lease_until) WHERE status IN ('running', 'waiting');

CREATE TABLE run_events (
    user_name text NOT NULL,
    run_id uuid NOT NULL,
    number int NOT NULL,
    kind text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (user_name, run_id, number),
    FOREIGN KEY (user_name, run_id) REFERENCES runs (user_name, id) ON DELETE CASCADE
);

CREATE TABLE api_keys (
    id           text PRIMARY KEY,
    name         text NOT NULL,
    user_name    text NOT NULL,
    role         text NOT NULL CHECK (role IN ('admin', 'user')),
    prefix       text NOT NULL,
    hash         bytea NOT NULL UNIQUE,
    limits       jsonb NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);

CREATE INDEX api_keys_created ON api_keys (created_at DESC, id);

CREATE TABLE usage (
    id                uuid PRIMARY KEY,
    at                timestamptz NOT NULL,
    request_id        text NOT NULL,
    key_id            text,
    user_name         text NOT NULL,
    model             text NOT NULL,
    upstream          text,
    upstream_model    text,
    operation         text NOT NULL,
    streamed          boolean NOT NULL,
    outcome           text NOT NULL,
    cache             text NOT NULL,
    prompt_tokens     int NOT NULL,
    completion_tokens int NOT NULL,
    estimated         boolean NOT NULL,
    duration_ms       real NOT NULL,
    first_token_ms    real,
    queue_ms          real NOT NULL,
    retries           int NOT NULL,
    fallbacks         int NOT NULL
);

-- Reports and the daily budgets read ranges of time; old rows are deleted by time.
CREATE INDEX usage_at ON usage (at);
CREATE INDEX usage_key_at ON usage (key_id, at) WHERE key_id IS NOT NULL;

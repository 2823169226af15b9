-- Sessions: the user is part of every key, so a foreign id finds nothing.
CREATE TABLE sessions (
    user_name text NOT NULL,
    id uuid NOT NULL,
    title text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_name, id)
);
CREATE INDEX sessions_recent ON sessions (user_name, updated_at DESC, id);

CREATE TABLE messages (
    user_name text NOT NULL,
    session_id uuid NOT NULL,
    position int NOT NULL,
    role text NOT NULL CHECK (role IN ('system', 'user', 'assistant', 'tool', 'summary')),
    content text,
    tool_calls jsonb,
    tool_call_id text,
    tokens int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_name, session_id, position),
    FOREIGN KEY (user_name, session_id) REFERENCES sessions (user_name, id) ON DELETE CASCADE
);

CREATE TABLE preferences (
    user_name text NOT NULL,
    name text NOT NULL,
    value jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_name, name)
);

-- An approval is for one user, one tool and one exact set of arguments, and is used once.
CREATE TABLE approvals (
    id uuid PRIMARY KEY,
    user_name text NOT NULL,
    session_id text,
    tool text NOT NULL,
    sensitivity text NOT NULL,
    arguments_hash bytea NOT NULL,
    arguments text NOT NULL,
    reason text NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'denied', 'used')),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by text,
    decided_through text,
    decision_reason text,
    used_at timestamptz
);
CREATE UNIQUE INDEX approvals_open ON approvals (user_name, tool, arguments_hash, coalesce(session_id, '')) WHERE status IN ('pending', 'approved');
CREATE INDEX approvals_recent ON approvals (created_at DESC, id);

-- "Remember for this session": one tool, one pattern of its deciding argument.
CREATE TABLE approval_grants (
    id uuid PRIMARY KEY,
    user_name text NOT NULL,
    session_id text NOT NULL,
    tool text NOT NULL,
    pattern text NOT NULL,
    granted_by text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX approval_grants_lookup ON approval_grants (user_name, session_id, tool);

-- Sessions that have seen content written by others: there HIGH and CRITICAL calls are always asked.
CREATE TABLE tainted_sessions (
    user_name text NOT NULL,
    session_id text NOT NULL,
    source text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (user_name, session_id)
);

-- The audit: one row per attempt, each carrying the hash of the one before it.
CREATE TABLE tool_calls (
    seq bigint PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    at timestamptz NOT NULL,
    user_name text NOT NULL,
    role text NOT NULL,
    key_id text,
    session_id text,
    transport text NOT NULL,
    tool text NOT NULL,
    sensitivity text NOT NULL,
    arguments text NOT NULL,
    decision text NOT NULL,
    outcome text NOT NULL,
    detail text,
    approval_id uuid,
    duration_us bigint NOT NULL,
    result_bytes bigint NOT NULL,
    hash bytea NOT NULL
);
CREATE INDEX tool_calls_user ON tool_calls (user_name, seq DESC);
CREATE INDEX tool_calls_tool ON tool_calls (tool, seq DESC);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only';
END $$;
CREATE TRIGGER tool_calls_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON tool_calls FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Written before a HIGH or CRITICAL tool starts, gone when its audit row is there. What is left past its deadline was interrupted.
CREATE TABLE tool_intents (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    deadline timestamptz NOT NULL,
    user_name text NOT NULL,
    role text NOT NULL,
    key_id text,
    session_id text,
    transport text NOT NULL,
    tool text NOT NULL,
    sensitivity text NOT NULL,
    arguments text NOT NULL,
    approval_id uuid
);
CREATE INDEX tool_intents_deadline ON tool_intents (deadline);

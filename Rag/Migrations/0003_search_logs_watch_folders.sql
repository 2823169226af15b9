CREATE TABLE search_logs (
    id uuid PRIMARY KEY,
    created_at timestamptz NOT NULL,
    user_name text NOT NULL,
    collections text[] NOT NULL,
    query text NOT NULL,
    mode text NOT NULL,
    retrieval text NOT NULL,
    coverage real NOT NULL,
    timings jsonb NOT NULL,
    chunks bigint[] NOT NULL,
    citations int[] NOT NULL,
    model text,
    rating smallint CHECK (rating IN (-1, 1)),
    comment text
);
CREATE INDEX search_logs_by_time ON search_logs (created_at DESC, id DESC);

CREATE TABLE watch_folders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    collection text NOT NULL,
    path text NOT NULL,
    path_key uuid NOT NULL,
    tags text[] NOT NULL DEFAULT '{}',
    scanned_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (collection, path_key)
);

-- Pages written to Notion. A row that is 'writing' and no longer busy was left half-written: the same call (its hash) goes on with it.
CREATE TABLE notion_pages (
    id uuid PRIMARY KEY,
    user_name text NOT NULL,
    request_hash bytea NOT NULL,
    parent_id text NOT NULL,
    title text NOT NULL,
    source_url text,
    page_id text,
    url text,
    blocks int NOT NULL,
    written int NOT NULL DEFAULT 0,
    status text NOT NULL DEFAULT 'writing' CHECK (status IN ('writing', 'done')),
    busy_until timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX notion_pages_unfinished ON notion_pages (user_name, request_hash) WHERE status = 'writing';
CREATE INDEX notion_pages_recent ON notion_pages (user_name, updated_at DESC);

-- Web pages that were read for a user: where, what it was called, how much, and a hash of the text, not the text.
CREATE TABLE web_scrapes (
    id uuid PRIMARY KEY,
    user_name text NOT NULL,
    url text NOT NULL,
    final_url text NOT NULL,
    title text NOT NULL,
    characters int NOT NULL,
    sha256 bytea NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX web_scrapes_recent ON web_scrapes (user_name, at DESC);

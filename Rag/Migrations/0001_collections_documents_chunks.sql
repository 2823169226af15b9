-- What made a vector. Vectors of different rows are never compared.
CREATE TABLE embedding_models (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    engine text NOT NULL,
    model text NOT NULL,
    dim int NOT NULL CHECK (dim BETWEEN 1 AND 16384),
    UNIQUE (engine, model, dim)
);

CREATE TABLE collections (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    description text NOT NULL DEFAULT '',
    -- Searches use model_id; next_model_id is being filled in the background and takes its place in one statement.
    model_id int REFERENCES embedding_models,
    next_model_id int REFERENCES embedding_models,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE documents (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    collection_id bigint NOT NULL REFERENCES collections ON DELETE CASCADE,
    -- Absolute path of a file, or doc:ID. Paths outgrow a btree entry, so the key is its hash.
    uri text NOT NULL,
    uri_key uuid NOT NULL,
    path text NOT NULL,
    title text NOT NULL,
    type text NOT NULL,
    state text NOT NULL CHECK (state IN ('indexed', 'unreadable')),
    code text,
    reason text,
    bytes bigint NOT NULL,
    -- 100 ns ticks: timestamptz would lose the last digit and call every file changed.
    modified_ticks bigint NOT NULL,
    sha256 bytea,
    -- Version of readers and chunk settings that made the chunks; another one makes them again.
    recipe text NOT NULL,
    chunk_count int NOT NULL,
    tags text[] NOT NULL DEFAULT '{}',
    created_by_job uuid,
    indexed_by_job uuid,
    indexed_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (collection_id, uri_key)
);
CREATE INDEX documents_by_collection ON documents (collection_id, id);

-- Taken in blocks, so that ids cost no round trip. Ids are never used again: an index entry without a row is a deleted chunk.
CREATE SEQUENCE chunk_ids INCREMENT BY 1000;

CREATE TABLE chunks (
    id bigint PRIMARY KEY,
    collection_id bigint NOT NULL,
    document_id bigint NOT NULL REFERENCES documents ON DELETE CASCADE,
    position int NOT NULL,
    text text NOT NULL,
    heading text NOT NULL,
    tokens int NOT NULL,
    -- 0 when the file has no lines (PDF, Office).
    line_start int NOT NULL,
    line_end int NOT NULL,
    page int,
    -- SHA-256 of heading and text: equal hash, equal vector.
    hash bytea NOT NULL
);
CREATE INDEX chunks_by_document ON chunks (document_id);
CREATE INDEX chunks_by_collection ON chunks (collection_id, id);
CREATE INDEX chunks_by_hash ON chunks (hash);

-- Shared by all collections: a text is embedded once per model. float32, little endian.
CREATE TABLE embeddings (
    model_id int NOT NULL REFERENCES embedding_models,
    hash bytea NOT NULL,
    vector bytea NOT NULL,
    PRIMARY KEY (model_id, hash)
);
ALTER TABLE embeddings ALTER COLUMN vector SET STORAGE EXTERNAL;

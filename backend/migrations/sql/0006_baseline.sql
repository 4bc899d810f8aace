CREATE DOMAIN todo.title AS varchar(100) CHECK (btrim(VALUE) <> '');
CREATE DOMAIN todo.priority AS smallint CHECK (VALUE BETWEEN 0 AND 3);
CREATE DOMAIN todo.tags AS varchar(40)[] CHECK (cardinality(VALUE) <= 20);

CREATE TABLE todo."user" (
    id varchar(255) NOT NULL CONSTRAINT pk_user PRIMARY KEY,
    email varchar(255),
    created_at timestamptz DEFAULT now() NOT NULL,
    seq bigint DEFAULT '0'::bigint NOT NULL,
    log_start bigint DEFAULT '0'::bigint NOT NULL,
    live_tasks integer DEFAULT 0 NOT NULL,
    erased_at timestamptz
);

CREATE TABLE todo.task (
    id uuid NOT NULL CONSTRAINT pk_task PRIMARY KEY,
    user_id varchar(255) NOT NULL
        CONSTRAINT fk_task_user_id_user REFERENCES todo."user" (id) ON DELETE CASCADE,
    title todo.title NOT NULL,
    description varchar(1000),
    completed boolean DEFAULT false NOT NULL,
    due_date date,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    priority todo.priority DEFAULT '0'::smallint NOT NULL,
    tags todo.tags DEFAULT '{}'::varchar[] NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    seq bigint DEFAULT '0'::bigint NOT NULL,
    deleted_at timestamptz,
    search tsvector,
    document json
) WITH (fillfactor = 80);

CREATE INDEX idx_task_user_id ON todo.task (user_id, deleted_at);
CREATE INDEX idx_task_created_at ON todo.task (user_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX idx_task_completed ON todo.task (user_id, completed, created_at DESC, id DESC) WHERE deleted_at IS NULL;

CREATE TABLE todo.change (
    user_id varchar(255) NOT NULL,
    seq bigint NOT NULL,
    task_id uuid NOT NULL,
    operation varchar NOT NULL,
    previous bigint,
    before json,
    actor varchar(255) NOT NULL,
    request_id varchar(128),
    at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_change PRIMARY KEY (user_id, seq)
);
CREATE INDEX idx_change_at ON todo.change USING brin (at);

CREATE TABLE todo.answer (
    user_id varchar(255) NOT NULL
        CONSTRAINT fk_answer_user_id_user REFERENCES todo."user" (id) ON DELETE CASCADE,
    key varchar(255) NOT NULL,
    fingerprint varchar(64) NOT NULL,
    results json NOT NULL,
    version integer,
    seq bigint NOT NULL,
    at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (user_id, key)
);
CREATE INDEX idx_answer_at ON todo.answer USING brin (at);

CREATE TABLE todo.erased_account (
    user_hash bytea NOT NULL CONSTRAINT pk_erased_account PRIMARY KEY,
    erased_at timestamptz DEFAULT now() NOT NULL,
    seq bigint DEFAULT 0 NOT NULL
);

-- PostgreSQL's own JSON would use the session's time zone, which is unknown behind a pooler.
-- The zone is an interval, because PostgreSQL would look up a name each time.
CREATE FUNCTION todo.rfc3339(moment timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT to_char(timezone(interval '0', moment), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- The floor's own tables: the columns of the product's, without its functions and domains.

CREATE SCHEMA IF NOT EXISTS floor;

CREATE TABLE IF NOT EXISTS floor."user" (
    id varchar(255) PRIMARY KEY,
    email varchar(255),
    created_at timestamptz NOT NULL DEFAULT now(),
    seq bigint NOT NULL DEFAULT 0,
    live_tasks integer NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS floor.task (
    id uuid NOT NULL,
    user_id varchar(255) NOT NULL REFERENCES floor."user" ON DELETE CASCADE,
    title varchar(100) NOT NULL,
    description varchar(1000),
    completed boolean NOT NULL DEFAULT false,
    due_date date,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    priority smallint NOT NULL DEFAULT 0,
    tags varchar(40)[] NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 1,
    seq bigint NOT NULL DEFAULT 0,
    deleted_at timestamptz,
    list_id uuid,
    position varchar NOT NULL DEFAULT '',
    completed_at timestamptz,
    parent_id uuid,
    due_time varchar(5),
    repeat varchar(100),
    repeat_from varchar(10) NOT NULL DEFAULT 'due',
    remind_before integer,
    remind_at timestamptz,
    search tsvector,
    title_key varchar,
    tag_keys varchar[] NOT NULL DEFAULT '{}',
    document json,
    PRIMARY KEY (user_id, id)
) WITH (fillfactor = 80);
CREATE INDEX IF NOT EXISTS idx_task_user_id ON floor.task (user_id, deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_task_created_at ON floor.task (user_id, created_at DESC, id DESC)
    WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_task_completed ON floor.task (user_id, completed, created_at DESC, id DESC)
    WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS idx_task_parent_id ON floor.task (user_id, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_task_remind_at ON floor.task (remind_at) WHERE remind_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS floor.change (
    user_id varchar(255) NOT NULL,
    seq bigint NOT NULL,
    command bigint NOT NULL,
    kind varchar NOT NULL,
    item_id uuid NOT NULL,
    operation varchar NOT NULL,
    previous bigint,
    before json,
    actor varchar(255) NOT NULL,
    request_id varchar(128),
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, seq)
);
CREATE INDEX IF NOT EXISTS idx_change_at ON floor.change USING brin (at);

-- What older code called. A database that began with the baseline has none of it.
DROP TRIGGER IF EXISTS erase_log ON todo."user";
DROP FUNCTION IF EXISTS
    todo.apply(varchar, varchar, float8, jsonb, integer, varchar, varchar, varchar, varchar, boolean, boolean),
    todo.erase(varchar, float8), todo.erase_log(), todo.is_erased(varchar, float8), todo.purge(interval, interval),
    todo.state_of(todo."user");

-- The document is written by the statement that changes the task: a new field needs no new table.
ALTER TABLE todo.task ALTER COLUMN document DROP EXPRESSION IF EXISTS;
DO $$ BEGIN
    IF to_regtype('todo.shown_task') IS NOT NULL THEN
        DROP FUNCTION todo.show;
        DROP TYPE todo.shown_task;
    END IF;
END $$;

-- A distributed PostgreSQL wants the owner as plain text, first in each key.
ALTER TABLE todo."user" ALTER COLUMN id TYPE varchar(255);
DROP DOMAIN IF EXISTS todo.user_id;
ALTER TABLE todo.task DROP CONSTRAINT pk_task, ADD CONSTRAINT pk_task PRIMARY KEY (user_id, id);

ALTER TABLE todo."user"
    ADD CONSTRAINT ck_user_id_not_empty CHECK (id <> ''),
    ADD command bigint DEFAULT 0 NOT NULL,
    ADD changed_at timestamptz DEFAULT now() NOT NULL,
    ADD server_started_at timestamptz,
    ADD trashed_tasks integer DEFAULT 0 NOT NULL,
    ADD erased_version integer DEFAULT 0 NOT NULL,
    ADD log_start_at timestamptz;
-- Until now an import gave the number of its change as the version, so no version is above the last number.
UPDATE todo."user" account SET
    changed_at = created_at,
    erased_version = account.seq,
    trashed_tasks = (SELECT count(*) FROM todo.task WHERE user_id = account.id AND deleted_at IS NOT NULL);
ALTER TABLE todo.erased_account ADD version integer DEFAULT 0 NOT NULL;
UPDATE todo.erased_account SET version = seq;

ALTER TABLE todo.task
    ADD title_key varchar DEFAULT '' NOT NULL,
    ADD tag_keys varchar[] DEFAULT '{}' NOT NULL;
UPDATE todo.task SET
    title_key = todo.title_key(title),
    tag_keys = todo.tag_keys(tags),
    search = todo.words_of(title, description);

-- Only the trash: one task is found by its key, also where the planner takes an owner for one with few tasks.
DROP INDEX todo.idx_task_user_id;
CREATE INDEX idx_task_user_id ON todo.task (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- A number keeps its line when its task is erased. The line then names nothing.
ALTER TABLE todo.change RENAME task_id TO item_id;
ALTER TABLE todo.change
    ALTER item_id DROP NOT NULL,
    ADD command bigint,
    ADD kind varchar DEFAULT 'task' NOT NULL;

-- One row for each operation of a request, so that it can go with its task.
ALTER TABLE todo.answer RENAME results TO document;
ALTER TABLE todo.answer RENAME seq TO command;
ALTER TABLE todo.answer
    DROP CONSTRAINT pk_answer,
    ADD position integer DEFAULT 0 NOT NULL,
    ADD item_id uuid,
    ADD refusal varchar,
    ADD tag varchar,
    ALTER document DROP NOT NULL,
    ALTER command DROP NOT NULL;
WITH earlier AS (DELETE FROM todo.answer RETURNING *)
INSERT INTO todo.answer (user_id, key, fingerprint, document, tag, command, at, position, item_id)
SELECT user_id, key, fingerprint, document.value, version::text, command, at, document.n - 1, (document.value ->> 'id')::uuid
FROM earlier, json_array_elements(earlier.document) WITH ORDINALITY document (value, n)
WHERE json_typeof(document.value) = 'object'
UNION ALL
SELECT user_id, key, fingerprint, (
        SELECT json_build_object(
            'created', count(*) FILTER (WHERE outcome = 'created'),
            'updated', count(*) FILTER (WHERE outcome = 'updated'),
            'unchanged', count(*) FILTER (WHERE outcome = 'unchanged')
        )
        FROM json_array_elements_text(earlier.document) outcome
    ), NULL, command, at, 0, NULL
FROM earlier WHERE json_typeof(earlier.document -> 0) IS DISTINCT FROM 'object';
ALTER TABLE todo.answer DROP version, ADD CONSTRAINT pk_answer PRIMARY KEY (user_id, key, position);

-- Raises what refuses an operation, so that all of its transaction goes. Its answer stands where the task would.
CREATE FUNCTION todo.refuse(why text) RETURNS json LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = why;
END $$;

-- What the database still supports: raised by migrations that take something away. Code of an earlier revision goes on
-- working on a newer schema until then.
CREATE TABLE todo.supports (oldest_revision varchar NOT NULL);
CREATE UNIQUE INDEX one_row ON todo.supports ((true));
INSERT INTO todo.supports VALUES ('0007');

-- The functions that older code called. A database that began with the baseline has none of them.
DROP TRIGGER IF EXISTS erase_log ON todo."user";
DROP FUNCTION IF EXISTS
    todo.apply(varchar, varchar, float8, jsonb, integer, varchar, varchar, varchar, varchar, boolean, boolean),
    todo.erase(varchar, float8), todo.erase_log(), todo.is_erased(varchar, float8), todo.purge(interval, interval),
    todo.state_of(todo."user");

-- The statement that changes a task writes the document, so that a new field does not rewrite the table.
ALTER TABLE todo.task ALTER COLUMN document DROP EXPRESSION IF EXISTS;
DO $$ BEGIN
    IF to_regtype('todo.shown_task') IS NOT NULL THEN
        DROP FUNCTION todo.show;
        DROP TYPE todo.shown_task;
    END IF;
END $$;

-- For a distributed PostgreSQL the owner is plain text, and first in each key.
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
-- Until now an import used the number of its change as the version, so no version is above the last number.
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

-- Only the trash: a single task must be found by its key, even if the planner expects few tasks of its owner.
DROP INDEX todo.idx_task_user_id;
CREATE INDEX idx_task_user_id ON todo.task (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- The line of an erased task stays with its number and without its content.
ALTER TABLE todo.change RENAME task_id TO item_id;
ALTER TABLE todo.change
    ALTER item_id DROP NOT NULL,
    ADD command bigint,
    ADD kind varchar DEFAULT 'task' NOT NULL;

-- One row for each operation of a request, so that erasing a task can delete the answer about it.
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

-- Refuses an operation by raising an error, which rolls back the transaction. It can be used in place of a document.
CREATE FUNCTION todo.refuse(why text) RETURNS json LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = why;
END $$;

-- The oldest revision whose code works with the schema: raised by migrations that remove something. Until then code of
-- an earlier revision works with a newer schema.
CREATE TABLE todo.supports (oldest_revision varchar NOT NULL);
CREATE UNIQUE INDEX one_row ON todo.supports ((true));
INSERT INTO todo.supports VALUES ('0007');

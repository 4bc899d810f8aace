DROP TABLE todo.supports;
DROP FUNCTION todo.refuse(text);
ALTER TABLE todo.answer DROP CONSTRAINT pk_answer;
DELETE FROM todo.answer;
ALTER TABLE todo.answer
    DROP position, DROP item_id, DROP refusal, DROP tag, ADD version integer,
    ALTER document SET NOT NULL, ALTER command SET NOT NULL,
    ADD CONSTRAINT pk_answer PRIMARY KEY (user_id, key);
ALTER TABLE todo.answer RENAME document TO results;
ALTER TABLE todo.answer RENAME command TO seq;
DELETE FROM todo.change WHERE item_id IS NULL OR kind <> 'task';
ALTER TABLE todo.change DROP command, DROP kind, ALTER item_id SET NOT NULL;
ALTER TABLE todo.change RENAME item_id TO task_id;
ALTER TABLE todo.task
    DROP title_key, DROP tag_keys,
    DROP CONSTRAINT pk_task, ADD CONSTRAINT pk_task PRIMARY KEY (id);
ALTER TABLE todo.erased_account DROP version;
ALTER TABLE todo."user"
    DROP CONSTRAINT ck_user_id_not_empty,
    DROP command, DROP changed_at, DROP server_started_at, DROP trashed_tasks, DROP erased_version, DROP log_start_at;
DROP FUNCTION
    todo.search_query, todo.words_of, todo.words, todo.tag_keys, todo.title_key, todo.strip_accents, todo.fold,
    todo.fold_unicode;
DROP INDEX todo.idx_task_user_id;
CREATE INDEX idx_task_user_id ON todo.task (user_id, deleted_at);

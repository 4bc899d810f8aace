-- Every write of a user: the operations in order, all of them or none, and a line in the log for each change.
--
--   the user's counter is raised   which locks the row: one writer of a user at a time, and the order of the log is the
--                                  order of commits
--   each operation                 finds its task among the owner's, checks it, changes it, and is logged
--   the counter is put right       if it was not one change of one task
--
-- Being VOLATILE, it sees with each of its steps what others have committed before.
--
-- A line of the log keeps what the task was before. What it became is what the next line has it to have been, or the task.
--
-- Its answer, in one text, for one value is cheaper to hand on than five:
--   done, replayed       the version of the last task, the number of the last change, a JSON array of what each operation shows
--   absent, stale, full, changed, final
--                        why nothing was done, and which operation is refused, counted from 0
--   erased, running, reused
--                        the same, of all
--
-- What most requests want, one change of one task that nothing stands in the way of, app/fast_path.py does for less. What
-- it finds too late to be in the way comes here with `is_counted`: it has counted the change, and not made it.
CREATE OR REPLACE FUNCTION todo.apply(
    owner varchar, address varchar, issued_at double precision, operations jsonb, task_limit integer,
    actor varchar, request_id varchar, retry_key varchar, fingerprint varchar, dry_run boolean,
    is_counted boolean DEFAULT false
) RETURNS text LANGUAGE plpgsql AS $$
<<this>>
DECLARE
    outcome text;
    results json;
    version integer;
    seq bigint;
    steps jsonb[];
    step jsonb;
    patch jsonb;
    kind text;
    task_id uuid;
    old todo.task;
    new todo.task;
    entry todo.change;
    earlier todo.answer;
    erasure timestamptz;
    erased_seq bigint;
    after json;
    is_there boolean;
    was_live boolean;
    live integer;
    counted_live integer;
    counted_seq bigint;
    more integer := CASE operations #>> '{0,op}'
        WHEN 'create' THEN 1 WHEN 'restore' THEN 1 WHEN 'delete' THEN -1 ELSE 0
    END;
    last_seq bigint;
    line bigint;
    n integer := -1;
    is_new boolean := false;
    shown json[] := '{}';
BEGIN
    IF retry_key IS NOT NULL THEN
        IF NOT pg_try_advisory_xact_lock(hashtextextended(owner || chr(31) || retry_key, 0)) THEN
            RETURN 'running';
        END IF;
        SELECT * INTO earlier FROM todo.answer a
        WHERE a.user_id = owner AND a.key = retry_key AND a.at > now() - interval '24 hours';
        IF FOUND THEN
            IF todo.is_erased(owner, issued_at) THEN RETURN 'erased'; END IF;
            IF earlier.fingerprint <> apply.fingerprint THEN RETURN 'reused'; END IF;
            RETURN concat_ws(' ', 'replayed', coalesce(earlier.version, 0), earlier.seq, earlier.results);
        END IF;
    END IF;

    <<work>>
    BEGIN
        -- Counted as what it most often is, one change.
        UPDATE todo."user" u
        SET seq = u.seq + CASE WHEN is_counted THEN 0 ELSE 1 END,
            live_tasks = u.live_tasks + CASE WHEN is_counted THEN 0 ELSE more END,
            email = coalesce(address, u.email)
        WHERE u.id = owner AND (u.erased_at < to_timestamp(issued_at)) IS NOT FALSE
        RETURNING u.seq, u.seq - 1, u.live_tasks, u.live_tasks - more INTO counted_seq, seq, counted_live, live;
        IF NOT FOUND THEN
            IF todo.is_erased(owner, issued_at) THEN RETURN 'erased'; END IF;
            -- Nothing can also be done for somebody who has never written: an empty file is imported.
            IF operations <> '[]' AND NOT jsonb_path_exists(operations, '$[*] ? (@.op == "create" || @.op == "import")')
            THEN
                RETURN 'absent 0';
            END IF;
            INSERT INTO todo."user" AS u (id, email, seq, live_tasks) VALUES (owner, address, 1, more)
            ON CONFLICT (id) DO UPDATE
            SET seq = u.seq + 1, live_tasks = u.live_tasks + more, email = coalesce(address, u.email)
            RETURNING u.seq, u.seq - 1, u.live_tasks, u.live_tasks - more INTO counted_seq, seq, counted_live, live;
            is_new := true;
            -- Looked for only now, for the insert may have waited for the erasure.
            SELECT e.erased_at, e.seq INTO erasure, erased_seq FROM todo.erased_account e
            WHERE e.user_hash = sha256(convert_to(owner, 'UTF8'));
            IF FOUND THEN
                IF erasure >= to_timestamp(issued_at) THEN outcome := 'erased'; EXIT work; END IF;
                -- The numbers go on where they ended: a version that was seen before never means another state.
                UPDATE todo."user" u
                SET erased_at = erasure, seq = u.seq + CASE WHEN u.erased_at = erasure THEN 0 ELSE erased_seq END
                WHERE u.id = owner RETURNING u.seq, u.seq - 1 INTO counted_seq, seq;
            END IF;
        END IF;

        IF jsonb_array_length(operations) = 1 THEN
            steps := ARRAY[operations -> 0];
        ELSE  -- taken apart once, for to count through thousands takes its time
            steps := ARRAY(SELECT jsonb_array_elements(operations));
        END IF;
        FOREACH step IN ARRAY steps LOOP
            kind := step ->> 'op';
            patch := step -> 'task';
            n := n + 1;

            -- which task
            task_id := step ->> 'id';
            IF kind = 'create' THEN  -- looked for below, if one is in the way
                old := NULL;
                is_there := false;
            ELSE
                IF kind = 'undo' THEN
                    SELECT * INTO entry FROM todo.change c WHERE c.user_id = owner AND c.seq = (step ->> 'seq')::bigint;
                    IF NOT FOUND THEN outcome := 'absent'; EXIT work; END IF;
                    task_id := entry.task_id;
                END IF;
                -- By its key alone, and then whose it is: a planner that knows little would go through all of the owner's.
                SELECT * INTO old FROM todo.task t WHERE t.id = task_id AND (t.user_id = owner) IS TRUE;
                is_there := FOUND;
            END IF;
            was_live := is_there AND old.deleted_at IS NULL;

            -- whether it may be changed so
            IF NOT was_live AND NOT (kind IN ('create', 'import', 'undo') OR is_there AND kind IN ('restore', 'erase'))
                OR was_live AND kind = 'restore'
            THEN
                outcome := 'absent';
                EXIT work;
            END IF;
            IF step ? 'versions' THEN
                IF NOT step -> 'versions' @> to_jsonb(old.version) THEN outcome := 'stale'; EXIT work; END IF;
            END IF;

            -- what becomes of it: a merge patch (RFC 7396) is laid over it, in which absent keeps and null clears
            new := old;
            CASE kind
                WHEN 'toggle' THEN new.completed := NOT old.completed;
                WHEN 'update', 'create', 'import' THEN new := jsonb_populate_record(old, patch);
                WHEN 'delete', 'erase' THEN new.deleted_at := clock_timestamp();
                WHEN 'complete' THEN new.completed := true;
                WHEN 'restore' THEN new.deleted_at := NULL;
                WHEN 'undo' THEN
                    IF NOT is_there OR entry.operation = 'erase' THEN outcome := 'final'; EXIT work; END IF;
                    IF old.seq <> entry.seq THEN outcome := 'changed'; EXIT work; END IF;
                    IF entry.before IS NULL THEN
                        new.deleted_at := clock_timestamp();
                    ELSE
                        new := jsonb_populate_record(old, entry.before::jsonb);
                        IF was_live AND new.deleted_at IS NOT NULL THEN  -- its days in the trash begin anew
                            new.deleted_at := clock_timestamp();
                        END IF;
                    END IF;
            END CASE;
            IF (new.title, new.description) IS DISTINCT FROM (old.title, old.description) THEN
                new.search := todo.words_of(new.title, new.description);
            END IF;

            -- whether there is room for it
            IF live >= task_limit AND NOT was_live AND new.deleted_at IS NULL THEN
                -- A task that is sent again after a lost answer needs no more room.
                PERFORM FROM todo.task t WHERE t.id = task_id AND t.user_id = owner AND kind = 'create';
                IF NOT FOUND THEN outcome := 'full'; EXIT work; END IF;
            END IF;

            -- write it
            after := NULL;
            IF is_there AND kind <> 'erase' THEN
                -- Two writes within one tick of the clock, or across a step back of it, must differ and go forward.
                UPDATE todo.task t
                SET title = new.title, description = new.description, completed = new.completed,
                    due_date = new.due_date, priority = new.priority, tags = new.tags, deleted_at = new.deleted_at,
                    search = new.search, updated_at = greatest(clock_timestamp(), t.updated_at + interval '1 microsecond'),
                    version = t.version + 1, seq = this.seq + 1
                WHERE t.id = old.id AND
                    (new.title, new.description, new.completed, new.due_date, new.priority, new.tags, new.deleted_at)
                    IS DISTINCT FROM
                    (t.title, t.description, t.completed, t.due_date, t.priority, t.tags, t.deleted_at)
                RETURNING t.document, t.version INTO after, version;
            ELSIF is_there THEN
                DELETE FROM todo.task t WHERE t.id = old.id;
                -- What the log says of the task goes too; that it is gone stays. Line by line, each by its key: a planner that
                -- knows little of a long chain would go through all of the owner's lines for each.
                line := old.seq;
                WHILE line IS NOT NULL LOOP
                    DELETE FROM todo.change c WHERE c.user_id = owner AND c.seq = line RETURNING c.previous INTO line;
                END LOOP;
                after := old.document;
                version := old.version;
            ELSE
                task_id := coalesce(task_id, gen_random_uuid());
                new.completed := coalesce(new.completed, false);
                new.priority := coalesce(new.priority, 0);
                new.tags := coalesce(new.tags, '{}');
                new.created_at := coalesce(new.created_at, clock_timestamp());
                LOOP
                    INSERT INTO todo.task AS t
                        (id, user_id, title, description, completed, due_date, created_at, updated_at, priority, tags,
                         version, seq, deleted_at, search)
                    VALUES
                        (task_id, owner, new.title, new.description, new.completed, new.due_date, new.created_at,
                         coalesce(new.updated_at, new.created_at), new.priority, new.tags,
                         -- What was erased for good may come back so. None of its versions may, and none was above this.
                         CASE kind WHEN 'import' THEN seq + 1 ELSE 1 END, seq + 1, new.deleted_at, new.search)
                    ON CONFLICT (id) DO NOTHING RETURNING t.document, t.version INTO after, version;
                    EXIT WHEN FOUND;
                    SELECT * INTO old FROM todo.task t WHERE t.id = task_id AND t.user_id = owner;
                    EXIT WHEN FOUND;  -- sent again after a lost answer
                    task_id := gen_random_uuid();  -- the id is somebody else's
                END LOOP;
            END IF;
            IF after IS NULL THEN  -- nothing that would be worth a line
                shown := shown || CASE kind WHEN 'import' THEN '"unchanged"'::json ELSE old.document END;
                version := old.version;
                last_seq := old.seq;
                CONTINUE;
            END IF;

            seq := seq + 1;
            live := live + (new.deleted_at IS NULL)::integer - was_live::integer;
            INSERT INTO todo.change (user_id, seq, task_id, operation, previous, before, actor, request_id, at)
            VALUES (
                owner, seq, task_id, CASE kind WHEN 'toggle' THEN 'complete' ELSE kind END, nullif(old.seq, 0),
                CASE WHEN is_there AND kind <> 'erase' THEN old.document END, actor, request_id, clock_timestamp()
            );
            shown := shown || CASE WHEN kind <> 'import' THEN after WHEN is_there THEN '"updated"' ELSE '"created"' END;
        END LOOP;

        results := array_to_json(shown);
        IF dry_run THEN
            RAISE EXCEPTION USING ERRCODE = 'TD002', MESSAGE = 'dry run', DETAIL = results::text;
        END IF;
        IF seq <> counted_seq OR live <> counted_live THEN
            UPDATE todo."user" u SET seq = this.seq, live_tasks = live WHERE u.id = owner;
            IF seq < counted_seq THEN  -- nothing was: the number is that of the change which made things as they are
                seq := coalesce(last_seq, 0);
            END IF;
        END IF;
        IF retry_key IS NOT NULL THEN
            INSERT INTO todo.answer (user_id, key, fingerprint, results, version, seq, at)
            VALUES (owner, retry_key, apply.fingerprint, this.results, this.version, this.seq, now())
            ON CONFLICT (user_id, key) DO UPDATE
            SET fingerprint = excluded.fingerprint, results = excluded.results, version = excluded.version,
                seq = excluded.seq, at = excluded.at;
        END IF;
        RETURN concat_ws(' ', 'done', coalesce(version, 0), seq, results);
    END work;

    -- Refused. If something was written already, all of it goes.
    outcome := concat_ws(' ', outcome, greatest(n, 0));
    IF is_new OR seq >= counted_seq THEN
        RAISE EXCEPTION USING ERRCODE = 'TD001', MESSAGE = outcome;
    END IF;
    UPDATE todo."user" u SET seq = u.seq - 1, live_tasks = u.live_tasks - more WHERE u.id = owner;
    RETURN outcome;
END $$;

-- The end of an account. Returns whether the token still counted; with one that does not, nothing happens.
CREATE OR REPLACE FUNCTION todo.erase(owner varchar, issued_at double precision) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    last_seq bigint;
BEGIN
    IF todo.is_erased(owner, issued_at) THEN RETURN false; END IF;
    -- Whoever writes for the first time at this moment waits here, or is waited for.
    INSERT INTO todo."user" (id) VALUES (owner) ON CONFLICT (id) DO NOTHING;
    SELECT u.seq INTO last_seq FROM todo."user" u WHERE u.id = owner FOR UPDATE;
    INSERT INTO todo.erased_account AS e (user_hash, erased_at, seq)
    -- The clock of whoever issued the token may be ahead.
    VALUES (sha256(convert_to(owner, 'UTF8')), greatest(clock_timestamp(), to_timestamp(issued_at)), last_seq)
    ON CONFLICT (user_hash) DO UPDATE SET erased_at = excluded.erased_at, seq = greatest(e.seq, excluded.seq);
    DELETE FROM todo."user" u WHERE u.id = owner;
    RETURN true;
END $$;

-- What has been kept for long enough goes, some at a time, so that nobody's own writes wait for long: to be called until it
-- returns 0, for it returns how many tasks went, and the log follows when no more do. One process at a time does it.
CREATE OR REPLACE FUNCTION todo.purge(trash interval, log interval) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    portion CONSTANT integer := 1000;
    owner varchar;
    expired jsonb;
    purged integer := 0;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('todo.purge', 0)) THEN RETURN 0; END IF;
    FOR owner IN
        SELECT u.id FROM todo."user" u
        WHERE EXISTS (SELECT FROM todo.task t WHERE t.user_id = u.id AND t.deleted_at < now() - trash)
        ORDER BY u.id LIMIT portion
    LOOP
        -- Only what is still there with the user's row in hand: what was restored meanwhile stays.
        PERFORM FROM todo."user" u WHERE u.id = owner FOR NO KEY UPDATE;
        SELECT jsonb_agg(jsonb_build_object('op', 'erase', 'id', old.id)) INTO expired FROM (
            SELECT t.id FROM todo.task t WHERE t.user_id = owner AND t.deleted_at < now() - trash LIMIT portion
        ) old;
        CONTINUE WHEN expired IS NULL;
        PERFORM todo.apply(
            owner, NULL, extract(epoch FROM now())::double precision + 1, expired, 0, 'purge', NULL, NULL, NULL, false
        );
        purged := purged + jsonb_array_length(expired);
        EXIT WHEN purged >= portion;
    END LOOP;
    IF purged > 0 THEN RETURN purged; END IF;
    -- The users' rows before their lines, as every writer takes them: in another order the two would wait for each other.
    PERFORM FROM todo."user" u
    WHERE EXISTS (SELECT FROM todo.change c WHERE c.user_id = u.id AND c.at < now() - log)
    ORDER BY u.id FOR NO KEY UPDATE;
    WITH gone AS (
        DELETE FROM todo.change c WHERE c.at < now() - log RETURNING c.user_id, c.seq
    )
    UPDATE todo."user" u SET log_start = last.seq
    FROM (SELECT gone.user_id, max(gone.seq) AS seq FROM gone GROUP BY gone.user_id) last
    WHERE u.id = last.user_id;
    DELETE FROM todo.answer a WHERE a.at < now() - interval '24 hours';
    RETURN 0;
END $$;

-- The words that a task can be found by. What PostgreSQL would take for a tag, an entity or an address are words too.
CREATE OR REPLACE FUNCTION todo.words_of(title varchar, description varchar) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple', translate(title || ' ' || coalesce(description, ''), '<>&@', '    '))
$$;

-- What somebody has typed into a search box, where the last word may not be complete yet. A compound (`e-mai`) is looked
-- for as a whole and in its parts, all of which must then be allowed to go on. Of an address the search knows all but the
-- scheme. A word may end in what is no letter (an accent of its own, a virama), but not in one of ASCII's signs.
CREATE OR REPLACE FUNCTION todo.search_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN words ~ '[^\s!-/:-@[-`{-~]$' AND query::text ~ '''$' THEN (
            replace(query::text || ':*', quote_literal(compound) || ' <->', quote_literal(compound) || ':* <->')
        )::tsquery
        ELSE query
    END
    FROM websearch_to_tsquery('simple', translate(regexp_replace(words, '\w+://', '', 'g'), '<>&@', '    ')) query,
        coalesce(lower(substring(words FROM '\w+(?:-\w+)*$')), '') compound
$$;

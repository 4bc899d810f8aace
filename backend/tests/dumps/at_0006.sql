--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: todo; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA todo;


--
-- Name: priority; Type: DOMAIN; Schema: todo; Owner: -
--

CREATE DOMAIN todo.priority AS smallint
	CONSTRAINT priority_check CHECK (((VALUE >= 0) AND (VALUE <= 3)));


--
-- Name: shown_task; Type: TYPE; Schema: todo; Owner: -
--

CREATE TYPE todo.shown_task AS (
	id uuid,
	user_id character varying,
	title character varying,
	description character varying,
	completed boolean,
	due_date date,
	created_at text,
	updated_at text,
	priority smallint,
	tags character varying[],
	version integer,
	deleted_at text
);


--
-- Name: tags; Type: DOMAIN; Schema: todo; Owner: -
--

CREATE DOMAIN todo.tags AS character varying(40)[]
	CONSTRAINT tags_check CHECK ((cardinality(VALUE) <= 20));


--
-- Name: title; Type: DOMAIN; Schema: todo; Owner: -
--

CREATE DOMAIN todo.title AS character varying(100)
	CONSTRAINT title_check CHECK ((btrim((VALUE)::text) <> ''::text));


--
-- Name: user_id; Type: DOMAIN; Schema: todo; Owner: -
--

CREATE DOMAIN todo.user_id AS character varying(255)
	CONSTRAINT user_id_check CHECK (((VALUE)::text <> ''::text));


--
-- Name: apply(character varying, character varying, double precision, jsonb, integer, character varying, character varying, character varying, character varying, boolean, boolean); Type: FUNCTION; Schema: todo; Owner: -
--

CREATE FUNCTION todo.apply(owner character varying, address character varying, issued_at double precision, operations jsonb, task_limit integer, actor character varying, request_id character varying, retry_key character varying, fingerprint character varying, dry_run boolean, is_counted boolean DEFAULT false) RETURNS text
    LANGUAGE plpgsql
    AS $_$
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
END $_$;


--
-- Name: erase(character varying, double precision); Type: FUNCTION; Schema: todo; Owner: -
--

CREATE FUNCTION todo.erase(owner character varying, issued_at double precision) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
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


--
-- Name: erase_log(); Type: FUNCTION; Schema: todo; Owner: -
--

CREATE FUNCTION todo.erase_log() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM todo.change c WHERE c.user_id = OLD.id;
    RETURN NULL;
END $$;


--
-- Name: is_erased(character varying, double precision); Type: FUNCTION; Schema: todo; Owner: -
--

CREATE FUNCTION todo.is_erased(owner character varying, issued_at double precision) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (
        SELECT FROM todo.erased_account erased
        WHERE erased.user_hash = sha256(convert_to(owner, 'UTF8')) AND erased.erased_at >= to_timestamp(issued_at)
    )
$$;


--
-- Name: purge(interval, interval); Type: FUNCTION; Schema: todo; Owner: -
--

CREATE FUNCTION todo.purge(trash interval, log interval) RETURNS integer
    LANGUAGE plpgsql
    AS $$
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


--
-- Name: rfc3339(timestamp with time zone); Type: FUNCTION; Schema: todo; Owner: -
--

CREATE FUNCTION todo.rfc3339(moment timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT to_char(timezone(interval '0', moment), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;


--
-- Name: search_query(text); Type: FUNCTION; Schema: todo; Owner: -
--

CREATE FUNCTION todo.search_query(words text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    SELECT CASE
        WHEN words ~ '[^\s!-/:-@[-`{-~]$' AND query::text ~ '''$' THEN (
            replace(query::text || ':*', quote_literal(compound) || ' <->', quote_literal(compound) || ':* <->')
        )::tsquery
        ELSE query
    END
    FROM websearch_to_tsquery('simple', translate(regexp_replace(words, '\w+://', '', 'g'), '<>&@', '    ')) query,
        coalesce(lower(substring(words FROM '\w+(?:-\w+)*$')), '') compound
$_$;


--
-- Name: show(uuid, character varying, todo.title, character varying, boolean, date, timestamp with time zone, timestamp with time zone, todo.priority, todo.tags, integer, timestamp with time zone); Type: FUNCTION; Schema: todo; Owner: -
--

CREATE FUNCTION todo.show(id uuid, user_id character varying, title todo.title, description character varying, completed boolean, due_date date, created_at timestamp with time zone, updated_at timestamp with time zone, priority todo.priority, tags todo.tags, version integer, deleted_at timestamp with time zone) RETURNS json
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
BEGIN
    RETURN row_to_json(ROW(
        id, user_id, title, description, completed, due_date,
        todo.rfc3339(created_at), todo.rfc3339(updated_at), priority, tags, version, todo.rfc3339(deleted_at)
    )::todo.shown_task);
END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: user; Type: TABLE; Schema: todo; Owner: -
--

CREATE TABLE todo."user" (
    id todo.user_id NOT NULL,
    email character varying(255),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    seq bigint DEFAULT '0'::bigint NOT NULL,
    log_start bigint DEFAULT '0'::bigint NOT NULL,
    live_tasks integer DEFAULT 0 NOT NULL,
    erased_at timestamp with time zone
);


--
-- Name: state_of(todo."user"); Type: FUNCTION; Schema: todo; Owner: -
--

CREATE FUNCTION todo.state_of(account todo."user") RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT to_hex((extract(epoch FROM account.created_at) * 1000000)::bigint) || '-' || account.seq
$$;


--
-- Name: words_of(character varying, character varying); Type: FUNCTION; Schema: todo; Owner: -
--

CREATE FUNCTION todo.words_of(title character varying, description character varying) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT to_tsvector('simple', translate(title || ' ' || coalesce(description, ''), '<>&@', '    '))
$$;


--
-- Name: alembic_version; Type: TABLE; Schema: todo; Owner: -
--

CREATE TABLE todo.alembic_version (
    version_num character varying(32) NOT NULL
);


--
-- Name: answer; Type: TABLE; Schema: todo; Owner: -
--

CREATE TABLE todo.answer (
    user_id character varying(255) NOT NULL,
    key character varying(255) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    results json NOT NULL,
    version integer,
    seq bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: change; Type: TABLE; Schema: todo; Owner: -
--

CREATE TABLE todo.change (
    user_id character varying(255) NOT NULL,
    seq bigint NOT NULL,
    task_id uuid NOT NULL,
    operation character varying NOT NULL,
    previous bigint,
    before json,
    actor character varying(255) NOT NULL,
    request_id character varying(128),
    at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: erased_account; Type: TABLE; Schema: todo; Owner: -
--

CREATE TABLE todo.erased_account (
    user_hash bytea NOT NULL,
    erased_at timestamp with time zone DEFAULT now() NOT NULL,
    seq bigint DEFAULT 0 NOT NULL
);


--
-- Name: task; Type: TABLE; Schema: todo; Owner: -
--

CREATE TABLE todo.task (
    id uuid NOT NULL,
    user_id character varying(255) NOT NULL,
    title todo.title NOT NULL,
    description character varying(1000),
    completed boolean DEFAULT false NOT NULL,
    due_date date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    priority todo.priority DEFAULT '0'::smallint NOT NULL,
    tags todo.tags DEFAULT '{}'::character varying[] NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    seq bigint DEFAULT '0'::bigint NOT NULL,
    deleted_at timestamp with time zone,
    search tsvector,
    document json GENERATED ALWAYS AS (todo.show(id, user_id, title, description, completed, due_date, created_at, updated_at, priority, tags, version, deleted_at)) STORED
)
WITH (fillfactor='80');


--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: todo; Owner: -
--

INSERT INTO todo.alembic_version VALUES ('0006');


--
-- Data for Name: answer; Type: TABLE DATA; Schema: todo; Owner: -
--

INSERT INTO todo.answer VALUES ('ada', 'a-key', '2a3d789f5f43163d666ce6ccd956b843fe5c1abb1485ef077b66a9a4a40949f5', '[{"id":"04bc88dc-ef2a-4745-9fa3-0650808e039c","user_id":"ada","title":"Once","description":null,"completed":false,"due_date":null,"created_at":"2026-11-27T18:52:44.083539Z","updated_at":"2026-11-27T18:52:44.083539Z","priority":0,"tags":[],"version":1,"deleted_at":null}]', 1, 11, '2026-11-27 18:52:44.08306+00');
INSERT INTO todo.answer VALUES ('ada', 'batch-key', '5f5b73431690b816c810584c726cbac80ac65fb6ab1ffa3006fbb5f09b83398f', '[{"id":"f794158f-4f78-4f3f-a92c-1db35aebe2da","user_id":"ada","title":"One of two","description":null,"completed":false,"due_date":null,"created_at":"2026-11-27T18:52:44.085657Z","updated_at":"2026-11-27T18:52:44.085657Z","priority":0,"tags":[],"version":1,"deleted_at":null},{"id":"a3f0a57b-dd42-46da-89dc-1687830be6f3","user_id":"ada","title":"Two of two","description":null,"completed":false,"due_date":null,"created_at":"2026-11-27T18:52:44.085813Z","updated_at":"2026-11-27T18:52:44.085813Z","priority":0,"tags":[],"version":1,"deleted_at":null}]', 1, 13, '2026-11-27 18:52:44.085411+00');
INSERT INTO todo.answer VALUES ('ada', 'import-key', '025b2714c8d29cb57ec4b6f7a6a9b9b7532a2cc29d2c1896fc2ffcc472256d9c', '["created"]', 14, 14, '2026-11-27 18:52:44.099406+00');


--
-- Data for Name: change; Type: TABLE DATA; Schema: todo; Owner: -
--

INSERT INTO todo.change VALUES ('ada', 1, 'e977e3ed-ec58-44e4-897c-f0b6008856a5', 'create', NULL, NULL, 'ada', 'eccb94fcd4ee9bb0', '2026-11-27 18:52:44.06208+00');
INSERT INTO todo.change VALUES ('ada', 2, 'baf390e1-96f2-4abb-ad1c-6dcee97de57e', 'create', NULL, NULL, 'ada', '70caffd0ef83a8a8', '2026-11-27 18:52:44.065183+00');
INSERT INTO todo.change VALUES ('ada', 3, '26091a37-b821-4210-a445-cd2d6550f4c9', 'create', NULL, NULL, 'ada', '3b7be5e79ea403df', '2026-11-27 18:52:44.067095+00');
INSERT INTO todo.change VALUES ('ada', 5, 'e977e3ed-ec58-44e4-897c-f0b6008856a5', 'update', 1, '{"id":"e977e3ed-ec58-44e4-897c-f0b6008856a5","user_id":"ada","title":"Buy milk","description":"Two litres, the blue one","completed":false,"due_date":"2026-12-24","created_at":"2026-11-27T18:52:44.061134Z","updated_at":"2026-11-27T18:52:44.061134Z","priority":2,"tags":["home","Shop \"x\""],"version":1,"deleted_at":null}', 'ada', 'ba3024ddd1083d85', '2026-11-27 18:52:44.072577+00');
INSERT INTO todo.change VALUES ('ada', 6, 'e977e3ed-ec58-44e4-897c-f0b6008856a5', 'complete', 5, '{"id":"e977e3ed-ec58-44e4-897c-f0b6008856a5","user_id":"ada","title":"Buy oat milk","description":"Two litres, the blue one","completed":false,"due_date":"2026-12-24","created_at":"2026-11-27T18:52:44.061134Z","updated_at":"2026-11-27T18:52:44.072577Z","priority":2,"tags":["home","Shop \"x\""],"version":2,"deleted_at":null}', 'ada', 'e837380b39739432', '2026-11-27 18:52:44.074379+00');
INSERT INTO todo.change VALUES ('ada', 7, 'baf390e1-96f2-4abb-ad1c-6dcee97de57e', 'update', 2, '{"id":"baf390e1-96f2-4abb-ad1c-6dcee97de57e","user_id":"ada","title":"Grüße an Ägypten","description":null,"completed":false,"due_date":null,"created_at":"2026-11-27T18:52:44.065183Z","updated_at":"2026-11-27T18:52:44.065183Z","priority":0,"tags":["Ü"],"version":1,"deleted_at":null}', 'ada', 'd7ab989a0465e75e', '2026-11-27 18:52:44.076356+00');
INSERT INTO todo.change VALUES ('ada', 8, '26091a37-b821-4210-a445-cd2d6550f4c9', 'delete', 3, '{"id":"26091a37-b821-4210-a445-cd2d6550f4c9","user_id":"ada","title":"To the trash","description":null,"completed":false,"due_date":null,"created_at":"2026-11-27T18:52:44.067095Z","updated_at":"2026-11-27T18:52:44.067095Z","priority":0,"tags":[],"version":1,"deleted_at":null}', 'ada', '9d4bcb639590314f', '2026-11-27 18:52:44.078191+00');
INSERT INTO todo.change VALUES ('ada', 10, 'be84e8a8-8cd2-423a-b5da-2f2f76dd981b', 'erase', 9, NULL, 'ada', 'a01b0b0495d2f327', '2026-11-27 18:52:44.081431+00');
INSERT INTO todo.change VALUES ('ada', 11, '04bc88dc-ef2a-4745-9fa3-0650808e039c', 'create', NULL, NULL, 'ada', '490e73841df2cdab', '2026-11-27 18:52:44.083683+00');
INSERT INTO todo.change VALUES ('ada', 12, 'f794158f-4f78-4f3f-a92c-1db35aebe2da', 'create', NULL, NULL, 'ada', 'd449900527b1f299', '2026-11-27 18:52:44.085785+00');
INSERT INTO todo.change VALUES ('ada', 13, 'a3f0a57b-dd42-46da-89dc-1687830be6f3', 'create', NULL, NULL, 'ada', 'd449900527b1f299', '2026-11-27 18:52:44.085891+00');
INSERT INTO todo.change VALUES ('ada', 14, '05cedd83-5a85-4903-a401-2bf3d273243c', 'import', NULL, NULL, 'ada', '559210f559cc44d5', '2026-11-27 18:52:44.099986+00');
INSERT INTO todo.change VALUES ('bob', 1, '1bec672c-da59-4273-a388-39c379f31f58', 'create', NULL, NULL, 'bob', 'a98567dc5fbb5de7', '2026-11-27 18:52:44.103296+00');


--
-- Data for Name: erased_account; Type: TABLE DATA; Schema: todo; Owner: -
--

INSERT INTO todo.erased_account VALUES ('\x85262adf74518bbb70c7cb94cd6159d91669e5a81edf1efebd543eadbda9fa2b', '2026-11-27 18:52:44.107001+00', 1);


--
-- Data for Name: task; Type: TABLE DATA; Schema: todo; Owner: -
--

INSERT INTO todo.task VALUES ('e977e3ed-ec58-44e4-897c-f0b6008856a5', 'ada', 'Buy oat milk', 'Two litres, the blue one', true, '2026-12-24', '2026-11-27 18:52:44.061134+00', '2026-11-27 18:52:44.074379+00', 2, '{home,"Shop \"x\""}', 3, 6, NULL, '''blue'':7 ''buy'':1 ''litres'':5 ''milk'':3 ''oat'':2 ''one'':8 ''the'':6 ''two'':4', DEFAULT);
INSERT INTO todo.task VALUES ('baf390e1-96f2-4abb-ad1c-6dcee97de57e', 'ada', 'Grüße an Ägypten!', NULL, false, NULL, '2026-11-27 18:52:44.065183+00', '2026-11-27 18:52:44.076356+00', 0, '{Ü}', 2, 7, NULL, '''an'':2 ''grüße'':1 ''ägypten'':3', DEFAULT);
INSERT INTO todo.task VALUES ('26091a37-b821-4210-a445-cd2d6550f4c9', 'ada', 'To the trash', NULL, false, NULL, '2026-11-27 18:52:44.067095+00', '2026-11-27 18:52:44.078191+00', 0, '{}', 2, 8, '2026-11-27 18:52:44.078191+00', '''the'':2 ''to'':1 ''trash'':3', DEFAULT);
INSERT INTO todo.task VALUES ('04bc88dc-ef2a-4745-9fa3-0650808e039c', 'ada', 'Once', NULL, false, NULL, '2026-11-27 18:52:44.083539+00', '2026-11-27 18:52:44.083539+00', 0, '{}', 1, 11, NULL, '''once'':1', DEFAULT);
INSERT INTO todo.task VALUES ('f794158f-4f78-4f3f-a92c-1db35aebe2da', 'ada', 'One of two', NULL, false, NULL, '2026-11-27 18:52:44.085657+00', '2026-11-27 18:52:44.085657+00', 0, '{}', 1, 12, NULL, '''of'':2 ''one'':1 ''two'':3', DEFAULT);
INSERT INTO todo.task VALUES ('a3f0a57b-dd42-46da-89dc-1687830be6f3', 'ada', 'Two of two', NULL, false, NULL, '2026-11-27 18:52:44.085813+00', '2026-11-27 18:52:44.085813+00', 0, '{}', 1, 13, NULL, '''of'':2 ''two'':1,3', DEFAULT);
INSERT INTO todo.task VALUES ('05cedd83-5a85-4903-a401-2bf3d273243c', 'ada', 'Imported', NULL, false, NULL, '2020-01-01 00:00:00+00', '2020-01-01 00:00:00+00', 0, '{}', 14, 14, NULL, '''imported'':1', DEFAULT);
INSERT INTO todo.task VALUES ('1bec672c-da59-4273-a388-39c379f31f58', 'bob', 'Bob''s own', NULL, false, NULL, '2026-11-27 18:52:44.10294+00', '2026-11-27 18:52:44.10294+00', 0, '{}', 1, 1, NULL, '''bob'':1 ''own'':3 ''s'':2', DEFAULT);


--
-- Data for Name: user; Type: TABLE DATA; Schema: todo; Owner: -
--

INSERT INTO todo."user" VALUES ('ada', 'ada@example.com', '2026-11-27 18:52:44.056462+00', 14, 0, 6, NULL);
INSERT INTO todo."user" VALUES ('bob', 'bob@example.com', '2026-11-27 18:52:44.102211+00', 1, 0, 1, NULL);


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: todo; Owner: -
--

ALTER TABLE ONLY todo.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: answer pk_answer; Type: CONSTRAINT; Schema: todo; Owner: -
--

ALTER TABLE ONLY todo.answer
    ADD CONSTRAINT pk_answer PRIMARY KEY (user_id, key);


--
-- Name: change pk_change; Type: CONSTRAINT; Schema: todo; Owner: -
--

ALTER TABLE ONLY todo.change
    ADD CONSTRAINT pk_change PRIMARY KEY (user_id, seq);


--
-- Name: erased_account pk_erased_account; Type: CONSTRAINT; Schema: todo; Owner: -
--

ALTER TABLE ONLY todo.erased_account
    ADD CONSTRAINT pk_erased_account PRIMARY KEY (user_hash);


--
-- Name: task pk_task; Type: CONSTRAINT; Schema: todo; Owner: -
--

ALTER TABLE ONLY todo.task
    ADD CONSTRAINT pk_task PRIMARY KEY (id);


--
-- Name: user pk_user; Type: CONSTRAINT; Schema: todo; Owner: -
--

ALTER TABLE ONLY todo."user"
    ADD CONSTRAINT pk_user PRIMARY KEY (id);


--
-- Name: idx_answer_at; Type: INDEX; Schema: todo; Owner: -
--

CREATE INDEX idx_answer_at ON todo.answer USING brin (at);


--
-- Name: idx_change_at; Type: INDEX; Schema: todo; Owner: -
--

CREATE INDEX idx_change_at ON todo.change USING brin (at);


--
-- Name: idx_task_completed; Type: INDEX; Schema: todo; Owner: -
--

CREATE INDEX idx_task_completed ON todo.task USING btree (user_id, completed, created_at DESC, id DESC) WHERE (deleted_at IS NULL);


--
-- Name: idx_task_created_at; Type: INDEX; Schema: todo; Owner: -
--

CREATE INDEX idx_task_created_at ON todo.task USING btree (user_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);


--
-- Name: idx_task_user_id; Type: INDEX; Schema: todo; Owner: -
--

CREATE INDEX idx_task_user_id ON todo.task USING btree (user_id, deleted_at);


--
-- Name: user erase_log; Type: TRIGGER; Schema: todo; Owner: -
--

CREATE TRIGGER erase_log AFTER DELETE ON todo."user" FOR EACH ROW EXECUTE FUNCTION todo.erase_log();


--
-- Name: answer fk_answer_user_id_user; Type: FK CONSTRAINT; Schema: todo; Owner: -
--

ALTER TABLE ONLY todo.answer
    ADD CONSTRAINT fk_answer_user_id_user FOREIGN KEY (user_id) REFERENCES todo."user"(id) ON DELETE CASCADE;


--
-- Name: task fk_task_user_id_user; Type: FK CONSTRAINT; Schema: todo; Owner: -
--

ALTER TABLE ONLY todo.task
    ADD CONSTRAINT fk_task_user_id_user FOREIGN KEY (user_id) REFERENCES todo."user"(id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--



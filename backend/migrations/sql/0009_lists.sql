-- The place after all items with earlier times. Positions are compared byte by byte. The letter says that thirteen digits
-- of an integer follow, as in the web app's fractional positions; they suffice until the year 2112.
CREATE FUNCTION todo.position_at(moment timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT 'm' || lpad(to_hex((extract(epoch FROM moment) * 1000000)::bigint), 13, '0')
$$;
-- The same, but after `last`, which a client may have chosen: the shortest beginning of it that leads further.
CREATE FUNCTION todo.position_after(last text, moment timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce((
        SELECT left(last, n) || todo.position_at(moment) FROM generate_series(0, least(length(last), 50)) n
        WHERE (left(last, n) || todo.position_at(moment)) COLLATE "C" > last COLLATE "C" ORDER BY n LIMIT 1
    ), last)
$$;

CREATE TABLE todo.list (
    user_id varchar(255) NOT NULL
        CONSTRAINT fk_list_user_id_user REFERENCES todo."user" (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    name varchar(100) NOT NULL,
    color varchar(10),
    position varchar(64) COLLATE "C" DEFAULT '' NOT NULL,
    archived boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    seq bigint DEFAULT '0'::bigint NOT NULL,
    deleted_at timestamptz,
    document json,
    CONSTRAINT pk_list PRIMARY KEY (user_id, id)
);

-- Last, because everybody waits from here to the commit. No table is rewritten, and none is scanned.
ALTER TABLE todo."user" ADD last_position varchar(64) COLLATE "C" DEFAULT '' NOT NULL;
ALTER TABLE todo.task
    ADD list_id uuid,
    ADD position varchar(64) COLLATE "C" DEFAULT '' NOT NULL,
    ADD completed_at timestamptz;

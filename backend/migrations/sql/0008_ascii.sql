-- The keys and words of texts in ASCII, which most are, without a call: PostgreSQL puts a function of one expression into
-- the statement that calls it. PL/pgSQL is started anew in each transaction. Texts of other letters go the long way.
ALTER FUNCTION todo.title_key(text) RENAME TO title_key_unicode;
ALTER FUNCTION todo.tag_keys(varchar[]) RENAME TO fold_each;
ALTER FUNCTION todo.words_of(varchar, varchar) RENAME TO words_of_unicode;

-- By what a title is sorted, bytewise: without accents, numbers by their value; then by the accents.
CREATE FUNCTION todo.title_key(title text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN octet_length(title) > length(title) THEN todo.title_key_unicode(title)
        WHEN title COLLATE "C" ~ '[0-9]' THEN left(regexp_replace(
            regexp_replace(lower(title COLLATE "C"), '[0-9]+', '00000000000\&', 'g'),
            '(?<![0-9])0+(?=[0-9]{12})', '', 'g'
        ), 200)
        ELSE left(lower(title COLLATE "C"), 200)
    END
$$;

-- By what tags are compared, in their order.
CREATE FUNCTION todo.tag_keys(tags varchar[]) RETURNS varchar[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN tags = '{}' THEN tags ELSE todo.fold_each(tags) END
$$;

-- The words that a task can be found by, with their places. What PostgreSQL's parser gets here are runs of a to z or of
-- 0 to 9 with spaces between them, which it takes for words in every locale. No run may be longer than 500.
CREATE FUNCTION todo.words_of(title varchar, description varchar) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN octet_length(title || ' ' || coalesce(description, '')) > length(title || ' ' || coalesce(description, ''))
            OR length(title || ' ' || coalesce(description, '')) > 500
        THEN todo.words_of_unicode(title, description)
        ELSE to_tsvector('pg_catalog.simple', regexp_replace(
            lower(title || ' ' || coalesce(description, '') COLLATE "C"), '[0-9]+|[^a-z ]', ' \& ', 'g'
        ))
    END
$$;

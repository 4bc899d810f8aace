-- The keys and words of ASCII texts, the most frequent ones, without a function call: PostgreSQL inlines a function of
-- one expression. PL/pgSQL is initialised in each transaction. Other texts use the general functions.
ALTER FUNCTION todo.title_key(text) RENAME TO title_key_unicode;
ALTER FUNCTION todo.tag_keys(varchar[]) RENAME TO fold_each;
ALTER FUNCTION todo.words_of(varchar, varchar) RENAME TO words_of_unicode;

-- The sort key of a title, compared bytewise: without accents, numbers by their value; then by the accents.
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

-- The keys by which tags are compared, in the order of the tags.
CREATE FUNCTION todo.tag_keys(tags varchar[]) RETURNS varchar[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN tags = '{}' THEN tags ELSE todo.fold_each(tags) END
$$;

-- The words of a task for search, with their positions. PostgreSQL's parser gets only runs of a to z or of 0 to 9 with
-- spaces between them, which are words in every locale. No run may be longer than 500.
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

CREATE FUNCTION todo.fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT lower(value) $$;

CREATE OR REPLACE FUNCTION todo.words_of(title varchar, description varchar) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple', translate(title || ' ' || coalesce(description, ''), '<>&@', '    '))
$$;

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

-- Each number with at least twelve digits, so that texts which are compared bytewise are in the order of their numbers.
-- The text is folded: it has no capitals, so that one can stand where numbers begin and end. Counting the digits in a
-- regular expression, which looks ahead, takes several times as long.
CREATE FUNCTION todo.padded_numbers(folded text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    part text;
    padded text := '';
BEGIN
    FOREACH part IN ARRAY string_to_array(regexp_replace(folded COLLATE "C", '[0-9]+', 'N\&N', 'g'), 'N') LOOP
        padded := padded || CASE
            WHEN ascii(part) BETWEEN ascii('0') AND ascii('9')
            THEN lpad(ltrim(part, '0'), greatest(length(ltrim(part, '0')), 12), '0')
            ELSE part
        END;
    END LOOP;
    RETURN padded;
END $$;

CREATE OR REPLACE FUNCTION todo.title_key_unicode(title text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    longest CONSTANT integer := 200;  -- an index takes no more than 2,700 bytes
    folded text := todo.fold(title);
    stripped text := todo.strip_accents(folded);
    key text := stripped;
BEGIN
    IF key COLLATE "C" ~ '[0-9]' THEN
        key := todo.padded_numbers(key);
    END IF;
    key := left(key, longest);
    IF stripped <> folded THEN
        key := key || U&'\0001' || left(folded, longest);
    END IF;
    RETURN key;
END $$;

CREATE OR REPLACE FUNCTION todo.title_key(title text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN octet_length(title) > length(title) THEN todo.title_key_unicode(title)
        WHEN title COLLATE "C" ~ '[0-9]' THEN left(todo.padded_numbers(lower(title COLLATE "C")), 200)
        ELSE left(lower(title COLLATE "C"), 200)
    END
$$;

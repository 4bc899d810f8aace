CREATE OR REPLACE FUNCTION todo.title_key_unicode(title text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    longest CONSTANT integer := 200;  -- an index takes no more than 2,700 bytes
    folded text := todo.fold(title);
    stripped text := todo.strip_accents(folded);
    key text := stripped;
BEGIN
    IF key COLLATE "C" ~ '[0-9]' THEN
        key := regexp_replace(key COLLATE "C", '[0-9]+', '00000000000\&', 'g');
        key := regexp_replace(key COLLATE "C", '(?<![0-9])0+(?=[0-9]{12})', '', 'g');
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
        WHEN title COLLATE "C" ~ '[0-9]' THEN left(regexp_replace(
            regexp_replace(lower(title COLLATE "C"), '[0-9]+', '00000000000\&', 'g'),
            '(?<![0-9])0+(?=[0-9]{12})', '', 'g'
        ), 200)
        ELSE left(lower(title COLLATE "C"), 200)
    END
$$;

DROP FUNCTION todo.padded_numbers(text);

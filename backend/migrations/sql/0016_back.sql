CREATE OR REPLACE FUNCTION todo.day_at(moment timestamptz, zone text) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN moment AT TIME ZONE coalesce(zone, 'UTC');
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN moment AT TIME ZONE 'UTC';
END $$;

CREATE OR REPLACE FUNCTION todo.reminder_of(
    due_date date, due_time varchar, remind_before integer, zone text, day_start text
) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
    due CONSTANT timestamp := due_date + coalesce(due_time, day_start, '09:00')::time;
    moment timestamptz;
BEGIN
    BEGIN
        moment := due AT TIME ZONE coalesce(zone, 'UTC') - make_interval(mins => remind_before);
    EXCEPTION WHEN invalid_parameter_value THEN  -- in the package tzdata, but not in this PostgreSQL
        moment := due AT TIME ZONE 'UTC' - make_interval(mins => remind_before);
    END;
    RETURN CASE WHEN moment > now() AND moment < '9999-12-31 00:00:00Z' THEN moment END;
END $$;

-- What is at the moment of the newer functions is at that of these again.
SELECT FROM todo."user" account JOIN todo.settings ON settings.user_id = account.id
WHERE settings.time_zone IN ('CET', 'MET', 'EET', 'WET')
ORDER BY account.id FOR NO KEY UPDATE OF account;
UPDATE todo.task item SET remind_at = its.moment
FROM (
    SELECT item.user_id, item.id,
        todo.reminder_of(item.due_date, item.due_time, item.remind_before, settings.time_zone, settings.day_start)
    FROM todo.settings JOIN todo.task item ON item.user_id = settings.user_id
    WHERE settings.time_zone IN ('CET', 'MET', 'EET', 'WET') AND item.remind_at
        = todo.reminder_of(item.due_date, item.due_time, item.remind_before, todo.zone_of(settings.time_zone), settings.day_start)
) its (user_id, id, moment)
WHERE item.user_id = its.user_id AND item.id = its.id AND item.remind_at <> its.moment;
DROP FUNCTION todo.zone_of;

-- The query for the text of a search box, whose last word may be incomplete; NULL if it has no word. A text without a
-- space (`e-mail`, `INV-2026/12`) is a phrase, like a text in quotes. The scheme of an
-- address is ignored.
CREATE OR REPLACE FUNCTION todo.search_query(words text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    longest CONSTANT integer := 500;  -- as in `todo.words_of`
    space CONSTANT text := '\u0001- \u0085\u1680\u2028\u2029';
    plain CONSTANT text := todo.strip_accents(todo.fold(words));
    typed CONSTANT text := regexp_replace(plain COLLATE "C", '[a-z0-9]+://(?=[^"' || space || '])', '', 'g');
    operator text := ' & ';
    wanted text := '';
    piece text;
    phrase text;
BEGIN
    FOR piece IN
        SELECT match[1] FROM regexp_matches(typed COLLATE "C", '-?"[^"]*"?|[^"' || space || ']+', 'g') match
    LOOP
        IF piece = 'or' AND wanted <> '' THEN operator := ' | '; CONTINUE; END IF;
        phrase := (
            SELECT string_agg('''' || left(word, longest) || '''', ' <-> ' ORDER BY place)
            FROM unnest(todo.words(piece)) WITH ORDINALITY AS one (word, place)
        );
        CONTINUE WHEN phrase IS NULL;
        IF piece COLLATE "C" ~ '^-[^-]' THEN phrase := '!(' || phrase || ')'; END IF;
        wanted := concat(wanted, CASE WHEN wanted <> '' THEN operator END, phrase);
        operator := ' & ';
    END LOOP;
    IF wanted = '' THEN RETURN NULL; END IF;
    IF piece <> 'or' AND todo.words(right(typed, 1)) <> '{}' THEN
        wanted := regexp_replace(wanted, '''(\)?)$', ''':*\1');
    END IF;
    RETURN wanted::tsquery;
END $$;

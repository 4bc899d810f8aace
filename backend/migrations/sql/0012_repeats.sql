-- When a task comes next, and what is then left of its rule.
CREATE TYPE todo.occurrence AS (day date, repeat varchar);

-- The day of a person in that zone. The zone's name is in the package tzdata, but perhaps not in this PostgreSQL.
CREATE FUNCTION todo.day_at(moment timestamptz, zone text) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN moment AT TIME ZONE coalesce(zone, 'UTC');
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN moment AT TIME ZONE 'UTC';
END $$;

-- The rule with its day: what it does not name it takes from the due date. So the 31st stays the 31st after a February.
-- A rule that is counted from completion stays as it is. One without a due date is none.
CREATE FUNCTION todo.repeat_on(repeat varchar, repeat_from varchar, due_date date) RETURNS varchar
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    days varchar;
BEGIN
    IF repeat_from = 'completion' THEN RETURN repeat; END IF;
    IF repeat IS NULL OR due_date IS NULL THEN RETURN NULL; END IF;
    IF repeat ~ '^FREQ=DAILY|BY(MONTH)?DAY=' THEN RETURN repeat; END IF;
    days := CASE
        WHEN repeat ~ '^FREQ=WEEKLY'
        THEN 'BYDAY=' || (ARRAY['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])[extract(isodow FROM due_date)]
        WHEN repeat ~ '^FREQ=MONTHLY|BYMONTH=' THEN 'BYMONTHDAY=' || extract(day FROM due_date)
        ELSE 'BYMONTH=' || extract(month FROM due_date) || ';BYMONTHDAY=' || extract(day FROM due_date)
    END;
    RETURN regexp_replace(repeat, '(;COUNT=.*|;UNTIL=.*)?$', ';' || days || '\1');
END $$;

-- The day of a monthly or yearly rule in the month that begins on `first`: the 31st is the last day of a shorter month.
CREATE FUNCTION todo.day_in_month(rule varchar, first timestamp) RETURNS date LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    last CONSTANT date := first + interval '1 month -1 day';
    month_day CONSTANT integer := substring(rule FROM 'BYMONTHDAY=(-?\d+)');
    nth CONSTANT integer := substring(rule FROM 'BYDAY=(-?\d)');
    weekday integer;
BEGIN
    IF nth IS NULL THEN
        RETURN CASE WHEN month_day < 0 THEN last ELSE least(first::date + month_day - 1, last) END;
    END IF;
    weekday := strpos('MOTUWETHFRSASU', substring(rule FROM 'BYDAY=-?\d(..)')) / 2 + 1;
    IF nth > 0 THEN
        RETURN first::date + mod(weekday - extract(isodow FROM first)::integer + 7, 7) + (nth - 1) * 7;
    END IF;
    RETURN last - mod(extract(isodow FROM last)::integer - weekday + 7, 7) + (nth + 1) * 7;
END $$;

-- What completing the task does (decision 50): the next day, strictly after the due date and today and in step with the
-- due date, or counted from today; and the rule with what is left of its COUNT, in which missed days count. Null after
-- the last one. `tests/vectors/repeats.json` says what this must compute. The rule is spelled as `app/tasks/repeats.py`
-- spells it. No loop is longer than a week: each day is found by counting periods.
CREATE FUNCTION todo.next_occurrence(repeat varchar, repeat_from varchar, due_date date, today date)
RETURNS todo.occurrence LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    start CONSTANT date := CASE WHEN repeat_from = 'completion' THEN today ELSE coalesce(due_date, today) END;
    seen CONSTANT date := greatest(start, today);
    rule CONSTANT varchar := todo.repeat_on(repeat, 'due', start);
    step CONSTANT integer := coalesce(substring(rule FROM 'INTERVAL=(\d+)')::integer, 1);
    most CONSTANT integer := substring(rule FROM 'COUNT=(\d+)');
    final CONSTANT date := coalesce(to_date(substring(rule FROM 'UNTIL=(\d+)'), 'YYYYMMDD'), '9999-12-31');
    next date;
    done integer;  -- how many days of the rule come after the due date, up to the next one
BEGIN
    IF rule ~ '^FREQ=DAILY' THEN
        done := (seen - start) / step + 1;
        next := start + done * step;
    ELSIF rule ~ '^FREQ=WEEKLY' THEN
        DECLARE
            monday CONSTANT date := start - extract(isodow FROM start)::integer + 1;
            start_day CONSTANT integer := extract(isodow FROM start);
            seen_day CONSTANT integer := extract(isodow FROM seen);
            days CONSTANT varchar := substring(rule FROM 'BYDAY=([A-Z,]+)');
            week integer := (seen - monday) / 7;
            in_week integer := 0;  -- how many days of the rule are in a week, and until which day
            until_start integer := 0;
            until_seen integer := 0;
            first_day integer;
            later_day integer;
        BEGIN
            FOR day IN 1..7 LOOP
                IF strpos(days, substr('MOTUWETHFRSASU', 2 * day - 1, 2)) > 0 THEN
                    in_week := in_week + 1;
                    first_day := coalesce(first_day, day);
                    IF day <= start_day THEN until_start := in_week; END IF;
                    IF day <= seen_day THEN until_seen := in_week;
                    ELSE later_day := coalesce(later_day, day); END IF;
                END IF;
            END LOOP;
            IF mod(week, step) > 0 OR later_day IS NULL THEN
                week := (week / step + 1) * step;
                later_day := first_day;
                until_seen := 0;
            END IF;
            next := monday + week * 7 + later_day - 1;
            done := week / step * in_week + until_seen + 1 - until_start;
        END;
    ELSE
        -- Each period has one such day.
        DECLARE
            is_yearly CONSTANT boolean := rule ~ '^FREQ=YEARLY';
            period CONSTANT integer := CASE WHEN is_yearly THEN step * 12 ELSE step END;
            first CONSTANT date := date_trunc('month', CASE
                WHEN is_yearly
                THEN make_date(extract(year FROM start)::integer, substring(rule FROM 'BYMONTH=(\d+)')::integer, 1)
                ELSE start
            END::timestamp);
            months CONSTANT integer := (extract(year FROM seen) - extract(year FROM first)) * 12
                + extract(month FROM seen) - extract(month FROM first);
            n integer := greatest(months / period, 0);
        BEGIN
            next := todo.day_in_month(rule, first + n * period * interval '1 month');
            IF next <= seen THEN
                n := n + 1;
                next := todo.day_in_month(rule, first + n * period * interval '1 month');
            END IF;
            done := n + (todo.day_in_month(rule, first) > start)::integer;
        END;
    END IF;
    IF next > final OR done >= most THEN RETURN NULL; END IF;
    RETURN ROW(next, regexp_replace(repeat, 'COUNT=\d+', 'COUNT=' || coalesce(most - done, 0))::varchar);
END $$;

-- Last, because everybody waits from here to the commit. The table is not rewritten.
ALTER TABLE todo.task
    ADD due_time varchar(5),
    ADD repeat varchar(100),
    ADD repeat_from varchar(10) DEFAULT 'due' NOT NULL;

-- When to remind of what is due then, in that zone: so many minutes before the time, or before the day starts. A time that
-- clocks skip is as much later; of one that they show twice it is the second. Null if that has passed, or is in a year of
-- five digits, which programs cannot read.
CREATE FUNCTION todo.reminder_of(due_date date, due_time varchar, remind_before integer, zone text, day_start text)
RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
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

-- The same with what this user has chosen.
CREATE FUNCTION todo.remind_at(owner varchar, due_date date, due_time varchar, remind_before integer)
RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
    chosen record;
BEGIN
    SELECT settings.time_zone, settings.day_start INTO chosen FROM todo.settings WHERE settings.user_id = owner;
    RETURN todo.reminder_of(due_date, due_time, remind_before, chosen.time_zone, chosen.day_start);
END $$;

CREATE TABLE todo.push_subscription (
    user_id varchar(255) NOT NULL
        CONSTRAINT fk_push_subscription_user_id_user REFERENCES todo."user" (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    endpoint varchar(1000) NOT NULL,
    p256dh bytea NOT NULL,
    auth bytea NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT pk_push_subscription PRIMARY KEY (user_id, id)
);

CREATE TABLE todo.delivery (
    user_id varchar(255) NOT NULL CONSTRAINT fk_delivery_user_id_user REFERENCES todo."user" (id) ON DELETE CASCADE,
    task_id uuid NOT NULL,
    receiver varchar(40) NOT NULL,
    due_date date NOT NULL,
    due_time varchar(5),
    remind_before integer NOT NULL,
    remind_at timestamptz NOT NULL,
    try_at timestamptz NOT NULL,
    CONSTRAINT pk_delivery PRIMARY KEY (user_id, task_id, receiver)
);
CREATE INDEX idx_delivery_try_at ON todo.delivery (try_at);

ALTER TABLE todo."user" ADD email_unverified boolean DEFAULT false NOT NULL;
ALTER TABLE todo.task ADD remind_before integer, ADD remind_at timestamptz;

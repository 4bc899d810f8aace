CREATE TABLE todo.settings (
    user_id varchar(255) NOT NULL
        CONSTRAINT fk_settings_user_id_user REFERENCES todo."user" (id) ON DELETE CASCADE,
    time_zone varchar(64) DEFAULT 'UTC' NOT NULL,
    day_start varchar(5) DEFAULT '09:00' NOT NULL,
    week_start smallint DEFAULT 0 NOT NULL,
    email_reminders boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    seq bigint DEFAULT '0'::bigint NOT NULL,
    document json,
    CONSTRAINT pk_settings PRIMARY KEY (user_id)
);

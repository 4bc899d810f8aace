"""The secret address of a calendar feed.

Processes of the previous revision can continue: they have no feed. Erasing an account deletes the row there too.
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE todo.feed (
            user_id varchar(255) NOT NULL CONSTRAINT fk_feed_user_id_user REFERENCES todo."user" (id) ON DELETE CASCADE,
            secret_hash bytea NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            CONSTRAINT pk_feed PRIMARY KEY (user_id),
            CONSTRAINT uq_feed_secret_hash UNIQUE (secret_hash)
        )
    """)


def downgrade() -> None:
    op.execute("DROP TABLE todo.feed")

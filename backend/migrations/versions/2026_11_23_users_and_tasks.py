"""Users and their tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = "todo"


def upgrade() -> None:
    op.create_table(
        "user",
        sa.Column("id", sa.String(255), nullable=False),
        sa.Column("email", sa.String(255)),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user"),
        sa.CheckConstraint("id <> ''", name="ck_user_id_not_empty"),
        schema=SCHEMA,
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.String(255), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("description", sa.String(1000)),
        sa.Column("completed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("due_date", sa.Date()),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
        sa.ForeignKeyConstraint(["user_id"], [f"{SCHEMA}.user.id"], name="fk_task_user_id_user", ondelete="CASCADE"),
        sa.CheckConstraint("btrim(title) <> ''", name="ck_task_title_not_blank"),
        schema=SCHEMA,
    )
    op.create_index("idx_task_user_id", "task", ["user_id"], schema=SCHEMA)
    op.create_index("idx_task_created_at", "task", ["user_id", sa.desc("created_at"), sa.desc("id")], schema=SCHEMA)
    op.create_index(
        "idx_task_completed", "task", ["user_id", "completed", sa.desc("created_at"), sa.desc("id")], schema=SCHEMA
    )


def downgrade() -> None:
    op.drop_table("task", schema=SCHEMA)
    op.drop_table("user", schema=SCHEMA)

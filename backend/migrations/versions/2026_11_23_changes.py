"""A log of changes, and what is read from it; the trash; priorities, tags and search."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SCHEMA = "todo"
FUNCTIONS = Path(__file__).resolve().parent.parent / "sql" / "0003_changes.sql"
SHOWN = (
    "todo.show(id, user_id, title, description, completed, due_date, created_at, updated_at, priority, tags, version,"
    " deleted_at)"
)
NEWEST_FIRST: list[Any] = [sa.desc("created_at"), sa.desc("id")]
LIVE = sa.text("deleted_at IS NULL")
# A table's checks are read and prepared anew by each statement that writes to it, a domain's once for each connection,
# and only run where a value comes in.
USER_ID = postgresql.DOMAIN("user_id", sa.String(255), check="VALUE <> ''", schema=SCHEMA)
TITLE = postgresql.DOMAIN("title", sa.String(100), check="btrim(VALUE) <> ''", schema=SCHEMA)
PRIORITY = postgresql.DOMAIN("priority", sa.SmallInteger(), check="VALUE BETWEEN 0 AND 3", schema=SCHEMA)
TAGS = postgresql.DOMAIN("tags", postgresql.ARRAY(sa.String(40)), check="cardinality(VALUE) <= 20", schema=SCHEMA)
DOMAINS = (USER_ID, TITLE, PRIORITY, TAGS)
CHECKED = (
    ("user", "id", USER_ID, "ck_user_ck_user_id_not_empty"),
    ("task", "title", TITLE, "ck_task_ck_task_title_not_blank"),
)


def upgrade() -> None:
    for domain in DOMAINS:
        domain.create(op.get_bind())
    for table, name, domain, check in CHECKED:
        op.drop_constraint(op.f(check), table, schema=SCHEMA)
        op.alter_column(table, name, type_=domain, schema=SCHEMA)
    for name in ("seq", "log_start"):
        op.add_column("user", sa.Column(name, sa.BigInteger(), server_default="0", nullable=False), schema=SCHEMA)
    op.add_column("user", sa.Column("live_tasks", sa.Integer(), server_default="0", nullable=False), schema=SCHEMA)
    op.execute('UPDATE todo."user" u SET live_tasks = (SELECT count(*) FROM todo.task t WHERE t.user_id = u.id)')
    op.add_column("user", sa.Column("erased_at", sa.DateTime(timezone=True)), schema=SCHEMA)
    op.execute(
        'UPDATE todo."user" u SET erased_at = erased.erased_at FROM todo.erased_account erased'
        " WHERE erased.user_hash = sha256(convert_to(u.id, 'UTF8'))"
    )
    added: list[sa.Column[Any]] = [
        sa.Column("priority", PRIORITY, server_default="0", nullable=False),
        sa.Column("tags", TAGS, server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sa.Column("search", postgresql.TSVECTOR()),
    ]
    for column in added:
        op.add_column("task", column, schema=SCHEMA)
    for name, columns in (("created_at", ["user_id"]), ("completed", ["user_id", "completed"])):
        op.drop_index(f"idx_task_{name}", "task", schema=SCHEMA)
        op.create_index(f"idx_task_{name}", "task", [*columns, *NEWEST_FIRST], schema=SCHEMA, postgresql_where=LIVE)
    op.create_index(
        "idx_task_deleted_at", "task", ["deleted_at"], schema=SCHEMA, postgresql_where=sa.text("deleted_at IS NOT NULL")
    )
    op.create_table(
        "change",
        sa.Column("user_id", sa.String(255), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("previous", sa.BigInteger()),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
        sa.Column("actor", sa.String(255), nullable=False),
        sa.Column("request_id", sa.String(128)),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "seq", name="pk_change"),
        schema=SCHEMA,
    )
    op.create_index("idx_change_at", "change", ["at"], schema=SCHEMA, postgresql_using="brin")
    op.create_table(
        "answer",
        sa.Column("user_id", sa.String(255), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer()),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "key", name="pk_answer"),
        sa.ForeignKeyConstraint(["user_id"], [f"{SCHEMA}.user.id"], name="fk_answer_user_id_user", ondelete="CASCADE"),
        schema=SCHEMA,
    )
    op.create_index("idx_answer_at", "answer", ["at"], schema=SCHEMA, postgresql_using="brin")
    op.get_bind().exec_driver_sql(FUNCTIONS.read_text(encoding="utf-8").replace("%", "%%"))
    op.add_column("task", sa.Column("document", sa.JSON(), sa.Computed(SHOWN, persisted=True)), schema=SCHEMA)


def downgrade() -> None:
    op.execute(f'DROP TRIGGER erase_log ON {SCHEMA}."user"')
    op.drop_column("task", "document", schema=SCHEMA)
    functions = "erase_log purge erase apply words_of search_query state_of is_erased show rfc3339"
    for function in functions.split():
        op.execute(f"DROP FUNCTION {SCHEMA}.{function}")
    op.execute(f"DROP TYPE {SCHEMA}.shown_task")
    op.drop_table("answer", schema=SCHEMA)
    op.drop_table("change", schema=SCHEMA)
    # What was in the trash was deleted as far as the earlier schema is concerned.
    op.execute("DELETE FROM todo.task WHERE deleted_at IS NOT NULL")
    op.drop_index("idx_task_deleted_at", "task", schema=SCHEMA)
    for name, columns in (("created_at", ["user_id"]), ("completed", ["user_id", "completed"])):
        op.drop_index(f"idx_task_{name}", "task", schema=SCHEMA)
        op.create_index(f"idx_task_{name}", "task", [*columns, *NEWEST_FIRST], schema=SCHEMA)
    for name in ("search", "deleted_at", "seq", "version", "tags", "priority"):
        op.drop_column("task", name, schema=SCHEMA)
    for table, name, domain, check in CHECKED:
        op.alter_column(table, name, type_=domain.data_type, schema=SCHEMA)
        condition = str(domain.check).replace("VALUE", name)
        op.create_check_constraint(op.f(check), table, condition, schema=SCHEMA)
    for domain in DOMAINS:
        domain.drop(op.get_bind())
    for name in ("erased_at", "live_tasks", "log_start", "seq"):
        op.drop_column("user", name, schema=SCHEMA)

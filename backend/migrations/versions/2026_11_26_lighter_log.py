"""The log keeps each state of a task once, a change of a task touches fewer indexes, and search knows more words.

The numbers of an account that comes back after its end go on where they ended.

A process of an earlier revision fails on this one, rather than write a log that nobody understands.
"""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
END = "$$;\n"
FIND_ANEW = """
    UPDATE todo.task SET search = todo.words_of(title, description) WHERE concat(title, ' ', description) ~ '[<>&@]'
"""


def upgrade() -> None:
    op.execute("ALTER TABLE todo.erased_account ADD COLUMN seq bigint DEFAULT 0 NOT NULL")
    op.drop_column("change", "after", schema="todo")
    _run((SQL / "0006_lighter_log.sql").read_text(encoding="utf-8"))
    op.execute(FIND_ANEW)
    # Room on each page for new versions of what lies there: one that stays on its page is not told to every index.
    op.execute("ALTER TABLE todo.task SET (fillfactor = 80)")
    for name in ("deleted_at", "user_id"):
        op.drop_index(f"idx_task_{name}", "task", schema="todo")
    op.create_index("idx_task_user_id", "task", ["user_id", "deleted_at"], schema="todo")


def downgrade() -> None:
    op.drop_index("idx_task_user_id", "task", schema="todo")
    op.create_index("idx_task_user_id", "task", ["user_id"], schema="todo")
    op.execute("CREATE INDEX idx_task_deleted_at ON todo.task (deleted_at) WHERE deleted_at IS NOT NULL")
    op.execute("ALTER TABLE todo.task RESET (fillfactor)")
    op.execute("ALTER TABLE todo.change ADD COLUMN after json")
    op.execute("""
        UPDATE todo.change SET after = became.document
        FROM (
            SELECT user_id, previous AS seq, before AS document FROM todo.change
            UNION ALL
            SELECT user_id, seq, document FROM todo.task
        ) became
        WHERE became.user_id = change.user_id AND became.seq = change.seq AND change.operation <> 'erase'
    """)
    earlier = (SQL / "0003_changes.sql").read_text(encoding="utf-8")
    for name in ("apply", "erase", "purge", "words_of", "search_query"):
        begin = earlier.index(f"CREATE FUNCTION todo.{name}(")
        _run(earlier[begin : earlier.index(END, begin) + len(END)].replace("CREATE", "CREATE OR REPLACE", 1))
    op.execute(FIND_ANEW)
    op.drop_column("erased_account", "seq", schema="todo")


def _run(functions: str) -> None:
    op.get_bind().exec_driver_sql(functions.replace("%", "%%"))

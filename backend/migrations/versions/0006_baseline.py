"""Users and tasks, the log of changes, stored answers, tombstones of erased accounts.

This replaces revisions 0001 to 0006. A database at 0006 goes on from here. What the next revision
replaces (functions, a domain, a trigger) is left out.
"""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0006_baseline.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute('DROP TABLE todo.answer, todo.change, todo.erased_account, todo.task, todo."user"')
    op.execute("DROP DOMAIN todo.priority, todo.tags, todo.title")
    op.execute("DROP FUNCTION todo.rfc3339(timestamptz)")

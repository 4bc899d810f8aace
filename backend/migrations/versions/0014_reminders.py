"""Reminders: when to remind of a task, the browsers that show it, and what is on its way.

Processes of the previous revision can continue: they keep no `remind_at` up to date, and the next change of the task by
a process of this revision does.
"""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0014_reminders.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute("DROP TABLE todo.delivery")
    op.execute("DROP TABLE todo.push_subscription")
    op.execute("DROP INDEX todo.idx_task_remind_at")
    op.execute("ALTER TABLE todo.task DROP remind_at, DROP remind_before")
    op.execute('ALTER TABLE todo."user" DROP email_unverified')
    op.execute("DROP FUNCTION todo.remind_at(varchar, date, varchar, integer)")
    op.execute("DROP FUNCTION todo.reminder_of(date, varchar, integer, text, text)")

"""Lists, the order that a person gives to tasks, and when a task was completed.

Processes of the previous revision can continue: they write tasks without a list, whose positions are added later.
"""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0009_lists.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0009_back.sql").read_text(encoding="utf-8"))

"""Tasks below other tasks.

Processes of the previous revision can continue: they write tasks without a parent. The index is built after the
migration (`app/tasks/indexes.py`).
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE todo.task ADD parent_id uuid")


def downgrade() -> None:
    op.execute("ALTER TABLE todo.task DROP parent_id")

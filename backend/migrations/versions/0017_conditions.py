"""The conditions of a request, beside its stored answer.

Processes of the previous revision can continue: they store answers without it, and replay all.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE todo.answer ADD conditions varchar(64)")


def downgrade() -> None:
    op.execute("ALTER TABLE todo.answer DROP conditions")

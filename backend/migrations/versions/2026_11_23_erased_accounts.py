"""Accounts that were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCHEMA = "todo"


def upgrade() -> None:
    op.create_table(
        "erased_account",
        sa.Column("user_hash", sa.LargeBinary(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("user_hash", name="pk_erased_account"),
        schema=SCHEMA,
    )


def downgrade() -> None:
    op.drop_table("erased_account", schema=SCHEMA)

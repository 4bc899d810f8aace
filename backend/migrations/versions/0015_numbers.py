"""Faster sort keys of titles with numbers (decision 65).

The functions give the same results as before. Processes of the previous revision can continue.
"""

from pathlib import Path

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0015_numbers.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0015_back.sql").read_text(encoding="utf-8"))

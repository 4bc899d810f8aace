"""Corrections: zones that PostgreSQL takes for abbreviations, and addresses inside what is searched for.

Processes of the previous revision can continue: the functions have the same names and parameters.
"""

from pathlib import Path

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0016_corrections.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0016_back.sql").read_text(encoding="utf-8"))

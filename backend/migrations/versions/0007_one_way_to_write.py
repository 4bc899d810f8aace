"""One way to write: the tables that writes need, now that their rules are in Python (decision 22).

It removes what earlier code uses: stop processes of earlier revisions first. The downgrade leaves the tables of
revision 0006, without the functions that older code called.
"""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    for name in ("0007_text.sql", "0007_one_way_to_write.sql"):
        op.get_bind().exec_driver_sql((SQL / name).read_text(encoding="utf-8").replace("%", "%%"))


def downgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0007_back.sql").read_text(encoding="utf-8").replace("%", "%%"))

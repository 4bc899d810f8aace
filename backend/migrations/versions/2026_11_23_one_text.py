"""Databases that were migrated before `todo.apply` answered with one text, and before users carried `erased_at`.

Revision 0003 makes both by now; here they are brought to where they are not.
"""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parent.parent / "sql" / "0003_changes.sql"
BEGIN, END = "CREATE FUNCTION todo.apply(", "END $$;"


def upgrade() -> None:
    op.execute('ALTER TABLE todo."user" ADD COLUMN IF NOT EXISTS erased_at timestamptz')
    op.execute(
        'UPDATE todo."user" u SET erased_at = erased.erased_at FROM todo.erased_account erased'
        " WHERE erased.user_hash = sha256(convert_to(u.id, 'UTF8'))"
    )
    functions = FUNCTIONS.read_text(encoding="utf-8")
    begin = functions.index(BEGIN)
    op.execute("DROP FUNCTION todo.apply")
    op.get_bind().exec_driver_sql(functions[begin : functions.index(END, begin) + len(END)].replace("%", "%%"))


def downgrade() -> None:
    """Nothing: what 0003 makes is this too."""

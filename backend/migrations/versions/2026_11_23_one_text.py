"""Databases that were migrated before the functions were what they are, and before users carried `erased_at`.

Revision 0003 makes both by now; here they are brought to where they are not.
"""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parent.parent / "sql" / "0003_changes.sql"
END = "$$;\n"


def upgrade() -> None:
    op.execute('ALTER TABLE todo."user" ADD COLUMN IF NOT EXISTS erased_at timestamptz')
    op.execute(
        'UPDATE todo."user" u SET erased_at = erased.erased_at FROM todo.erased_account erased'
        " WHERE erased.user_hash = sha256(convert_to(u.id, 'UTF8'))"
    )
    functions = FUNCTIONS.read_text(encoding="utf-8").replace("%", "%%")
    for name in ("apply", "search_query"):
        begin = functions.index(f"CREATE FUNCTION todo.{name}(")
        op.execute(f"DROP FUNCTION todo.{name}")
        op.get_bind().exec_driver_sql(functions[begin : functions.index(END, begin) + len(END)])


def downgrade() -> None:
    """Nothing: what 0003 makes is this too."""

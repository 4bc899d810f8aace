"""Databases that were migrated before each task was kept as it is shown, too.

Revision 0003 makes it so by now; here they are brought to where it does. The table is written anew meanwhile.
"""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parent.parent / "sql" / "0003_changes.sql"
END = "$$;\n"


def upgrade() -> None:
    op.execute("DROP FUNCTION IF EXISTS todo.show(todo.task)")
    functions = FUNCTIONS.read_text(encoding="utf-8").replace("%", "%%")
    for name in ("show", "apply"):
        begin = functions.index(f"CREATE FUNCTION todo.{name}(")
        text = functions[begin : functions.index(END, begin) + len(END)]
        op.get_bind().exec_driver_sql(text.replace("CREATE", "CREATE OR REPLACE", 1))
    op.execute(
        "ALTER TABLE todo.task ADD COLUMN IF NOT EXISTS document json GENERATED ALWAYS AS (todo.show(id, user_id,"
        " title, description, completed, due_date, created_at, updated_at, priority, tags, version, deleted_at)) STORED"
    )


def downgrade() -> None:
    """Nothing: what 0003 makes is this too."""

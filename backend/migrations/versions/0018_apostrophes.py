"""More characters that are apostrophes, such as the U+02BB of Hawaiian names.

Processes of the previous revision can continue: the function has the same name. What is stored about tasks with such
characters is computed again after the migration (`app/tasks/documents.py`).
"""

from pathlib import Path

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
FUNCTION = "CREATE OR REPLACE FUNCTION todo.fold_unicode"


def upgrade() -> None:
    op.get_bind().exec_driver_sql((SQL / "0018_apostrophes.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    _, found, rest = (SQL / "0007_text.sql").read_text(encoding="utf-8").partition(FUNCTION)
    body, end, _ = rest.partition("$$;")
    op.get_bind().exec_driver_sql(found + body + end)
    op.get_bind().exec_driver_sql("""
        UPDATE todo.task SET search = todo.words_of(title, description), title_key = todo.title_key(title),
            tag_keys = todo.tag_keys(tags)
        WHERE concat_ws(' ', title, description, tags::text) COLLATE "C"
            ~ '[\\u02b9\\u02bb\\u02bd-\\u02bf\\u0374\\u1e9a\\u2032-\\u2034\\u2057]'
    """)

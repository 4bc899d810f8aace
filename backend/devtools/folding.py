"""`python -m devtools.folding`: generate the tables of characters in `migrations/sql` from Python's `unicodedata`.

They are those of Unicode 14, the version of the oldest supported Python: run it with Python 3.11.
"""

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

from app.values.text import FOLDED, INVISIBLE

UNICODE = "14.0.0"
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations" / "sql"
# Where each table was written last.
FILES = {
    MIGRATIONS / "0018_apostrophes.sql": ("invisible", "unchanged", "unfolded", "folded"),
    MIGRATIONS / "0007_text.sql": ("alone", "separators"),
}

# Scripts that write no spaces: Thai and Lao, Myanmar, Khmer, Han with kana and bopomofo.
SPACELESS = [
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x312F), (0x31A0, 0x31FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0x1B000, 0x1B16F), (0x20000, 0x3FFFF),
]  # fmt: skip


def tables() -> dict[str, str]:
    """The tables by the names of their SQL constants."""
    changed = {one: one.lower() for one in _characters() if one.lower() != one}
    changed |= {one: other for one, other in FOLDED.items() if len(other) == 1}
    # `translate` scans the table from its beginning, so the most frequent characters come first.
    changed = dict(sorted(changed.items(), key=lambda pair: (not "Α" <= pair[0] <= "Я", pair[0])))  # noqa: RUF001
    return {
        "invisible": f"[{_sql_escaped(INVISIBLE)}]+",
        "unchanged": f"[^{_ranges(changed.__contains__)}]+",
        "unfolded": "".join(changed),
        "folded": "".join(changed.values()),
        "alone": f"[{_ranges(lambda one: _kind(one) == 'alone')}][{_ranges(lambda one: _kind(one) == 'attached')}]*",
        "separators": f"[\\u0001-/:-`{{-\\u007f{_ranges(lambda one: _kind(one) == 'separator')}]+",
    }


def rewritten(file: Path) -> str:
    """The SQL of that file, with new tables."""
    sql, made = file.read_text(encoding="utf-8"), tables()
    for name in FILES[file]:
        before, found, rest = sql.partition(f"    {name} CONSTANT text := ")
        if not found:
            sys.exit(f"{file.name} has no table named {name}.")
        literal = made[name].replace("'", "''")
        sql = f"{before}{found}'{literal}';\n{rest.partition(chr(10))[2]}"
    return sql


@cache
def _characters() -> list[str]:
    """The non-ASCII characters that may remain after decomposing a text and removing invisible characters."""
    invisible = re.compile(f"[{INVISIBLE}]")
    every = (chr(number) for number in range(0x80, sys.maxunicode + 1))
    return [
        one
        for one in every
        if unicodedata.category(one) not in {"Cn", "Co", "Cs"}
        and unicodedata.normalize("NFKD", one) == one
        and not invisible.match(one)
    ]


def _kind(one: str) -> str:
    """The character's role in search: part of a word, a word by itself, attached to the one before, or a separator."""
    category = unicodedata.category(one)
    is_spaceless = any(first <= ord(one) <= last for first, last in SPACELESS)
    if category[0] == "M":
        return "attached" if is_spaceless else "word"
    if category == "So":
        return "alone"
    if category[0] in "LN":
        return "alone" if is_spaceless else "word"
    return "separator"


def _ranges(belongs: Callable[[str], bool]) -> str:
    """The inside of a character class. A range may include characters that cannot occur."""
    ranges: list[str] = []
    first = last = ""
    for one in [*_characters(), ""]:
        if one and belongs(one):
            first, last = first or one, one
        elif first:
            ranges.append(_escaped(first) if first == last else f"{_escaped(first)}-{_escaped(last)}")
            first = ""
    return "".join(ranges)


def _escaped(one: str) -> str:
    return f"\\u{ord(one):04x}" if ord(one) < 0x10000 else f"\\U{ord(one):08x}"


def _sql_escaped(inside: str) -> str:
    return "".join(_escaped(one) if ord(one) > 0x7F else one for one in inside)


if __name__ == "__main__":
    if unicodedata.unidata_version != UNICODE:
        sys.exit(f"Python 3.11 has Unicode {UNICODE}; this one has {unicodedata.unidata_version}.")
    for each in FILES:
        each.write_text(rewritten(each), encoding="utf-8")

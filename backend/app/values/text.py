"""Rules for texts: which ones PostgreSQL can store, which are ids, which are blank, and which are equal."""

import re
import unicodedata

UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

# Unicode's default ignorable characters and annotation marks, as the inside of a character class.
INVISIBLE = (
    "\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164"
    "\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb"
    # JavaScript and Python have different escapes for these, so they are written as themselves.
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# The white space of Python and of JavaScript, control characters, and the empty braille pattern.
BLANK = INVISIBLE + "\\s\\u0001-\\u001f\\u007f-\\u009f\\u2800"

# Characters that lower case does not make equal, and what `fold` replaces them by.
FOLDED = {
    "ß": "ss", "ς": "σ", "ı": "i",  # noqa: RUF001
    "ᲀ": "в", "ᲁ": "д", "ᲂ": "о", "ᲃ": "с", "ᲄ": "т", "ᲅ": "т", "ᲆ": "ъ", "ᲇ": "ѣ", "ᲈ": "ꙋ",  # noqa: RUF001
    # Quotes, primes, and the letters of Hawaiian and of transcriptions that most people type as an apostrophe.
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02b9\u02bb\u02bc\u02bd\u02be\u02bf", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
    **dict.fromkeys("\u2010\u2012\u2013\u2014\u2015\u2212", "-"),
}  # fmt: skip

_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_BLANK = re.compile(f"[{BLANK}]*")
_FOLDED = str.maketrans(FOLDED)


def is_storable(value: str) -> bool:
    """Whether PostgreSQL can store the text: it must have neither NUL nor half a surrogate pair."""
    try:
        return b"\x00" not in value.encode()
    except UnicodeEncodeError:
        return False


def known_id(text: str) -> str | None:
    """The text if it is a valid id, otherwise None. PostgreSQL accepts other spellings; the API has only one."""
    return text if UUID_TEXT.fullmatch(text) else None


def is_blank(text: str) -> bool:
    """Whether nothing in the text is visible."""
    return _BLANK.fullmatch(text) is not None


def fold(text: str) -> str:
    """The same result for texts that differ only in case or spelling (decision 20); `todo.fold` does this in SQL."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    return decomposed.lower().translate(_FOLDED).replace("i\u0307", "i")

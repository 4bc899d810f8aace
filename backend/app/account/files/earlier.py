"""What earlier versions have stored and today's rules of text refuse: an export has it, and must not be refused for it.

Rules change (decision 20): two tags that were different are the same by now, and what counted as visible is blank.
"""

from typing import Any

from app.values.limits import MAX_TAGS, TAG_LENGTH
from app.values.text import fold, is_blank

UNTITLED = "(untitled)"
NAMES = {"title": "title", "name": "name", "list": "name of the list"}


def mended(fields: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The fields as today's rules have them, and a sentence for each that is not kept as it was."""
    now, sentences = dict(fields), []
    for name, called in NAMES.items():
        if _was_visible(fields.get(name)):
            now[name] = UNTITLED
            sentences.append(f"Nothing of the {called} can be seen, and it becomes “{UNTITLED}”")
    tags = fields.get("tags")
    if isinstance(tags, list) and len(tags) <= MAX_TAGS and all(map(_was_tag, tags)):  # an attack has millions
        now["tags"], lost = _distinct(tags)
        if lost:
            sentences.append(lost)
    return now, sentences


def _was_visible(value: Any) -> bool:
    """Whether it is blank today; an empty text always was."""
    return isinstance(value, str) and bool(value.strip()) and is_blank(value)


def _was_tag(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= TAG_LENGTH


def _distinct(tags: list[str]) -> tuple[list[str], str | None]:
    """The first of tags that are the same, and what becomes of the others."""
    kept: dict[str, str] = {}
    lost: list[str] = []
    for tag in tags:
        key = fold(tag.strip())
        if _was_visible(tag) or key in kept:
            lost.append(tag)
        else:
            kept[key] = tag
    if not lost:
        return tags, None
    if len(lost) > 1:
        sentence = f"{len(lost)} tags are left out, because others are the same, or nothing of them can be seen"
    elif _was_visible(lost[0]):
        sentence = "A tag is left out, because nothing of it can be seen"
    else:
        sentence = f"The tag “{lost[0]}” is left out, because “{kept[fold(lost[0].strip())]}” is the same"
    return [*kept.values()], sentence

"""What of a file could not be kept, in sentences for a person."""

MAX_NOTES = 100


class Notes:
    """The first sentences, and how many more there would be: a file may have a fault in each line."""

    def __init__(self) -> None:
        """Without a sentence."""
        self._of_file: dict[str, None] = {}
        self._of_lines: list[str] = []
        self._count = 0

    def once(self, sentence: str) -> None:
        """Something that holds for the whole file."""
        if len(self._of_file) < MAX_NOTES // 2:
            self._of_file[sentence] = None

    def at(self, number: int, sentence: str, *, word: str = "Line") -> None:
        """Something about one line, or what the word says."""
        self._count += 1
        if self._count <= MAX_NOTES:
            self._of_lines.append(f"{word} {number}: {sentence}")

    def sentences(self) -> list[str]:
        """At most as many as the answer may have, the last one about the rest."""
        total = len(self._of_file) + self._count
        said = [*self._of_file, *self._of_lines]
        return said if total <= MAX_NOTES else [*said[: MAX_NOTES - 1], f"And {total - MAX_NOTES + 1} more"]

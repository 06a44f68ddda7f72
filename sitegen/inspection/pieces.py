"""One piece of text in a file, and pieces that belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

_GIVEN = frozenset(["已表彰", "已授予", "已获表彰", "honoured", "honored", "awarded"])  # the whole of a cell or value
_A_VALUE = 60  # characters; longer ones are prose, not the name of an honour


class Block:
    """A piece of text. Where it stands and what is above it in the same item is worked out when somebody asks, as few do."""

    __slots__ = ("_above", "_where", "text")

    def __init__(self, where: int | tuple[str, int], text: str, above: str | Callable[[], str] = "") -> None:
        """``where`` is the line, or the text of the file and how far into it; ``above`` is ``before``, or gives it."""
        self._where, self.text, self._above = where, text, above

    @property
    def line(self) -> int:
        if isinstance(self._where, int):
            return self._where
        text, at = self._where
        return text.count("\n", 0, at) + 1

    @property
    def before(self) -> str:
        """What stands above it in the same item."""
        return self._above if isinstance(self._above, str) else self._above()

    def saying(self, text: str, head: str) -> Block:
        """A block in this place that says something else, below ``head``."""
        return Block(self._where, text, lambda: together((self.before, head)))


def together(parts: Sequence[str]) -> str:
    return "。".join(part for part in parts if part)


def is_value(text: str) -> bool:
    """Whether a text is short enough for a name or a title."""
    return len(text) <= _A_VALUE


def row(texts: Sequence[str], blocks: Iterable[tuple[int, Block]]) -> list[Block]:
    """``张三 | 劳动模范 | 已表彰`` as a sentence, for each cell that might be the title. ``texts`` are the cells, and ``blocks`` those of
    them that are looked at, with their numbers."""
    given = next((n for n, text in enumerate(texts) if text in _GIVEN or (text.isascii() and text.lower() in _GIVEN)), None)
    if given is None:
        return []
    head = "，".join(texts)
    return [cell.saying(f"获得{cell.text}", head) for n, cell in blocks if n != given and is_value(cell.text)]

"""Text in the columns of a terminal: Han characters take two."""

from __future__ import annotations

import re

from sitegen.report import columns_of

WIDTH = 78  # columns of a line; a terminal has 80
_HANGING = 2  # columns past the end that a closing mark may take
_NO_LINE_BEGINS = "，。；：！？、）》”’·…—,.;:!?)%"
_PIECE = re.compile(r"[!-~]+|.", re.DOTALL)


def wrapped(text: str, width: int = WIDTH, indent: str = "") -> str:
    """Lines of at most ``width`` columns; Han characters take two, words stay whole, no line begins with a closing mark."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _PIECE.findall(paragraph):
            over = columns_of(line) + columns_of(piece) - width
            if over > 0 and line.strip() and (piece not in _NO_LINE_BEGINS or over > _HANGING):
                lines.append(line.rstrip())
                line = indent
                if piece == " ":
                    continue
            line += piece
        lines.append(line.rstrip())
    return "\n".join(lines)


def shortened(text: str, width: int) -> str:
    """``text`` in at most ``width`` columns."""
    if columns_of(text) <= width:
        return text
    while columns_of(text) > width - 2:
        text = text[:-1]
    return f"{text}…"


def padded(text: str, width: int) -> str:
    return text + " " * max(width - columns_of(text), 0)

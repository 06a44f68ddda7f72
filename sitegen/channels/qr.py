"""A QR code as the path of an SVG: no file, no script, sharp at any size."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

QUIET = 4  # modules of white around it, without which readers fail


@lru_cache(1024)
def qr_path(text: str) -> tuple[str, int]:
    """The black modules as a path, and how many modules the whole has on a side, margin included."""
    import segno

    matrix = segno.make(text, error="m", micro=False).matrix
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        for is_black, modules in groupby(row):
            length = len(list(modules))
            if is_black:
                runs.append(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z")
            x += length
    return "".join(runs), len(matrix) + 2 * QUIET

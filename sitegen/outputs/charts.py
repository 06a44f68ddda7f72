"""Numbers to bars: pure arithmetic, no library of charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log

from sitegen.views.base import Link
from sitegen.views.charts import Bar, Chart, Key, Part
from sitegen.views.words import Words, phrase

_PATTERNS = 5  # that can be told apart in black and white; the last is for all that have none of their own
_REST = phrase("其他")


def chart(
    names: Sequence[Words],
    rows: Iterable[tuple[Link, Sequence[int]]],
    *,
    fills: Sequence[int] = (),
    by_share: bool = False,
    heads: Sequence[str] = (),
) -> Chart:
    """A chart of stacked bars. ``rows`` have a number for each of ``names``.

    ``fills`` are patterns in the order of the names, 1 to 5 as they come by default; names beyond have the last one in
    common, while the table has them all. ``by_share``: every bar is as wide as the chart. ``heads`` are the figures
    beside the bars, in place of their totals.
    """
    bars = [(label, tuple(numbers)) for label, numbers in rows]
    fills = fills or tuple(min(i + 1, _PATTERNS) for i in range(len(names)))
    longest = max((sum(numbers) for _, numbers in bars), default=0)
    drawn = tuple(
        Bar(
            label,
            numbers,
            sum(numbers),
            tuple(_parts(numbers, fills, sum(numbers) if by_share else longest)),
            heads[row] if heads else f"{sum(numbers):,}",
        )
        for row, (label, numbers) in enumerate(bars)
    )
    totals = tuple(sum(column) for column in zip(*(numbers for _, numbers in bars), strict=True))
    return Chart(tuple(names), tuple(_keys(names, fills)), drawn, totals, sum(totals))


def _keys(names: Sequence[Words], fills: Sequence[int]) -> Iterable[Key]:
    """The legend: a name for each pattern; several names with one pattern are the rest."""
    shared = [fill for fill in fills if fills.count(fill) > 1]
    for fill, name in zip(fills, names, strict=True):
        if fill not in shared:
            yield Key(fill, name)
    if shared:
        yield Key(shared[0], _REST)


def _parts(numbers: Sequence[int], fills: Sequence[int], whole: int) -> Iterable[Part]:
    """The parts of a bar in percent of ``whole``; neighbours with one pattern are one part."""
    done = 0
    runs: list[tuple[int, int]] = []
    for number, fill in zip(numbers, fills, strict=True):
        if runs and runs[-1][1] == fill:
            runs[-1] = (runs[-1][0] + number, fill)
        else:
            runs.append((number, fill))
    for number, fill in runs:
        if number:
            yield Part(round(100 * done / whole, 2), round(100 * number / whole, 2), fill)
            done += number


def shade(number: int, most: int) -> int:
    """The shade of a tile from 0 for none to 4 for the fullest; by the logarithm, so that one big place leaves the others apart."""
    return min(4, 1 + int(4 * log(number) / log(most))) if number and most > 1 else min(number, 1)

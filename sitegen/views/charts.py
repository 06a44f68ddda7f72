"""Charts as numbers: where each part of each bar begins and ends is worked out before a template sees it."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.views.base import Count, Link, Meta
from sitegen.views.words import Words


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar in percent of the width; ``fill`` from 1 says with which pattern."""

    start: float
    width: float
    fill: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: ``numbers`` stand in the order of the chart's names, ``parts`` are drawn; ``head`` is the figure beside it."""

    label: Link
    numbers: tuple[int, ...]
    total: int
    parts: tuple[Part, ...]
    head: str


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend."""

    fill: int
    name: Words


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of stacked parts; ``names`` head the columns of the table, ``keys`` explain the patterns."""

    names: tuple[Words, ...]
    keys: tuple[Key, ...]
    bars: tuple[Bar, ...]
    totals: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Tile:
    """A place with its number and a shade from 0 to 4."""

    place: Link
    number: int
    shade: int


@dataclass(frozen=True, slots=True)
class NumbersView:
    """The dashboard. A chart without bars is not shown."""

    meta: Meta
    figures: tuple[Count, ...]
    honours: Chart
    promises: Chart
    appraisals: Chart
    tiles: tuple[Tile, ...]
    above: str
    unplaced: int

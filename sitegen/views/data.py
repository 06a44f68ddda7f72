"""The page that says what the data files hold."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.views.base import Meta
from sitegen.views.words import Words


@dataclass(frozen=True, slots=True)
class ColumnView:
    key: str
    label: Words
    meaning: Words


@dataclass(frozen=True, slots=True)
class TableView:
    """A table with the addresses of its two files."""

    name: str
    title: Words
    number: int
    json_url: str
    csv_url: str
    columns: tuple[ColumnView, ...]


@dataclass(frozen=True, slots=True)
class DataView:
    meta: Meta
    tables: tuple[TableView, ...]

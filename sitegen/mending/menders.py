"""What a mender is, and which codes have one. A mender is a small pure function; it never says more than it knows.

``@of_file`` takes a file that need not be readable, ``@of_site`` a file of a site that is. Each yields ways of
mending one problem, the likeliest first; the first that does what it should and breaks nothing is taken.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from sitegen.library import Library
from sitegen.mending.edits import Edit
from sitegen.mending.pieces import Piece
from sitegen.problems import Problem


class Mend(NamedTuple):
    """Edits of one file that belong together. ``is_form``: what the file says to a reader stays the same."""

    edits: tuple[Edit, ...]
    is_form: bool = True


FileMender = Callable[[Piece, Problem], Iterable[Mend]]
SiteMender = Callable[[Library, Piece, Problem], Iterable[Mend]]

_OF_FILE: dict[str, FileMender] = {}
_OF_SITE: dict[str, SiteMender] = {}


def of_file(*codes: str) -> Callable[[FileMender], FileMender]:
    """Register a mender of what reading and typing find."""

    def register(mender: FileMender) -> FileMender:
        _OF_FILE.update(dict.fromkeys(codes, mender))
        return mender

    return register


def of_site(*codes: str) -> Callable[[SiteMender], SiteMender]:
    """Register a mender of what the rules find."""

    def register(mender: SiteMender) -> SiteMender:
        _OF_SITE.update(dict.fromkeys(codes, mender))
        return mender

    return register


@cache
def _load() -> None:
    package = importlib.import_module("sitegen.mending")
    for module in pkgutil.iter_modules(package.__path__, "sitegen.mending."):
        importlib.import_module(module.name)


def file_mender(code: str) -> FileMender | None:
    _load()
    return _OF_FILE.get(code)


def site_mender(code: str) -> SiteMender | None:
    _load()
    return _OF_SITE.get(code)


def mendable_codes() -> frozenset[str]:
    """Every code that has a mender; F001 and F002 are mended by writing the file anew."""
    _load()
    return frozenset((*_OF_FILE, *_OF_SITE, "F001", "F002"))

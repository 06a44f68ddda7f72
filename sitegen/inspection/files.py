"""The files of a site to come, as the inspection is given them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Files:
    """``shas`` are the hashes of all files to come by address, ``read`` gives the bytes of one, and ``base`` is the address of the
    site ("" if it has none)."""

    shas: Mapping[str, str]
    read: Callable[[str], bytes]
    base: str = ""

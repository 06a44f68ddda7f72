"""What the outputs are made from: the library, its texts and pictures, and where everything is found."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, TypeVar, cast

from sitegen.cases import HonourCase, NoticeCase, Owner
from sitegen.intake import address_kind
from sitegen.library import STANDING, Library
from sitegen.records.filed import Filed
from sitegen.records.words import ObjectionStatus, State
from sitegen.views.base import Body, Card, FileLink, Image, NoticeCard

T = TypeVar("T")
_BAD_IN_FOLDER = re.compile(r"[\x00-\x1f/\\:*?\"<>|#%]+")
_LONGEST_FOLDER = 150  # bytes; file systems stop at 255, some tools at 260 characters of a whole path


def address(filed: Filed[Any]) -> str:
    """The address of a record's page."""
    return f"{address_kind(filed)}/{filed.slug}.html"


def notice_address(case: NoticeCase) -> str:
    """The address of a notice, for life."""
    return f"notices/{case.slug}.html"


def facet_address(facet: str, *values: str) -> str:
    """The first page of a list, such as ``sector/农村/index.html``; without values that of all lists of the facet."""
    return "/".join((facet, *(folder_name(v) for v in values), "index.html"))


def folder_name(value: str) -> str:
    """A word as the name of a folder: NFC, without what file systems or addresses forbid; a long one is cut and told by its hash."""
    name = _BAD_IN_FOLDER.sub("-", unicodedata.normalize("NFC", value)).strip(". ") or "-"
    data = name.encode()
    if len(data) <= _LONGEST_FOLDER:
        return name
    return f"{data[: _LONGEST_FOLDER - 9].decode(errors='ignore').strip('. ')}-{hashlib.sha256(data).hexdigest()[:8]}"


def numbered(first: str, number: int) -> str:
    """The address of page ``number`` of a list whose first page is ``first``."""
    return first if number == 1 else first.removesuffix("index.html") + f"page-{number}.html"


@dataclass(frozen=True)
class Edition:
    """The library with its texts (by path of the record) and pictures and files (by path of the record and name
    as written), the outside proofs of notices (by
    id), the ids of the notices whose plain text is published, and how names are read (the flag says that it is a person's)."""

    library: Library
    bodies: Mapping[str, Body]
    images: Mapping[str, Image]
    files: Mapping[str, FileLink]
    witnesses: Mapping[str, tuple[FileLink, ...]]
    texts: frozenset[str] = frozenset()
    readings: Mapping[tuple[str, bool], str] = field(default_factory=dict)
    cards: dict[tuple[str, int | None], Card] = field(default_factory=dict, init=False, compare=False, repr=False)
    """Of records that some list showed, by path and number of the honour: one record stands in a dozen lists."""
    notice_cards: dict[int, NoticeCard] = field(default_factory=dict, init=False, compare=False, repr=False)
    """Of notices, by the identity of their case, which the library keeps: each is asked for four times."""
    kept: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What functions under ``once`` gave."""

    @cached_property
    def promoted(self) -> tuple[Owner, ...]:
        """Models and units that lists show, newest first."""
        owners = [o for o in self.library.owners if not self.is_withheld(o)]
        return tuple(sorted(owners, key=_newest_first))

    @cached_property
    def places(self) -> frozenset[tuple[str, ...]]:
        """Every place, of every depth, that has a list."""
        return frozenset(o.record.region[: depth + 1] for o in self.promoted for depth in range(len(o.record.region)))

    @cached_property
    def sectors(self) -> frozenset[str]:
        """Every field that has a list."""
        return frozenset(o.record.sector for o in self.promoted if o.record.sector)

    @cached_property
    def standing(self) -> tuple[HonourCase, ...]:
        """Honours that lists show: those of promoted owners that are not drafts, withdrawn or revoked."""
        return tuple(c for c in self.library.honours if c.state in STANDING and not self.is_withheld(c.owner))

    @cached_property
    def _withheld(self) -> frozenset[str]:
        return frozenset(path for path, cases in self.library.honours_of.items() if _is_held_back(cases))

    def is_withheld(self, owner: Owner) -> bool:
        """Whether a story is held back: an honour was revoked, or an objection upheld and no other honour stands."""
        return owner.path in self._withheld

    @cached_property
    def unshown(self) -> frozenset[str]:
        """The addresses of pictures that belong to stories held back and to nothing else: they are not published."""
        held: set[str] = set()
        used = {file.url for file in self.files.values()} | {file.url for files in self.witnesses.values() for file in files}
        images = [(key.partition("\0")[0], image) for key, image in self.images.items()]
        images += [(path, image) for path, body in self.bodies.items() for _, image in body.images]
        for path, image in images:
            (held if path in self._withheld else used).update((image.src, image.webp))
        return frozenset(held - used - {""})

    def body(self, filed: Filed[Any]) -> Body:
        return self.bodies.get(filed.path, Body("", is_empty=True))


def once(make: Callable[[Edition], T]) -> Callable[[Edition], T]:
    """A function that works out for an edition only once what several outputs ask for; it is for all of them, so that nobody changes it."""

    @wraps(make, updated=())
    def known(edition: Edition) -> T:
        if make not in edition.kept:
            edition.kept[make] = make(edition)
        return cast("T", edition.kept[make])

    return known


def _is_held_back(cases: Sequence[HonourCase]) -> bool:
    if any(c.state is State.REVOKED for c in cases):
        return True
    upheld = any(c.state is State.WITHDRAWN and _was_upheld(c) for c in cases)
    return upheld and not any(c.state is State.HONOURED for c in cases)


def _was_upheld(case: HonourCase) -> bool:
    return any(o.status is ObjectionStatus.UPHELD for o in case.honour.objections)


def _newest_first(owner: Owner) -> tuple[int, str, str]:
    published = owner.record.published
    return (-published.toordinal() if published else 0, address_kind(owner), owner.slug)

"""Every word of the interface, found where it stands: in templates, in what Python puts into views, in word lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract_python
from jinja2.ext import babel_extract

from sitegen.records import words
from sitegen.records.scalars import Choice
from tests.conftest import ROOT

TEMPLATES = ROOT / "themes" / "default" / "templates"
_JINJA = {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
_SHOWN = (
    words.State, words.PromiseState, words.NominatedBy, words.UnitKind, words.BulletinKind, words.PairKind, words.Gender,
)  # fmt: skip


class Message(NamedTuple):
    """A text and where it stands; ``is_counted``: its words follow a number."""

    text: str
    place: str
    is_counted: bool


def messages() -> Iterator[Message]:
    """Every message, as often as it stands somewhere."""
    for file in sorted(p for p in TEMPLATES.iterdir() if p.suffix in (".html", ".xml")):
        found = babel_extract(BytesIO(file.read_bytes()), ("_", "gettext", "ngettext"), (), _JINJA)
        yield from _named(found, file)
    for file in sorted((ROOT / "sitegen").rglob("*.py")):
        data = file.read_bytes()
        if b"phrase(" in data or b"counted(" in data:
            yield from _named(extract_python(BytesIO(data), {"phrase": None, "counted": None}, (), {}), file)
    days = ROOT / "sitegen" / "calendar.py"
    yield from _named(extract_python(BytesIO(days.read_bytes()), {"Say": None}, (), {}), days)
    for kind in _SHOWN:
        yield from (Message(_zh(member), "sitegen/records/words.py", False) for member in kind)


def _zh(member: Choice) -> str:
    return member.zh


def _named(found: Iterable[tuple[int, object, object, object]], file: Path) -> Iterator[Message]:
    for _, function, given, _ in found:
        text = given[0] if isinstance(given, tuple | list) else given
        if isinstance(text, str) and text:
            yield Message(text, file.relative_to(ROOT).as_posix(), function in ("ngettext", "counted"))

"""A site in which every text field of every kind of record holds something hostile; the fields are read off the schema."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import shutil
import typing
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from PIL import Image
from pydantic import TypeAdapter, ValidationError

from sitegen.edition import folder_name
from sitegen.memory import Memory
from sitegen.pipeline import Checked, check
from sitegen.problems import Severity
from sitegen.reading.characters import check_characters, is_harmful
from sitegen.records.entries import Bulletin, Model, NoticeFile, Page, Unit
from sitegen.records.facts import Key
from sitegen.records.scalars import Text
from sitegen.records.site import Site
from sitegen.schema.keys import FieldKey, keys_of
from tests.active.vectors import HARMLESS
from tests.press import morning

TODAY = date(2026, 11, 18)
Loc = tuple[str, ...]
Tree = dict[str, Any]

KINDS: Mapping[str, type] = {"models": Model, "units": Unit, "notices": NoticeFile, "bulletins": Bulletin, "pages": Page}
MAX_KEY = 60  # characters of a hostile word that stands as a key

# What makes a lawful story of the fields that are no text: by kind and field, without the numbers of lists.
ENDED = {"start": "2026-10-12", "end": "2026-10-16", "length": "5个工作日", "published": "2026-10-12", "closing_hour": "17:00",
         "objection_deadline": "2026-10-16"}  # fmt: skip
RUNNING = {**ENDED, "start": "2026-11-16", "end": "2026-11-20", "published": "2026-11-16", "objection_deadline": "2026-11-20"}
_PROMISE = {"promises.made": "2026-01-05", "promises.due": "2026-10-05", "promises.progress.date": "2026-03-05",
            "promises.review.date": "2026-10-20"}  # fmt: skip
_DATES: Mapping[str, str] = {
    **_PROMISE,
    **{f"honours.notices.{name}": value for name, value in ENDED.items()},
    "honours.notices.corrections.date": "2026-10-13",
    "honours.notices.witness.date": "2026-10-13",
    "honours.nomination.date": "2026-09-20",
    "honours.nomination.count": "12",
    "honours.level": "县",
    "honours.year": "2026",
    "honours.objections.status": "不成立",
    "honours.objections.date": "2026-10-13",
    "honours.objections.closed": "2026-10-15",
    "honours.decision.date": "2026-10-20",
    "comments.date": "2026-10-22",
    "appraisals.date": "2026-10-23",
    "pairs.kind": "结对帮扶",
    "pairs.count": "3",
    "photo.consent": "是",
    "published": "2026-10-01",
    "sample": "是",
    "birth": "1968-05",
    "gender": "女",
}
TYPED: Mapping[str, Mapping[str, str]] = {
    "models": _DATES,
    "units": {**_DATES, "kind": "党组织", "level": "县", "carriers.start": "2026", "achievements.date": "2026-05"},
    "notices": {**RUNNING, "corrections.date": "2026-11-17", "witness.date": "2026-11-17"},
    "bulletins": {"kind": "征求意见", "date": "2026-11-10", "closes": "2026-11-30", "opinions.date": "2026-11-12",
                  "opinions.adopted": "是"},
    "pages": {},
    "site": {"evidence_since": "", "url": "https://example.org/bang/",
             "calendar.year": "2027", "rounds.start": "2026-01-01", "rounds.end": "2026-12-31",
             "per_page": "1000", "font": "none.otf",  # cards are pictures: what they cost is better spent
             "profiles.minimum": "5", "exceptions.until": "2027-01-01"},
}  # fmt: skip
# Left out, because they would change what the site is: another theme or language, machines asked at every publish,
# and what ends an honour (that has records of its own below).
NOT_PLANTED: Mapping[str, frozenset[str]] = {
    "models": frozenset({"honours.revocation", "honours.withdrawal"}),
    "units": frozenset({"honours.revocation", "honours.withdrawal"}),
    "site": frozenset(
        {
            "theme",
            "language",
            "timestamp",
            "remote",
            "signing_key",
            "probed_since",
            "exceptions",
            "demo_date",
            "goals",
            "sectors",
            "accept_declared",
        }
    ),
}
_FILES = {"file"}
_NEEDED_BY_RULES = ("issuer",)  # N018


@dataclass
class Planted:
    """The lines of a header with the field that stands on each, and what was refused or taken on the way."""

    lines: list[str] = field(default_factory=list)
    fields: dict[int, Loc] = field(default_factory=dict)


@dataclass
class Tally:
    """What became of every vector in every field."""

    planted: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    unlawful: dict[str, int] = field(default_factory=dict)

    def add(self, counts: dict[str, int], name: str, number: int = 1) -> None:
        counts[name] = counts.get(name, 0) + number


def is_taken(hint: Any, value: str) -> bool:
    """Whether a field of this type takes a text, and keeps it as text."""
    if is_harmful(value) or check_characters("", value):
        return False
    try:
        made = _adapter(hint).validate_python([value] if _is_texts(hint) else value)
    except ValidationError:
        return False
    return any(isinstance(one, str) for one in (made if isinstance(made, tuple) else (made,)))


_adapters: dict[str, TypeAdapter[Any]] = {}


def _adapter(hint: Any) -> TypeAdapter[Any]:
    name = repr(hint)
    if name not in _adapters:
        _adapters[name] = TypeAdapter(hint)
    return _adapters[name]


def _is_texts(hint: Any) -> bool:
    return "_texts" in repr(hint)


@cache
def hints_of(record: type) -> Mapping[str, Any]:
    """The type of each field of a record class with what checks it, without its key."""
    found = typing.get_type_hints(record, include_extras=True)
    return {name: _without_key(hint) for name, hint in found.items()}


def _without_key(hint: Any) -> Any:
    if typing.get_origin(hint) is not Annotated:
        return hint
    inner, *rest = typing.get_args(hint)
    kept = tuple(one for one in rest if not isinstance(one, Key))
    return Annotated[(inner, *kept)] if kept else inner


def leaves(record: type, above: str = "") -> Iterator[tuple[str, Any, bool]]:
    """Every field that holds a single value, however deep: its name, its type, whether it is needed."""
    for key in keys_of(record):
        name = f"{above}{key.name}"
        if key.shape.record is not None:
            yield from leaves(key.shape.record, f"{name}.")
        else:
            yield name, hints_of(record)[key.name], key.needed


Choose = Callable[[str, Any], str | None]


class Planter:
    """Writes headers: ``text`` gives the hostile value of a field, None to leave it out."""

    def __init__(self, kind: str, text: Choose, typed: Mapping[str, str], without: frozenset[str] = frozenset()) -> None:
        self.kind, self.text, self.typed = kind, text, typed
        self.without = without
        self.planted = Planted()

    def header(self, record: type) -> Planted:
        self._mapping(record, "", 0)
        return self.planted

    def _mapping(self, record: type, above: str, depth: int) -> None:
        for key in keys_of(record):
            name = f"{above}{key.name}"
            if name not in self.without:
                self._field(record, key, name, depth)

    def _field(self, record: type, key: FieldKey, name: str, depth: int) -> None:
        pad = "  " * depth
        if key.shape.record is not None and name not in self.typed:
            start = len(self.planted.lines)
            self.planted.lines.append(f"{pad}{key.zh}:")
            self._mapping(key.shape.record, f"{name}.", depth + 2)
            if len(self.planted.lines) == start + 1:
                self.planted.lines.pop()
            elif key.shape.is_list:
                first = self.planted.lines[start + 1]
                self.planted.lines[start + 1] = f"{pad}  - {first.lstrip()}"
            return
        value = self.typed.get(name)
        if value is None:
            value = self.text(name, hints_of(record)[key.name])
        if value is None or value == "":
            return
        if key.shape.is_mapping:
            number = "3" if "Number" in repr(hints_of(record)[key.name]) or key.name == "votes" else quoted(value)
            self._line(name, f"{pad}{key.zh}:")
            self._line(name, f"{pad}  {quoted(value.partition(chr(10))[0][:MAX_KEY].strip())}: {number}")
        elif key.shape.record is not None or _is_texts(hints_of(record)[key.name]):
            self._line(name, f"{pad}{key.zh}: [{quoted(value)}]")
        else:
            self._line(name, f"{pad}{key.zh}: {quoted(value)}")

    def _line(self, name: str, text: str) -> None:
        self.planted.lines.append(text)
        self.planted.fields[len(self.planted.lines)] = tuple(name.split("."))


def quoted(value: str) -> str:
    """A text as a double-quoted scalar of YAML, which takes the escapes of JSON."""
    return json.dumps(value, ensure_ascii=False)


@dataclass
class Plot:
    """A group of vectors and the records that hold it."""

    number: int
    vectors: tuple[str, ...]


class Garden:
    """The files of a site, planted from groups of vectors; fields that are refused get a harmless text."""

    def __init__(self, groups: Sequence[Sequence[str]], bodies: Sequence[Sequence[str]], settings: Sequence[str]) -> None:
        self.plots = [Plot(n, tuple(group)) for n, group in enumerate(groups)]
        self.bodies, self.settings = bodies, tuple(settings)
        self.tally = Tally()
        self.unlawful: set[tuple[str, str]] = set()  # kind and field, or file and body, that rules do not take
        self.words: dict[str, list[str]] = {}  # what stands in fields that site.yaml has a list for
        self.fields: dict[str, dict[int, Loc]] = {}
        self.assets: dict[str, bytes] = {}
        self._folders: dict[tuple[str, ...], list[str]] = {}  # of places, with the words that they come from

    def files(self) -> dict[str, str]:
        """The text files of the site, as far as it is known what is refused."""
        self.tally, self.assets, self.fields = Tally(), {"content/models/dot.png": dot(), "content/models/proof.txt": b"1\n"}, {}
        files: dict[str, str] = {}
        self._folders = {}
        self.words = {"sector": [], "goals": []}
        for plot in self.plots:
            files |= self._records(plot)
        return {"site.yaml": self._settings(), **files}

    def _settings(self) -> str:
        planter = Planter("site", self._chooser("site.yaml", "site", self.settings), TYPED["site"], NOT_PLANTED["site"])
        planted = planter.header(Site)
        self.fields["site.yaml"] = planted.fields
        sectors, goals = (list(map(quoted, dict.fromkeys(self.words[name]))) for name in ("sector", "goals"))
        lists = [f"领域: [{', '.join(sectors)}]", f"目标: [{', '.join(f'{{名称: {g}}}' for g in goals)}]"]
        return "\n".join([*planted.lines, *lists]) + "\n"

    def _records(self, plot: Plot) -> dict[str, str]:
        n = f"{plot.number:03}"
        found = {}
        for kind, record in KINDS.items():
            name = f"content/{kind}/v{n}.md"
            typed = {**TYPED[kind], **self._own(kind, n)}
            found[name] = self._file(name, kind, record, plot, typed, NOT_PLANTED.get(kind, frozenset()))
        for letter, endings in ENDINGS.items():
            name = f"content/models/{letter}{n}.md"
            without = frozenset({f"honours.{end}" for end in ("revocation", "withdrawal", "decision", "objections")}) - frozenset(endings)
            without |= SHORT
            typed = {**TYPED["models"], **self._own("models", f"{letter}{n}"), **{k: v for e in endings.values() for k, v in e.items()}}
            if letter == "n":  # proposed in the notice of a file
                typed |= {"honours.notices": f"v{n}"}
            found[name] = self._file(name, f"models-{letter}", Model, plot, typed, without)
        return found

    def _own(self, kind: str, n: str) -> dict[str, str]:
        own = {"id": f"{kind}-{n}", "slug": "", "note": "", "photo.file": self._asset(f"content/{kind}", n, "photo", ".png"),
               "attachments.file": self._asset(f"content/{kind}", n, "file", ".txt"), "parent": ""}  # fmt: skip
        own |= {f"{above}witness.file": own["attachments.file"] for above in ("", "honours.notices.")}
        return own

    def _asset(self, folder: str, n: str, what: str, suffix: str) -> str:
        """A file whose name is hostile, as far as file names may be (C002)."""
        vectors = self.plots[int(n[-3:])].vectors
        word = next(
            (w for v in vectors if len(w := re.sub(r'[/\\\x00-\x1f<>:"|?*]', "", v).strip(". \t")) > 3 and not is_harmful(w)), HARMLESS
        )
        name = f"{word[:60]}-{n}{what}{suffix}"
        self.assets[f"{folder}/{name}"] = dot(int(n[-3:])) if suffix == ".png" else f"{folder} {n}\n".encode()
        return name

    def _file(self, name: str, kind: str, record: type, plot: Plot, typed: Mapping[str, str], without: frozenset[str]) -> str:
        planter = Planter(kind.partition("-")[0], self._chooser(name, kind, plot.vectors, plot.number), typed, without)
        planted = planter.header(record)
        self.fields[name] = {line + 1: tuple(loc) for line, loc in planted.fields.items()}
        lines = planted.lines
        is_tame = (name, "body") in self.unlawful or plot.number >= len(self.bodies)
        body = HARMLESS if is_tame else "\n\n".join(self.bodies[plot.number])
        return "---\n" + "\n".join(lines) + f"\n---\n{body}\n"

    def _chooser(self, name: str, kind: str, vectors: Sequence[str], turn: int = 0) -> Choose:
        def choose(field_name: str, hint: Any) -> str | None:
            hint = Text if "Mapping" in repr(hint) else hint
            if not is_taken(hint, HARMLESS) and not any(is_taken(hint, v) for v in ("a@example.org", "0551-1200000")):
                return default_of(hint) if field_name in NEEDED[kind.partition("-")[0]] else None
            turned = (*vectors[turn % len(vectors) :], *vectors[: turn % len(vectors)]) if vectors else ()
            return self._value(name, field_name, hint, turned, kind)

        return choose

    def _value(self, name: str, field_name: str, hint: Any, vectors: Sequence[str], kind: str = "site") -> str | None:
        """As many of the vectors as the field takes, in one text."""
        label = f"{kind.partition('-')[0]}.{field_name}"
        is_needed = field_name in NEEDED[kind.partition("-")[0]] or field_name.endswith(_NEEDED_BY_RULES)
        if (kind.partition("-")[0], field_name) in self.unlawful:
            self.tally.add(self.tally.unlawful, label, len(vectors))
            return HARMLESS if is_needed else None
        taken = ""
        for vector in vectors:
            longer = f"{taken} {vector}" if taken else vector
            if is_taken(hint, longer) and self._is_alone(field_name, longer):
                taken = longer
                self.tally.add(self.tally.planted, label)
            else:
                self.tally.add(self.tally.refused, label)
        if taken:
            self.words.get(field_name, []).append(taken.strip())
            return taken
        return default_of(hint) if is_needed else None

    def _is_alone(self, field_name: str, value: str) -> bool:
        """Whether no other place has the folder of this one: two words that differ only in signs no folder has are refused (C010)."""
        if not field_name.endswith("region"):
            return True
        words = [unicodedata.normalize("NFC", word).strip() for word in value.split("/")]
        return all(
            self._folders.setdefault(tuple(folder_name(w).casefold() for w in words[:n]), words[:n]) == words[:n]
            for n in range(1, len(words) + 1)
        )

    def write(self, folder: Path) -> Path:
        """Write the site, checking it until only refused fields have become harmless."""
        if folder.exists():
            shutil.rmtree(folder)
        for name, text in self.files().items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="\n")
        for name, data in self.assets.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder

    def sound(self, folder: Path) -> Path:
        """A site without errors: a field whose vectors rules refuse gets a harmless text, and is counted."""
        scout = Garden([plot.vectors for plot in self.plots[:1]], [], self.settings)
        scout._settle(folder)
        self.unlawful |= scout.unlawful
        return self._settle(folder)

    def _settle(self, folder: Path) -> Path:
        for _ in range(5):
            site = self.write(folder)
            errors = [p for p in look(site).problems if p.severity is Severity.ERROR]
            if not errors:
                return site
            for problem in errors:
                path, line, _ = problem.place
                loc = self.fields.get(path, {}).get(line)
                kind = "site" if path == "site.yaml" else path.split("/")[1]
                self.unlawful.add((kind, ".".join(loc)) if loc else (path, "body"))
        raise AssertionError([(p.code, p.place, p.message.zh) for p in errors[:20]])


def look(site: Path) -> Checked:
    memory = Memory(None)
    try:
        return check(site, morning(TODAY).date(), None, memory)
    finally:
        memory.close()


# what the records that differ only in how an honour stands need not say again
SHORT = frozenset({"promises", "comments", "appraisals", "pairs", "criteria", "attachments", "source", "ethnicity", "political_status",
                   "aliases", "pinyin", "region", "goals", "sector", "tags", "photo"})  # fmt: skip
ENDINGS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "n": {},
    "r": {"honours.decision": {}, "honours.revocation": {"honours.revocation.date": "2026-11-02"}},
    "w": {"honours.withdrawal": {"honours.withdrawal.date": "2026-10-20"}},
}
_DEFAULTS = ("2026-10-01", "3", "是", "abcd-0001", "12:00", "5个工作日", "2026", "工作日", "群众推荐", "县", HARMLESS)


def default_of(hint: Any) -> str | None:
    """Something harmless that a field takes."""
    for value in _DEFAULTS:
        try:
            _adapter(hint).validate_python(value)
        except ValidationError:
            continue
        return value
    return None


NEEDED: Mapping[str, frozenset[str]] = {
    kind: frozenset(name for name, _, needed in leaves(record) if needed) for kind, record in {**KINDS, "site": Site}.items()
}


@cache
def dot(shade: int = 0) -> bytes:
    """A picture of 16 dots, another one for each shade."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (shade % 256, shade // 256, 128)).save(out, "PNG")
    return out.getvalue()


def fields_of(record: type) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(record)

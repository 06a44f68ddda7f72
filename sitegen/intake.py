"""Sources to records on file: decoding, header, schema, address; every problem of every file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from sitegen.problems import Place, Problem, Say, Severity, has_error
from sitegen.reading.characters import blank_out, without_blanked
from sitegen.reading.decoding import decode
from sitegen.reading.frontmatter import parse_document, parse_header, parse_settings
from sitegen.records.entries import Bulletin, Model, NoticeFile, Page, Record, Unit
from sitegen.records.filed import Filed, Spots
from sitegen.records.site import Profile, Site
from sitegen.schema.reading import read_record
from sitegen.sources import SETTINGS, Source, Sources

KIND_RECORDS: Mapping[str, type[Record]] = {
    "models": Model,
    "units": Unit,
    "notices": NoticeFile,
    "bulletins": Bulletin,
    "pages": Page,
}
_RESERVED = re.compile(r"(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|index|page-\d+)(\..*)?", re.IGNORECASE)
_BAD_IN_SLUG = re.compile(r"[\s/\\:*?\"'<>|#%&+=~`^{}\[\]@!$;,()（）【】“”‘’《》、，。：；！？]+")
_LONGEST_WORDS = 400  # characters of a message
_LONGEST_SLUG = 120  # bytes; file systems stop at 255 and some tools much earlier


@dataclass(frozen=True, slots=True)
class Intake:
    """What could be read: each record on file, and the problems of all files."""

    site: Filed[Site] | None
    records: tuple[Filed[Record], ...]
    problems: tuple[Problem, ...]


class Taken(NamedTuple):
    """One file: the record if it is sound, and what was wrong."""

    filed: Filed[Any] | None
    problems: tuple[Problem, ...]


def take_in(sources: Sources, remembered: dict[str, Taken] | None = None) -> Intake:
    """Read all files; ``remembered`` maps a file's path and hash to what was made of it before, and gets what is made now."""
    known = {} if remembered is None else remembered
    for source in sources.records:
        if (key := memory_key(source)) not in known:
            known[key] = take_record(source)
    taken = [known[memory_key(source)] for source in sources.records]
    site = take_site(sources.settings) if sources.settings else Taken(None, _no_settings(sources))
    records = tuple(t.filed for t in taken if t.filed is not None)
    problems = [*sources.problems, *site.problems, *(p for t in taken for p in t.problems), *_shared_addresses(records)]
    return Intake(site.filed, records, tuple(problems))


def memory_key(source: Source) -> str:
    """What a remembered record is remembered under."""
    return f"{source.path}\0{source.sha}"


def _no_settings(sources: Sources) -> tuple[Problem, ...]:
    if any(p.place.path == SETTINGS for p in sources.problems):  # it is there, and cannot be read
        return ()
    return (
        Problem(
            "X001",
            Severity.ERROR,
            Place(SETTINGS),
            Say("没有 site.yaml", "there is no site.yaml"),
            Say(
                "在网站文件夹里建 site.yaml，至少写“名称”和“主办单位”；或用 --site 指明文件夹",
                "make site.yaml with 名称 (name) and 主办单位 (organiser), or name the folder with --site",
            ),
        ),
    )


def take_site(source: Source) -> Taken:
    """site.yaml as a record."""
    text, problems = decode(source.path, source.data)
    if not text and problems:
        return Taken(None, problems)
    header, found = parse_settings(source.path, text)
    if header is None:
        return Taken(None, (*problems, *found))
    read = read_record(Site, source.path, header)
    every = (*problems, *found, *map(_brief, read.problems))
    if read.record is None or has_error(every):
        return Taken(None, every)
    return Taken(Filed(read.record, source.path, "", "", 1, Spots(read.positions), source.sha), every)


def take_record(source: Source) -> Taken:
    """A Markdown file as a record on file."""
    text, problems = decode(source.path, source.data)
    if not text and problems:
        return Taken(None, problems)
    document = parse_document(source.path, text)
    if document.header is None:
        return Taken(None, (*problems, *document.problems))
    read = read_record(KIND_RECORDS[source.kind], source.path, document.header)
    slug, wrong = _slug(source.path, read.record, read.positions) if read.record is not None else ("", ())
    every = (*problems, *document.problems, *map(_brief, read.problems), *wrong)
    if read.record is None or has_error(every):
        return Taken(None, every)
    return Taken(Filed(read.record, source.path, slug, document.body, document.body_line, Spots(read.positions), source.sha), every)


def _brief(problem: Problem) -> Problem:
    """A problem whose words quote no whole page: a value may be as long as a file."""
    if max(map(len, (*problem.message, *problem.fix))) <= _LONGEST_WORDS:
        return problem
    message, fix = (Say(*(_cut(text) for text in say)) for say in (problem.message, problem.fix))
    return replace(problem, message=message, fix=fix)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_WORDS else f"{text[: _LONGEST_WORDS - 100]} … {text[-100:]}"


def _slug(path: str, record: Record, positions: Mapping[Any, tuple[int, int]]) -> tuple[str, tuple[Problem, ...]]:
    stem = path.rsplit("/", 1)[-1][: -len(".md")]
    slug = unicodedata.normalize("NFC", record.slug or stem)
    place = Place(path, *positions.get(("slug",), (1, 1)))
    proposal = _BAD_IN_SLUG.sub("-", without_blanked(blank_out(slug))).strip("-. ")
    if slug != proposal or ".." in slug or len(slug.encode()) > _LONGEST_SLUG:
        while len(proposal.encode()) > _LONGEST_SLUG:
            proposal = proposal[:-1]
        shown = slug if len(slug) <= _LONGEST_SLUG else f"{slug[:_LONGEST_SLUG]}…"
        return slug, (_bad_slug("C002", place, Say(f"“{shown}”不能作网址名", f"'{shown}' cannot be part of an address"), proposal),)
    if _RESERVED.fullmatch(slug):
        return slug, (_bad_slug("C003", place, Say(f"“{slug}”是系统保留的名称", f"'{slug}' is a reserved name"), f"{slug}-1"),)
    return slug, ()


def _bad_slug(code: str, place: Place, message: Say, proposal: str) -> Problem:
    name = proposal.replace("..", "-") or "new-name"
    return Problem(
        code, Severity.ERROR, place, message, Say(f"文件改名，或写“网址名: {name}”", f"rename the file, or write '网址名: {name}' (slug)")
    )


def address_kind(filed: Filed[Any]) -> str:
    """The folder of a record's address: that of its kind."""
    return filed.path.split("/")[1]


def _shared_addresses(records: Iterable[Filed[Any]]) -> list[Problem]:
    """Two files may not share an address, also where only case differs (THREATS.md row 31)."""
    first: dict[tuple[str, str], Filed[Any]] = {}
    found = []
    for filed in records:
        key = (address_kind(filed), unicodedata.normalize("NFC", filed.slug).casefold())
        if other := first.setdefault(key, filed):
            if other is filed:
                continue
            found.append(
                Problem(
                    "C001",
                    Severity.ERROR,
                    Place(*filed.spot("slug")),
                    Say(
                        f"与 {other.path} 的网址相同（{key[0]}/{filed.slug}.html）",
                        f"same address as {other.path} ({key[0]}/{filed.slug}.html)",
                    ),
                    Say(f"给其中一个改名，或写“网址名: {filed.slug}-2”", f"rename one, or write '网址名: {filed.slug}-2' (slug)"),
                    related=Place(*other.spot("slug")),
                )
            )
    return found


@cache
def shipped_profiles() -> tuple[Profile, ...]:
    """The notice profiles that come with the software (DOMAIN.md section 3)."""
    text = resources.files("sitegen").joinpath("data", "profiles.yaml").read_text("utf-8")
    header, problems = parse_header("profiles.yaml", text)
    if header is None or problems:
        raise ValueError(f"profiles.yaml: {problems}")
    profiles = header.value_of("公示规则")
    items = (profiles.items if profiles else None) or ()
    read = [read_record(Profile, "profiles.yaml", item) for item in items]
    return tuple(r.record for r in read if r.record is not None)

"""A notice that has been asked for, as changes of files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sitegen.cases import Owner
from sitegen.changes import Change
from sitegen.problems import Say
from sitegen.records.entries import NoticeFile
from sitegen.wizard.amend import NotEditable, Written, add_honour, add_notice
from sitegen.wizard.house import House
from sitegen.wizard.plan import Plan
from sitegen.wizard.promise import cannot_edit
from sitegen.wizard.question import Refused
from sitegen.writing.compose import compose
from sitegen.writing.wording import batch_text

_KNOWN = ("level", "authority", "year", "round")


@dataclass(frozen=True, slots=True)
class Posting:
    """Whom a notice names, for which honour, and what it says. ``standing``: by path, which honour is there already."""

    owners: tuple[Owner, ...]
    honour: Mapping[str, Written]
    notice: Mapping[str, Written]
    standing: Mapping[str, int]
    heading: str
    said: tuple[Say, ...]

    @property
    def name(self) -> str:
        return self.heading or f"关于{self.owners[0].record.name}拟授予“{self.honour['title']}”的公示"


def plan_of(house: House, posting: Posting) -> Plan:
    """The files to write: the record of each candidate, and that of a batch. Raises Refused."""
    is_file = len(posting.owners) > 1 or any(_would_renumber(o, posting.standing.get(o.path)) for o in posting.owners)
    changes: list[Change] = []
    written: Written = posting.notice
    ids: set[str] = set()
    if is_file:
        slug = house.free_slug("notices", str(posting.honour["title"]), False, before=str(posting.honour["year"]))
        path = f"content/notices/{slug}.md"
        ids.add(house.new_id(slug, int(str(posting.honour["year"]))))
        changes.append(Change(path, None, _file(posting, next(iter(ids))).encode()))
        written = slug
    for owner in posting.owners:
        name = owner.record.id or house.new_id(owner.slug, int(str(posting.honour["year"])), frozenset(ids))
        ids.add(name)
        changes.append(_record(house, posting, owner, written, name))
    return Plan(tuple(changes), tuple(_next(posting)), posting.said, changes[0].path)


def _would_renumber(owner: Owner, index: int | None) -> bool:
    """Inline notices are numbered in their order, for good: none may be put in before another."""
    if index is None:
        return False
    return any(not isinstance(notice, str) for honour in owner.record.honours[index + 1 :] for notice in honour.notices)


def _file(posting: Posting, name: str) -> str:
    values = {**posting.notice, "id": name, "title": posting.name, "published": posting.notice["start"]}
    return compose(NoticeFile, values, batch_text(str(posting.honour["title"]), str(posting.notice.get("basis", ""))))


def _record(house: House, posting: Posting, owner: Owner, written: Written, name: str) -> Change:
    source, index = house.source(owner.path), posting.standing.get(owner.path)
    try:
        if index is None:
            after = add_honour(source, owner, {**posting.honour, "notices": [written]}, name)
        else:
            known = {key: str(posting.honour[key]) for key in _KNOWN if posting.honour.get(key)}
            after = add_notice(source, owner, index, written, known, name)
    except NotEditable:
        raise Refused(cannot_edit(owner.path)) from None
    return Change(owner.path, source.data, after)


def _next(posting: Posting) -> Iterator[Say]:
    start = posting.notice["start"]
    yield Say(
        f"{start} 当天（或之前）发布，公示才从这一天算起",
        f"publish on {start} or before: the period counts from the day on which it is really on the site",
    )

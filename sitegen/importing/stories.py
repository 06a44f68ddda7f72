"""A Word story to a new record, or into one that is there: planned, tried out, nothing written here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sitegen.importing.changes import NEW, UNCHANGED, UPDATED, Change
from sitegen.importing.doors import Opened
from sitegen.importing.faults import error
from sitegen.importing.files import NotEditable, open_record
from sitegen.importing.shelf import Shelf, Taken, new_errors
from sitegen.importing.story import Told, leaks, make_story, name_in, read_blocks
from sitegen.importing.word import Written, read_word
from sitegen.intake import address_kind
from sitegen.problems import Place, Problem, Say, has_error, in_order
from sitegen.records.filed import Filed
from sitegen.schema.columns import KINDS
from sitegen.sources import source_of
from sitegen.writing.compose import compose


@dataclass(frozen=True, slots=True)
class Target:
    """Where a story goes: a new model or unit (``kind``, ``name``), or the record ``into``."""

    kind: str = "models"
    name: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True)
class StoryOutcome:
    """The one change, the pictures that go with it, and what was found."""

    changes: tuple[Change, ...]
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        return not has_error(self.problems)


def take_story(opened: Opened, target: Target, shelf: Shelf, ask: Callable[[str], str] | None) -> StoryOutcome:
    """Plan the import of a story. Raises NotImportable."""
    written = read_word(opened)
    told = read_blocks(written)
    place = Place(opened.name)
    problems: list[Problem] = [*leaks(told, opened.name, shelf.today)]
    if not told.blocks:
        problems.append(
            _wrong(place, Say("里面没有正文", "it holds no text"), Say("看看是不是导错了文件", "see whether it is the right file"))
        )
    found = _into(target, shelf, place) if target.into else _make(told, target, shelf, place)
    if isinstance(found, Problem) or problems:
        return StoryOutcome((), {}, in_order([*problems, *([found] if isinstance(found, Problem) else []), *written.problems]))
    if isinstance(found, Filed):
        return _tried(_into_record(opened, told, written, found, shelf, ask), shelf)
    return _tried(_new_record(opened, told, written, found, target.kind, shelf, ask), shelf)


def _into(target: Target, shelf: Shelf, place: Place) -> Filed[Any] | Problem:
    """The record whose text is replaced, by slug, ``kind/slug``, or path."""
    wanted = target.into.removesuffix(".md").removeprefix("content/")
    found = [f for f in shelf.intake.records if wanted in (f.slug, f"{address_kind(f)}/{f.slug}", f.path[len("content/") : -len(".md")])]
    if len(found) == 1:
        return found[0]
    if found:
        names = "、".join(f.path for f in found)
        return _wrong(
            place,
            Say(f"“{wanted}”不止一个：{names}", f"'{wanted}' is more than one: {names}"),
            Say("写成 models/名称", "write models/NAME"),
        )
    return _wrong(
        place, Say(f"没有“{wanted}”这个记录，或者它有错", f"there is no record '{wanted}', or it has errors"),
        Say("--into 后面写 content/ 里的文件名", "--into takes the name of a file in content/"),
    )  # fmt: skip


def _make(told: Told, target: Target, shelf: Shelf, place: Place) -> str | Problem:
    """The name of a new record."""
    known = {f.record.name: f for f in shelf.records(target.kind)}
    name = target.name or name_in(told, known if target.kind == "models" else ())
    if not name:
        return _wrong(
            place, Say("看不出写的是谁", "it cannot be told who this is about"),
            Say("加上 --name 姓名（单位用 --unit --name 名称）", "add --name NAME (with --unit for a unit)"),
        )  # fmt: skip
    if name in known:
        path = known[name].path
        stem = path.rpartition("/")[2].removesuffix(".md")
        return _wrong(
            place, Say(f"已经有“{name}”的记录：{path}", f"there is a record of {name} already: {path}"),
            Say(f"换它的正文用 --into {stem}；是另一个人就改用“新建”", f"--into {stem} replaces its text; for somebody else use new"),
        )  # fmt: skip
    return name


def _new_record(
    opened: Opened, told: Told, written: Written, name: str, kind: str, shelf: Shelf, ask: Callable[[str], str] | None
) -> StoryOutcome:
    taken = Taken(shelf)
    slug = taken.slug(kind, name)
    story = make_story(told, written, opened.name, name, f"content/{kind}/{slug}", shelf.sources.assets, ask)
    values = {
        "id": taken.id(slug, shelf.today.year), "name": name, "title": story.title if story.title != name else "",
        "summary": story.summary or story.title or name, "published": shelf.today.isoformat(),
    }  # fmt: skip
    data = compose(KINDS[kind], values, story.body).encode()
    change = Change(
        NEW, f"content/{kind}/{slug}.md", name, Place(opened.name), data, fields=(f"{len(story.files)} 图",) if story.files else ()
    )
    return StoryOutcome((change,), story.files, story.problems)


def _into_record(
    opened: Opened, told: Told, written: Written, filed: Filed[Any], shelf: Shelf, ask: Callable[[str], str] | None
) -> StoryOutcome:
    name = str(getattr(filed.record, "name", None) or filed.record.title)
    place = Place(opened.name)
    try:
        file = open_record(shelf.source(filed.path).data)
    except NotEditable:
        wrong = _wrong(place, Say(f"{filed.path} 读不懂", f"{filed.path} cannot be read"), Say("先运行“检查”", "run check first"))
        return StoryOutcome((), {}, (wrong,))
    # what this story brought before may stand there already: equal bytes keep their name
    before = {path for path in shelf.sources.assets if f"({path.split('/', 2)[-1]}" in file.body}
    story = make_story(told, written, opened.name, name, filed.path[: -len(".md")], shelf.sources.assets.keys() - before, ask)
    data = file.data(file.header, story.body)
    if data == shelf.source(filed.path).data:
        return StoryOutcome((Change(UNCHANGED, filed.path, name, place),), {}, story.problems)
    return StoryOutcome((Change(UPDATED, filed.path, name, place, data, fields=("正文",)),), story.files, story.problems)


def _tried(outcome: StoryOutcome, shelf: Shelf) -> StoryOutcome:
    """With the errors that the site would have afterwards."""
    made = [source_of(c.path, c.data) for c in outcome.changes if c.data is not None]
    if not made or not outcome.is_sound:
        return replace(outcome, problems=in_order(outcome.problems))
    return replace(outcome, problems=in_order([*outcome.problems, *new_errors(shelf, outcome.files, made)]))


def _wrong(place: Place, message: Say, fix: Say) -> Problem:
    return error("I015", place, message, fix)

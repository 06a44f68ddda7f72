"""A new model or a new unit: the questions, and the file that comes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from sitegen.changes import Change
from sitegen.problems import Problem, Say
from sitegen.records.entries import Model, Unit
from sitegen.records.filed import Filed
from sitegen.records.words import MODEL_CRITERIA, UNIT_CRITERIA, Level, UnitKind
from sitegen.rules import text_of
from sitegen.wizard.flags import MODEL, UNIT
from sitegen.wizard.house import House
from sitegen.wizard.plan import Plan, Stopped
from sitegen.wizard.question import Choice, Question, Refused
from sitegen.wizard.talk import Talk
from sitegen.wizard.trial import Values
from sitegen.writing.compose import Written, compose

_SUMMARY = Say("摘要：一两句话说清做了什么，120 字以内", "Summary: one or two sentences, at most 120 characters")
Put: TypeAlias = Callable[[str], Values]


def new_model(house: House, talk: Talk) -> Plan:
    """Ask for a model. Raises Refused, Stopped, click.Abort."""
    talk.need(MODEL.flags)
    asked = _Subject(house, talk, Model)
    asked.name(Say("姓名", "Name"))
    asked.unit()
    asked.text("post", "post", Say("职务或岗位", "Post"))
    asked.text("summary", "summary", _SUMMARY, True)
    asked.text_if_given("political_status", "political-status")
    asked.common()
    return asked.plan("models")


def new_unit(house: House, talk: Talk) -> Plan:
    """Ask for a unit. Raises Refused, Stopped, click.Abort."""
    talk.need(UNIT.flags)
    asked = _Subject(house, talk, Unit)
    asked.name(Say("单位名称", "Name of the unit"))
    asked.word("kind", Say("类型", "Kind"), [Choice(k.zh, k.zh, _english(talk, k.en)) for k in UnitKind])
    if units := house.units():
        asked.word("parent", Say("上级单位（没有就回车）", "Parent unit (Enter: none)"), units)
    asked.word("level", Say("层级", "Level"), [Choice(level.zh, level.zh, _english(talk, level.en)) for level in Level])
    asked.text("summary", "summary", _SUMMARY, True)
    asked.common()
    return asked.plan("units")


def _english(talk: Talk, word: str) -> str:
    return word if talk.lang == "en" else ""


class _Subject:
    """The answers so far, by field name; each is tried together with those before it."""

    def __init__(self, house: House, talk: Talk, record: type[Model] | type[Unit]) -> None:
        self.house, self.talk, self.record = house, talk, record
        self.values: dict[str, Written] = {}

    def judged(self, put: Put) -> Callable[[str], Sequence[Problem]]:
        known = {"name": "某", "summary": "某", "published": text_of(self.house.today), **self.values}
        return lambda word: self.house.trial.answer(self.record, known, lambda w: {**known, **put(w)}, word)

    def text(self, name: str, flag: str, text: Say, is_needed: bool = False, default: str = "") -> None:
        answer = self.talk.ask(Question(flag, text, default, is_needed, self.judged(lambda word: {name: word})))
        if answer:
            self.values[name] = answer

    def text_if_given(self, name: str, flag: str) -> None:
        """A field that is not worth a question."""
        if self.talk.given.get(flag):
            self.text(name, flag, Say(flag, flag))

    def word(self, name: str, text: Say, choices: Sequence[Choice], default: str = "", *, is_free: bool = False) -> None:
        judged = self.judged(lambda word: {name: word})
        answer = self.talk.pick(Question(name, text, default, False, judged), choices, is_free=is_free)
        if answer:
            self.values[name] = answer

    def name(self, text: Say) -> None:
        self.text("name", "name", text, is_needed=True)
        kind = "models" if self.record is Model else "units"
        for other in self.house.namesakes(str(self.values["name"]), kind):
            self.talk.say(f"已经有一个同名的：{other.path}", f"There is one of that name: {other.path}")
            if not self.talk.confirm("是另一个吗？", "Is this another one?", default=not self.talk.is_open):
                raise Stopped()

    def unit(self) -> None:
        units = self.house.units()
        text = Say("单位", "Unit")
        if units:
            self.word("unit", text, units, is_free=True)
        else:
            self.text("unit", "unit", text)

    def common(self) -> None:
        site, above = self.house.library.site.record, self._above()
        if site.sectors:
            default = (above.record.sector or "") if above else ""
            self.word("sector", Say("领域", "Sector"), [Choice(s, s) for s in site.sectors], default)
        region = (above.record.region if above else ()) or site.region
        text = Say("地区（省/市/县/乡/村，知道多深写多深）", "Place (province/city/county…)")
        self.text("region", "region", text, default="/".join(region))
        self.text_if_given("title", "title")
        self.criteria()

    def _above(self) -> Filed[Unit] | None:
        name = str(self.values.get("unit") or self.values.get("parent") or "")
        return self.house.library.units_by_slug.get(name)

    def criteria(self) -> None:
        """The five, one sentence each; a flag gives them as name=sentence."""
        site = self.house.library.site.record
        names = (site.criteria_models or MODEL_CRITERIA) if self.record is Model else (site.criteria_units or UNIT_CRITERIA)
        title = Say("五带头", "the five criteria") if self.record is Model else Say("五个好", "the five criteria")
        said: dict[str, str] = {}
        for pair in self.talk.given.get("criterion", ()):
            name, mark, evidence = pair.partition("=")
            if not mark or name.strip() not in names or not evidence.strip():
                every = "、".join(names)
                zh, en = f"写成“名称=事例”，名称是 {every} 之一", f"write name=evidence; the names are {every}"
                raise Refused(Say(f"--criterion: {zh}", f"--criterion: {en}"))
            said[name.strip()] = evidence.strip()
        ask = f"现在就写{title.zh}吗？（每项一句话，公示前要写齐）", f"Write {title.en} now? (one sentence each, needed before a notice)"
        if not said and self.talk.is_open and self.talk.confirm(*ask, default=False):
            for name in names:
                judged = self.judged(lambda word, name=name: {"criteria": {**said, name: word}})  # type: ignore[misc]
                if answer := self.talk.ask(Question("", Say(name, name), judge=_without(judged, "P001"))):
                    said[name] = answer
        if said:
            self.values["criteria"] = said

    def slug(self, kind: str) -> str:
        given = self.talk.given.get("slug", ())
        if not given:
            return self.house.free_slug(kind, str(self.values["name"]), self.record is Model)
        slug = given[0].strip().removesuffix(".md")
        for problem in self.house.slug_problems(kind, slug):
            raise Refused(Say(f"--slug: {problem.message.zh}", f"--slug: {problem.message.en}"))
        if self.house.has_file(kind, slug):
            raise Refused(Say(f"--slug: 已经有 content/{kind}/{slug}.md", f"--slug: there is content/{kind}/{slug}.md already"))
        return slug

    def plan(self, kind: str) -> Plan:
        slug = self.slug(kind)
        self.values["id"] = self.house.new_id(slug, self.house.today.year)
        self.values["published"] = text_of(self.house.today)
        text = compose(self.record, self.values)
        path = f"content/{kind}/{slug}.md"
        return Plan((Change(path, None, text.encode()),), tuple(_next(path)), about=path)


def _without(judge: Callable[[str], Sequence[Problem]], code: str) -> Callable[[str], Sequence[Problem]]:
    """A judge that does not mind what the next questions are going to mend."""
    return lambda word: [p for p in judge(word) if p.code != code]


def _next(path: str) -> Iterator[Say]:
    yield Say(f"打开 {path}，在最后的“---”下面写事迹", f"open {path} and write the story below the last '---'")

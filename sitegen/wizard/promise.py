"""A new promise of somebody who is there already."""

from __future__ import annotations

from sitegen.changes import Change
from sitegen.problems import Say
from sitegen.records.scalars import parse_day
from sitegen.rules import text_of
from sitegen.wizard.amend import NotEditable, add_promise
from sitegen.wizard.flags import PROMISE
from sitegen.wizard.house import House
from sitegen.wizard.plan import Plan
from sitegen.wizard.question import NOBODY, Choice, Judge, Question, Refused
from sitegen.wizard.talk import Talk
from sitegen.wizard.trial import Values
from sitegen.writing.compose import Written

ORIGINS = ("岗位承诺", "整改", "群众诉求", "限时办结")


def new_promise(house: House, talk: Talk) -> Plan:
    """Ask for a promise. Raises Refused, Stopped, click.Abort."""
    talk.need(PROMISE.flags)
    owners = house.owners()
    if not owners:
        raise Refused(NOBODY)
    who = Say("谁的承诺？（序号、名称的一部分或拼音）", "Whose promise? (number, part of a name or pinyin)")
    path = talk.pick(Question("who", who, is_needed=True), owners)
    owner = house.owner(path)
    said: dict[str, Written] = {"made": text_of(house.today)}
    record = type(owner.record)

    def judged(name: str) -> Judge:
        def values(extra: dict[str, Written]) -> Values:
            return {"name": "某", "summary": "某", "promises": [{"text": "某", "responsible": "某", **said, **extra}]}

        return lambda word: house.trial.answer(record, values({}), lambda w: values({name: w}), word)

    if talk.given.get("made"):
        said["made"] = talk.ask(Question("made", Say("承诺的日期", "Made on"), is_needed=True, judge=judged("made")))
    what = Say("承诺做什么？一句话", "What is promised? One sentence")
    said["text"] = talk.ask(Question("text", what, is_needed=True, judge=judged("text")))
    due = Question("due", Say("什么时候做完？如 2026-12-31", "Due on, such as 2026-12-31"), judge=judged("due"))
    said["due"] = talk.ask(due)
    answers = Say("责任人", "Who is responsible")
    said["responsible"] = talk.ask(Question("responsible", answers, owner.record.name, judge=judged("responsible")))
    origin = Question("origin", Say("起因", "Why it is made"), judge=judged("origin"))
    said["origin"] = talk.pick(origin, [Choice(word, word) for word in ORIGINS], is_free=True)
    said |= {name: text_of(parse_day(said[name])) for name in ("made", "due") if said[name]}
    source = house.source(path)
    try:
        after = add_promise(source, owner, said)
    except NotEditable:
        raise Refused(cannot_edit(path)) from None
    return Plan((Change(path, source.data, after),), about=path)


def cannot_edit(path: str) -> Say:
    return Say(
        f"{path} 的写法特别，不能自动改；请打开它自己加，或先整理成普通的“键: 值”",
        f"{path} is written in a way that cannot be changed by itself: open it and add it by hand",
    )

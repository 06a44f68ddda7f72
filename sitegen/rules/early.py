"""A rule on words that run ahead of the decision (THREATS.md rows 11 and 44)."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.cases import HonourCase
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.claims import won
from sitegen.records.words import State
from sitegen.rules import Finding, rule

_PROPOSED = (State.UPCOMING, State.ON_NOTICE, State.CLOSED)


@rule("H031", Severity.WARNING)
def called_honoured_too_early(library: Library) -> Iterator[Finding]:
    """A text says that a candidate has an honour that has not been decided.

    What: 事迹里写了“荣获”“被评为”，而这项荣誉还在公示或还没有决定。
    | A story says that an honour was won which is still on notice or undecided.
    Why: 公示中的人是候选，写成已经得奖，公示就成了走过场。
    | Who is on notice is a candidate; to call the honour won makes the notice an empty form.
    Wrong:
        摘要: 张三被评为服务标兵
    Right:
        摘要: 张三是服务标兵候选人
    """
    for case in library.honours:
        if case.state in _PROPOSED:
            yield from _claims(case)


def _claims(case: HonourCase) -> Iterator[Finding]:
    title, record = case.honour.title, case.owner.record
    pattern = won(title)
    held = any(h.title == title and h.decision and h is not case.honour for h in record.honours)
    if held:  # the same title of another year, which was decided
        return
    for name, text in (("title", record.title), ("summary", record.summary)):
        if text and (match := pattern.search(text)):
            yield Finding(case.owner.spot(name), *_words(match[1], title))
    for number, line in enumerate(case.owner.body.split("\n")):
        for match in pattern.finditer(line):
            spot = (case.owner.path, case.owner.body_line + number, match.start() + 1)
            yield Finding(spot, *_words(match[1], title))


def _words(word: str, title: str) -> tuple[Say, Say]:
    return (
        Say(f"“{title}”还没有表彰，这里写了“{word}”", f"'{title}' has not been decided, and the text says '{word}'"),
        Say(f"改为“拟授予{title}”或“{title}候选人”", f"write that the person is a candidate for '{title}'"),
    )

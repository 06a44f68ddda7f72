"""What would take Markdown too long is refused before, with the line; what staff write is far from any limit.

No test here looks at a clock: that the refusal came says that the work was not done.
"""

from __future__ import annotations

import pickle

import pytest

from sitegen.markdown import Exhausted, TooComplex, render
from sitegen.markdown import limits as limit

REFUSED = {
    "a long run of opening brackets": "[" * 8000,
    "many opening brackets": "[ " * 3100,
    "opening brackets that are never closed": ("甲" * 40 + "[") * 400,
    "destinations that are never closed": ("[甲](" + "乙" * 30) * 400,
    "titles that are never closed": ('[甲](a "' + "乙" * 30 + ") ") * 400,
    "lists within lists on one line": "* " * 1000 + "甲",
    "numbered lists within lists": "1. " * 50 + "甲",
    "quotes within quotes": ">" * 500 + "甲",
    "quotes with blanks": "> " * 500 + "甲",
    "deep indentation": "- 甲\n" + " " * 400 + "- 乙",
    "a run of asterisks in a text": "甲" + "*" * 500,
    "a run of backticks": "`" * 500 + "甲",
    "asterisks all over": "*甲 " * 4000,
    "headings beyond number": "# 甲\n\n" * 2100,
    "footnotes beyond number": "[^1]\n\n" * 600,
    "definitions beyond number": "[a]: b\n\n" * 400,
    "raw tags beyond number": "<em>甲</em>\n\n" * 600,
    "tags that are never closed": ("<b " + "甲" * 1000 + "\n\n") * 60,
    "a block of too many lines": "甲\n" * 700,
    "too many lines": "甲\n\n" * 3000,
    "too many characters": "甲" * 100_001,
    "a long address used often": f"[a]: {'b' * 3000}\n\n" + "[a]\n\n" * 900,
    "a middling address used very often": f"[a]: {'b' * 1900}\n\n" + "[a]\n\n" * 900,
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_would_take_too_long_is_refused(body: str) -> None:
    with pytest.raises(TooComplex) as caught:
        render(body)
    assert "not readable" not in str(caught.value)


def test_a_refusal_names_the_line_and_says_why_in_both_languages() -> None:
    with pytest.raises(TooComplex) as caught:
        render("甲\n\n乙\n" + ">" * 99 + "丙")
    assert caught.value.line == 4
    assert caught.value.what == caught.value.say.zh == "引用套引用太多层"
    assert str(caught.value) == "line 4: too many quotes within quotes"


def test_unmatched_brackets_are_refused_on_the_line_where_patience_ended() -> None:
    with pytest.raises(TooComplex) as caught:
        render("甲\n\n" + ("乙" * 40 + "[") * 400)
    assert caught.value.line == 3


def test_a_refusal_is_a_value_error() -> None:
    assert issubclass(TooComplex, ValueError)


def test_the_next_page_is_not_harmed_by_a_refusal() -> None:
    for body in REFUSED.values():
        with pytest.raises(TooComplex):
            render(body)
    assert render("甲[^1] [乙](b.md)\n\n[^1]: 丙").html.startswith("<p>甲<sup")


ACCEPTED = {
    "a long rule": "甲\n\n" + "-" * 300 + "\n\n" + "*" * 300 + "\n\n乙",
    "a rule with blanks": "* " * 40,
    "an underlined heading": "甲\n" + "=" * 300,
    "a ruled table": "|甲|\n|" + "-" * 150 + "|\n|乙|",
    "five levels of lists": "\n".join("    " * level + "- 甲" for level in range(5)),
    "a list within a list on one line": "- - - 甲",
    "four levels of quotes": "> > > > 甲",
    "a few brackets without their partner": "甲[乙（1) 丙[丁" * 20,
    "a long story": ("他把全村的慢性病人记成一本账，**从不间断**，见[台账](a.md)。\n" * 5 + "\n") * 150,
    "a long list": "\n".join(f"- [第{n}户](a.md)" for n in range(500)),
    "fill-in lines": "姓名" + "_" * 100 + "，日期" + "_" * 60,
}


@pytest.mark.parametrize("body", ACCEPTED.values(), ids=ACCEPTED)
def test_what_staff_may_write_is_accepted(body: str) -> None:
    assert render(body).text or "<hr>" in render(body).html


def test_a_failure_inside_of_markdown_becomes_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("sitegen.markdown.engine.Engine.convert", fail)
    with pytest.raises(TooComplex) as caught:
        render("甲")
    assert caught.value.line == 1
    assert isinstance(caught.value.__cause__, RecursionError)


def _lists(levels: int) -> str:
    return "\n".join("    " * level + "- 甲" for level in range(levels))


def test_a_list_at_the_deepest_indentation_is_still_read() -> None:
    assert render(_lists(limit.MAX_DEPTH)).html.count("<ul>") == limit.MAX_DEPTH


@pytest.mark.parametrize("body", [_lists(limit.MAX_DEPTH + 1), "> - " * 11 + "甲", "> > > > " + "    " * 13 + "- - - - 甲"])
def test_lists_and_quotes_are_counted_together(body: str) -> None:
    with pytest.raises(TooComplex) as caught:
        render(body)
    assert "lists and quotes nested 2" in caught.value.say.en
    assert caught.value.line == body.count("\n") + 1


@pytest.mark.parametrize("body", ["* - " * 500, "- \t" * 500, "*   " * 500, "[^1]: " + "- " * 500])
def test_what_only_looks_like_a_rule_is_not_taken_for_one(body: str) -> None:
    with pytest.raises(TooComplex) as caught:
        render(body)
    assert "lists within lists" in caught.value.say.en


def test_a_refusal_names_the_column_and_what_to_do() -> None:
    with pytest.raises(TooComplex) as caught:
        render("甲\n\n乙乙" + "_" * 300)
    assert (caught.value.line, caught.value.column) == (3, 3)
    assert caught.value.fix.zh == "删去多余的符号"


def test_a_refusal_travels_between_processes() -> None:
    with pytest.raises(TooComplex) as caught:
        render(">" * 99)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.line, again.say, again.column, again.fix) == (1, caught.value.say, 1, caught.value.fix)


def test_want_of_memory_is_told_from_a_text_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("sitegen.markdown.engine.Engine.convert", fail)
    with pytest.raises(Exhausted):
        render("甲")

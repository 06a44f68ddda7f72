"""A site may switch a code off with a reason and an end; what is switched off is told, and the law is not switched off."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen.codes import manual_docs
from sitegen.problems import Place, Problem, Say, Severity
from sitegen.switches import apply
from tests.rules.rows import honour, model, site
from tests.sites import findings, intake_of, library_of

TODAY = "2026-11-18"
WRONG = model("标题: 群众的的好党员\n发布: 2026-11-18") + model("标题: 科学开展观\n发布: 2026-11-18", "li")


def applied(settings: str, block: str = WRONG) -> dict[str, Problem]:
    """The problems that remain, by code."""
    whole = site(settings) + block
    return {p.code: p for p in apply(findings(whole, TODAY), library_of(whole, TODAY).site, date.fromisoformat(TODAY))}


def test_a_code_is_silenced_and_that_is_told_with_reason_and_end() -> None:
    found = applied("例外: [{编码: L003, 原因: 引用原文, 截止: 2026-12-31}]")
    assert "L003" not in found
    assert "L001" in found
    assert found["X007"].message.zh == "1 处 L003 按例外不报：引用原文（至 2026-12-31）"
    assert (found["X007"].place.path, found["X007"].severity.value) == ("site.yaml", "info")


def test_an_exception_may_be_for_one_file_or_folder() -> None:
    for path in ("content/models/zhang.md", "models/zhang.md", "content/models", "models/", "content"):
        assert "L003" not in applied(f"例外: [{{编码: L003, 原因: 一, 截止: 2026-12-31, 文件: {path}}}]"), path
    found = applied("例外: [{编码: L003, 原因: 一, 截止: 2026-12-31, 文件: models/zhang}]")
    assert {"L003", "X005"} <= set(found)


def test_the_last_day_still_counts_and_the_next_does_not() -> None:
    assert "X007" in applied(f"例外: [{{编码: L003, 原因: 一, 截止: {TODAY}}}]")
    found = applied("例外: [{编码: L003, 原因: 一, 截止: 2026-11-17}]")
    assert {"L003", "X004"} <= set(found)
    assert found["X004"].severity.value == "warning"
    assert "X007" not in found


def test_an_exception_that_silences_nothing_is_told() -> None:
    assert applied("例外: [{编码: L004, 原因: 一, 截止: 2026-12-31}]")["X005"].severity.value == "info"


def test_an_exception_is_not_called_useless_while_files_cannot_be_read() -> None:
    block = site("例外: [{编码: L004, 原因: 一, 截止: 2026-12-31}]") + WRONG
    unread = Problem("F007", Severity.ERROR, Place("content/models/li.md"), Say("空", "empty"), Say("写", "write"))
    assert apply([unread], library_of(block, TODAY).site, date.fromisoformat(TODAY)) == (unread,)


def test_errors_of_the_law_and_of_reading_stay() -> None:
    late = honour("公示: {开始: 2026-11-02, 结束: 2026-11-05}")
    found = applied("例外: [{编码: N003, 原因: 时间不够, 截止: 2026-12-31}]", late)
    assert {"N003", "X006"} <= set(found)
    assert found["X006"].severity.value == "error"
    assert found["X006"].related == found["N003"].place
    assert "X007" not in found


def test_warnings_of_the_law_and_errors_of_data_may_be_silenced() -> None:
    assert "N010" not in applied("例外: [{编码: N010, 原因: 一, 截止: 2026-12-31}]", honour("公示: {开始: 2026-11-02, 结束: 2026-11-08}"))
    found = applied("例外: [{编码: d003, 原因: 值班手机, 截止: 2026-12-31}]", model("标题: 13800138000"))
    assert "D003" not in found
    assert "X007" in found


def test_what_exceptions_say_cannot_itself_be_silenced() -> None:
    found = applied("例外: [{编码: L003, 原因: 一, 截止: 2026-12-31}, {编码: X007, 原因: 一, 截止: 2026-12-31}]")
    assert "X007" in found


@pytest.mark.parametrize(
    "entry",
    [
        "{编码: L003, 截止: 2026-12-31}",
        "{编码: L003, 原因: 一}",
        "{原因: 一, 截止: 2026-12-31}",
        "{编码: 全部, 原因: 一, 截止: 2026-12-31}",
        "{编码: L003, 原因: '', 截止: 2026-12-31}",
    ],
)
def test_reason_end_and_code_are_needed(entry: str) -> None:
    assert [p.severity.value for p in intake_of(site(f"例外: [{entry}]")).problems] == ["error"]


def test_an_allowed_value_needs_a_reason() -> None:
    assert [p.code for p in intake_of(site("允许: [{内容: '13800138000'}]")).problems] == ["S004"]


def test_every_code_has_its_document() -> None:
    assert {"X004", "X005", "X006", "X007", "D010", "D011"} <= set(manual_docs())

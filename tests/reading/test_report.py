"""Findings as text and as JSON: the caret stands under the very character, whatever the widths before it."""

from __future__ import annotations

import pytest

from sitegen.problems import Place, Problem, Say, Severity
from sitegen.report import WIDTH, as_json, columns_of, excerpt, render, summary


def _problem(
    line: int = 1,
    column: int = 1,
    *,
    code: str = "F011",
    severity: Severity = Severity.ERROR,
    path: str = "content/a.md",
    also: int = 0,
) -> Problem:
    related = Place(path, also) if also else None
    return Problem(code, severity, Place(path, line, column), Say("写了两次", "written twice"), Say("删去一行", "delete a line"), related)


def test_a_finding_in_full_chinese() -> None:
    lines = ["---", "姓名: 张三", "摘要: 好", "姓名: 李四"]
    text = render([_problem(4, 5, also=2)], lambda path: lines, lang="zh")
    assert text == (
        "content/a.md:4:5  错误 F011\n"
        "  写了两次\n"
        "  4 | 姓名: 李四\n"
        "            ^\n"
        "  另见 content/a.md:2\n"
        "  怎样改：删去一行\n"
        "\n"
        "共 1 处：错误 1\n"
        "想知道为什么：python build.py explain F011\n"
    )


def test_a_finding_in_english() -> None:
    text = render([_problem(also=2)], lambda path: ["name: x"], lang="en")
    assert "content/a.md:1:1  error F011\n  written twice\n" in text
    assert "  see also content/a.md:2\n  fix: delete a line\n" in text
    assert text.endswith("1 problem: 1 error\nlearn more: python build.py explain F011\n")


@pytest.mark.parametrize(
    ("line", "column", "before"),
    [
        ("abc", 1, 0),
        ("abc", 4, 3),
        ("姓名: 张三", 3, 4),
        ("姓名: 张三", 6, 8),
        ("姓名：张三", 4, 6),
        ("ＡＢＣd", 4, 6),
        ("e\u0301u\u0308x", 5, 2),
        ("\t姓名", 2, 4),
        ("a\t姓", 3, 4),
        ("姓\t名", 3, 4),
        ("한글a", 3, 4),
        ("𠮷a", 2, 2),
        ("a‘b’c", 5, 4),
        ("姓\u200b名", 3, 3),
        ("短", 99, 2),
    ],
)
def test_the_caret_stands_under_its_character(line: str, column: int, before: int) -> None:
    assert excerpt(line, column)[1] == before


@pytest.mark.parametrize("column", [1, 2, 37, 38, 39, 75, 150, 299, 300, 301])
@pytest.mark.parametrize("line", ["甲乙丙丁戊" * 60, "abcde" * 60, "a甲" * 150])
def test_a_long_line_is_cut_around_the_caret(line: str, column: int) -> None:
    shown, offset = excerpt(line, column)
    assert columns_of(shown) <= WIDTH
    assert "…" in shown
    assert 0 <= offset <= WIDTH
    if column <= len(line):
        at = next(i for i in range(len(shown) + 1) if columns_of(shown[:i]) == offset)
        assert shown[at] == line[column - 1]
        around = shown[max(at - 3, 0) : at + 4].strip("…")
        assert around in line


def test_characters_that_could_steer_the_terminal_are_not_printed() -> None:
    problem = Problem(
        "F003",
        Severity.ERROR,
        Place("content/\x1b[31m.md", 1, 2),
        Say("坏\u202e字", "bad\x07"),
        Say("删\x1b[0m去", "delete"),
    )
    text = render([problem], lambda path: ["a\x1b[31mb\u202ec\x00\x85"], lang="zh")
    assert not any(c in text for c in "\x1b\u202e\x00\x07\x85")
    assert "a?[31mb?c??" in text


def test_a_place_outside_the_file_has_no_source_line() -> None:
    text = render([_problem(7, 3), _problem(0)], lambda path: ["a"], lang="zh") + render([_problem(1)], lambda path: [], lang="zh")
    assert "^" not in text
    assert text.count("怎样改") == 3


def test_file_order_is_kept_while_all_fit() -> None:
    problems = [_problem(1, severity=Severity.WARNING, code="F024"), _problem(2)]
    text = render(problems, lambda path: [], lang="zh", limit=2)
    assert text.index("F024") < text.index("F011")


def test_errors_come_first_where_they_do_not_fit() -> None:
    problems = [*(_problem(n, severity=Severity.WARNING, code="F024") for n in range(1, 6)), *(_problem(n) for n in range(6, 9))]
    text = render(problems, lambda path: [], lang="zh", limit=4)
    assert text.count("错误 F011") == 3
    assert text.count("警告 F024") == 1
    assert text.index("错误 F011") < text.index("警告 F024")
    assert "共 8 处：错误 3，警告 5（4 处未列出）" in text


def test_infos_take_one_line_each() -> None:
    problems = [_problem(1, 2, severity=Severity.INFO, code="C006"), _problem(2)]
    text = render(problems, lambda path: ["x", "y"], lang="zh")
    assert "content/a.md:1:2  提示 C006  写了两次\n\n共 2 处：错误 1，提示 1" in text
    assert text.count("怎样改") == 1


def test_the_summary_counts_and_points_to_the_gravest() -> None:
    problems = [_problem(severity=Severity.WARNING, code="F024"), _problem(), _problem()]
    assert summary(problems, "zh") == "共 3 处：错误 2，警告 1\n想知道为什么：python build.py explain F011"
    assert summary(problems, "en") == "3 problems: 2 errors, 1 warning\nlearn more: python build.py explain F011"


def test_nothing_is_said_of_nothing() -> None:
    assert render([], lambda path: [], lang="zh") == ""


def test_style_is_given_the_role_and_moves_no_caret() -> None:
    roles: set[str] = set()

    def style(text: str, role: str) -> str:
        roles.add(role)
        return f"<{role}>{text}</>"

    lines = ["姓名: 张三"]
    problems = [_problem(1, 3, also=1), _problem(1, severity=Severity.WARNING), _problem(severity=Severity.INFO)]
    styled = render(problems, lambda path: lines, lang="zh", style=style)
    assert roles == {"error", "warning", "info", "caret", "dim", "path"}
    assert "          <caret>^</>" in styled
    plain = render([_problem(1, 3, also=1)], lambda path: lines, lang="zh")
    assert "\n          ^\n" in plain


def test_json_has_the_promised_keys() -> None:
    assert as_json([_problem(4, 5)], "zh") == [
        {
            "code": "F011",
            "severity": "error",
            "path": "content/a.md",
            "line": 4,
            "column": 5,
            "message": "写了两次",
            "fix": "删去一行",
        }
    ]
    assert as_json([_problem(4, 5)], "en")[0]["message"] == "written twice"


def test_brief_tells_warnings_in_a_line_each_and_puts_errors_next_to_the_prompt() -> None:
    place = Place("a.md", 2, 1)
    warning = Problem("P004", Severity.WARNING, place, Say("超过", "over"), Say("写结果", "write the result"))
    error = Problem("S007", Severity.ERROR, Place("b.md", 1, 1), Say("没有这一天", "no such day"), Say("改", "mend"))
    text = render([warning, error], lambda _: ["甲", "乙"], lang="zh", brief=True)
    assert text.index("P004") < text.index("S007")
    assert "怎样改：写结果" not in text
    assert "怎样改：改" in text

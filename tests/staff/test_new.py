"""A new model, unit, notice or promise: what is asked, what is refused, what is written and what stays as it was."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.changes import Change, Overtaken, write_all
from sitegen.problems import Severity
from sitegen.records.entries import Record
from sitegen.records.filed import Filed
from sitegen.report import columns_of
from tests.sites import write_site
from tests.staff.desk import SITE, checked, files, run

ZHANG = "content/models/zhang-san.md"
LI = "content/models/li-si.md"
NOTICE = ("new", "notice", "--no-input", "--level", "县", "--basis", "《办法》", "--audience", "全县", "--nominated-by", "组织推荐")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", SITE)


def errors(site: Path, day: date = date(2026, 9, 28)) -> Sequence[str]:
    return [p.message.zh for p in checked(site, day).problems if p.severity is Severity.ERROR]


def added_lines(before: bytes, after: bytes) -> list[str]:
    """The lines that came in; fails if any line went or changed."""
    old, new = before.decode().split("\n"), after.decode().split("\n")
    rest = iter(new)
    found: list[str] = []
    for line in old:
        for other in rest:
            if other == line:
                break
            found.append(other)
        else:
            raise AssertionError(f"gone: {line!r}")
    return [*found, *rest]


def test_a_model_by_flags_alone_needs_no_terminal(site: Path) -> None:
    result = run(site, "new", "model", "--name", "单小满", "--summary", "每天开门", "--unit", "清水村", "--post", "管理员", "--no-input")
    assert result.exit_code == 0, result.output
    assert (site / "content/models/shan-xiao-man.md").read_text("utf-8") == (
        "---\n姓名: 单小满\n摘要: 每天开门\n编号: shan-xiao-man-2026\n地区: 甲省/乙市/丙县/清水镇\n领域: 农村\n"
        "发布: 2026-09-28\n单位: cun\n职务: 管理员\n---\n"
    )
    assert "检查通过" in result.output
    assert "serve" in result.output


def test_without_a_terminal_all_needed_flags_are_named_at_once_and_nothing_is_written(site: Path) -> None:
    before = files(site)
    result = run(site, "new", "notice")
    assert result.exit_code == 2
    assert "--who" in result.output
    assert "--honour" in result.output
    assert files(site) == before


@pytest.mark.parametrize(
    ("flag", "value", "message"),
    [
        ("--summary", "字" * 130, "“摘要”有 130 个字，超过 120 个"),
        ("--summary", "电话 13812345678", "这里有手机号码"),
        ("--region", "甲省//乙市", "地区“甲省//乙市”不合要求"),
        ("--summary", "看\u202e不见", "改变文字方向的字符"),
    ],
)
def test_a_wrong_flag_is_refused_with_the_words_of_check(site: Path, flag: str, value: str, message: str) -> None:
    before = files(site)
    given_ = {"--name": "王五", "--summary": "好人", flag: value}
    result = run(site, "new", "model", "--no-input", *(word for pair in given_.items() for word in pair))
    assert result.exit_code == 2
    assert flag in result.output
    assert message in result.output
    assert files(site) == before
    written = "".join(f"{key}: {value}\n" for key, value in (("姓名", "王五"), ("摘要", given_["--summary"])))
    written += f"地区: {value}\n" if flag == "--region" else ""
    (site / "content/models/x.md").write_text(f"---\n{written}发布: 2026-09-01\n---\n", "utf-8")
    assert any(message in found for found in errors(site)), "check does not say so"


def test_a_wrong_answer_is_asked_again_with_the_mended_value_as_default(site: Path) -> None:
    typed = ("zs", "", "修好水渠", "2026年2月30日", "", "", "", "y")
    result = run(site, "new", "promise", typed=typed)
    assert "没有“2026年2月30日”这一天" in result.output
    assert "回车＝2026-02-28" in result.output
    assert result.exit_code == 1 or "P011" in result.output or "早于承诺日期" in result.output


def test_a_record_that_is_there_gets_its_notice_and_nothing_else_of_it_changes(site: Path) -> None:
    before = files(site)
    result = run(site, *NOTICE, "--who", "张三", "--honour", "岗位能手", "--start", "2026-09-29")
    assert result.exit_code == 0, result.output
    after = files(site)
    assert {name for name in after if after[name] != before.get(name)} == {ZHANG}
    assert added_lines(before[ZHANG], after[ZHANG]) == [
        "  - 称号: 岗位能手",
        "    级别: 县",
        "    年度: 2026",
        "    授予单位: 丙县总工会",
        "    推荐:",
        "      方式: 组织推荐",
        "    公示:",
        "      - 层级: 县",
        "        规则: commendation",
        "        开始: 2026-09-29",
        "        结束: 2026-10-10",
        "        依据: 《办法》",
        "        公示单位: 丙县总工会",
        "        范围: 全县",
    ]
    library = checked(site).library
    assert library is not None
    titles = [c.honour.title for c in library.honours_of[ZHANG]]
    assert titles == ["优秀教师", "岗位能手"], "a new honour goes after older ones"
    assert errors(site) == []


def test_the_days_that_do_not_count_are_shown(site: Path) -> None:
    typed = ("zs", "", "岗位能手", "4", "", "2", "", "2026-09-29", "", "《办法》", "全县", "", "n")
    output = run(site, "new", "notice", typed=typed).output
    assert "公示期：2026-09-29（星期二）至2026-10-10（星期六），5 个工作日" in output.replace("\n", "")
    assert "10月1日–7日放假，不计；10月10日调休上班，计入" in output.replace("\n", "")


def test_the_start_is_today_in_the_morning_of_a_working_day_and_else_the_next_one(site: Path) -> None:
    assert "回车＝2026-09-28" in run(site, "new", "notice", typed=("zs", "", "甲", "4", "", "", "")).output
    assert "回车＝2026-10-08" in run(site, "new", "notice", typed=("zs", "", "甲", "4", "", "", ""), day=date(2026, 10, 2)).output
    assert "回车＝2026-09-29" in run(site, "new", "notice", "--date", "2026-09-28", typed=("zs", "", "甲", "4", "", "", "")).output


def test_a_period_that_is_too_short_is_refused_with_the_first_lawful_end(site: Path) -> None:
    typed = ("zs", "", "岗位能手", "4", "", "2", "", "2026-09-29", "2026-10-05", "", "《办法》", "全县", "", "")
    result = run(site, "new", "notice", typed=typed)
    assert "公示只有 2 个工作日，规则 commendation 要求至少 5 个工作日" in result.output.replace("\n", "")
    assert "回车＝2026-10-10" in result.output
    assert result.exit_code == 0
    assert "结束: 2026-10-10" in (site / ZHANG).read_text("utf-8")
    refused = run(site, *NOTICE, "--who", "李四", "--honour", "岗位能手", "--start", "2026-09-29", "--end", "2026-09-30")
    assert refused.exit_code == 2
    assert "结束: 2026-10-10" in refused.output


def test_a_period_that_leads_past_the_known_calendar_is_refused_with_what_to_do(site: Path) -> None:
    before = files(site)
    result = run(site, *NOTICE, "--who", "张三", "--honour", "岗位能手", "--start", "2026-12-30")
    assert result.exit_code == 2
    assert "2027 年的放假调休安排还没有录入" in result.output
    assert files(site) == before


def test_several_candidates_share_a_file_that_each_of_them_names(site: Path) -> None:
    before = files(site)
    result = run(site, *NOTICE, "--who", "张三", "--who", "li-si.md".removesuffix(".md"), "--who", "清水村", "--honour", "先进个人")
    assert result.exit_code == 0, result.output
    after = files(site)
    (new,) = set(after) - set(before)
    assert new == "content/notices/2026-xian-jin-ge-ren.md"
    assert "标题: 2026年度“先进个人”拟表彰人选和单位公示".encode() in after[new]
    for path in (ZHANG, LI, "content/units/cun.md"):
        assert "公示:\n      - 2026-xian-jin-ge-ren" in after[path].decode()
    assert "编号: li-si-2026" in after[LI].decode(), "whoever has no id gets one"
    assert errors(site) == []


def test_the_next_level_is_one_more_notice_of_the_same_honour(site: Path) -> None:
    for scope, start in (("县", "2026-09-01"), ("", "2026-09-28")):
        more = ("--scope", scope) if scope else ()
        result = run(site, *NOTICE, "--who", "李四", "--honour", "劳动模范", "--start", start, *more)
        assert result.exit_code == 0, result.output
    text = (site / LI).read_text("utf-8")
    assert text.count("称号: 劳动模范") == 1
    assert "- 层级: 县" in text
    assert "- 层级: 市" in text, "the level above the last one"
    assert text.count("规则: model-worker") == 2


def test_a_notice_never_takes_the_number_of_one_that_is_there(site: Path) -> None:
    for title in ("甲等奖", "乙等奖"):
        assert run(site, *NOTICE, "--who", "李四", "--honour", title).exit_code == 0
    library = checked(site).library
    assert library is not None
    names = {c.id: c.title for c in library.notices}
    result = run(site, *NOTICE, "--who", "李四", "--honour", "甲等奖", "--start", "2026-10-12", "--scope", "市")
    assert result.exit_code == 0, result.output
    library = checked(site).library
    assert library is not None
    assert names.items() <= {(c.id, c.title.removesuffix("（县）")) for c in library.notices}, "ids of notices are for good"
    assert any(name.startswith("content/notices/") for name in files(site))


def test_what_an_honour_of_the_site_says_is_not_asked_again(site: Path) -> None:
    result = run(site, "new", "notice", typed=("ls", "", "1", "2", "", "", "", "《办法》", "全市", "", ""))
    assert result.exit_code == 0, result.output
    text = (site / LI).read_text("utf-8")
    assert "级别: 市" in text
    assert "授予单位: 乙市" in text
    assert "哪一级" not in result.output


def test_names_are_found_by_pinyin_initials_and_parts(site: Path) -> None:
    for word in ("zs", "zhangsan", "张", "san"):
        assert "= 张三" in run(site, "new", "promise", typed=(word,)).output, word
    assert "没有“王”" in run(site, "new", "promise", typed=("王",)).output


def test_file_names_and_ids_are_never_taken_twice(site: Path) -> None:
    for _ in range(3):
        assert run(site, "new", "model", "--name", "张三", "--summary", "另一个人", "--no-input").exit_code == 0
    assert {"content/models/zhang-san-2.md", "content/models/zhang-san-3.md", "content/models/zhang-san-4.md"} <= set(files(site))
    assert errors(site) == []


def test_a_namesake_is_said_and_may_be_left(site: Path) -> None:
    before = files(site)
    result = run(site, "new", "model", typed=("张三", "n"))
    assert ZHANG in result.output
    assert result.exit_code == 0
    assert files(site) == before


def test_a_file_name_that_is_taken_is_refused(site: Path) -> None:
    result = run(site, "new", "model", "--name", "王五", "--summary", "好", "--slug", "Zhang-San", "--no-input")
    assert result.exit_code == 2
    assert "已经有" in result.output


def test_a_unit_has_its_kind_parent_and_level(site: Path) -> None:
    flags = ("--name", "清水村妇联", "--summary", "妇女之家", "--kind", "妇联", "--parent", "清水村", "--level", "乡")
    assert run(site, "new", "unit", "--no-input", *flags, "--criterion", "领导班子=好").exit_code == 0
    text = (site / "content/units/qing-shui-cun-fu-lian.md").read_text("utf-8")
    for line in ("类型: 妇联", "上级: cun", "层级: 乡", "  领导班子: 好"):
        assert line in text


def test_a_promise_goes_after_the_others(site: Path) -> None:
    before = files(site)
    for text in ("修渠", "通水"):
        flags = ("--who", "zhang-san", "--text", text, "--due", "2026年12月31日")
        assert run(site, "new", "promise", "--no-input", *flags).exit_code == 0
    lines = added_lines(before[ZHANG], files(site)[ZHANG])
    assert [line for line in lines if "内容" in line] == ["  - 内容: 修渠", "  - 内容: 通水"]
    assert "    期限: 2026-12-31" in lines


def test_the_result_as_json_names_the_files_and_their_problems(site: Path) -> None:
    result = run(site, "new", "model", "--name", "王五", "--summary", "好人", "--json")
    assert json.loads(result.output) == {"written": ["content/models/wang-wu.md"], "problems": []}


def test_a_header_that_cannot_be_changed_by_position_is_left_to_a_person(site: Path) -> None:
    path = site / LI
    path.write_text(path.read_text("utf-8").replace("---\n姓名", "———\n姓名", 1), "utf-8")
    before = files(site)
    result = run(site, *NOTICE, "--who", "李四", "--honour", "岗位能手")
    assert result.exit_code == 2
    assert files(site) == before


def test_windows_line_ends_and_a_byte_order_mark_stay(site: Path) -> None:
    path = site / ZHANG
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    assert run(site, *NOTICE, "--who", "张三", "--honour", "岗位能手").exit_code == 0
    after = path.read_bytes()
    assert after.count(b"\n") == after.count(b"\r\n") > before.count(b"\r\n")


def test_an_end_of_typing_at_any_question_of_a_notice_writes_nothing(site: Path) -> None:
    answers = ("zs", "", "岗位能手", "4", "", "1", "12", "", "", "", "《办法》", "全县", "")
    before = files(site)
    for number in range(len(answers)):
        result = run(site, "new", "notice", typed=answers[:number])
        assert result.exit_code == 130, (number, result.output)
        assert "什么也没有写" in result.output
        assert files(site) == before
    assert run(site, "new", "notice", typed=(*answers, "y")).exit_code == 0


def test_english_asks_and_answers_in_english(site: Path) -> None:
    typed = ("zs", "", "岗位能手", "4", "", "2", "", "2026-09-29", "2026-09-30", "", "《办法》", "全县", "", "y")
    result = run(site, "new", "notice", typed=typed, lang="en")
    assert result.exit_code == 0, result.output
    text = " ".join(result.output.split())
    assert "the notice runs 2 working days; profile commendation asks for at least 5 working days" in text
    assert "public holiday, not counted" in text
    assert "Enter = 2026-10-10" in text


def test_a_warning_is_said_and_enter_keeps_the_answer(site: Path) -> None:
    result = run(site, "new", "model", typed=("王五", "", "", "学习科学开展观", "", "", "", "", "y", "n"))
    assert result.exit_code == 0, result.output
    assert "科学发展观" in result.output
    assert "学习科学开展观" in (site / "content/models/wang-wu.md").read_text("utf-8")


def test_lists_and_questions_keep_within_eighty_columns(site: Path) -> None:
    for number in range(30):
        name = f"示例县很长很长的名字的单位第{number}号附属第二实验学校党总支部委员会"
        (site / f"content/units/u{number}.md").write_text(f"---\n名称: {name}\n摘要: 学校\n发布: 2026-09-01\n---\n文\n", "utf-8")
    for lang in ("zh", "en"):
        typed = ("示例", "1", "岗位能手", "4", "", "2", "", "2026-09-29", "2026-09-30", "", "《办法》", "全县", "")
        output = run(site, "new", "notice", typed=typed, lang=lang).output
        assert max(columns_of(line) for line in output.split("\n")) <= 80
        assert "30" in output or "31" in output, "how many there are"


def test_a_site_that_cannot_be_read_is_told_like_check_tells_it(site: Path) -> None:
    (site / "site.yaml").unlink()
    result = run(site, "new", "model", "--name", "王五", "--summary", "好", "--no-input")
    assert result.exit_code == 1
    assert "X001" in result.output


def test_files_are_written_all_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_bytes(b"old")
    (tmp_path / "mine.md").write_bytes(b"somebody else's")
    changes = [Change("new.md", None, b"new"), Change("old.md", b"old", b"changed"), Change("mine.md", None, b"ours")]
    with pytest.raises(Overtaken, match=r"mine\.md"):
        write_all(tmp_path, changes)
    assert files(tmp_path) == {"old.md": b"old", "mine.md": b"somebody else's"}
    with pytest.raises(Overtaken):
        write_all(tmp_path, [Change("new.md", None, b"new"), Change("old.md", b"older", b"changed")])
    assert files(tmp_path) == {"old.md": b"old", "mine.md": b"somebody else's"}
    write_all(tmp_path, changes[:2])
    assert files(tmp_path) == {"old.md": b"changed", "new.md": b"new", "mine.md": b"somebody else's"}


def test_an_interrupt_in_the_middle_of_writing_takes_everything_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old.md").write_bytes(b"old")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_all(tmp_path, [Change("new.md", None, b"new"), Change("old.md", b"old", b"changed")])
    assert files(tmp_path) == {"old.md": b"old"}


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20) | st.sampled_from(
    [
        "null",
        "是",
        "2026-1-1",
        "- 甲",
        "甲: 乙",
        "# 甲",
        "'",
        '"甲',
        "[甲]",
        "{甲",
        "|",
        ">",
        "---",
        "甲 #乙",
        "*甲",
        "&甲",
        "!甲",
        "con",
        "index",
        "？？",
    ]
)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_WORDS, _WORDS, _WORDS, _WORDS)
def test_whatever_is_answered_reads_back_or_is_refused_and_nothing_else_changes(
    tmp_path_factory: pytest.TempPathFactory, name: str, summary: str, post: str, title: str
) -> None:
    site = write_site(tmp_path_factory.mktemp("site"), SITE)
    before = files(site)
    flags = (f"--name={name}", f"--summary={summary}", f"--post={post}", f"--title={title}")
    result = run(site, "new", "model", "--no-input", *flags)
    after = files(site)
    assert {path: data for path, data in after.items() if path in before} == before
    new = set(after) - set(before)
    if result.exit_code:
        assert result.exit_code in (1, 2)
        assert not new
        return
    (path,) = new
    record = next(r.record for r in checked(site).intake.records if r.path == path)
    assert (record.name, record.summary) == (name.strip(), summary.strip())  # type: ignore[union-attr]
    assert errors(site) == []


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_WORDS, _WORDS, st.sampled_from(["zhang-san", "li-si", "清水村"]))
def test_whatever_a_notice_says_the_rest_of_the_record_stays(
    tmp_path_factory: pytest.TempPathFactory, title: str, basis: str, who: str
) -> None:
    site = write_site(tmp_path_factory.mktemp("site"), SITE)
    before = files(site)
    flags = (f"--who={who}", f"--honour={title}", f"--basis={basis}")
    result = run(site, "new", "notice", "--no-input", "--level", "县", *flags)
    after = files(site)
    changed = {path for path in after if after[path] != before.get(path)}
    if result.exit_code:
        assert result.exit_code in (1, 2)
        assert not changed
        return
    (path,) = changed
    assert any(title.strip() in line for line in added_lines(before[path], after[path])) or "'" in title or '"' in title or "\\" in title
    old = {r.path: r for r in checked_records(before, site)}
    new = next(r for r in checked(site).intake.records if r.path == path)
    assert new.body == old[path].body
    assert new.record.honours[-1].title == title.strip()  # type: ignore[union-attr]
    assert new.record.honours[:-1] == old[path].record.honours  # type: ignore[union-attr]
    assert errors(site) == []


def checked_records(before: dict[str, bytes], site: Path) -> Sequence[Filed[Record]]:
    """The records as they were."""
    old = site.parent / f"{site.name}-old"
    for name, data in before.items():
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).write_bytes(data)
    return checked(old).intake.records

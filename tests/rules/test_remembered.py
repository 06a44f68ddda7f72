"""What is remembered of texts: findings are those of a first look, and only what was changed is looked at again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.intake import shipped_profiles, take_in
from sitegen.library import Library, make_library
from sitegen.memory import Memory
from sitegen.privacy.checksums import id_check_digit
from sitegen.privacy.sheets import Sheet
from sitegen.problems import Problem
from sitegen.rules import judge, texts
from sitegen.sources import Sources, source_of
from tests.rules.rows import bulletin, file, model, notice, site, unit
from tests.sites import SITE, files_of

MOBILE = "13800138000"
BORN_THIS_YEAR = f"11010520260601001{id_check_digit('11010520260601001')}"
TODAY = date(2026, 11, 18)
TEXTS = (
    "正文",
    "服务群众的的模范",
    "深入学习科学开展观",
    "开展“五带头活动",
    "上一页 1 2 3 下一页",
    "（图片说明待补）",
    f"电话 {MOBILE}",
    f"身份证号 {BORN_THIS_YEAR}",
    "身份证号 110105202606010010",
    "身份证号 11010519491231002X",
    "邮箱 zhangsan@qq.com",
    "张三，1973年5月12日出生",
)
HEADERS = (
    "摘要: {}", "职务: {}", "网址名: wang-{}", "荣誉: [{{称号: 能手, 公示: pi}}]", "发布: 2026-11-17", "受理电话: {}",
    "荣誉: [{{称号: 能手, 公示: {{开始: 2026-11-16, 结束: 2026-11-20, 受理电话: {}}}}}]",
)  # fmt: skip
SETTINGS = (
    "", f"热线: ['{MOBILE}']\n", f"允许: [{{内容: '{MOBILE}', 原因: 值班}}]\n", "允许: [{内容: zhangsan@qq.com, 原因: 公开}]\n",
    "例外: [{编码: L001, 原因: 原文如此, 截止: 2027-12-31}]\n", "五带头: [一, 二, 三, 四, 五]\n", "副标题: 的的\n",
)  # fmt: skip
DAYS = (TODAY, date(2026, 11, 19), date(2026, 3, 1), date(2026, 6, 1), date(2027, 1, 2), date(2025, 12, 31))

START = "".join(
    (
        site(""),
        *(model("荣誉: [{称号: 能手, 公示: pi}]"), model(name="li"), model(name="wang"), unit()),
        notice("开始: 2026-11-16\n结束: 2026-11-20"),
        bulletin("日期: 2026-11-01\n种类: 征求意见"),
        file("pages/about", "标题: 关于", "\n\n".join((TEXTS[1], TEXTS[6], TEXTS[7]))),
    )
)
NAMES = sorted(name for name in files_of(START) if name != "site.yaml")

Files = Mapping[str, str]


def library_of(files: Files, today: date) -> Library | None:
    records = tuple(source_of(name, text.encode()) for name, text in sorted(files.items()) if name.endswith(".md"))
    intake = take_in(Sources(Path("."), source_of("site.yaml", files["site.yaml"].encode()), records))
    return make_library(intake.site, intake.records, shipped_profiles(), today) if intake.site else None


def forget() -> None:
    """As if the process had just begun."""
    texts._last = texts._NO_LIBRARY


def judged(library: Library, memory: Memory) -> Sequence[Problem]:
    """What a run finds that begins with nothing but a memory, in the order in which it is found."""
    forget()
    texts.remember(library, memory)
    return list(judge(library))


def _with_body(text: str) -> Callable[[str], str]:
    return lambda old: f"{old.rpartition('---')[0]}---\n{text}\n"


def _with_header(line: str) -> Callable[[str], str]:
    def edit(old: str) -> str:
        others = "".join(part for part in old.splitlines(True) if part.partition(":")[0] != line.partition(":")[0])
        return others.replace("---\n", f"---\n{line}\n", 1)

    return edit


EDITS = st.one_of(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(TEXTS).map(_with_body)),
    st.tuples(
        st.sampled_from(NAMES),
        st.builds(str.format, st.sampled_from(HEADERS), st.sampled_from((*TEXTS, MOBILE, MOBILE, MOBILE))).map(_with_header),
    ),
    st.tuples(st.sampled_from(NAMES), st.just(lambda old: old.replace("---\n", "---\n\n", 1))),  # every line moves
    st.tuples(st.just("site.yaml"), st.sampled_from(SETTINGS).map(lambda line: lambda _: SITE + line)),
    st.sampled_from(DAYS),
    st.tuples(st.sampled_from(NAMES), st.none()),  # gone, or back again
)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=8))
def test_what_is_remembered_changes_no_finding(edits: list[date | tuple[str, Callable[[str], str] | None]]) -> None:
    files, today, memory = {**files_of(START)}, TODAY, Memory(None)
    for edit in edits:
        if isinstance(edit, date):
            today = edit
        elif edit[1] is not None:
            files[edit[0]] = edit[1](files.get(edit[0], files_of(START)[edit[0]]))
        elif files.pop(edit[0], None) is None:
            files[edit[0]] = files_of(START)[edit[0]]
        # each time another library: rules keep what they found in the last one
        one, two, three = (library_of(files, today) for _ in range(3))
        if one and two and three:
            found = judged(one, memory)
            assert found == list(judge(two))  # the same process goes on
            assert found == judged(three, Memory(None))


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the sheets that were looked at."""
    seen: list[str] = []

    def note_of(sheet: Sheet, today: date, real: Callable[[Sheet, date], texts.Noted] = texts.note_of) -> texts.Noted:
        seen.append(sheet.filed.path)
        return real(sheet, today)

    monkeypatch.setattr(texts, "note_of", note_of)
    return seen


def run(folder: Path, files: Files, today: date = TODAY) -> list[tuple[str, str]]:
    """A run of its own, with the memory that the last one left on disk."""
    library = library_of(files, today)
    assert library is not None
    memory = Memory(folder / "memory.sqlite")
    found = judged(library, memory)
    memory.close()
    return sorted((p.code, p.place.path) for p in found if p.code[0] in "LD")


def test_only_the_edited_file_is_looked_at_again(tmp_path: Path, looked_at: list[str]) -> None:
    files = {**files_of(START)}
    before = run(tmp_path, files)
    assert sorted(looked_at) == NAMES
    looked_at.clear()
    assert run(tmp_path, files) == before
    assert looked_at == []
    path = "content/models/li.md"
    files[path] += "服务群众的的模范\n"
    assert run(tmp_path, files) == sorted([*before, ("L003", path)])
    assert looked_at == [path]


def test_a_file_that_was_moved_is_looked_at_where_it_stands_now(tmp_path: Path, looked_at: list[str]) -> None:
    files = {**files_of(START)}
    run(tmp_path, files)
    looked_at.clear()
    files["content/pages/site.md"] = files.pop("content/pages/about.md")
    assert ("L003", "content/pages/site.md") in run(tmp_path, files)
    assert looked_at == ["content/pages/site.md"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"site.yaml": SITE + f"热线: ['{MOBILE}']\n"}, []),
        ({"site.yaml": SITE + f"允许: [{{内容: '{MOBILE}', 原因: 值班}}]\n"}, [("D012", "site.yaml")]),
        ({"content/notices/pi.md": notice(f"开始: 2026-11-16\n结束: 2026-11-20\n受理电话: '{MOBILE}'").partition("--\n")[2]}, []),
    ],
)
def test_what_the_site_lets_through_is_seen_though_no_text_was_touched(
    tmp_path: Path, looked_at: list[str], change: Files, found: list[tuple[str, str]]
) -> None:
    files = {**files_of(START), "content/pages/about.md": file("pages/about", "标题: 关于", TEXTS[6]).partition("--\n")[2]}
    assert run(tmp_path, files) == [("D003", "content/pages/about.md")]
    looked_at.clear()
    assert run(tmp_path, {**files, **change}) == found
    assert looked_at == sorted(change.keys() - {"site.yaml"})


def test_a_new_day_looks_only_at_what_hangs_on_the_day(tmp_path: Path, looked_at: list[str]) -> None:
    files = {**files_of(START), "content/pages/about.md": file("pages/about", "标题: 关于", TEXTS[7]).partition("--\n")[2]}
    assert run(tmp_path, files, date(2026, 3, 1)) == []
    looked_at.clear()
    assert run(tmp_path, files, TODAY) == [("D001", "content/pages/about.md")]
    assert looked_at == ["content/pages/about.md"]


def test_a_new_year_looks_at_everything(tmp_path: Path, looked_at: list[str]) -> None:
    files = {**files_of(START), "content/pages/about.md": file("pages/about", "标题: 关于", TEXTS[7]).partition("--\n")[2]}
    assert run(tmp_path, files, date(2025, 12, 31)) == []
    looked_at.clear()
    assert run(tmp_path, files, TODAY) == [("D001", "content/pages/about.md")]
    assert sorted(looked_at) == NAMES


def test_a_clean_site_of_many_records_is_remembered_in_little_space(tmp_path: Path) -> None:
    files = {**files_of(START)} | {f"content/pages/p{n}.md": "---\n标题: 页\n---\n正文\n" for n in range(100)}
    library, memory = library_of(files, TODAY), Memory(None)
    assert library is not None
    judged(library, memory)
    kept = memory.get("texts", "")
    assert kept is not None
    assert len(kept) < 60 * len(files)

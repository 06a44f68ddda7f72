"""Laws of mending, over random sites and hostile files."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.intake import shipped_profiles, take_in
from sitegen.library import Library, make_library
from sitegen.material import Material, material_of
from sitegen.mending.begun import has_begun
from sitegen.mending.whole import mends
from sitegen.proof import Book
from sitegen.sources import Sources
from tests.mending.rows import FENCES, FILES
from tests.mending.world import mend_one, mended, sources_of
from tests.reading.corpus import cases
from tests.sites import files_of

TODAY = date(2026, 11, 4)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# every field of a notice, each in a lawful form and in one that some mender answers
_NAMES = st.sampled_from(["张三", "张三的的", "效劳"])
_SUMMARIES = st.sampled_from(
    ["好", "学习科学开展观", "联系 13800138000", "身份证号 11010519491231002X", "他说“好人“", "办事 上一页 1 2 3 下一页"]
)
_STARTS = st.sampled_from(["2026-11-02", "2026-11-04", "2026-11-09", "2026-10-12", "2026-12-07"])
_ENDS = st.sampled_from(["2026-11-06", "2026-11-05", "2026-11-13", "2026-10-16", "2026-12-08", ""])
_LENGTHS = st.sampled_from(["", "5个工作日", "3个工作日", "5"])
_PROFILES = st.sampled_from(["commendation", "comendation", "village"])
_BODIES = st.sampled_from(["", "联系 13900139000。", "群众的的贴心人，效劳群众。"])
_PLACES = st.sampled_from(["inline", "batch"])


@st.composite
def sites(draw: st.DrawFn) -> str:
    """A site of one notice in some state, with slips in any field."""
    start, end, length = draw(_STARTS), draw(_ENDS), draw(_LENGTHS)
    lines = [f"规则: {draw(_PROFILES)}", "公示单位: 县委效劳处", f"开始: {start}"]
    lines += [f"结束: {end}"] if end else []
    lines += [f"公示期: {length}"] if length else []
    body, summary, name = draw(_BODIES), draw(_SUMMARIES), draw(_NAMES)
    where = draw(_PLACES)
    notice = "{" + ", ".join(lines) + "}" if where == "inline" else "pi"
    model = f"-- content/models/zhang.md --\n---\n编号: zhang-2026\n姓名: {name}\n摘要: {summary}\n职务: 教师的的\n"
    model += f"荣誉:\n  - 称号: 服务标兵的的\n    级别: 县\n    公示: {notice}\n---\n{body}\n"
    batch = "-- content/notices/pi.md --\n---\n编号: pi-2026\n标题: 公示的的\n" + "\n".join(lines) + f"\n---\n{body}\n"
    return model + (batch if where == "batch" else "")


def _library(sources: Sources) -> Library:
    intake = take_in(sources)
    assert intake.site is not None
    return make_library(intake.site, intake.records, shipped_profiles(), TODAY)


def _posted(library: Library) -> Mapping[str, Material]:
    return {case.id: material_of(case) for case in library.notices if has_begun(library, case)}


@pytest.mark.slow
@given(sites())
@QUICK
def test_a_mend_never_changes_what_a_posted_notice_says(block: str) -> None:
    sources = sources_of({name: text.encode() for name, text in files_of(block).items()})
    before = _posted(_library(sources))
    after = _posted(_library(mends(sources, TODAY).sources))
    assert after == before


@pytest.mark.slow
@given(sites())
@QUICK
def test_a_second_run_changes_nothing(block: str) -> None:
    sources = sources_of({name: text.encode() for name, text in files_of(block).items()})
    once = mends(sources, TODAY)
    assert mends(once.sources, TODAY).files == ()


@pytest.mark.parametrize("start", ["2026-11-02", "2026-12-07"])
def test_a_slip_in_a_notice_is_mended_only_before_it_begins(start: str) -> None:
    block = "-- content/models/a.md --\n---\n编号: zhang-2026\n姓名: 张三\n摘要: 学习科学开展观\n"
    block += f"荣誉:\n  - 称号: 先进\n    公示: {{开始: {start}}}\n---\n"
    found = mended(block, "2026-11-04", only=["L001"])
    has_started = start < "2026-11-04"
    assert bool(found.files) is not has_started
    assert [p.code for p in found.by_hand] == (["L001"] if has_started else [])


def test_a_value_of_an_unreadable_file_is_left_to_a_person_once_its_notice_has_begun() -> None:
    lines = "编号: {}\n姓名: 张三\n摘耍: 好\n荣誉:\n  - 称号：先进\n    公示: {{开始: {}}}\n"
    running, coming = (f"---\n{lines.format('zhang-2026', day)}---\n".encode() for day in ("2026-11-02", "2026-12-07"))
    (file,) = mend_one("model", running, "2026-11-04").files
    assert file.codes == ("F022",)
    assert [p.code for p in mend_one("model", running, "2026-11-04").by_hand] == ["S001"]
    assert mend_one("model", coming, "2026-11-04").files[0].codes == ("F022", "S001")


def test_a_record_that_the_ledger_knows_keeps_its_values() -> None:
    files = {"content/models/a.md": "---\n编号: zhang-2026\n姓名: 张三\n摘耍: 好\n---\n".encode()}
    assert mends(sources_of(files), TODAY).files
    assert not mends(sources_of(files), TODAY, Book(stories={"zhang-2026-1": ()})).files


def test_contacts_of_the_site_are_those_of_its_notices() -> None:
    site = "名称: 站\n主办单位: 县\n受理: {受理电话: 0911—2110000}\n"
    record = "---\n编号: zhang-2026\n姓名: 张三\n摘要: 好\n荣誉:\n  - 称号: 先进\n    公示: {开始: 2026-11-02}\n---\n"
    files = {"site.yaml": site.encode(), "content/models/a.md": record.encode()}
    (file,) = mends(sources_of(files), TODAY).files
    assert file.path == "site.yaml"  # a dash is a matter of form
    site = site.replace("0911—2110000", "0911-2110000").replace("受理电话", "受理电活")
    assert not mends(sources_of({**files, "site.yaml": site.encode()}), TODAY).files


_CORPUS = [case.data for case in cases()] + [f"---\n{row.wrong}---\n".encode() for row in (*FILES, *FENCES)]


@given(st.sampled_from(_CORPUS), st.integers(0, 400), st.binary(max_size=8), st.integers(0, 8))
@QUICK
def test_no_damage_to_a_file_raises_and_a_second_run_changes_nothing(data: bytes, at: int, put: bytes, gone: int) -> None:
    if len(data) > 5_000:
        data = data[:5_000]
    hurt = data[:at] + put + data[at + gone :]
    found = mend_one("model", hurt)
    assert all(mend_one("model", file.after).files == () for file in found.files)


@given(
    st.binary(max_size=200)
    | st.text("：:-—#\"'[]{},，。\n \t\u3000\u200b姓名摘要荣誉公示开始a1", max_size=120).map(lambda t: f"---\n{t}\n---\n".encode())
)
@QUICK
def test_nothing_that_a_file_may_hold_raises(data: bytes) -> None:
    for kind in ("model", "notice", "site"):
        mend_one(kind, data)


@pytest.mark.parametrize("line", ["k{}: @a\n", "摘要: 好\n", 'k{}: "a\n', "摘 要{}: 好\n", "k{}：a\n"])
def test_a_file_of_nothing_but_slips_takes_no_ages(line: str) -> None:
    data = "---\n姓名: 张三\n{}---\n".format("".join(line.format(i) for i in range(400))).encode()
    started = time.perf_counter()
    mend_one("model", data)
    assert time.perf_counter() - started < 10

"""The form: what is not touched stays to the byte, what is touched becomes what was typed, and nothing else changes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.intake import KIND_RECORDS
from sitegen.records.entries import Model
from sitegen.schema.keys import keys_of
from sitegen.serve import house
from sitegen.serve.changes import Refused
from sitegen.serve.forms import Form, make_form, new_errors, problems_of, submitted
from sitegen.serve.saving import Conflict, NotAllowed, save_file, sha_of
from sitegen.serve.sheets import bytes_of, sheet_of, text_of
from tests.conftest import ROOT
from tests.press import SMALL
from tests.serve.running import filled
from tests.sites import files_of

PATH = "content/models/zhang-san.md"
ZHANG = files_of(SMALL)[PATH]
SAMPLES = {f"content/{p.relative_to(ROOT / 'content').as_posix()}": p.read_bytes() for p in (ROOT / "content").rglob("*.md")}
SAMPLES |= {path: text.encode() for path, text in files_of(SMALL).items() if path.endswith(".md")}


def form_of(path: str, data: bytes, *extra: str) -> Form:
    return make_form(path, text_of(data) or "", problems_of(path, data), "zh", extra=extra)


def sent(path: str, data: bytes, *extra: str) -> dict[str, str]:
    """What a browser sends if nobody touches the form."""
    page = house.page(
        "form.html", "zh", path=path, form=form_of(path, data, *extra), sha=sha_of(data), notice="", reason="", restarted=(),
        is_changed=False,
        page="", token="t", stamp="", is_lan=False,
    )  # fmt: skip
    return filled(page)


def edited(path: str, text: str, **changes: str) -> str:
    """The text after typing into fields; dots in names are written as double underscores."""
    data = text.encode()
    changed = {name.replace("__", "."): value for name, value in changes.items()}
    posted = sent(path, data, *changed.pop("extra", "").split())
    assert set(changed) - {"drop"} <= set(posted), set(changed) - set(posted)
    return submitted(path, data, {**posted, **changed}).decode()


@pytest.mark.parametrize("path", sorted(SAMPLES))
def test_a_form_that_nobody_touched_leaves_every_byte(path: str) -> None:
    data = SAMPLES[path]
    assert submitted(path, data, sent(path, data)) == data


def test_line_ends_and_a_byte_order_mark_stay_where_only_another_line_is_edited() -> None:
    mixed = b"\xef\xbb\xbf" + ZHANG.encode().replace("姓名: 张三\n".encode(), "姓名: 张三\r\n".encode())
    assert submitted(PATH, mixed, sent(PATH, mixed)) == mixed
    after = submitted(PATH, mixed, {**sent(PATH, mixed), "summary": "修路的人。"})
    assert after == mixed.replace("修水渠的人".encode(), "修路的人".encode())
    windows = ZHANG.replace("\n", "\r\n").encode()
    added = submitted(PATH, windows, {**sent(PATH, windows), "post": "村民"})
    assert added.count(b"\n") == added.count(b"\r\n") == windows.count(b"\r\n") + 1


_VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=30),
    st.sampled_from(
        [
            "2026年11月2日",
            "２０２６-1-2",
            "2026-13-40",
            "是",
            "yes",
            "国家",
            "national",
            "[]",
            "{}",
            "~",
            "- a",
            "a: b",
            "#x",
            "'",
            '"',
            "|",
            "…",
        ]
    ),
)


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.sampled_from(keys_of(Model)), _VALUES), max_size=8, unique_by=lambda pair: pair[0].name),
    st.text("a\n# -*", max_size=40),
)
def test_whatever_a_file_holds_an_untouched_form_leaves_it_as_it_is(pairs: list[tuple[object, str]], body: str) -> None:
    lines = "".join(f"{key.zh}: {value}\n" for key, value in pairs)  # type: ignore[attr-defined]
    data = f"---\n姓名: 张三 # 记\n{lines}x-内部:   [a,  b]\n---\n{body}".encode()
    try:
        assert submitted(PATH, data, sent(PATH, data)) == data
    except Refused:  # a header that is no mapping is shown as a whole
        assert form_of(PATH, data).sheet is None


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(_VALUES, st.sampled_from(["summary", "name", "honours.0.title", "honours.0.notices.0.basis", "honours.0.decision.number", "tags"]))
def test_what_is_typed_is_what_the_file_then_says(value: str, name: str) -> None:
    data = ZHANG.encode()
    try:
        after = submitted(PATH, data, {**sent(PATH, data), name: value})
    except Refused:
        return
    again = sent(PATH, after)
    assert again.get(name, "").strip() == value.strip() or (name == "tags" and "、" in again[name])
    others = {k: v for k, v in again.items() if k not in (name, "draft", "sha")}
    before = {k: v for k, v in sent(PATH, data).items() if k in others}
    assert {k: others[k] for k in before} == before


def test_comments_order_and_unknown_keys_stay() -> None:
    text = ZHANG.replace("姓名: 张三\n", "# 先写姓名\nx-档案: {柜: 3}   # 三号柜\n姓名:   张三  # 全名\n")
    after = edited(PATH, text, name="张三丰", honours__0__year="2027")
    assert after == text.replace("姓名:   张三  # 全名", "姓名:   张三丰  # 全名").replace("年度: 2026", "年度: 2027")


def test_a_row_is_added_where_its_list_ends_and_taken_out_whole() -> None:
    added = edited(PATH, ZHANG, extra="promises", promises__0__text="修桥", promises__0__due="2026-12-31")
    assert "承诺:\n  - 内容: 修桥\n    期限: '2026-12-31'\n" in added or "承诺:\n  - 内容: 修桥\n    期限: 2026-12-31\n" in added
    more = edited(PATH, added, extra="promises", promises__1__text="修路")
    assert more.count("- 内容:") == 2
    fewer = edited(PATH, more, drop="promises.0")
    assert "修桥" not in fewer
    assert "修路" in fewer
    assert edited(PATH, fewer, drop="promises.0") == ZHANG


def test_rows_nest_and_a_single_notice_becomes_a_list() -> None:
    after = edited(PATH, ZHANG, extra="honours.0.notices", honours__0__notices__1__start="2026-12-01", honours__0__notices__1__scope="市")
    fields = sent(PATH, after.encode())
    assert fields["honours.0.notices.0.start"] == "2026-11-16"
    assert fields["honours.0.notices.1.start"] == "2026-12-01"
    assert fields["honours.0.notices.1.scope"] == "市"
    named = edited(PATH, ZHANG, extra="honours.0.notices:text", honours__0__notices__1="pi")
    assert sent(PATH, named.encode())["honours.0.notices.1"] == "pi"


def test_emptied_fields_go_with_their_keys() -> None:
    after = edited(PATH, ZHANG, sector="", honours__0__nomination__by="", honours__0__nomination__date="", honours__0__nomination__count="")
    assert "领域" not in after
    assert "推荐" not in after
    assert problems_of(PATH, after.encode()) == ()


def test_votes_and_criteria_are_rows_of_names_and_values() -> None:
    path, text = "content/units/cun.md", files_of(SMALL)["content/units/cun.md"]
    after = edited(path, text, criteria__0__value="班子很好")
    assert after == text.replace("领导班子: 好", "领导班子: 班子很好")


def test_types_show_as_their_inputs_and_wrong_values_stay_to_be_mended() -> None:
    fields = {f.name: f for f in form_of(PATH, ZHANG.encode()).fields}
    assert (fields["published"].kind, fields["published"].value) == ("date", "2026-11-01")
    assert fields["gender"].kind == "choice"
    assert fields["sample"].options == ("", "是", "否")
    wrong = ZHANG.replace("发布: 2026-11-01", "发布: 2026-11-31").encode()
    field = {f.name: f for f in form_of(PATH, wrong).fields}["published"]
    assert (field.kind, field.value, [m.code for m in field.messages]) == ("text", "2026-11-31", ["S007"])


def test_every_error_of_check_stands_beside_its_field_or_above_the_form() -> None:
    wrong = ZHANG.replace("级别: 县", "级别: 县级市").replace("称号: 劳动模范\n    ", "").replace("摘要:", "摘:").encode()
    form = form_of(PATH, wrong)
    told = {m.code for _, m in form.general}

    def walk(fields: object) -> None:
        for f in fields:  # type: ignore[attr-defined]
            told.update(m.code for m in f.messages)
            walk(f.parts)

    walk(form.fields)
    assert told == {p.code for p in problems_of(PATH, wrong)}


def test_only_errors_that_an_edit_brings_stand_in_the_way_of_saving() -> None:
    bad = ZHANG.replace("发布: 2026-11-01", "发布: 昨天").encode()
    assert new_errors(PATH, bad, bad.replace("修水渠".encode(), "修路".encode())) == ()
    assert [p.code for p in new_errors(PATH, ZHANG.encode(), bad)] == ["S006"]


def test_a_file_without_a_readable_header_is_edited_as_a_whole() -> None:
    broken = ZHANG.replace("---\n", "", 1).encode()
    form = form_of(PATH, broken)
    assert form.sheet is None
    posted = sent(PATH, broken)
    assert submitted(PATH, broken, posted) == broken
    assert submitted(PATH, broken, {**posted, "text": "---\r\n" + posted["text"]}) == ZHANG.encode()


def test_no_field_of_a_record_is_called_as_the_form_calls_its_own() -> None:
    own = {"token", "sha", "draft", "extra", "body", "text", "do", "drop", "sure"}
    for record in KIND_RECORDS.values():
        assert not own & {field.name for field in dataclasses.fields(record)}


@given(st.text("ab\n\r\x0b\u2028", max_size=40), st.text("ab\n", max_size=40))
def test_lines_that_do_not_change_keep_their_bytes(before: str, after: str) -> None:
    data = before.encode()
    assert bytes_of(data, text_of(data) or "") == data
    assert text_of(bytes_of(data, after)) == after


def test_a_sheet_is_the_text_in_four_parts() -> None:
    for path, data in SAMPLES.items():
        sheet = sheet_of(path, text_of(data) or "")
        assert sheet is not None
        assert sheet.text == text_of(data)


def test_a_file_that_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "content/models/a.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"old")
    sha = sha_of(b"old")
    file.write_bytes(b"theirs")
    with pytest.raises(Conflict):
        save_file(tmp_path, "content/models/a.md", b"mine", sha)
    assert file.read_bytes() == b"theirs"


def test_nothing_outside_content_is_written(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "secret.md").write_bytes(b"old")
    (tmp_path / "content/link.md").symlink_to(tmp_path / "secret.md")
    for path in ("secret.md", "content/../secret.md", "content/link.md", str(tmp_path / "secret.md")):
        with pytest.raises(NotAllowed):
            save_file(tmp_path, path, b"new", sha_of(b"old"))
    assert (tmp_path / "secret.md").read_bytes() == b"old"

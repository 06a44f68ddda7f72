"""Short messages: at most 70 units a part, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sitegen.channels.sms import LIMIT, joined, messages, parts, text_of, units
from sitegen.records.words import State
from tests.channels.world import HIDDEN, make, news, notice, run, subject

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("公示𠮷0123(/)"), max_size=3000)


@given(TEXTS)
def test_no_part_is_longer_than_a_message_and_the_parts_are_the_whole_text(text: str) -> None:
    made = parts(text)
    assert all(units(part) <= LIMIT for part in made)
    assert joined(made) == text


@given(TEXTS)
def test_a_part_is_never_half_a_sign(text: str) -> None:
    for part in parts(text):
        part.encode("utf-8")  # half of a pair could not be


def test_a_sign_beyond_the_basic_plane_counts_two() -> None:
    assert units("公示") == 2
    assert units("𠮷") == 2
    assert len(parts("示" * 70)) == 1
    assert len(parts("𠮷" * 36)) == 2


def test_parts_are_numbered_and_the_number_is_counted_in() -> None:
    made = parts("示" * 100)
    assert [part[:5] for part in made] == ["(1/2)", "(2/2)"]
    assert len(made[0]) == LIMIT
    assert parts("示" * 1000)[9].startswith("(10/16)")


def test_an_address_and_a_telephone_number_stay_in_one_part() -> None:
    for pad in range(70):
        made = parts("示" * pad + "0551-1200000，https://example.org/notices/pi.html 完")
        assert any("0551-1200000" in part for part in made)
        assert any("https://example.org/notices/pi.html" in part for part in made)


def test_a_message_says_who_is_proposed_until_when_and_where_to_read_and_object() -> None:
    one = notice()
    text = text_of(news(one), one)
    assert (
        text
        == "【丙县】拟授予张三“劳动模范”，公示至11月20日17:00，有异议请向办公室反映，0551-1200000。详见 https://example.org/notices/pi.html"
    )


def test_of_many_the_first_three_are_named_and_all_are_counted() -> None:
    people = tuple(subject(name) for name in ("甲", "乙", "丙", "丁"))
    unit = subject("戊", is_person=False)
    assert "甲、乙、丙等4人“劳动模范”" in text_of(news(), notice(subjects=people))
    assert "甲、乙、丙等5个对象" in text_of(news(), notice(subjects=(*people, unit)))
    assert "戊、戊、戊等4个单位" in text_of(news(), notice(subjects=(unit,) * 4))


def test_only_running_notices_are_sent() -> None:
    others = (replace(notice(), state=state) for state in (State.UPCOMING, State.CLOSED))
    assert messages(news(*others)) == ()
    assert len(messages(news(notice(), notice(slug="zwei")))) == 2


def test_the_command_prints_the_messages_and_nobody_who_is_withheld(tmp_path: Path) -> None:
    ran = run(make(tmp_path), "digest", "--sms")
    assert ran.code == 0
    lines = [line for line in ran.out.splitlines() if line]
    assert lines and all(units(line) <= LIMIT for line in lines)
    assert "拟授予张三“劳动模范”" in ran.out and "㐂𠮷䶮" in ran.out
    assert not any(name in ran.out for name in (*HIDDEN, "李四", "王五", "钱七十"))
    assert "2 条短信" in ran.err


def test_a_site_with_an_error_sends_nothing(tmp_path: Path) -> None:
    site = make(tmp_path)
    (site / "content/models/bad.md").write_text("---\n姓名: 甲\n---\n", "utf-8")
    ran = run(site, "digest", "--sms")
    assert (ran.code, ran.out) == (1, "")
    assert "bad.md" in ran.err

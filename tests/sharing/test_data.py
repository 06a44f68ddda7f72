"""The data files: what they claim in each state, who is not in them, and that a spreadsheet takes nothing for a formula."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.outputs.tables import Column, Record, Table, cell, csv_bytes, json_bytes
from sitegen.views.words import phrase
from tests.press import publish
from tests.sharing.world import ADDRESS, HOSTILE, STATES, WITHHELD, built
from tests.sites import write_site

TABLES = ("models", "units", "notices")


def records(files: dict[str, bytes], name: str) -> dict[str, Any]:
    return {r["id"]: r for r in json.loads(files[f"data/{name}.json"])["records"]}


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    text = files[f"data/{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_only_an_honour_that_is_held_has_a_title(files: dict[str, bytes]) -> None:
    found = records(files, "models")
    said = {i: [(h["state"], h["title"], h["proposed_title"], h["state_since"]) for h in r["honours"]] for i, r in found.items()}
    assert said == {
        "li-si-01": [("honoured", "优秀教师", None, "2026-10-20")],
        "qian-ba-01": [("upcoming", None, "标兵", None)],
        "wang-wu-1": [("closed", None, "优秀教师", "2026-10-17")],
        "wu-shi-01": [],
        "zhang-san-1": [("on_notice", None, "劳动模范", "2026-11-16")],
        "zhou-jiu-01": [],
    }


def test_a_candidate_of_a_notice_has_a_title_only_once_honoured(files: dict[str, bytes]) -> None:
    found = records(files, "notices")["pi-2026-01"]
    said = {(c["id"], c["title"], c["proposed_title"], c["state"]) for c in found["candidates"]}
    assert said == {("li-si-01", "优秀教师", None, "honoured"), ("wang-wu-1", None, "优秀教师", "closed")}
    assert (found["start"], found["end"], found["verdict"]) == ("2026-10-12", "2026-10-16", "satisfied")


def test_nothing_of_somebody_withheld_and_no_draft_is_in_the_data(files: dict[str, bytes]) -> None:
    for url, data in files.items():
        if url.startswith("data/") or url == "feed.json":
            assert not [w for w in (*WITHHELD, "zhao-liu", "sun-qi", "未定奖", "不实") if w.encode() in data], url


@pytest.mark.parametrize("name", TABLES)
def test_both_forms_say_the_same(name: str, files: dict[str, bytes]) -> None:
    assert files[f"data/{name}.csv"].startswith(b"\xef\xbb\xbf")
    found, part = records(files, name), "candidates" if name == "notices" else "honours"
    assert sum(max(len(r[part]), 1) for r in found.values()) == len(rows(files, name))
    for row in rows(files, name):
        record = found[row["id"]]
        assert row["page"] == record["page"]
        if record[part]:
            assert row[f"{part[:-1]}_state"] in {p["state"] for p in record[part]}


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_and_every_described_one_there(name: str, files: dict[str, bytes]) -> None:
    page = files["data/index.html"].decode()
    head = files[f"data/{name}.csv"].decode("utf-8-sig").split("\r\n")[0].split(",")
    section = page.split(f'id="h-{name}"')[1].split("<section")[0]
    assert [part.split("</code>")[0] for part in section.split("<dt><code>")[1:]] == head
    whole = json.loads(files[f"data/{name}.json"])
    part = "candidates" if name == "notices" else "honours"
    for record in whole["records"]:
        assert record.keys() == whole["labels"].keys()
        assert all(one.keys() == whole["labels"][part].keys() for one in record[part])


def test_pages_named_in_the_data_are_there(files: dict[str, bytes]) -> None:
    for name in TABLES:
        for record in records(files, name).values():
            assert record["page"].removeprefix(ADDRESS) in files


def test_the_json_feed_holds_the_entries_of_the_other(files: dict[str, bytes]) -> None:
    feed = json.loads(files["feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{ADDRESS}feed.json"
    assert [files["feed.xml"].decode().count(f"<id>{item['id']}</id>") for item in feed["items"]] == [1] * len(feed["items"])
    assert files["feed.xml"].count(b"<entry>") == len(feed["items"]) > 0
    assert all(item["content_text"] and item["url"].removeprefix(ADDRESS) in files for item in feed["items"])


def test_unchanged_data_is_not_written_again(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", STATES)
    publish(site)
    assert publish(site).written == 0
    file = site / "content/units/cun.md"
    file.write_text(file.read_text("utf-8").replace("摘要: 一个村。", "摘要: 另一个村。"), "utf-8")
    made = publish(site)
    assert {u for u in made.reasons if u.startswith("data/")} == {"data/units.json", "data/units.csv"}


@given(st.text() | st.sampled_from(("=1+1", "@SUM(A1)", "-1", "+86", "\tx", "\rx", "＝1", " =1", HOSTILE, 'a,b\r\n"c"', "😀")))
def test_any_text_comes_back_and_none_is_a_formula(text: str) -> None:
    column = Column("name", phrase("名称"), phrase("名称"))
    table = Table("t", phrase("表"), (column,), (Record({"name": text}),), "parts", "part", (column,))
    made = csv_bytes(table).decode("utf-8-sig", "surrogatepass") if text.isprintable() else csv_bytes(table).decode("utf-8-sig")
    (_, row) = csv.reader(io.StringIO(made, newline=""))
    assert row[0].removeprefix("'") == text.removeprefix("'")
    assert not row[0].lstrip(" \u3000").startswith(tuple("=+-@\t\r\n＝＋－＠"))
    back = json.loads(json_bytes(table, {}, lambda p: p.text))  # type: ignore[attr-defined]
    assert back["records"] == [{"name": text, "parts": []}]


def test_numbers_stay_numbers() -> None:
    assert [cell(v) for v in (None, True, False, -3, ["甲", "=乙"], ["=甲"])] == ["", "true", "false", "-3", "甲；=乙", "'=甲"]


def test_a_hostile_name_breaks_no_form(tmp_path: Path) -> None:
    block = STATES.replace("姓名: 张三\n", '姓名: "=张\\"三</script>"\n').replace("摘要: 修水渠的人。", '摘要: "@一,二 😀"')
    made = built(tmp_path, block)
    assert records(made, "models")["zhang-san-1"]["name"] == '=张"三</script>'
    row = next(r for r in rows(made, "models") if r["id"] == "zhang-san-1")
    assert (row["name"], row["summary"]) == ("'=张\"三</script>", "'@一,二 😀")
    assert any(item["title"] == '=张"三</script>' for item in json.loads(made["feed.json"])["items"])

"""Rows 11 and 36 of THREATS.md: somebody revoked, or an honour that is a draft, in a file where it may not stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inspection.world import Edit, found, in_body, in_template, make, plant, put, told
from tests.press import publish, tree

pytestmark = pytest.mark.slow

LINK = '<p><a href="{{ to("models/sun-qiming.html") }}">看这里</a></p>'
PERCENT = "".join(f"%{byte:02X}" for byte in "孙启明".encode())


def only(site: Path, code: str, severity: str = "error") -> set[str]:
    """The files of the findings, which all have one code and weight."""
    lines = told(site)
    assert lines
    assert {line.rsplit(" ", 1)[0] for line in lines} == {f"{code} {severity}"}, lines
    return {line.rsplit(" ", 1)[1].removeprefix("output/") for line in lines}


def test_a_site_with_a_revoked_honour_is_clean(tmp_path: Path) -> None:
    site = make(tmp_path)
    assert told(site) == set()
    assert "孙启明" in (site / "output/models/sun-qiming.html").read_text("utf-8")


ADDRESSES: dict[str, tuple[Edit, str]] = {
    "a list": (in_template("list.html", LINK), "models/index.html"),
    "the front page": (in_template("home.html", LINK), "index.html"),
    "the page of somebody else": (in_template("subject.html", LINK), "models/li-si.html"),
    "the feed": (in_template("feed.xml", "<link href='{{ root }}models/sun-qiming.html'/>"), "feed.xml"),
    "the site map": (in_template("sitemap.xml", "<url><loc>https://example.org/dx/models/sun-qiming.html</loc></url>"), "sitemap.xml"),
    "the id in a feed": (in_template("feed.xml", "<id>sun-2024-7</id>"), "feed.xml"),
    "the id in a list": (in_template("list.html", '<p data-id="sun-2024-7"></p>'), "models/index.html"),
    "data": (plant("people.json", '{"url": "models\\/sun-qiming.html"}'), ".json"),
    "a table of data": (plant("people.csv", "id,n\nsun-2024-7,1\n"), ".csv"),
    "a script": (plant("people.js", "var x = ['models/sun-qiming.html']"), ".js"),
    "the name of a picture": (plant("sun-qiming.jpg", "x"), ".jpg"),
}


@pytest.mark.parametrize("place", ADDRESSES)
def test_the_address_or_id_of_somebody_revoked_is_found_in(place: str, tmp_path: Path) -> None:
    edit, where = ADDRESSES[place]
    files = only(make(tmp_path, edit), "O001")
    assert any(file == where or file.endswith(where) for file in files), files
    assert not files & {"models/sun-qiming.html", "notices/index.html", "status/revoked/index.html"}


NAMES: dict[str, tuple[Edit, str]] = {
    "a list": (in_template("list.html", "<p>孙启明</p>"), "models/index.html"),
    "the feed": (in_template("feed.xml", "<rights>孙启明</rights>"), "feed.xml"),
    "a comment of the site map": (in_template("sitemap.xml", "<!-- 孙启明 -->"), "sitemap.xml"),
    "an attribute": (in_template("promises.html", '<img src="{{ asset("icon.svg") }}" alt="孙启明的照片">'), "promises/index.html"),
    "a name cut by marks": (in_template("list.html", "<p>孙<b>启</b>&#8203;明</p>"), "models/index.html"),
    "a name with a wide blank": (in_template("list.html", "<p>孙　启明</p>"), "models/index.html"),
    "a name in numbers": (in_template("404.html", "<p>&#23385;&#x542F;&#26126;</p>"), "404.html"),
    "escaped data": (plant("people.json", '{"n": "\\u5b59\\u542f\\u660e"}'), ".json"),
    "the key of data": (plant("people.json", '{"孙启明": 1}'), ".json"),
    "an encoded address": (in_template("404.html", f'<p data-x="search.html?q={PERCENT}">找</p>'), "404.html"),
    "a search shard": (plant("part.js", 'searchPart("d/0",{"0":["x.html",0,["孙启明",""]]})'), ".js"),
    "a picture of lines": (plant("card.svg", '<svg xmlns="http://www.w3.org/2000/svg"><text>孙启明</text></svg>'), ".svg"),
    "a text": (plant("list.txt", "名单\n孙启明\n"), ".txt"),
}


@pytest.mark.parametrize("place", NAMES)
def test_the_name_of_somebody_revoked_is_found_in(place: str, tmp_path: Path) -> None:
    edit, where = NAMES[place]
    files = only(make(tmp_path, edit), "O002")
    assert any(file == where or file.endswith(where) for file in files), files


def test_the_words_of_another_text_are_a_warning_at_their_line(tmp_path: Path) -> None:
    site = make(tmp_path, in_body("units/cun.md", "那年春天，村里请**孙启明**来教种树。"))
    (problem,) = found(site)
    assert (problem.code, problem.severity, problem.place.path) == ("O002", "warning", "content/units/cun.md")
    assert "孙启明" in (site / problem.place.path).read_text("utf-8").split("\n")[problem.place.line - 1]
    assert (site / "output/units/cun.html").is_file()


def test_the_words_of_another_field_are_a_warning_at_that_field(tmp_path: Path) -> None:
    site = make(tmp_path, put("content/models/li-si.md", "摘要: 教书的人。", "摘要: 和孙启明一起教书的人。"))
    assert told(site) == {"O002 warning content/models/li-si.md"}


def test_a_text_that_names_somebody_does_not_excuse_a_list(tmp_path: Path) -> None:
    site = make(tmp_path, in_body("units/cun.md", "村里请孙启明来教种树。"), in_template("list.html", "<p>孙启明</p>"))
    assert {"O002 warning content/units/cun.md", "O002 error output/models/index.html"} <= told(site)


def test_a_link_in_another_text_is_a_warning_at_its_line(tmp_path: Path) -> None:
    site = make(tmp_path, in_body("units/cun.md", "见[这一篇](../models/sun-qiming.md)。"))
    assert told(site) == {"O001 warning content/units/cun.md"}


def test_a_name_that_somebody_shown_bears_is_nobodys_secret(tmp_path: Path) -> None:
    site = make(tmp_path, put("content/models/li-si.md", "姓名: 李四", "姓名: 孙启明"))
    assert told(site) == set()


def test_a_longer_name_of_somebody_shown_is_another_name(tmp_path: Path) -> None:
    site = make(tmp_path, put("content/models/li-si.md", "姓名: 李四", "姓名: 孙启明月"))
    assert told(site) == set()


def test_an_id_that_is_part_of_another_is_another_id(tmp_path: Path) -> None:
    assert told(make(tmp_path, in_template("list.html", '<p data-id="sun-2024-71 sun-2024-7-1"></p>'))) == set()


DRAFT = "荣誉:\n  - {称号: 未定大奖, 级别: 市, 年度: 2026, 授予单位: 丁市, 推荐: {方式: 自荐}}\n"


def test_a_draft_honour_is_found_where_the_theme_names_it(tmp_path: Path) -> None:
    draft = put("content/models/li-si.md", "荣誉:\n", DRAFT)
    assert told(make(tmp_path / "clean", draft)) == set()
    assert only(make(tmp_path, draft, in_template("home.html", "<p>李四：未定大奖</p>")), "O001") == {"index.html"}


def test_a_story_that_speaks_of_its_hopes_is_no_leak(tmp_path: Path) -> None:
    draft = put("content/models/li-si.md", "荣誉:\n", DRAFT)
    assert told(make(tmp_path, draft, in_body("models/li-si.md", "他想争取未定大奖，还早。"))) == set()


def test_after_an_error_the_old_site_stands(tmp_path: Path) -> None:
    site = make(tmp_path)
    publish(site)
    before = tree(site / "output")
    put("themes/default/templates/list.html", "{% block main %}", "{% block main %}<p>孙启明</p>")(site)
    built = publish(site)
    assert not built.checked.is_sound
    assert (built.written, built.removed) == (0, 0)
    assert tree(site / "output") == before

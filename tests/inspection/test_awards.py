"""Row 11 of THREATS.md: a candidate called honoured somewhere in the built site."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inspection.world import Edit, found, in_body, in_template, make, plant, put, told

pytestmark = pytest.mark.slow

SAYS: dict[str, tuple[Edit, str]] = {
    "a list": (in_template("list.html", "<p>张三荣获2026年度劳动模范称号。</p>"), "models/index.html"),
    "the feed": (in_template("feed.xml", "<entry><title>张三</title><summary>被评为劳动模范</summary></entry>"), "feed.xml"),
    "the notices column": (in_template("notices.html", "<p>决定授予张三“劳动模范”称号</p>"), "notices/index.html"),
    "a card": (in_template("list.html", "<ul><li><h3>张三</h3><p><span>已表彰</span> “劳动模范”</p></li></ul>"), "models/index.html"),
    "a table": (
        in_template("home.html", "<table><tr><td>张三</td><td>劳动模范（县级）</td><td><span>已表彰</span></td></tr></table>"),
        "index.html",
    ),
    "somebody closed": (in_template("list.html", "<p>王五获评优秀教师</p>"), "models/index.html"),
    "data": (plant("p.json", '[{"name": "张三", "honours": [{"title": "劳动模范", "state": "honoured"}]}]'), ".json"),
    "a table of data": (plant("p.csv", "姓名,称号,状态\n张三,劳动模范,已表彰\n"), ".csv"),
    "a search shard": (plant("p.js", 'part("d/0",{"0":["张三",0,["“劳动模范” 丙县 2026年度 已表彰"]]})'), ".js"),
    "linked data": (
        in_template("list.html", '<script type="application/ld+json">{"@type": "Person", "name": "张三", "award": ["劳动模范"]}</script>'),
        "models/index.html",
    ),
    "linked data of its own page": (
        in_template("subject.html", '{% if url == "models/zhang-san.html" %}<span itemprop="award">劳动模范</span>{% endif %}'),
        "models/zhang-san.html",
    ),
    "a meta tag": (
        in_template("subject.html", '{% if "zhang-san" in url %}<meta itemprop="award" content="劳动模范">{% endif %}'),
        "models/zhang-san.html",
    ),
    "the page of a unit": (in_body("units/cun.md", "村民张三荣获劳动模范。"), "units/cun.html"),
    "a summary on lists": (put("content/models/zhang-san.md", "摘要: 修水渠的人。", "摘要: 修水渠，被评为劳动模范。"), "models/index.html"),
}


@pytest.mark.parametrize("place", SAYS)
def test_a_candidate_called_honoured_is_found_in(place: str, tmp_path: Path) -> None:
    edit, where = SAYS[place]
    problems = found(make(tmp_path, edit))
    assert {(p.code, p.severity) for p in problems} == {("O003", "error")}, problems
    assert any(p.place.path.endswith(where) for p in problems), problems


SILENT: dict[str, Edit] = {
    "proposed": in_template("list.html", "<p>张三拟授予“劳动模范”称号。</p>"),
    "a candidate": in_template("list.html", "<p>张三是劳动模范候选人，还没有被授予劳动模范。</p>"),
    "another honour": in_template("list.html", "<p>张三荣获先进个人。</p>"),
    "another person": in_template("list.html", "<p>李四荣获优秀教师，张三向他学习。</p>"),
    "two blocks": in_template("list.html", "<p>张三</p><p>以往荣获劳动模范的有三人</p>"),
    "a card of a candidate": in_template("list.html", "<ul><li><h3>张三</h3><p><span>公示中</span> 拟授予“劳动模范”</p></li></ul>"),
    "two cards": in_template("list.html", "<ul><li><h3>王五</h3></li><li><h3>李四</h3><p><span>已表彰</span> “优秀教师”</p></li></ul>"),
    "an office": in_template("list.html", "<p>张三，授予单位：劳动模范评选委员会</p>"),
    "data": plant("p.json", '[{"name": "张三", "honours": [{"title": "劳动模范", "state": "on_notice"}]}]'),
    "its own story, of which H031 speaks": in_body("models/zhang-san.md", "张三荣获劳动模范。"),
    "somebody of the same name who has it": put("content/models/wang-wu.md", "姓名: 王五", "姓名: 李四"),
}


def test_one_who_holds_a_title_may_work_where_the_same_title_is_pending(tmp_path: Path) -> None:
    notice = "公示: {开始: 2026-10-12, 结束: 2026-10-16, 公示单位: 丁市, 依据: 文件, 范围: 全市, 发布: 2026-10-12}"
    honour = f"荣誉:\n  - {{称号: 优秀教师, 级别: 市, 年度: 2026, 授予单位: 丁市, 推荐: {{方式: 自荐, 日期: 2026-09-02}}, {notice}}}\n"
    cells = "<tr><th>李四</th><td>清水村</td><td>优秀教师 已表彰</td></tr><tr><th>李四</th><td>清水村的优秀教师 已表彰</td></tr>"
    site = make(
        tmp_path,
        put("content/units/cun.md", "承诺:\n", f"{honour}承诺:\n"),
        put("content/models/li-si.md", "姓名: 李四\n", "姓名: 李四\n单位: cun\n"),
        in_template("list.html", f"<table>{cells}</table>"),
    )
    assert told(site) == set()


@pytest.mark.parametrize("place", SILENT)
def test_nothing_is_said_of(place: str, tmp_path: Path) -> None:
    edits = [SILENT[place]]
    if place.startswith("somebody"):
        edits.append(in_template("list.html", "<p>李四获评优秀教师</p>"))
    assert told(make(tmp_path, *edits)) == set()


def test_the_finding_names_the_line_of_the_text_that_says_so(tmp_path: Path) -> None:
    site = make(tmp_path, put("content/models/zhang-san.md", "摘要: 修水渠的人。", "摘要: 修水渠，被评为劳动模范。"))
    assert {p.related.path for p in found(site) if p.related} == {"content/models/zhang-san.md"}

"""What the house's own outputs make of lawful but awkward sites: nothing that the inspection would have to stop."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from bench.corpus import make_corpus
from tests.inspection.world import in_body, make, put, told
from tests.press import copy_sample, publish

UPHELD = "    公示: [pi]\n    异议: [{日期: 2026-11-17, 状态: 成立, 办结: 2026-11-18}]\n    撤回: {日期: 2026-11-18, 原因: 异议成立}\n"


@pytest.mark.slow
def test_the_sample_site_is_clean(tmp_path: Path) -> None:
    built = publish(copy_sample(tmp_path / "site"))
    assert [p for p in built.checked.problems if p.code[0] == "O"] == []
    assert built.written


@pytest.mark.slow
def test_a_large_site_is_clean(tmp_path: Path) -> None:
    make_corpus(tmp_path, 300)
    built = publish(tmp_path)
    assert [p for p in built.checked.problems if p.code[0] == "O"] == []
    assert built.written


def test_a_revoked_unit_is_on_the_pages_of_its_people_and_not_among_the_units_below(tmp_path: Path) -> None:
    unit = "---\n名称: 绿水林场\n摘要: 一个林场。\n编号: lin-2024-7\n上级: cun\n荣誉:\n"
    site = make(tmp_path)
    person = (site / "content/models/sun-qiming.md").read_text("utf-8")
    honour = person[person.index("  - 称号") : person.index("---\n孙启明种")]
    (site / "content/units/lin.md").write_text(f"{unit}{honour}---\n林场的事。\n", "utf-8")
    put("content/models/li-si.md", "领域: 社区", "领域: 社区\n单位: lin")(site)
    assert told(site) == set()
    assert "绿水林场" in (site / "output/models/li-si.html").read_text("utf-8")
    assert "绿水林场" not in (site / "output/units/cun.html").read_text("utf-8")


def test_a_candidate_against_whom_an_objection_was_upheld_leaves_the_front_page(tmp_path: Path) -> None:
    running = put("content/notices/pi.md", "开始: 2026-10-12\n结束: 2026-10-16", "开始: 2026-11-16\n结束: 2026-11-20")
    fallen = put("content/models/li-si.md", "    公示: [pi]\n    表彰: {日期: 2026-10-20, 文号: 丁〔2026〕1号}\n", UPHELD)
    site = make(tmp_path, running, fallen)
    assert told(site) == set()
    front = (site / "output/index.html").read_text("utf-8")
    assert "王五" in front
    assert "李四" not in front
    assert "李四" in (site / "output/notices/pi.html").read_text("utf-8")


def test_somebody_revoked_who_is_on_notice_again_is_announced_like_anybody(tmp_path: Path) -> None:
    again = """荣誉:
  - 称号: 护林标兵
    级别: 市
    年度: 2026
    授予单位: 丁市
    推荐: {方式: 组织推荐, 日期: 2026-09-01}
    公示: {开始: 2026-11-16, 结束: 2026-11-20, 公示单位: 丁市, 依据: 文件, 范围: 全市, 发布: 2026-11-16}
"""
    site = make(tmp_path, put("content/models/sun-qiming.md", "荣誉:\n", again))
    assert told(site) == set()
    assert "孙启明" in (site / "output/index.html").read_text("utf-8")


def test_a_picture_of_somebody_revoked_is_not_published(tmp_path: Path) -> None:
    photo = "照片: {文件: sun/a.png, 说明: 孙启明在种树, 同意: 是}\n领域"
    site = make(tmp_path, put("content/models/sun-qiming.md", "领域", photo), in_body("models/sun-qiming.md", "![树](sun/b.png)"))
    folder = site / "content/models/sun"
    folder.mkdir()
    for number, name in enumerate(("a.png", "b.png")):
        image = Image.new("RGB", (40 + number, 30), (200, 30, 30))
        image.save(folder / name)
    assert told(site) == set()
    assert not [*(site / "output/assets").glob("img/*")]

"""A Word story becomes a page: title, summary, headings, lists, tables, pictures, notes; what is dropped is said."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from sitegen.importing.inline import Tag, inline, line_safe
from sitegen.markdown import render
from tests.importing.house import Result, bring, contents, house, model, run
from tests.importing.papers import photograph, word

STORY = """
# 药箱里的一本红皮账
——记示例县清水村乡村医生陈桂兰
　　陈桂兰在清水村行医三十一年，把全村一百四十二名慢性病人的血压记成一本账。村里人说：“有她在，心里踏实。”
一、翻山的药箱
她每月*两次*进山，**全年入户**一千一百多人次。见[卫生院](k1)的统计[^2]。
![](p1)
▲陈桂兰在山路上巡诊
**坚持的理由**
1. 第一条
2. 第二条
| 年份 | 随访 |
| 2024 | 900人次 |
（二）后来
![一张全家福](p2)
• 点一
• 点二
"""
PICTURES = {"p1": photograph(), "p2": photograph(colour="#a33")}
LINKS = {"k1": "https://example.org/a?b=1&c=2"}


def story(text: str = STORY, **more: object) -> bytes:
    return word(text, PICTURES, links=LINKS, notes=["卫生院统计，截至2025年底。"], **more)  # type: ignore[arg-type]


def brought(tmp_path: Path, text: str, *flags: str) -> tuple[Path, Result]:
    site = house(tmp_path)
    return site, bring(site, "事迹.docx", story(text), *flags)


def test_a_story_becomes_a_record_with_its_pictures(tmp_path: Path) -> None:
    site, result = brought(tmp_path, STORY)
    assert result.code == 0, result.err
    summary = "陈桂兰在清水村行医三十一年，把全村一百四十二名慢性病人的血压记成一本账。村里人说：“有她在，心里踏实。”"
    folder = "chen-gui-lan"
    caption = "陈桂兰在山路上巡诊"
    assert model(site, folder) == (
        f"---\n姓名: 陈桂兰\n摘要: {summary}\n编号: chen-gui-lan-2026\n标题: 药箱里的一本红皮账\n发布: 2026-11-18\n---\n"
        f"——记示例县清水村乡村医生陈桂兰\n\n{summary}\n\n## 翻山的药箱\n\n"
        "她每月*两次*进山，**全年入户**一千一百多人次。见[卫生院](https://example.org/a?b=1&c=2)的统计[^2]。\n\n"
        f'![{caption}]({folder}/01-chen-gui-lan-zai-shan-lu-shang.jpg "{caption}")\n\n'
        "### 坚持的理由\n\n1. 第一条\n2. 第二条\n\n| 年份 | 随访 |\n| --- | --- |\n| 2024 | 900人次 |\n\n### 后来\n\n"
        f"![一张全家福]({folder}/02-yi-zhang-quan-jia-fu.jpg)\n\n- 点一\n- 点二\n\n[^2]: 卫生院统计，截至2025年底。\n"
    )
    assert run(site, "check").code == 0


def test_no_picture_keeps_the_place_where_it_was_taken(tmp_path: Path) -> None:
    site, _ = brought(tmp_path, STORY)
    files = sorted((site / "content/models/chen-gui-lan").iterdir())
    assert len(files) == 2
    for file in files:
        data = file.read_bytes()
        assert b"MAKER-OF-THE-DEVICE" not in data
        with Image.open(io.BytesIO(data)) as picture:
            assert not picture.getexif()


def test_into_a_record_only_its_text_is_replaced(tmp_path: Path) -> None:
    site = house(tmp_path)
    head = model(site, "zhang-san").partition("---\n## ")[0]
    assert bring(site, "事迹.docx", story(), "--into", "zhang-san").code == 0
    after = model(site, "zhang-san")
    assert after.startswith(f"{head}---\n——记示例县")
    assert "zhang-san/02-yi-zhang-quan-jia-fu.jpg" in after
    before = contents(site)
    assert "不变 1" in bring(site, "事迹.docx", story(), "--into", "models/zhang-san").out
    assert contents(site) == before


def test_tracked_changes_are_taken_as_accepted_and_said(tmp_path: Path) -> None:
    text = "# 修路的人\n李四同志{-去年-}{+今年+}带领全村修路三公里，{>从山下>}一直修到山上的小学校{<从山下<}门口。"
    site, result = brought(tmp_path, text, "--name", "李四")
    assert "李四同志今年带领全村修路三公里，从山下一直修到山上的小学校门口。" in model(site, "li-si")
    assert "有 4 处修订，按“全部接受”导入" in result.err


def test_comments_are_dropped_and_said(tmp_path: Path) -> None:
    comments = '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="1"/></w:comments>'
    site = house(tmp_path)
    result = bring(site, "a.docx", word("# 记李四同志\n李四同志三十年如一日照顾邻居老人。", extra={"word/comments.xml": comments}))
    assert result.code == 0
    assert "1 条批注没有导入" in result.err


def test_a_picture_without_words_is_marked_so_that_check_warns(tmp_path: Path) -> None:
    text = "# 李四同志的账本\n李四同志三十年如一日照顾邻居老人，从没有抱怨。\n![图片 1](p1)\n他说，这是应该做的事情，谁都会这样做。"
    site, result = brought(tmp_path, text)
    assert "图片没有说明" in result.err
    assert "![（图片说明待补）](li-si/01.jpg)" in model(site, "li-si")
    assert "L005" in [p["code"] for p in run(site, "check", "--json").data["problems"]]


@pytest.mark.parametrize(
    ("title", "name"),
    [("李四同志先进事迹材料", "李四"), ("大山里的灯——记乡村教师王小明", "王小明"), ("学习张三好榜样", "张三"), ("一条路", "")],
)
def test_the_name_is_found_in_the_title_or_asked_for(tmp_path: Path, title: str, name: str) -> None:
    site = house(tmp_path)
    result = bring(site, "a.docx", word(f"# {title}\n这里写的是一位长期在基层默默奉献的普通劳动者的故事。"), "--json")
    if name == "张三":
        assert "--into zhang-san" in result.data["problems"][0]["fix"]
    elif name:
        assert [c["name"] for c in result.data["changes"]] == [name]
    else:
        assert result.codes == ["I015"]


def test_a_unit_has_a_story_too(tmp_path: Path) -> None:
    site, result = brought(tmp_path, "# 一家老厂的新账本\n红旗厂三年里把能耗降低了三成，账本每月公开一次。", "--unit", "--name", "红旗厂")
    assert result.code == 0, result.err
    assert "标题: 一家老厂的新账本" in (site / "content/units/hong-qi-chang.md").read_text("utf-8")


def test_a_number_of_a_person_in_a_story_keeps_it_out(tmp_path: Path) -> None:
    site, result = brought(tmp_path, "# 好人李四\n李四同志的电话是 13800138000，随时可以打给他求助。")
    assert result.code == 1
    assert "I005" in result.err
    assert "13800138000" not in result.err
    assert not (site / "content/models/li-si.md").exists()


SIGNS = "甲乙 *_`[]()<>&#+-.!|\\~=:1234\"'{}^x"


@example("&#1", "")
@given(st.text(SIGNS, min_size=1, max_size=30).filter(lambda t: t.strip()), st.sampled_from(["", "strong", "em"]))
@settings(max_examples=300, deadline=None)
def test_any_text_reads_on_the_page_as_it_read_in_word(text: str, mark: str) -> None:
    plain = " ".join(text.split())
    parts: list[Tag | str] = ["前", Tag(mark, {}, [plain]), "后"] if mark else [plain]
    shown = render(line_safe(inline(parts).strip())).html
    seen = html.unescape(re.sub(r"<[^>]+>", "", shown))
    wanted = f"前{plain}后" if mark else plain
    assert "".join(seen.split()) == "".join(wanted.split())
    assert "<p>" in shown

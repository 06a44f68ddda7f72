"""What of a site gets into the index: all that is published, and of those whose story is withheld nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sitegen.memory import Memory
from sitegen.search.documents import Document
from sitegen.search.index import FOLDER, SMALL, make_index
from tests.press import CLOCK, publish, tree
from tests.search.asking import LARGE, NODE, ask
from tests.sites import write_site

_NOTICE = "{开始: 2026-10-12, 结束: 2026-10-16, 公示单位: 丙县, 依据: 文件, 范围: 全县, 发布: 2026-10-12}"

_RUNNING = "{开始: 2026-11-16, 结束: 2026-11-20, 公示单位: 丙县, 依据: 文件, 范围: 全县, 发布: 2026-11-16}"


def person(name: str, slug: str, more: str, text: str) -> str:
    return f"""-- content/models/{slug}.md --
---
姓名: {name}
摘要: {name}的摘要。
编号: {slug}-01
地区: 甲省/乙市
领域: 农村
发布: 2026-10-01
{more}---
{text}
"""


def honour(title: str, ending: str, notice: str = _NOTICE) -> str:
    return (
        f"荣誉:\n  - 称号: {title}\n    级别: 县\n    年度: 2026\n    授予单位: 丙县\n"
        f"    推荐: {{方式: 自荐, 日期: 2026-09-02}}\n    公示: {notice}\n{ending}"
    )


DECIDED = "    表彰: {日期: 2026-10-20, 文号: 丙〔2026〕1号}\n"
UPHELD = "    异议: [{状态: 成立, 日期: 2026-10-14, 办结: 2026-10-15}]\n    撤回: {日期: 2026-10-15, 原因: 异议成立}\n"
BATCH = f"-- content/notices/pi.md --\n---\n编号: pi-2026-1\n标题: 关于异议成等两人的公示\n{_NOTICE[1:-1].replace(', ', chr(10))}\n---\n"
STORY = "## 水渠\n\n他修了*水渠*。\n\n| 年 | 户 |\n|---|---|\n| 2025 | 三百户 |"
SITE = "\n".join(
    (
        person("金闪闪", "jin", "别名: 小金\n拼音: jin shan shan\n职务: 钳工\n" + honour("劳动模范", DECIDED), STORY),
        person("候选明", "hou", honour("道德模范", "", _RUNNING), "候选人的故事。"),
        person("撤销远", "che", honour("岗位能手", DECIDED + "    撤销: {日期: 2026-11-01, 原因: 失实}\n"), "这段被撤销的往事。"),
        person("异议成", "yiyi", honour("服务标兵", UPHELD, "pi"), "这段有异议的往事。"),
        person("同批好", "pinei", honour("优秀教师", "", "pi"), "同一批里的人。"),
        BATCH,
        person("草稿青", "cao", honour("三八红旗手", "").replace(f"    公示: {_NOTICE}\n", ""), "没有公示的人自己的故事。"),
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = write_site(tmp_path_factory.mktemp("published") / "site", SITE)
    built = publish(site)
    assert built.checked.is_sound, [(p.code, p.message.zh, p.place) for p in built.checked.problems]
    return site / "output"


def index_of(output: Path) -> dict[str, str]:
    return {name: data.decode() for name, data in tree(output).items() if name.startswith(FOLDER) or name == "search.html"}


def test_nobody_withheld_is_in_any_file_of_the_search(output: Path) -> None:
    files = index_of(output)
    assert len(files) > 3
    for name, text in files.items():
        for hidden in ("撤销远", "异议成", "撤销的往事", "有异议的往事", "岗位能手", "服务标兵"):
            assert hidden not in text, (name, hidden)


def test_an_honour_that_is_no_more_than_an_idea_is_in_no_file(output: Path) -> None:
    files = index_of(output)
    assert any("草稿青" in text for text in files.values()), "the story itself is published"
    assert not any("三八红旗手" in text for text in files.values())


@pytest.mark.skipif(not NODE, reason="no node")
def test_what_stands_on_a_page_is_found(output: Path) -> None:
    asked = {
        "修了水渠": ["models/jin.html"], "三百户": ["models/jin.html"], "小金": ["models/jin.html"], "jss": ["models/jin.html"],
        "钳工": ["models/jin.html"], "乙市 金闪闪": ["models/jin.html"], "“劳动模范” 丙县": ["models/jin.html"],
    }  # fmt: skip
    answers = ask(output / FOLDER, [{"words": words} for words in asked])
    for (words, urls), answer in zip(asked.items(), answers, strict=True):
        assert [url for url in answer["urls"] if not url.startswith("notices/")] == urls, words


@pytest.mark.skipif(not NODE, reason="no node")
def test_a_candidate_is_found_as_proposed_and_never_counted_as_honoured(output: Path) -> None:
    proposed, honoured = ask(output / FOLDER, [{"words": "拟授予 候选明"}, {"words": "道德模范", "chosen": {"state": ["honoured"]}}])
    assert "models/hou.html" in proposed["urls"]
    assert honoured["urls"] == []


def test_the_search_is_one_of_the_published_pages_and_stays_as_it_is(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SITE)
    publish(site)
    again = publish(site)
    assert (again.rendered, again.written) == (0, 0)


def test_only_what_a_changed_page_is_in_is_written_again(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SITE)
    publish(site)
    before = tree(site / "output")
    file = site / "content/models/cao.md"
    file.write_text(file.read_text("utf-8").replace("自己的故事", "自己的新故事"), "utf-8")
    publish(site)
    after = tree(site / "output")
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name) and name.startswith(FOLDER)}
    assert changed == {f"{FOLDER}d/0.js"}


def test_an_index_is_data_in_one_call_and_nothing_else(tmp_path: Path) -> None:
    document = Document("page", "pages/a.html", "</script><img src=x onerror=alert(1)>\u2028", texts=('"),alert(1),("',))
    for small in (SMALL, LARGE):
        for file in make_index([document], lambda _: "", Memory(None), small):
            text = file.data().decode()
            name, content = parts_of(text)
            assert file.url == f"{FOLDER}{name}.js"
            assert content is not None
            assert "\u2028" not in text


def parts_of(text: str) -> tuple[str, Any]:
    """The arguments of the one call that a file of the index is."""
    assert text.startswith("searchPart(")
    assert text.endswith(")\n")
    name, content = json.loads(f"[{text[len('searchPart(') : -2]}]")
    return str(name), content


def test_the_day_of_the_build_alone_changes_nothing(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SITE)
    publish(site, CLOCK)
    before = index_of(site / "output")
    publish(site, CLOCK.replace(day=19))
    assert index_of(site / "output") == before

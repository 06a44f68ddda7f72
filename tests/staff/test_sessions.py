"""Real sessions at a pseudo-terminal: the way through, mistakes, and walking away at every question."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from sitegen.problems import Severity
from tests.sites import write_site
from tests.staff.desk import SITE, checked, files
from tests.staff.terminal import COLUMNS, ENTER, Terminal

pytestmark = pytest.mark.slow

DAY = "2026-09-28"
INIT = ("云岭县总工会", ENTER, "0871-00000000", "a@example.org", "云南省/昆明市/云岭县", ENTER)
MODEL = ("王小满", "cun", "1", "管理员", "每天开门", ENTER, ENTER, ENTER, "y", "n")
UNIT = ("清水村妇联", "妇联", "qs", "乡", "妇女之家", ENTER, ENTER, "n", ENTER, "n")
NOTICE = ("zs", ENTER, "岗位能手", "4", ENTER, "1", "12", ENTER, "2026-09-29", ENTER, "《办法》", "全县", ENTER, "y")
PROMISE = ("ls", "修渠", "2026-12-31", ENTER, "1", "y")
SESSIONS = {"model": MODEL, "unit": UNIT, "notice": NOTICE, "promise": PROMISE}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", SITE)


def errors(site: Path) -> Sequence[str]:
    return [p.message.zh for p in checked(site).problems if p.severity is Severity.ERROR]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", SESSIONS)
def test_the_way_through_writes_one_sound_file(site: Path, kind: str, lang: str) -> None:
    before = files(site)
    with Terminal("--site", str(site), "--date", DAY, "new", kind, lang=lang) as terminal:
        terminal.type(*SESSIONS[kind])
        assert terminal.end() == 0, terminal.screen
        assert terminal.widest <= COLUMNS
        assert ("已写入" if lang == "zh" else "Written") in terminal.screen
    after = files(site)
    assert len({path for path in after if after[path] != before.get(path)}) == 1
    assert errors(site) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_site_from_an_empty_disk(tmp_path: Path, lang: str) -> None:
    with Terminal("init", "我的网站", cwd=tmp_path, lang=lang) as terminal:
        terminal.type(*INIT)
        assert terminal.end() == 0, terminal.screen
        assert terminal.widest <= COLUMNS
    assert errors(tmp_path / "我的网站") == []


@pytest.mark.parametrize("how", ["interrupt", "leave"])
@pytest.mark.parametrize("number", [0, 2, 5])
def test_walking_away_from_init_leaves_no_folder(tmp_path: Path, number: int, how: str) -> None:
    with Terminal("init", "s", cwd=tmp_path) as terminal:
        terminal.type(*INIT[:number])
        getattr(terminal, how)()
        assert terminal.end() == 130
        assert "什么也没有写" in terminal.screen
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("number", range(len(NOTICE)))
def test_ctrl_c_at_any_question_of_a_notice_writes_nothing(site: Path, number: int) -> None:
    before = files(site)
    with Terminal("--site", str(site), "--date", DAY, "new", "notice") as terminal:
        terminal.type(*NOTICE[:number]).interrupt()
        assert terminal.end() == 130
        assert "什么也没有写" in terminal.screen
    assert files(site) == before


@pytest.mark.parametrize(("kind", "number"), [("model", 0), ("model", 4), ("model", 8), ("unit", 3), ("promise", 2), ("promise", 5)])
def test_ctrl_d_writes_nothing(site: Path, kind: str, number: int) -> None:
    before = files(site)
    with Terminal("--site", str(site), "--date", DAY, "new", kind, lang="en") as terminal:
        terminal.type(*SESSIONS[kind][:number]).leave()
        assert terminal.end() == 130
        assert "nothing was written" in terminal.screen
    assert files(site) == before


def test_mistakes_are_told_at_once_and_the_mended_value_is_offered(site: Path) -> None:
    with Terminal("--site", str(site), "--date", DAY, "new", "notice") as terminal:
        terminal.type("谁", "zs", ENTER, "岗位能手", "最高", "县", ENTER, "1", "很多", "12", "99", ENTER)
        terminal.type("2026年9月31日", "9月29日", ENTER, "2026-10-01", ENTER, "《办法》", "全县", ENTER, "maybe", "y")
        assert terminal.end() == 0, terminal.screen
        for told in ("没有“谁”", "没有“最高”", "“很多”不是整数", "没有“2026年9月31日”这一天", "没有年份", "请写 y", "要求至少 5 个工作日"):
            assert told in terminal.screen.replace("\n", ""), told
        assert terminal.widest <= COLUMNS
    text = (site / "content/models/zhang-san.md").read_text("utf-8")
    assert "开始: 2026-09-29" in text
    assert "结束: 2026-10-10" in text
    assert errors(site) == []


def test_han_characters_are_taken_back_whole(site: Path) -> None:
    with Terminal("--site", str(site), "--date", DAY, "new", "model") as terminal:
        terminal.type("王小明\x7f满", ENTER, ENTER, "每天开门", ENTER, ENTER, ENTER, "y", "n")
        assert terminal.end() == 0
    assert "姓名: 王小满" in (site / "content/models/wang-xiao-man.md").read_text("utf-8")


def test_from_a_model_straight_on_to_its_notice(site: Path) -> None:
    with Terminal("--site", str(site), "--date", DAY, "新建", "人物") as terminal:
        terminal.type(*MODEL[:-1], "y", "岗位能手", "县", ENTER, "2", ENTER, ENTER, ENTER, "《办法》", "全县", ENTER, "y")
        assert terminal.end() == 0, terminal.screen
    assert "拟" not in (site / "content/models/wang-xiao-man.md").read_text("utf-8")
    assert errors(site) == []


def test_a_batch_is_picked_one_by_one(site: Path) -> None:
    with Terminal("--site", str(site), "--date", DAY, "new", "notice") as terminal:
        terminal.type("zs", "李四", ENTER, "岗位能手", "县", ENTER, ENTER, ENTER, ENTER, ENTER, "《办法》", "全县", ENTER, ENTER, "y")
        assert terminal.end() == 0, terminal.screen
    assert (site / "content/notices/2026-gang-wei-neng-shou.md").is_file()
    assert errors(site) == []


def test_from_an_empty_disk_to_a_published_notice_in_five_minutes(tmp_path: Path) -> None:
    begun, site = time.monotonic(), tmp_path / "s"
    answers = 0
    for arguments, typed in (
        (("init", str(site)), INIT),
        (("--site", str(site), "new", "model"), ("王小满", "1", "网格员", "每天开门", ENTER, ENTER, ENTER, "y", "n")),
        (("--site", str(site), "--date", DAY, "new", "notice"), ("wxm", ENTER, *NOTICE[2:8], ENTER, *NOTICE[9:])),
    ):
        with Terminal(*arguments) as terminal:
            terminal.type(*typed)
            assert terminal.end() == 0, terminal.screen
            answers += terminal.answers
    for command in ("check", "publish"):
        with Terminal("--site", str(site), "--date", DAY, command) as terminal:
            assert terminal.end() == 0, terminal.screen
    assert (site / "output/notices/index.html").is_file()
    assert date.fromisoformat(DAY)
    assert answers <= 32
    # a person needs about six seconds an answer; the machine's part must leave room for that
    assert time.monotonic() - begun < 100

"""A publish with nothing to do reads no file; whatever was touched is looked at again."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from sitegen.cli import SHANGHAI
from sitegen.staff.desk import Desk
from sitegen.stamps import stamp_of
from tests.attacks.world import ONE
from tests.press import SMALL, tree
from tests.sites import write_site


def desk(site: Path, *, later: float = 60.0, as_of: date | None = None, as_json: bool = False) -> Desk:
    """A desk of some seconds after the files were written."""
    return Desk(site, site / "output", datetime.now(SHANGHAI) + timedelta(seconds=later), as_of, as_json, "zh", 1, False)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was published twice: the first publish writes what the second one stamps."""
    folder = write_site(tmp_path / "site", SMALL)
    assert desk(folder).publish() == 0
    assert desk(folder).publish() == 0
    return folder


def said(site: Path, capsys: pytest.CaptureFixture[str], at: Desk | None = None) -> str:
    capsys.readouterr()
    assert (at or desk(site)).publish() == 0
    return capsys.readouterr().out


def test_a_publish_with_nothing_to_do_says_so_and_what_runs(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(site / "output")
    out = said(site, capsys)
    assert out.startswith("没有变化：")
    assert "正在公示" in out
    assert tree(site / "output") == before


def test_the_data_of_a_publish_with_nothing_to_do_are_those_of_the_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_site(tmp_path / "site", SMALL)
    first, *_, last = (json.loads(said(folder, capsys, desk(folder, as_json=True))) for _ in range(3))
    assert last | {k: first[k] for k in ("rendered", "written", "seconds")} == first
    assert (last["rendered"], last["written"]) == (0, 0)


def running_from_today() -> str:
    """A site whose only notice runs from today on."""
    today = (datetime.now(SHANGHAI) + timedelta(seconds=60)).date()
    start, end = today.isoformat(), (today + timedelta(days=10)).isoformat()
    return ONE.replace("单位: 工作日", "单位: 自然日").replace("2026-11-16", start).replace("2026-11-20", end)


def test_the_salts_of_a_first_publish_are_no_change_and_one_that_was_touched_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_site(tmp_path / "site", running_from_today())
    said(folder, capsys)
    salts = sorted(folder.glob("content/**/*.salt"))
    assert salts
    assert said(folder, capsys).startswith("没有变化：")
    os.utime(salts[0], (1, 1))
    assert said(folder, capsys).startswith("发布完成：")


def test_a_check_with_nothing_to_do_says_the_same_with_the_lines_of_the_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_site(tmp_path / "site", SMALL.replace("姓名: 李四", "姓名: 李四\n职位: 会计"))
    assert desk(folder).check() == 1
    first = capsys.readouterr()
    monkeypatch.setattr(Desk, "checked", lambda *_: pytest.fail("read again"))
    assert desk(folder).check() == 1
    assert capsys.readouterr() == first
    assert "职位: 会计" in first.err


def swap(site: Path) -> None:
    """A change that keeps the size."""
    file = site / "content/pages/about.md"
    file.write_bytes(file.read_bytes().replace("这里".encode(), "那里".encode()))


def put(site: Path, name: str, text: str) -> None:
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text(text, "utf-8")


TOUCHES: dict[str, Callable[[Path], None]] = {
    "a text": lambda s: put(s, "content/pages/about.md", "---\n标题: 关于本站\n---\n新的。\n"),
    "the same size": swap,
    "a new file": lambda s: put(s, "content/pages/new.md", "---\n标题: 新\n---\n新。\n"),
    "a file less": lambda s: (s / "content/pages/about.md").unlink(),
    "settings": lambda s: put(s, "site.yaml", (s / "site.yaml").read_text("utf-8") + "副标题: 新\n"),
    "a theme": lambda s: put(s, "themes/default/styles/tokens.css", "a{}"),
    "a page that is gone": lambda s: (s / "output/index.html").unlink(),
    "a page that was altered": lambda s: put(s, "output/index.html", "x"),
    "the whole site": lambda s: shutil.rmtree(s / "output"),
    "what a crash left": lambda s: (s / ".output.new").mkdir(),
    "another file there": lambda s: put(s, "output/foreign.txt", "x"),
}


@pytest.mark.parametrize("touch", TOUCHES)
def test_whatever_was_touched_is_looked_at_again(touch: str, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    TOUCHES[touch](site)
    assert said(site, capsys).startswith("发布完成：")


def test_a_change_that_keeps_size_and_time_is_seen(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = site / "content/pages/about.md"
    info = file.stat()
    swap(site)
    os.utime(file, ns=(info.st_atime_ns, info.st_mtime_ns))
    assert said(site, capsys).startswith("发布完成：")


def test_another_day_is_looked_at_again(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(site, capsys, desk(site, as_of=date(2026, 11, 19))).startswith("发布完成：")
    assert said(site, capsys, desk(site, later=86_460.0)).startswith("发布完成：")


def test_what_was_saved_a_moment_ago_is_not_trusted_to_stand(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("1")
    written = datetime.fromtimestamp(file.stat().st_mtime, SHANGHAI)
    assert stamp_of([tmp_path], written + timedelta(seconds=1)) is None
    assert stamp_of([tmp_path], written - timedelta(hours=1)) is None
    assert stamp_of([tmp_path], written + timedelta(seconds=3)) == stamp_of([tmp_path])


def test_a_site_with_errors_is_read_each_time(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", SMALL.replace("姓名: 张三", "姓名:"))
    assert [desk(folder).publish() for _ in range(3)] == [1, 1, 1]


def test_a_running_notice_gets_its_record_on_the_next_day(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", running_from_today())
    assert [desk(folder, later=later).publish() for later in (60.0, 60.0, 60.0, 86_460.0, 86_460.0)] == [0] * 5
    kinds = sorted(json.loads(f.read_bytes())["kind"] for f in (folder / "ledger").glob("*.json"))
    assert kinds == ["build", "build", "shown"]

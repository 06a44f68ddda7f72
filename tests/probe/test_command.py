"""``probe`` as staff and timers run it: words, exit codes, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sitegen.cli import cli
from sitegen.lock import only_one
from tests.attacks.world import day_of, iso, put
from tests.press import morning
from tests.probe.deployed import PAGE, Deployed, deployed

pytestmark = pytest.mark.slow


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Deployed]:
    with deployed(tmp_path) as made:
        made.publish(16)
        made.upload()
        yield made


@pytest.fixture
def run(there: Deployed, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the command on a day of November 2026, at ten o'clock."""

    def told(*arguments: str, day: int = 16, lang: str = "zh", name: str = "probe") -> Result:
        monkeypatch.setattr("sitegen.cli.now", lambda: morning(day_of(day)).replace(hour=10))
        return CliRunner().invoke(cli, [name, "--site", str(there.site), "--lang", lang, *arguments])

    return told


def test_all_is_well_in_one_line_for_a_timer(run: Any, there: Deployed) -> None:
    result = run("--quiet", name="探测")
    assert result.exit_code == 0, result.output
    assert result.output == f"{iso(16)} 10:00 {there.address} 与发布的一致：6 个文件，正在公示的 1 项都看到了\n"
    assert "as published: 6 file(s), 1 running" in run("--quiet", lang="en").output


def test_what_was_recorded_is_said(run: Any) -> None:
    assert "记下 1 条见证" in run().output
    assert "今天已经记过" in run().output


def test_an_altered_page_gives_1_and_says_where_since_when_and_what_to_do(run: Any, there: Deployed) -> None:
    run()
    (there.www / PAGE).write_text("x")
    there.publish(17)
    there.upload()
    (there.www / PAGE).write_text("x")
    result = run(day=17)
    assert result.exit_code == 1
    for words in (f"{PAGE} 与发布的不同", f"上次看到是 {iso(16)}", "output/ 整个再上传", "服务器和上传的账号"):
        assert words in result.output, words
    assert "not what was published" in run(day=17, lang="en").output


def test_a_stale_site_names_the_day_of_its_publish(run: Any, there: Deployed) -> None:
    there.publish(17)
    assert f"网站停在 {iso(16)} 的发布" in run(day=17).output


def test_a_dead_site_gives_2(run: Any, there: Deployed) -> None:
    put("site.yaml", there.address, "http://127.0.0.1:9/")(there.site)
    result = run()
    assert result.exit_code == 2
    assert "整个网站打不开" in result.output
    assert "还没有看到过" in result.output


def test_out_of_date_gives_1(run: Any) -> None:
    result = run(day=21)
    assert result.exit_code == 1
    assert f"网站从 {iso(21)} 起就该更新了" in result.output
    assert "python build.py，再上传" in result.output


@pytest.mark.parametrize("where", ["ftp://example.org/", "output", "http://user:pw@127.0.0.1/", "https://"])
def test_what_is_no_address_gives_2(run: Any, there: Deployed, where: str) -> None:
    assert run(where).exit_code == 2
    assert there.witnesses() == []


def test_without_an_address_the_message_says_what_to_write(run: Any, there: Deployed) -> None:
    put("site.yaml", f"网址: {there.address}\n", "")(there.site)
    result = run()
    assert result.exit_code == 2
    assert "网址: https://" in result.output
    assert run(there.address).exit_code == 0


def test_before_the_first_publish_there_is_nothing_to_compare(run: Any, there: Deployed, tmp_path: Path) -> None:
    result = run("--output", str(tmp_path / "nowhere"))
    assert (result.exit_code, "先发布" in result.output) == (2, True)


def test_unreadable_settings_give_2(run: Any, there: Deployed) -> None:
    (there.site / "site.yaml").write_text("名称：x\n", "utf-8")
    assert run().exit_code == 2


def test_a_damaged_ledger_gives_3(run: Any, there: Deployed) -> None:
    file = next((there.site / "ledger").glob("*.json"))
    file.write_bytes(file.read_bytes() + b"\n")
    result = run()
    assert result.exit_code == 3
    assert file.name in result.output


def test_a_held_lock_gives_4(run: Any, there: Deployed) -> None:
    with only_one(there.site / ".sitegen/lock", "pid 4711"):
        result = run()
    assert (result.exit_code, "4711" in result.output) == (4, True)


def test_json_holds_everything(run: Any, there: Deployed) -> None:
    there.publish(17)
    there.upload()
    (there.www / PAGE).unlink()
    found = json.loads(run("--json", day=17).stdout)
    assert (found["exit"], found["recorded"], found["published"], found["out_of_date_since"]) == (1, 1, iso(17), None)
    notice = {"id": "zhang-san-1", "url": PAGE, "running": True, "seen": "missing", "last_seen": None}
    assert found["notices"] == [notice]
    assert {"url": PAGE, "seen": "missing", "sha": None, "reason": None} in found["files"]
    assert json.loads(run("ftp://x", "--json").stdout)["exit"] == 2

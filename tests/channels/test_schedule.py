"""What makes a machine publish daily: right after midnight in China, with paths that a shell reads as one word."""

from __future__ import annotations

import json
import shlex
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from sitegen.channels.timetable import Errand, cron, systemd, windows
from tests.channels.world import make, run
from tests.press import tree

PATHS = st.text(st.sampled_from("ab /%$\"'\\;&公示-."), min_size=1, max_size=12).map(lambda text: f"/{text}")
_TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def errand(site: str = "/srv/站", *, is_probed: bool = True) -> Errand:
    return Errand(site, ("/usr/bin/python", f"{site}/build.py"), "发布 测试站", is_probed, date(2026, 11, 19))


@given(PATHS)
def test_a_cron_line_is_read_as_the_commands_meant(site: str) -> None:
    zone, line = cron(errand(site), "zh").splitlines()[1:]
    assert zone == "CRON_TZ=Asia/Shanghai"
    minute, hour, *every, command = line.split(" ", 5)
    assert (minute, hour, every) == ("5", "0", ["*", "*", "*"])
    assert "%" not in command.replace(r"\%", "")
    words = shlex.split(command.replace(r"\%", "%"))
    script = f"{site}/build.py"
    assert words == ["cd", site, "&&", "/usr/bin/python", script, "--quiet", "publish", "&&", "/usr/bin/python", script, "--quiet", "probe"]


def test_a_timer_runs_at_midnight_in_china_and_makes_up_for_a_missed_night() -> None:
    files = systemd(errand("/srv/a b%c"))
    assert "OnCalendar=*-*-* 00:05:00 Asia/Shanghai\nPersistent=true" in files["sitegen.timer"]
    service = files["sitegen.service"]
    assert "WorkingDirectory=/srv/a b%%c\n" in service
    assert 'ExecStart=/usr/bin/python "/srv/a b%%c/build.py" --quiet publish\n' in service
    assert service.count("ExecStart=") == 2


def test_a_task_of_windows_starts_at_midnight_in_china() -> None:
    made = ElementTree.fromstring(windows(errand(r"C:\a & b")).replace('encoding="UTF-16"', ""))
    assert [e.text for e in made.iter(f"{_TASK}StartBoundary")] == ["2026-11-19T00:05:00+08:00"]
    assert [e.text for e in made.iter(f"{_TASK}Arguments")] == [
        r'"C:\a & b/build.py" --quiet publish',
        r'"C:\a & b/build.py" --quiet probe',
    ]


def test_a_site_without_an_address_is_not_probed() -> None:
    assert "probe" not in cron(errand(is_probed=False), "en") + windows(errand(is_probed=False))


def test_the_command_prints_everything_and_changes_nothing(tmp_path: Path) -> None:
    site = make(tmp_path)
    (site / "build.py").write_text("", "utf-8")
    run(site, "schedule")  # the memory of the site
    before = {name: data for name, data in tree(tmp_path).items() if ".sitegen" not in name}
    ran = run(site, "计划")
    assert ran.code == 0
    for words in (
        "CRON_TZ=Asia/Shanghai",
        "OnCalendar=",
        "schtasks /Create",
        f"{sys.executable} {site / 'build.py'} --quiet publish",
        "2026-11-21",
    ):
        assert words in ran.out
    assert {name: data for name, data in tree(tmp_path).items() if ".sitegen" not in name} == before


def test_one_system_alone_is_a_file_as_it_stands(tmp_path: Path) -> None:
    site = make(tmp_path)
    ran = run(site, "schedule", "windows")
    assert ran.out.startswith("<?xml") and ran.out.rstrip().endswith("</Task>")
    assert f"-m sitegen --site {site}" in run(site, "schedule", "cron").out
    assert json.loads(run(site, "--json", "schedule", "systemd").out)["systemd"].keys() == {"sitegen.service", "sitegen.timer"}

"""``doctor`` finds each thing that a machine or a site may lack, says what follows and what to do, and leaves all as it was."""

from __future__ import annotations

import dataclasses
import importlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen.health import disk, machine
from sitegen.health import site as on_site
from sitegen.health.answer import Answer, Grade, Patient
from sitegen.intake import take_site
from sitegen.lock import only_one
from sitegen.report import columns_of
from sitegen.sources import read_settings
from sitegen.staff.doctor import examine
from tests.attacks.world import ONE, day_of, live
from tests.press import SMALL, morning, publish, tree
from tests.sites import write_site
from tests.staff.desk import run

DAY = date(2026, 11, 17)


def patient_of(site: Path, day: date = DAY) -> Patient:
    source = read_settings(site)
    return Patient(site, site / "output", morning(day), take_site(source).filed if source else None)


def answers(site: Path, day: date = DAY) -> dict[str, Answer]:
    return {answer.key: answer for answer in examine(patient_of(site, day))}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = write_site(tmp_path_factory.mktemp("doctor") / "site", ONE)
    publish(site, day_of(16))
    return site


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "site"))


@pytest.fixture(autouse=True)
def no_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint takes half a second to import; that it can be is tested apart."""
    monkeypatch.setattr(machine, "_is_there", lambda module: True)


def test_a_healthy_site_needs_nothing_mended_and_nothing_of_it_is_changed(site: Path) -> None:
    before = tree(site)
    result = run(site, "doctor", day=DAY)
    assert result.exit_code == 0, result.output
    assert "✗" not in result.output
    assert {name: data for name, data in tree(site).items() if not name.startswith(".sitegen/lock")} == {
        name: data for name, data in before.items() if not name.startswith(".sitegen/lock")
    }


def test_the_command_has_a_chinese_name(site: Path) -> None:
    assert "放假安排" in run(site, "诊断", day=DAY).stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("spoilt", [False, True])
def test_no_line_is_wider_than_a_terminal(site: Path, lang: str, spoilt: bool) -> None:
    if spoilt:
        (site / "ledger" / "strange.json").write_text("{}")
        (site / "output" / "index.html").unlink()
        (site / "site.yaml").write_text((site / "site.yaml").read_text("utf-8") + "存证远端: origin/main\n字体: 没有.otf\n", "utf-8")
    for line in run(site, "doctor", lang=lang, day=DAY - timedelta(9)).stdout.splitlines()[1:]:
        assert columns_of(line) <= 80, line


def test_json_gives_every_answer_with_its_grade(site: Path) -> None:
    result = run(site, "doctor", "--json", lang="en", day=DAY)
    data = json.loads(result.stdout)
    assert data["exit"] == result.exit_code == 0
    assert data["time"].endswith("+08:00")
    found = {answer["key"]: answer["grade"] for answer in data["answers"]}
    assert found["clock"] == found["ledger"] == found["output"] == "fine"
    assert all(bool(answer["do"]) == (answer["grade"] != "fine") for answer in data["answers"])


def test_quiet_leaves_out_what_is_fine(site: Path) -> None:
    assert "✓" not in run(site, "doctor", "--quiet", day=DAY).stdout


def test_an_old_python_must_be_mended_and_one_that_misreads_file_names_as_well() -> None:
    assert machine.python((3, 11, 0), "utf-8").grade is Grade.FINE
    assert machine.python((3, 10, 14), "utf-8").grade is Grade.MEND
    assert "PYTHONUTF8" in (machine.python((3, 12, 1), "ascii").do or ("",))[0]


def test_a_yaml_reader_without_its_compiled_part_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.parser().grade is Grade.FINE
    monkeypatch.setattr("yaml.__with_libyaml__", False)
    assert machine.parser().grade is Grade.LOOK


def test_libraries_are_held_against_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("click==8.1.7 \\\n    --hash=sha256:00\njinja2==3.1.6 \\\n    --hash=sha256:00\nwin==1 ; sys_platform == 'win32' \\\n")
    assert machine.libraries(lock, {"click": "8.1.7", "jinja2": "3.1.6"}).grade is Grade.FINE
    other = machine.libraries(lock, {"click": "8.0.0"})
    assert other.grade is Grade.LOOK
    assert "click 8.0.0（8.1.7）、jinja2 —（3.1.6）" in other.found.zh
    assert "click 8.0.0 (8.1.7), jinja2 — (3.1.6)" in other.found.en
    assert machine.libraries(tmp_path / "none.lock").grade is Grade.FINE


def test_the_lock_of_the_project_names_every_library_that_is_compared() -> None:
    names = {name for name, _, _ in machine._PINNED.findall(machine.LOCK.read_text("utf-8"))}
    assert {"click", "jinja2", "pyyaml", "nh3", "chinesecalendar", "openpyxl"} <= names


def test_each_missing_extra_is_named_with_the_commands_that_need_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_is_there", lambda module: module not in ("weasyprint", "openpyxl"))
    found = {answer.key: answer for answer in machine.extras()}
    assert set(found) == {"extra-office", "extra-pdf"}
    assert "import" in found["extra-office"].found.zh
    assert "sitegen[pdf]" in (found["extra-pdf"].do or ("",))[0]


def test_a_library_that_is_there_but_cannot_be_loaded_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    def broken(name: str) -> Any:
        raise OSError("cannot load library 'libpango-1.0-0'")

    assert machine._is_there("click")
    assert not machine._is_there("no_such_library_anywhere")
    monkeypatch.setattr(importlib, "import_module", broken)
    assert not machine._is_there("click")


def test_a_program_that_the_settings_ask_for_is_looked_for(site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = (site / "site.yaml").read_text("utf-8")
    (site / "site.yaml").write_text(f"{text}存证远端: origin/main\n签名密钥: key\n", "utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [(a.key, a.grade) for a in machine.tools(patient_of(site))] == [("git", Grade.MEND), ("ssh-keygen", Grade.MEND)]
    (site / "site.yaml").write_text(text, "utf-8")
    assert not [*machine.tools(patient_of(site))]


def test_a_font_that_cannot_be_used_and_none_at_all_are_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.sharing.fonts.PLACES", ())
    assert "没有中文字体" in machine.fonts(patient_of(site)).found.zh
    (site / "site.yaml").write_text((site / "site.yaml").read_text("utf-8") + "字体: 宋体.otf\n", "utf-8")
    answer = machine.fonts(patient_of(site))
    assert "宋体.otf" in answer.found.zh
    assert answer.grade is Grade.LOOK


def test_a_clock_behind_the_last_record_must_be_mended(site: Path) -> None:
    result = run(site, "doctor", day=day_of(13))
    assert result.exit_code == 1
    assert "早 3 天" in result.stdout
    assert "timedatectl" in result.stdout


def test_a_clock_a_little_behind_that_of_another_machine_is_fine(site: Path) -> None:
    latest = patient_of(site).now
    for minutes, grade in ((-60, Grade.FINE), (4, Grade.FINE), (6, Grade.MEND)):
        assert machine.clock(patient_of(site), latest + timedelta(minutes=minutes), "UTC").grade is grade, minutes
    assert machine.clock(patient_of(site), None, "UTC").grade is Grade.FINE


def test_years_without_an_arrangement_are_told_with_what_to_wait_for(site: Path) -> None:
    assert on_site.calendar(patient_of(site, date(2024, 3, 1))).grade is Grade.FINE
    last = on_site.calendar(patient_of(site))
    assert last.grade is Grade.LOOK
    assert "2027" in last.found.zh
    assert "国务院办公厅" in (last.do or ("",))[0]
    assert on_site.calendar(patient_of(site, date(2044, 3, 1))).grade is Grade.MEND
    text = (site / "site.yaml").read_text("utf-8")
    (site / "site.yaml").write_text(f"{text}日历: [{{年份: 2027, 来源: 通知, 放假: [2027-01-01]}}]\n", "utf-8")
    assert on_site.calendar(patient_of(site)).grade is Grade.FINE


def test_settings_that_cannot_be_read_or_are_not_there_are_the_first_thing_told(site: Path) -> None:
    (site / "site.yaml").write_text("名称：测试\n", "utf-8")
    found = answers(site)
    assert found["settings"].grade is Grade.MEND
    assert "check" in (found["settings"].do or ("",))[0]
    assert found["ledger"].grade is Grade.LOOK
    (site / "site.yaml").unlink()
    assert "init" in (answers(site)["settings"].do or ("",))[0]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere", "doctor")
    assert result.exit_code == 1
    assert "site.yaml" in result.stdout


def test_an_altered_record_must_be_mended(site: Path) -> None:
    record = next((site / "ledger").glob("*.json"))
    record.write_bytes(record.read_bytes() + b"\n")
    answer = answers(site)["ledger"]
    assert answer.grade is Grade.MEND
    assert record.name in answer.found.zh


def test_a_site_without_evidence_is_told_so(tmp_path: Path) -> None:
    assert "启用存证" in answers(write_site(tmp_path, SMALL))["ledger"].found.zh


def test_what_is_to_be_said_of_the_remote_is_said(site: Path) -> None:
    (site / "site.yaml").write_text((site / "site.yaml").read_text("utf-8") + "存证远端: origin/main\n", "utf-8")
    answer = answers(site)["remote"]
    assert answer.grade is Grade.LOOK
    assert answer.do


def test_a_folder_that_may_not_be_written_must_be_mended(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = tempfile.NamedTemporaryFile

    def refused(*, dir: Path, **rest: Any) -> Any:
        if dir == site / "ledger":
            raise PermissionError(13, "Permission denied")
        return make(dir=dir, **rest)

    assert disk.writing(patient_of(site)).grade is Grade.FINE
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refused)
    answer = disk.writing(patient_of(site))
    assert answer.grade is Grade.MEND
    assert str(site / "ledger") in answer.found.zh


@pytest.mark.parametrize(("free", "grade"), [(10**6, Grade.MEND), (49 * 10**6, Grade.MEND), (10**12, Grade.FINE)])
def test_free_space_is_held_against_the_size_of_the_site(site: Path, monkeypatch: pytest.MonkeyPatch, free: int, grade: Grade) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert answers(site)["room"].grade is grade


def test_little_space_and_few_files_left_are_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, standing = disk.output(patient_of(site))
    assert standing is not None
    size = sum(written.size for written in standing.trace.files.values())
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2 * size + 50_000_000))
    assert disk.room(patient_of(site), standing).grade is Grade.LOOK
    monkeypatch.setattr(disk, "_inodes", lambda _: 7)
    assert "inode" in disk.room(patient_of(site), standing).found.zh


def _refuse(one: Path, other: Path) -> None:
    raise OSError(1, "Operation not permitted")


@pytest.mark.parametrize(
    ("link", "swap", "words"),
    [(_refuse, lambda a, b: True, "复制整个网站"), (shutil.copy, lambda a, b: False, "没有 output/"), (shutil.copy, lambda a, b: True, "")],
)
def test_what_the_file_system_cannot_do_is_told_with_what_follows(
    site: Path, link: Callable[[Path, Path], None], swap: Callable[[Path, Path], bool], words: str
) -> None:
    answer = disk.abilities(patient_of(site), link, swap)
    assert (answer.grade is Grade.LOOK) is bool(words)
    assert words in answer.found.zh
    assert not [*site.glob(".sitegen-*")]


def test_a_running_publish_is_told_with_its_holder(site: Path) -> None:
    with only_one(site / ".sitegen" / "lock", "pid 4711"):
        answer = answers(site)["lock"]
    assert answer.grade is Grade.LOOK
    assert "4711" in answer.found.zh


def test_the_lock_of_a_run_that_broke_off_is_free(site: Path) -> None:
    (site / ".sitegen").mkdir(exist_ok=True)
    (site / ".sitegen" / "lock").write_bytes(b"")
    (site / ".sitegen" / "lock.holder").write_text("pid 1")
    assert answers(site)["lock"].grade is Grade.FINE


def test_what_a_crash_left_is_told_and_a_site_that_is_gone_must_be_mended(site: Path) -> None:
    (site / ".output.new").mkdir()
    found = answers(site)["leftovers"]
    assert (found.grade, ".output.new" in found.found.zh) == (Grade.LOOK, True)
    (site / "output").rename(site / ".output.old")
    assert answers(site)["leftovers"].grade is Grade.MEND
    assert not (site / "output").exists(), "only a publish mends it"


def test_records_that_did_not_join_the_ledger_are_told(site: Path) -> None:
    (site / "ledger" / ".staged").mkdir(exist_ok=True)
    assert answers(site)["leftovers"].grade is Grade.FINE
    (site / "ledger" / ".staged" / "x.json").write_text("{}")
    assert "ledger/.staged" in answers(site)["leftovers"].found.zh


def test_an_output_of_others_must_be_mended(site: Path) -> None:
    (site / "output" / ".sitegen.json").unlink()
    assert answers(site)["output"].grade is Grade.MEND


def test_files_that_are_gone_or_of_others_in_the_output_are_told(site: Path) -> None:
    assert "2026-11-16" in answers(site)["output"].found.zh
    (site / "output" / "mine.txt").write_text("mine")
    assert "mine.txt" in answers(site)["output"].found.zh
    (site / "output" / "index.html").unlink()
    assert "1 个文件" in answers(site)["output"].found.zh


def test_nothing_published_yet_is_fine(tmp_path: Path) -> None:
    found = answers(write_site(tmp_path, SMALL))
    assert {found[key].grade for key in ("output", "leftovers", "room", "writing")} == {Grade.FINE}


def test_every_answer_that_is_not_fine_says_what_to_do(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_is_there", lambda module: False)
    (site / "ledger" / "strange.json").write_text("{}")
    found = examine(dataclasses.replace(patient_of(site), now=morning(date(2044, 1, 1))))
    for answer in found:
        assert (answer.do is None) is (answer.grade is Grade.FINE), answer
        assert all(answer.found), answer


def test_the_command_examines_a_site_that_lived_through_days(tmp_path: Path) -> None:
    assert run(live(tmp_path / "site", ONE, ()), "doctor", day=DAY).exit_code == 0
    assert sys.version_info >= machine.NEEDED

"""A fault of ours: two lines on the screen, a report that helps an engineer, and nobody's name or number in it."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen import cli
from sitegen.faults import masked, report_fault, report_of
from tests.conftest import ROOT
from tests.press import SMALL
from tests.sites import write_site

SECRETS = ("张三", "110101199003070011", "13800000000", "zhang", "san@", "清水", "Wang", "红旗")
MESSAGE = "张三 110101199003070011 电话 138 0000 0000、13800000000，zhang-san@example.org，清水村 Wang Wu，/home/zhangsan/红旗厂.xlsx"


def plant(message: str = MESSAGE, kind: type[BaseException] = ValueError) -> Callable[..., Any]:
    def broken(*_: object, **__: object) -> Any:
        person = MESSAGE  # a local that no report may show
        raise kind(message or person)

    return broken


def run(site: Path, *arguments: str, capfd: pytest.CaptureFixture[str] | None = None) -> tuple[int, str]:
    """A command in this process: its exit code and all that it printed."""
    with pytest.raises(SystemExit) as left:
        cli.main(["--site", str(site), "--date", "2026-11-18", *arguments])
    said = capfd.readouterr() if capfd else None
    return int(left.value.code or 0), said.out + said.err if said else ""


def report(site: Path) -> str:
    (file,) = (site / ".sitegen/log").glob("fault-*.txt")
    return file.read_text("utf-8")


def secrets_in(text: str) -> list[str]:
    return [secret for secret in (*SECRETS, str(Path.home()), str(ROOT), "/home/") if secret in text]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", SMALL)


STAGES = {
    "reading": ("sitegen.intake.decode", "sitegen/intake.py"),
    "schema": ("sitegen.intake.read_record", "sitegen/intake.py"),
    "library": ("sitegen.pipeline.make_library", "sitegen/pipeline.py"),
    "text": ("sitegen.stories.markdown.render", "sitegen/stories.py"),
    "rules": ("sitegen.pipeline.judge", "sitegen/pipeline.py"),
    "pages": ("sitegen.planning._pages", "sitegen/planning.py"),
    "templates": ("sitegen.templates.Renderer.render", "sitegen/rendering.py"),
    "inspection": ("sitegen.pipeline.inspect_site", "sitegen/pipeline.py"),
    "writing": ("sitegen.writer.write", "sitegen/pipeline.py"),
}


@pytest.mark.slow
@pytest.mark.parametrize("stage", STAGES)
def test_a_fault_in_any_stage_is_told_without_what_was_worked_on(
    site: Path, stage: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    name, place = STAGES[stage]
    monkeypatch.setattr(name, plant())
    code, said = run(site, capfd=capfd)
    assert code == 70
    assert "Traceback" not in said
    assert said.count("\n") == 2
    text = report(site)
    assert not secrets_in(text)
    assert not [s for s in SECRETS if s in said]
    assert re.search(rf"{re.escape(place)}:\d+ \w+", text), text
    assert "ValueError" in text
    assert "command publish" in text


@pytest.mark.slow
def test_a_fault_in_a_worker_is_told_with_the_place_in_the_worker(
    site: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("planted by forking")
    monkeypatch.setattr("sitegen.rendering._WORTH_A_PROCESS", 1)
    monkeypatch.setattr("sitegen.rendering.may_fork", lambda: True)  # whatever threads other tests have left here
    monkeypatch.setattr("sitegen.templates.Renderer.render", plant())
    code, said = run(site, "--workers", "2", capfd=capfd)
    assert code == 70
    assert "Traceback" not in said
    text = report(site)
    assert not secrets_in(text)
    assert "caused by" in text
    assert re.search(r"sitegen/rendering.py:\d+ _render", text), text


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="planted by forking")
def test_a_worker_that_cannot_begin_prints_nothing_of_what_was_worked_on(site: Path) -> None:
    code = (
        "import sitegen.rendering as r\ndef broken(*_):\n    raise ValueError('110101199003070011')\n"
        "r._WORTH_A_PROCESS, r._start_forked = 1, broken\nfrom sitegen.cli import main\nmain(['--workers', '2', '--date', '2026-11-18'])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SITEGEN_SITE": str(site)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, cwd=site, check=False)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 0, said
    assert "110101" not in said
    assert "Traceback" not in said


def test_the_message_is_in_the_language_that_was_asked_for(
    site: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sitegen.staff.desk.Desk.preview", plant())
    code, said = run(site, "preview", "--lang", "en", capfd=capfd)
    assert code == 70
    assert said.startswith("A fault in the program itself (ValueError).")
    assert "command preview" in report(site)
    assert run(site, "preview", "--lang", "zh", capfd=capfd)[1].startswith("程序自身出错")


def test_a_panic_of_a_compiled_library_is_a_fault_too(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {})
    monkeypatch.setattr("sitegen.staff.desk.Desk.preview", plant(kind=panic))
    assert run(site, "preview")[0] == 70
    assert "PanicException" in report(site)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_in_a_thread_is_reported_and_not_printed(
    site: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def beside(*_: object) -> int:
        thread = threading.Thread(target=plant())
        thread.start()
        thread.join()
        return 0

    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("sitegen.staff.desk.Desk.preview", beside)
    code, said = run(site, "preview", capfd=capfd)
    assert code == 0
    assert "Traceback" not in said
    assert not secrets_in(report(site))


def caught(function: Callable[[], object]) -> BaseException:
    try:
        function()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def test_what_lies_behind_an_error_is_told_as_well() -> None:
    def outer() -> None:
        try:
            plant(kind=KeyError)()
        except KeyError as error:
            raise RuntimeError(MESSAGE) from error

    text = report_of(caught(outer))
    assert text.index("RuntimeError") < text.index("caused by") < text.index("KeyError")
    assert not secrets_in(text)


def test_members_of_a_group_are_told() -> None:
    text = report_of(BaseExceptionGroup(MESSAGE, [ValueError(MESSAGE), caught(plant(kind=LookupError))]))
    assert "ValueError" in text
    assert "LookupError" in text
    assert not secrets_in(text)


def test_a_circle_of_causes_ends() -> None:
    one, other = ValueError("1"), KeyError("2")
    one.__cause__, other.__cause__ = other, one
    assert report_of(one).count("ValueError") == 1


def test_an_error_that_cannot_be_printed_is_still_reported() -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError(MESSAGE)

    assert "Mute" in report_of(Mute())


def test_endless_recursion_makes_a_short_report() -> None:
    def deeper() -> object:
        return deeper()

    text = report_of(caught(deeper))
    assert "times)" in text
    assert len(text) < 8000


def test_a_traceback_of_another_process_is_believed_only_where_the_program_has_such_a_function() -> None:
    class Remote(Exception):
        tb = (
            f'"""\nTraceback (most recent call last):\n  File "{ROOT}/sitegen/cli.py", line 12, in main\n    raise ValueError("张三")\n'
            f'  File "{ROOT}/sitegen/cli.py", line 13, in zhangsan\n  File "/home/zhangsan/张三.md", line 7, in 张三\n'
            f'  File "/home/zhangsan/zhang-san.md", line 8, in zhang\n'
            f'  File "/srv/themes/my/templates/person.html", line 3, in top-level template code\n'
            f'ValueError: {MESSAGE}\n"""'
        )

        def __str__(self) -> str:
            return self.tb

    text = report_of(Remote())
    assert "sitegen/cli.py:12 main\n" in text
    assert "…/person.html:3 top-level template code\n" in text
    assert not secrets_in(text)


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("invalid literal for int() with base 10: '张三 13800000000'", "invalid literal for int() with base 10: '□□ 00000000000'"),
        ("'NoneType' object has no attribute 'issuer'", "'NoneType' object has no attribute 'xxxxxx'"),
        ("list index out of range", "list index out of range"),
        ("[Errno 2] No such file or directory: '/home/zhang/a.md'", "[Errno 2] No such file or directory: '/xxxx/xxxxx/a.xx'"),
        (
            "'utf-8' codec can't decode byte 0xff in position 1234: invalid start byte",
            "'utf-8' codec xxx'x decode byte 0xxx in position 1234: invalid start byte",
        ),
        ("zip() argument 2 is longer than argument 1", "zip() argument 2 is xxxxxx than argument 1"),
        ("", ""),
    ],
)
def test_a_message_keeps_its_own_words(message: str, left: str) -> None:
    assert masked(message) == left


def test_names_of_our_own_code_are_kept_in_messages_of_our_own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    from sitegen import calendar

    error = caught(lambda: calendar.Calendar().count(None, None, None, None))  # type: ignore[arg-type]
    assert "sitegen/calendar.py" in report_of(error)


@given(st.text())
def test_no_sign_of_another_script_and_no_long_number_is_left(text: str) -> None:
    left = masked(text)
    assert not re.search(r"[^\x20-\x7e□…]", left)
    assert all(set(number) == {"0"} or len(number) < 8 for number in re.findall(r"\d{3,}", left))


@given(st.text("0123456789 -.()+，", min_size=7, max_size=30))
def test_no_telephone_or_card_survives_however_it_is_divided(number: str) -> None:
    left = masked(f"电话：{number}。")
    for run in re.findall(r"\d(?:[^\dA-Za-z]{0,3}\d){6,}", number):
        assert set(re.findall(r"\d", run)) == {"0"} or run not in left
    assert not re.search(r"[1-9](?:[^\dA-Za-z]{0,3}[1-9]){6}", left)


def test_what_a_file_of_the_system_is_called_is_not_told() -> None:
    text = report_of(caught(lambda: Path("/nowhere/张三/110101199003070011.xlsx").read_bytes()))
    assert "errno 2" in text
    assert not secrets_in(text)


def test_only_the_last_twenty_reports_are_kept(site: Path) -> None:
    for _ in range(23):
        assert report_fault(ValueError("x"), "zh", site) == 70
    files = sorted((site / ".sitegen/log").iterdir())
    assert len(files) == 20
    (site / ".sitegen/log/mine.txt").write_text("mine")
    report_fault(ValueError("x"), "zh", site)
    assert (site / ".sitegen/log/mine.txt").exists()


def test_without_a_site_the_report_is_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    report_fault(ValueError(MESSAGE), "zh", tmp_path / "nowhere")
    (file,) = tmp_path.iterdir()
    assert str(file) in capfd.readouterr().err
    assert os.name == "nt" or stat.S_IMODE(file.stat().st_mode) == 0o600


def test_where_no_report_can_be_written_the_message_still_comes(
    site: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    monkeypatch.setattr(tempfile, "mkstemp", full)
    assert report_fault(ValueError("x"), "en", site) == 70
    assert "No report could be written" in capfd.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_reader_that_goes_away_is_no_fault(site: Path) -> None:
    command = [sys.executable, "-m", "sitegen", "--site", str(site), "explain", "N003"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait() == 1
    assert said == ""
    assert not (site / ".sitegen/log").exists()

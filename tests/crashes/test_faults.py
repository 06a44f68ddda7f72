"""A disk that refuses: people are told which file, why and what to do, and the site stays whole (long form: nightly.py)."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from sitegen.memory import Memory
from sitegen.refusals import naming, refused
from tests.conftest import ROOT
from tests.crashes import faults, kernel, kills
from tests.crashes.world import World, finish, fork, run
from tests.press import SMALL, publish, tree
from tests.sites import write_site
from tests.verification.published import FIRST, SINCE

slow = pytest.mark.slow


@slow
@pytest.mark.parametrize("error", faults.ERRORS, ids=[errno.errorcode[e] for e in faults.ERRORS])
def test_a_refused_operation_of_each_kind_leaves_a_whole_site_and_a_clear_message(error: int, world: World) -> None:
    some = kills.one_of_each(world, kills.operations(world))
    each = 8
    start = faults.ERRORS.index(error)
    found = faults.tally(world, error, some[start::each], lasting=False) + faults.tally(world, error, some[start + 4 :: each], lasting=True)
    assert found["refused, old site"] and found["published all the same"]


@slow
def test_records_that_cannot_join_the_ledger_are_told_and_join_with_the_next_publish(world: World) -> None:
    joins = next(
        o.number for o in kills.operations(world) if o.name == "rename" and "/ledger/.staged/" in o.paths[0] and ".part" not in o.paths[0]
    )
    assert faults.at(world, errno.EIO, joins, lasting=False) == "refused, new site"


@slow
def test_what_cannot_be_read_is_told(world: World) -> None:
    world.reset()
    known = kernel.supervise(world.work(), world.site, lambda _: None, with_reads=True).operations
    for part in ("/ledger/", "/output/.sitegen.json"):
        number = next(o.number for o in known if part in o.paths[-1] + "/" and o.name in ("openat", "read"))
        world.reset()
        ended = kernel.supervise(world.work(), world.site, faults.refusing(errno.EIO, number, lasting=False), with_reads=True)
        assert ended.code in (1, 3) and part.strip("/").rpartition("/")[2] in world.text(), (part, world.text())
        assert "Traceback" not in world.text() and world.check_whole() == "old"
    for part, lang in (("/site.yaml", "en"), ("/content/models/", "zh"), (".salt", "zh"), (".salt", "en")):
        number = next(o.number for o in known if part in o.paths[-1] and o.name in ("openat", "read"))
        assert faults.at(world, errno.EACCES, number, lasting=False, with_reads=True, lang=lang) == "refused, old site"


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[bool]:
    """A file system of that size at ``folder``; False where none may be mounted."""
    folder.mkdir()
    mounted = (
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder], capture_output=True, check=False).returncode == 0
    )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", folder], check=True)


@slow
def test_on_a_disk_that_is_full_the_old_site_stands(world: World, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "4m") as is_small:
        world.reset()
        site = tmp_path / "disk" / "site"
        shutil.copytree(world.site, site)
        shutil.rmtree(site / ".sitegen" / "templates", ignore_errors=True)
        before = {p: p.read_bytes() for p in (site / "output").rglob("*") if p.is_file()}
        limit = "" if is_small else "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        if is_small:
            with (site / "ballast").open("wb", 0) as ballast, pytest.raises(OSError, match="No space"):
                while True:
                    ballast.write(bytes(4096))
        code = f"{limit}from sitegen.cli import main\nmain(['--date', '2026-11-18', '--lang', 'zh'])"
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "SITEGEN_SITE": str(site)}
        result = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", env=environment, check=False
        )
        assert result.returncode == 1, result.stderr
        assert ("磁盘满了" if is_small else "文件超过了允许的大小") in result.stderr and "Traceback" not in result.stderr
        assert {p: p.read_bytes() for p in (site / "output").rglob("*") if p.is_file()} == before
        (site / "ballast").unlink(missing_ok=True)


@contextmanager
def read_only(folder: Path, source: Path) -> Iterator[None]:
    """A file system of its own with what stands in ``source``, mounted so that nobody may write, root neither."""
    folder.mkdir()
    place = str(folder)
    commands = (
        ("mount", "-t", "tmpfs", "-o", "size=16m", "none", place),
        ("cp", "-a", f"{source}/.", place),
        ("mount", "-o", "remount,ro", place),
    )
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            subprocess.run(["umount", "-l", folder], capture_output=True, check=False)
            pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_a_disk_that_is_mounted_read_only_the_old_site_stands_and_the_reason_is_named(lang: str, world: World, tmp_path: Path) -> None:
    world.reset()
    disk, said = tmp_path / "disk", tmp_path / "said.txt"
    words = (
        ("磁盘是只读的", "改为可写", "原来的网站没有变")
        if lang == "zh"
        else ("the disk is read-only", "make it writable", "The old site stands")
    )
    with read_only(disk, world.site):
        assert finish(fork(lambda: run(disk, said=said, lang=lang))) == 1
        text = said.read_text("utf-8")
        assert all(word in text for word in words) and str(disk) in text and "Traceback" not in text, text
        assert tree(disk / "output") == world.before.output and tree(disk / "ledger") == world.before.ledger
        for command in ("check", "status", "verify", "doctor"):  # which only read
            assert finish(fork(partial(run, disk, command, said=said, lang=lang))) in (0, 1, 2)
            text = said.read_text("utf-8")
            assert "Traceback" not in text and "Errno" not in text, text
        assert finish(fork(lambda: run(disk, "check", said=said, lang=lang))) == 0, said.read_text("utf-8")


@slow
def test_an_output_on_a_disk_that_is_mounted_read_only_is_refused_and_stays_as_it_is(world: World, tmp_path: Path) -> None:
    world.reset()
    disk = tmp_path / "disk"
    with read_only(disk, world.site):
        output = disk / "output"
        assert world.publish("--output", str(output)) == 1
        assert "磁盘是只读的" in world.text() and str(disk) in world.text() and "--output" in world.text()
        assert tree(output) == world.before.output
    kept = {name: data for name, data in tree(world.site / "ledger").items() if not name.startswith(".staged/")}
    assert kept == world.before.ledger, "no record of a site that nobody could see"
    world.check_mended()


@slow
def test_a_folder_that_may_only_be_read_is_named(world: World) -> None:
    """As a user who is not root where the test is root: root may write everywhere."""
    world.reset()
    world.site.chmod(0o555)
    (world.site / ".sitegen").chmod(0o777)
    world.said.touch()

    def work() -> int:
        if os.geteuid() == 0:
            for file in (world.site / ".sitegen").rglob("*"):
                file.chmod(0o777)
            world.said.chmod(0o666)
            for folder in world.top.parents:
                if folder.is_relative_to("/tmp"):
                    folder.chmod(folder.stat().st_mode | 0o055)
            world.top.chmod(0o755)
            os.setgid(65534)
            os.setuid(65534)
        return world.work()()

    try:
        assert finish(fork(work)) == 1
        assert "没有权限" in world.text() and str(world.site) in world.text(), world.text()
        assert world.check_whole() == "old"
    finally:
        world.site.chmod(0o755)


def test_a_page_keeps_its_text_when_the_memory_cannot_be_written(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.sqlite")
    memory._connection.execute("PRAGMA query_only = ON")
    memory.put("html", "a", b"text")
    assert not memory.commit()
    assert memory.get("html", "a") == b"text" and memory.get_many("html", ["a", "b"]) == {"a": b"text"}
    memory.close()


def test_an_error_of_writing_names_its_file() -> None:
    with pytest.raises(OSError) as caught, naming("/there/file"):
        raise OSError(errno.ENOSPC, "No space left on device")
    told = refused(caught.value)
    assert told.zh == "磁盘满了：/there/file。腾出空间再来一次"
    assert told.en == "the disk is full: /there/file; free some space, then run it again"


@slow
def test_a_salt_cut_off_by_a_crash_does_not_stop_the_next_publish(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SMALL)
    (site / "site.yaml").write_text((site / "site.yaml").read_text("utf-8") + SINCE, "utf-8")
    pid = fork(lambda: _killed_while_salting(site))
    assert finish(pid) == -signal.SIGKILL
    assert [p.name for p in site.rglob("*.part")]
    assert publish(site, FIRST).recorded
    assert not list(site.rglob("*.part"))


def _killed_while_salting(site: Path) -> int:
    """A publish that dies while it writes its first salt."""

    def die(_: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    os.fsync = die  # type: ignore[assignment]
    publish(site, FIRST)
    return 0

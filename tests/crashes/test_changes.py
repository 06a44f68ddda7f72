"""Several files of content/ written by one command: killed before every file operation, all of them stand or none does."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen import changes
from sitegen.changes import Change, Overtaken, Settled, settle, write_all
from tests.crashes import faults, kernel
from tests.crashes.world import finish, fork, run
from tests.sites import write_site

OLD, NEW = "旧的\n", "新的\n"
FILES = {"content/models/a.md": OLD, "content/units/b.md": OLD, "content/pages/kept.md": OLD}
CHANGES = (
    Change("content/notices/2026/n.md", None, NEW.encode()),
    Change("content/models/a.md", OLD.encode(), NEW.encode()),
    Change("content/units/b.md", OLD.encode(), NEW.encode()),
    Change("content/units/c.md", None, NEW.encode()),
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return _fresh(tmp_path / "site")


def _fresh(site: Path) -> Path:
    shutil.rmtree(site, ignore_errors=True)
    for name, text in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8", newline="\n")
    return site


def tree(site: Path) -> dict[str, bytes | None]:
    """All files and folders but what is in .sitegen/."""
    paths = (path for path in site.rglob("*") if ".sitegen" not in path.relative_to(site).parts)
    return {path.relative_to(site).as_posix(): path.read_bytes() if path.is_file() else None for path in paths}


def _write(site: Path) -> Callable[[], int]:
    def work() -> int:
        write_all(site, CHANGES)
        return 0

    return work


def _killing(number: int) -> Callable[[kernel.Operation], kernel.Verdict]:
    return lambda operation: kernel.KILL if operation.number >= number else None


def _operations(site: Path, work: Callable[[], int]) -> tuple[kernel.Operation, ...]:
    ended = kernel.supervise(work, site, lambda _: None)
    assert ended.code == 0
    return ended.operations


@pytest.mark.parametrize("step", [17, pytest.param(1, marks=pytest.mark.slow)], ids=["a few", "each"])
def test_killed_before_any_operation_all_files_stand_or_none_once_it_is_settled(step: int, site: Path) -> None:
    before = tree(site)
    known = _operations(site, _write(site))
    after = tree(site)
    assert after == before | {c.path: c.after for c in CHANGES} | {"content/notices": None, "content/notices/2026": None}
    assert len(known) > 40
    found = {"before": 0, "after": 0, "told": 0}
    for number in range(1, len(known) + 1, step):
        _fresh(site)
        assert kernel.supervise(_write(site), site, _killing(number)).code == -signal.SIGKILL
        told = settle(site)
        stands = tree(site)
        assert stands in (before, after), known[number - 1]
        assert not (site / ".sitegen/changes").exists(), known[number - 1]
        assert told in (None, Settled(tuple(c.path for c in CHANGES), ()))
        assert told is None or stands == before
        found["before" if stands == before else "after"] += 1
        found["told"] += told is not None
        write_all(site, CHANGES if stands == before else ())
        assert tree(site) == after
    assert min(found.values()) > (3 if step == 1 else 0), found


def test_killed_while_it_is_undone_it_is_undone_by_the_next(site: Path) -> None:
    before, half = tree(site), site.with_name("half")
    _half_written(site)
    shutil.copytree(site, half)

    def undo() -> int:
        return int(settle(site) is None)

    known = _operations(site, undo)
    assert tree(site) == before and len(known) > 10
    for number in range(1, len(known) + 1):
        shutil.rmtree(site)
        shutil.copytree(half, site)
        assert kernel.supervise(undo, site, _killing(number)).code == -signal.SIGKILL
        settle(site)
        assert tree(site) == before, known[number - 1]


def _half_written(site: Path) -> None:
    """All are put in place, and the journal does not say so yet."""
    done = next(o.number for o in _operations(site, _write(site)) if o.paths[-1].endswith("done.json"))
    _fresh(site)
    kernel.supervise(_write(site), site, _killing(done))
    assert (site / "content/models/a.md").read_text("utf-8") == NEW


def test_what_somebody_wrote_since_is_left_and_named_and_what_it_replaced_is_kept(site: Path) -> None:
    _half_written(site)
    for name in ("content/models/a.md", "content/units/c.md"):
        (site / name).write_text("别人的\n", "utf-8")
    assert settle(site) == Settled(
        ("content/notices/2026/n.md", "content/units/b.md"),
        ("content/units/c.md", "content/models/a.md"),
    )
    expected = {"content/models/a.md": "别人的\n", "content/units/c.md": "别人的\n", "content/units/b.md": OLD}
    assert {name: (site / name).read_text("utf-8") for name in expected} == expected
    assert not (site / "content/notices").exists()
    assert [file.read_text("utf-8") for file in (site / ".sitegen/before").rglob("*.md")] == [OLD]
    assert not list(site.rglob("*.tmp"))


def test_the_next_command_undoes_it_and_says_so(tmp_path: Path) -> None:
    site = write_site(_fresh(tmp_path / "site"), "-- site.yaml --\n名称: 测试站\n")
    before = tree(site)
    _half_written_beside(site)
    (site / "content/units/b.md").write_text("别人的\n", "utf-8")
    said = tmp_path / "said.txt"
    finish(fork(lambda: run(site, "check", said=said)))
    text = said.read_text("utf-8")
    assert "已经恢复原状（content/notices/2026/n.md" in text and "没有动：content/units/b.md" in text
    finish(fork(lambda: run(site, "check", said=said)))
    assert "中断" not in said.read_text("utf-8")
    assert tree(site) == before | {"content/units/b.md": "别人的\n".encode()}


def _half_written_beside(site: Path) -> None:
    kernel.supervise(_write(site), site, lambda o: kernel.KILL if o.paths[-1].endswith("done.json") else None)


def test_a_writing_that_goes_on_is_not_undone_by_others(site: Path) -> None:
    seen: list[Settled | None] = []

    def judge(operation: kernel.Operation) -> None:
        if operation.paths[-1].endswith("units/c.md"):
            seen.append(settle(site))

    assert kernel.supervise(_write(site), site, judge).code == 0
    assert seen == [None]
    assert tree(site).keys() >= {c.path for c in CHANGES}


@pytest.mark.slow
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS], ids=["full", "failing", "read-only"])
def test_a_refused_operation_leaves_everything_or_nothing(error: int, lasting: bool, site: Path) -> None:
    """Where the undoing is refused as well, the next command does it."""
    before = tree(site)
    count = len(_operations(site, _write(site)))
    after = tree(site)
    for number in range(1, count + 1, 3):
        _fresh(site)
        kernel.supervise(_write(site), site, faults.refusing(error, number, lasting=lasting))
        settle(site)
        assert tree(site) in (before, after), number


def test_a_file_that_is_there_already_is_never_undone(site: Path) -> None:
    (site / "content/units/c.md").write_text(NEW, "utf-8")  # by chance what would have been written
    with pytest.raises(Overtaken, match=r"c\.md"):
        write_all(site, CHANGES)
    assert (site / "content/units/c.md").read_text("utf-8") == NEW
    assert (site / "content/models/a.md").read_text("utf-8") == OLD
    assert not (site / "content/notices").exists()


def test_a_link_stays_and_what_it_leads_to_is_written(site: Path) -> None:
    (site / "content/units/b.md").rename(site / "content/units/real.md")
    (site / "content/units/b.md").symlink_to("real.md")
    write_all(site, CHANGES)
    assert (site / "content/units/b.md").is_symlink() and (site / "content/units/real.md").read_text("utf-8") == NEW


@pytest.mark.parametrize("path", ["../victim.md", "/etc/victim.md", "content/../../victim.md"])
def test_a_journal_that_leads_out_of_the_site_does_nothing(path: str, site: Path) -> None:
    victim = site.parent / "victim.md"
    victim.write_text(NEW, "utf-8")
    folder = site / ".sitegen/changes"
    folder.mkdir(parents=True)
    sha = changes.steps._sha(NEW.encode())
    told = {"mark": "00", "folders": [], "changes": [{"path": path, "before": None, "after": sha}]}
    (folder / "writing.json").write_text(json.dumps(told), "utf-8")
    assert settle(site) is None
    assert victim.exists() and not folder.exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["import", "fix", "init"])
def test_a_command_that_is_killed_writes_all_or_nothing(name: str, tmp_path: Path) -> None:
    site, said = tmp_path / "here" / "site", tmp_path / "said.txt"
    prepare, words = _COMMANDS[name]
    arguments = [word.replace("{here}", os.fspath(site.parent)) for word in words]

    def again() -> dict[str, bytes | None]:
        shutil.rmtree(site.parent, ignore_errors=True)
        site.mkdir(parents=True)
        prepare(site)
        return tree(site)

    def work() -> int:
        run(site, *arguments, said=said)
        return 0

    before = again()
    known = _operations(site, work)
    after = tree(site)
    assert len(after) > len(before) or name == "fix", said.read_text("utf-8")
    assert after != before
    mine = [o.number for o in known if "/content/" in o.paths[-1] or "/.sitegen/changes" in o.paths[-1]]
    stood = {"before": 0, "after": 0}
    for number in {*mine[:: max(1, len(mine) // 5)], mine[-1]}:
        again()
        assert kernel.supervise(work, site, _killing(number)).code == -signal.SIGKILL
        finish(fork(lambda: run(site, "check", said=said)))
        assert tree(site) in (before, after), known[number - 1]
        stood["before" if tree(site) == before else "after"] += 1
        if tree(site) == before:
            finish(fork(work))
            assert tree(site) == after, said.read_text("utf-8")
    assert stood["before"] and stood["after"], stood


def _to_import(site: Path) -> None:
    write_site(site, "-- site.yaml --\n名称: 测试站\n主办单位: 测试县\n领域: [农村]\n")
    rows = ["姓名,摘要,领域", *(f"赵{n},种树的人。,农村" for n in "甲乙丙")]
    (site.parent / "list.csv").write_text("\n".join(rows) + "\n", "utf-8-sig")


def _to_fix(site: Path) -> None:
    write_site(site, "-- site.yaml --\n名称: 测试站\n主办单位: 测试县\n领域: [农村]\n")
    for name in ("a", "b", "c"):
        file = site / f"content/models/{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n姓名： 张{name}\n摘要: 种树的人。\n编号: zhang-{name}-1\n发布: 2026-01-05\n---\n广阔党员。\n", "utf-8")


_COMMANDS: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "import": (_to_import, ("import", "{here}/list.csv", "--yes")),
    "fix": (_to_fix, ("fix", "--yes")),
    "init": (lambda _: None, ("init", "--organiser", "测试县", "--phone", "0871-00000000", "--no-input")),
}

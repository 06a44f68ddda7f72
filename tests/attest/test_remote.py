"""The branch that keeps the ledger: what is cut off here is known there, and every way in which it cannot be asked."""

from __future__ import annotations

import hashlib
import shutil
import stat
import time
from datetime import timedelta
from pathlib import Path

import pytest

from sitegen.attest import remote
from sitegen.attest.tools import Absent, TooSlow
from sitegen.attest.tools import run as run_tool
from sitegen.ledger.store import pack
from sitegen.problems import Problem
from tests.attest.house import DAY, checked, codes, git, needs, push, site_with, with_remote
from tests.press import publish

pytestmark = needs("git")
NEXT = DAY + timedelta(days=1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one day, with everything pushed; its remote stands beside it."""
    site = site_with(tmp_path_factory.mktemp("kept") / "site", "存证远端: origin/main")
    publish(site, DAY)
    with_remote(site)
    return site


@pytest.fixture
def site(kept: Path, tmp_path: Path) -> Path:
    shutil.copytree(kept.parent, tmp_path / "all")
    copy = tmp_path / "all/site"
    git(copy, "remote", "set-url", "origin", str(tmp_path / "all/site.git"))
    return copy


def told(problems: tuple[Problem, ...], code: str) -> str:
    return next(p.message.en for p in problems if p.code == code)


def forget(site: Path) -> None:
    """This machine's own memory would notice, too."""
    (site / ".sitegen/heads.txt").unlink(missing_ok=True)


def newest(site: Path) -> Path:
    return next(site / "ledger" / f"{line}.json" for line in (site / "output/ledger/heads.txt").read_text("ascii").split())


def test_a_ledger_that_the_branch_keeps_is_sound_and_silent(site: Path) -> None:
    assert codes(checked(site)) == []
    assert codes(publish(site, DAY).checked.problems) == []


def test_an_end_cut_off_is_known_to_the_branch(site: Path) -> None:
    forget(site)
    newest(site).unlink()
    found = checked(site)
    assert codes(found) == ["E100"]
    assert "origin/main keeps 1 record(s)" in told(found, "E100")
    built = publish(site, NEXT)
    assert not built.checked.is_sound
    assert built.checked.is_ledger_damaged


def test_a_history_written_anew_is_known_to_the_branch(site: Path) -> None:
    forget(site)
    for folder in ("ledger", "output"):
        shutil.rmtree(site / folder)
    found = checked(site, NEXT)
    assert "E100" in codes(found)


def test_records_that_a_commit_took_away_on_the_branch_still_count(site: Path) -> None:
    gone = newest(site)
    data = gone.read_bytes()
    gone.unlink()
    push(site)
    forget(site)
    assert codes(checked(site)) == ["A008", "E100"]
    gone.write_bytes(data)
    assert codes(checked(site)) == ["A008"]


def test_a_record_that_only_a_side_branch_of_a_merge_had_still_counts(site: Path) -> None:
    gone = newest(site)
    git(site, "checkout", "-q", "--orphan", "clean")
    gone.unlink()
    git(site, "add", "-A")
    git(site, "commit", "-q", "-m", "无")
    git(site, "merge", "-q", "-s", "ours", "--allow-unrelated-histories", "-m", "合", "origin/main")
    git(site, "push", "-q", "origin", "HEAD:main")
    forget(site)
    assert "E100" in codes(checked(site))


def test_records_in_packs_of_the_branch_count(site: Path, tmp_path: Path) -> None:
    pack(site / "ledger", 2026)
    names = {hashlib.sha256(line).hexdigest() for line in (site / "ledger/pack-2026.jsonl").read_bytes().splitlines()}
    push(site)
    assert names == remote.read(site, "origin/main").now
    assert codes(checked(site)) == []


def test_what_another_copy_pushed_is_fetched_by_a_publish_only(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(tmp_path / "all/site.git"), str(other))
    publish(other, NEXT)
    push(other)
    assert codes(checked(site, NEXT)) == []
    found = publish(site, NEXT).checked.problems
    assert codes(found) == ["E100"]
    assert "git pull" in told(found, "E100")
    git(site, "pull", "-q", "origin", "main")
    assert codes(publish(site, NEXT).checked.problems) == []


def test_a_branch_that_was_rewritten_is_told_and_what_it_held_is_remembered(site: Path) -> None:
    gone = newest(site)
    before = git(site, "rev-parse", "HEAD")
    git(site, "checkout", "-q", "--orphan", "anew")
    gone.unlink()
    git(site, "add", "-A")
    git(site, "commit", "-q", "-m", "重写")
    bare = Path(git(site, "remote", "get-url", "origin"))
    git(site, "push", "-q", "--force", str(bare), "HEAD:main")  # by its path, so that origin/main stays what was seen
    forget(site)
    assert codes(publish(site, DAY).checked.problems) == ["A006", "E100"]
    assert git(site, "rev-parse", "origin/main") == before


def test_records_that_did_not_reach_the_branch_within_two_days_are_told(site: Path) -> None:
    publish(site, NEXT)
    assert codes(checked(site, NEXT + timedelta(days=1))) == []
    found = checked(site, NEXT + timedelta(days=2))
    assert codes(found) == ["A010"]
    assert "since 2026-11-17" in told(found, "A010")
    push(site)
    assert codes(checked(site, NEXT + timedelta(days=2))) == []


def test_a_ledger_that_was_never_committed_is_told(tmp_path: Path) -> None:
    site = site_with(tmp_path / "site", "存证远端: origin/main")
    with_remote(site)
    assert codes(checked(site)) == []
    publish(site, DAY)
    assert codes(checked(site)) == ["A009"]


def test_a_shallow_clone_is_told(site: Path, tmp_path: Path) -> None:
    push(site)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}/all/site.git", "thin")
    assert codes(checked(tmp_path / "thin")) == ["A007"]


def test_a_site_below_the_top_of_its_repository_is_found(site: Path, tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    shutil.copytree(site, top / "sub", ignore=shutil.ignore_patterns(".git"))
    with_remote(top)
    (top / ".gitignore").write_text("/sub/output/\n/sub/.sitegen/\n", "utf-8")
    assert codes(checked(top / "sub")) == []
    forget(top / "sub")
    newest(top / "sub").unlink()
    assert codes(checked(top / "sub")) == ["E100"]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("main", "no branch of a remote"),
        ("--upload-pack=x/main", "no branch of a remote"),
        ("origin/../../x", "no branch of a remote"),
        ("origin/other", "no remote branch origin/other"),
        ("elsewhere/main", "no remote branch elsewhere/main"),
    ],
)
def test_a_branch_that_is_none_is_told(site: Path, setting: str, words: str) -> None:
    file = site / "site.yaml"
    file.write_text(file.read_text("utf-8").replace("origin/main", setting), "utf-8")
    for problems in (checked(site), publish(site, DAY).checked.problems):
        assert codes(problems) == ["A004"]
        assert words in told(problems, "A004")


def test_outside_of_a_repository_and_without_git_it_is_told(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path / "all"))
    (site / ".git").rename(tmp_path / "aside")
    for problems in (checked(site), publish(site, DAY).checked.problems):
        assert codes(problems) == ["A004"]
        assert "no usable git repository" in told(problems, "A004")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git is not installed" in told(checked(site), "A004")


def test_a_remote_that_cannot_be_reached_is_told_and_the_last_state_counts(site: Path, tmp_path: Path) -> None:
    git(site, "remote", "set-url", "origin", str(tmp_path / "gone.git"))
    built = publish(site, DAY)
    assert codes(built.checked.problems) == ["A005"]
    assert built.checked.is_sound
    forget(site)
    newest(site).unlink()
    assert codes(publish(site, DAY).checked.problems) == ["A005", "E100"]


def test_a_slow_remote_holds_a_publish_up_for_the_limit_only(site: Path, tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nsleep 60\n")
    slow.chmod(slow.stat().st_mode | stat.S_IXUSR)
    git(site, "config", "remote.origin.uploadpack", str(slow))
    started = time.perf_counter()
    with pytest.raises(remote.Unknown, match="did not end within"):
        remote.fetch(site, "origin/main", seconds=0.4)
    assert time.perf_counter() - started < 3
    assert not list((site / ".git").rglob("*.lock"))


def test_hooks_and_the_callers_repository_have_no_say(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = site / ".git/hooks/reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
    hook.chmod(0o755)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    (site / ".git/refs/remotes/origin/main").unlink()  # so that the fetch has something to write
    assert codes(publish(site, DAY).checked.problems) == []
    assert not (tmp_path / "ran").exists()


def test_the_memory_of_the_branch_ends_where_no_evidence_is_kept(tmp_path: Path) -> None:
    site = site_with(tmp_path / "site", "存证远端: origin/main", "签名密钥: k", "时间戳: https://example.org/")
    text = (site / "site.yaml").read_text("utf-8").replace("启用存证: 2026-11-16\n", "")
    (site / "site.yaml").write_text(text, "utf-8")
    problems = checked(site)
    assert codes(problems) == ["A011"] * 3
    assert len({p.place.line for p in problems if p.code == "A011"}) == 3


def test_programs_are_ended_with_those_that_they_started(tmp_path: Path) -> None:
    with pytest.raises(Absent):
        run_tool(["no-such-program-of-ours"], seconds=1)
    started = time.perf_counter()
    with pytest.raises(TooSlow):
        run_tool(["sh", "-c", "sleep 60 & wait"], seconds=0.3)
    assert time.perf_counter() - started < 2
    done = run_tool(["sh", "-c", "cat; [ -t 0 ] || echo dumb; : < /dev/tty"], given=b"in ", seconds=5)
    assert done.out == b"in dumb\n"
    assert done.code != 0
    assert "tty" in done.why

"""The records that a protected branch of a git remote keeps: what somebody else remembers of this ledger.

Not only the records that the branch holds now: every record that any of its commits ever added counts, for one taken away
by an ordinary commit was published all the same (rows 40 and 41 of THREATS.md).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from sitegen.attest.tools import Absent, Done, TooSlow, run
from sitegen.problems import Say

FETCH_SECONDS = 10.0
_SECONDS = 30.0  # for reading what is here already
_BRANCH = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)/([A-Za-z0-9][A-Za-z0-9._/-]*)")
_RECORD = re.compile(rb"ledger/([0-9a-f]{64})\.json")
_PACK = re.compile(rb"[0-7]+ blob ([0-9a-f]+)\tledger/pack-[0-9]{4}\.jsonl")
_LOOSE = re.compile(rb"[0-7]+ blob [0-9a-f]+\tledger/([0-9a-f]{64})\.json")
# found by where the site stands, whatever a hook or a caller has set; the branch as it is, without replacements or lazy loading
_LOCATIONS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE")
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_NO_LAZY_FETCH": "1", "GIT_ASKPASS": "true",
}  # fmt: skip
_QUIET = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "log.showRoot=true",
    "core.quotePath=false",
)


class Unknown(Exception):
    """The branch cannot be asked; ``reason`` says why, ``fix`` what to do."""

    def __init__(self, reason: Say, fix: Say) -> None:
        super().__init__(reason.en)
        self.reason = reason
        self.fix = fix


class Rewritten(Unknown):
    """The branch at the remote no longer holds the commits that it held."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Names of the records that the branch ever held, and of those that it holds now; ``is_shallow`` if old commits are not here."""

    ever: frozenset[str]
    now: frozenset[str]
    is_shallow: bool


def _git(site: Path, *arguments: str, seconds: float = _SECONDS) -> Done:
    settings = [word for setting in _QUIET for word in ("-c", setting)]
    try:
        return run(["git", *settings, *arguments], folder=site, seconds=seconds, more=_ENVIRONMENT, without=_LOCATIONS)
    except Absent:
        raise Unknown(Say("没有安装 git", "git is not installed"), Say("安装 git", "install git")) from None
    except TooSlow:
        raise Unknown(
            Say(f"git {arguments[0]} 在 {seconds:.0f} 秒内没有完成", f"git {arguments[0]} did not end within {seconds:.0f} seconds"),
            Say("看看网络和磁盘，再试一次", "look at network and disk, and try again"),
        ) from None


def split(branch: str) -> tuple[str, str]:
    """Remote and branch of ``origin/main``. Raises Unknown."""
    match = _BRANCH.fullmatch(branch)
    if match is None or re.search(r"\.\.|//|[/.]$|\.lock$", branch):
        raise Unknown(
            Say(f"“{branch}” 不是远端分支", f"'{branch}' is no branch of a remote"),
            Say("存证远端: origin/main", "存证远端 (remote): origin/main"),
        )
    return match[1], match[2]


def fetch(site: Path, branch: str, seconds: float = FETCH_SECONDS) -> None:
    """Bring the remote-tracking branch up to date, forwards only: what was seen of a branch is not forgotten when it is rewritten.

    Raises Unknown; Rewritten.
    """
    remote, name = split(branch)
    if remote not in _git(site, "remote").out.decode("utf-8", "replace").split():
        raise Unknown(
            Say(f"git 里没有远端 {remote}", f"git knows no remote {remote}"),
            Say(f"git remote add {remote} 地址", f"git remote add {remote} ADDRESS"),
        )
    # the empty refmap keeps the configured one, which forces, from being used beside the one that is given
    step = f"refs/heads/{name}:refs/remotes/{branch}"
    done = _git(site, "fetch", "--no-tags", "--no-recurse-submodules", "--refmap=", "--", remote, step, seconds=seconds)
    if "[rejected]" in done.err:
        raise Rewritten(
            Say(
                f"{branch} 被改写过：远端现在的分支不含以前的提交", f"{branch} was rewritten: the remote's branch lost commits that it had"
            ),
            Say("查明谁强制推送过，并在服务器上保护这个分支", "find out who forced a push, and protect the branch on the server"),
        )
    if done.code:
        raise Unknown(
            Say(f"取不到 {branch}：{done.why}", f"{branch} cannot be fetched: {done.why}"),
            Say("看看网络和权限；这次与上次取到的比对", "look at network and rights; compared with what was fetched last"),
        )


def read(site: Path, branch: str) -> Kept:
    """The records that the remote-tracking branch keeps, as far as it was fetched. Raises Unknown."""
    split(branch)
    ref = f"refs/remotes/{branch}"
    place = _git(site, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository")
    if place.code or not place.out.startswith(b"true"):
        raise Unknown(
            Say(f"网站文件夹不在可用的 git 仓库里：{place.why}", f"the site is in no usable git repository: {place.why}"),
            Say("把网站放进 git 仓库，或去掉 存证远端", "put the site into a git repository, or leave 存证远端 (remote) out"),
        )
    if _git(site, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").code:
        raise Unknown(
            Say(f"这里没有远端分支 {branch}", f"there is no remote branch {branch} here"),
            Say(
                f"git fetch {branch.partition('/')[0]}，或改正 存证远端", f"git fetch {branch.partition('/')[0]}, or mend 存证远端 (remote)"
            ),
        )
    tree = _needed(site, branch, "ls-tree", "-r", "-z", ref, "--", "ledger/")
    added = _needed(
        site, branch, "log", "-z", "--format=", "--name-only", "--relative", "--no-renames", "--diff-filter=A", "--full-history", "-m",
        "--no-ext-diff", "--no-show-signature", ref, "--", "ledger/",
    )  # fmt: skip
    items = tree.split(b"\0")
    now = {match[1].decode() for item in items if (match := _LOOSE.fullmatch(item))}
    for item in items:
        if match := _PACK.fullmatch(item):
            lines = _needed(site, branch, "cat-file", "blob", match[1].decode()).splitlines()
            now |= {hashlib.sha256(line).hexdigest() for line in lines}
    ever = {match[1].decode() for item in added.split(b"\0") if (match := _RECORD.fullmatch(item.strip()))}
    return Kept(frozenset(ever | now), frozenset(now), b"true" in place.out.split()[1:])


def _needed(site: Path, branch: str, *arguments: str) -> bytes:
    done = _git(site, *arguments)
    if done.code:
        raise Unknown(
            Say(f"读不出 {branch}：{done.why}", f"{branch} cannot be read: {done.why}"),
            Say("git fsck 检查仓库", "check the repository with git fsck"),
        )
    return done.out

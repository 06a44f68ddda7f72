"""What the system refuses to any command is said in the language of the user, with the file, the reason and what to do."""

from __future__ import annotations

import errno
import socket
import ssl
import urllib.error
from pathlib import Path

import pytest

from sitegen.refusals import refused, why
from tests.crashes import faults, kernel
from tests.crashes.world import World, run
from tests.sites import write_site

SITE = "-- site.yaml --\n名称: 测试站\n主办单位: 测试县\n领域: [农村]\n"
ROWS = "姓名,摘要,领域\n赵甲,种树的人。,农村\n赵乙,种树的人。,农村\n"
WRONG = "---\n姓名： 张三\n摘要: 种树的人。\n编号: zhang-san-1\n发布: 2026-01-05\n---\n广阔党员。\n"
RAW = ("No space left", "Permission denied", "Read-only file", "Input/output error", "Errno", "Traceback", "None")
SAID = {errno.EROFS: ("磁盘是只读的", "改为可写", "the disk is read-only", "make it writable")}
SAID |= {error: faults._SAID[error] for error in faults.ERRORS}


def _site(folder: Path) -> Path:
    site = write_site(folder / "site", SITE)
    (site / "content/models").mkdir(parents=True)
    (site / "content/models/zhang.md").write_text(WRONG, "utf-8")
    (site / "list.csv").write_text(ROWS, "utf-8-sig")
    return site


def _told(site: Path, arguments: tuple[str, ...], error: int, place: str, lang: str, *, with_reads: bool = False) -> tuple[int, str]:
    """A command of which every operation on files with ``place`` in their path is refused: its exit code and what it said."""
    said = site.parent / "said.txt"

    def judge(operation: kernel.Operation) -> kernel.Verdict:
        return error if any(place in path for path in operation.paths) else None

    ended = kernel.supervise(lambda: run(site, *arguments, said=said, lang=lang), site, judge, with_reads=with_reads)
    return ended.code, said.read_text("utf-8")


def _check(error: int, said: str, lang: str, place: str) -> None:
    for word in SAID[error][:2] if lang == "zh" else SAID[error][2:]:
        assert word in said, (word, said)
    assert place.strip("/") in said
    assert not [word for word in RAW if word in said], said


COMMANDS: dict[str, tuple[tuple[str, ...], str]] = {
    "import": (("import", "{site}/list.csv", "--yes"), "/content/models/"),
    "fix": (("fix", "--yes"), "/content/models/"),
    "new": (("new", "unit", "--name", "清水村", "--summary", "一个村。", "--sector", "农村", "--no-input"), "/content/units"),
    "init": (("init", "{site}/new", "--organiser", "测试县", "--phone", "0871-00000000", "--no-input"), "/new/content"),
    "editors": (("editors",), "/.vscode"),
    "export": (("export", "models", "{site}/out.csv"), "out.csv"),
    "sarif": (("check", "--sarif", "{site}/found.sarif"), "/site/"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_cannot_write_says_which_file_why_and_what_to_do(name: str, tmp_path: Path) -> None:
    words, place = COMMANDS[name]
    site = _site(tmp_path)
    if name == "import":  # which asks for files without errors
        (site / "content/models/zhang.md").unlink()
    for error, lang in ((errno.ENOSPC, "zh"), (errno.EACCES, "en"), (errno.EROFS, "zh"), (errno.EIO, "en")):
        code, said = _told(site, tuple(word.replace("{site}", str(site)) for word in words), error, place, lang)
        assert code == 1, (code, said)
        _check(error, said, lang, place)
        assert not list(site.rglob("*.tmp")) and not list(site.rglob(".*.new"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "place", "code"),
    [
        (("pack", "{site}/whole.zip"), "whole.zip", 1),
        (("pack", "{site}/whole.zip"), "/output/", 1),
        (("probe", "http://127.0.0.1:9/"), "/ledger/", 2),
    ],
    ids=["pack, writing", "pack, reading", "probe"],
)
def test_a_command_on_a_published_site_says_so_too(words: tuple[str, ...], place: str, code: int, world: World) -> None:
    for error, lang in ((errno.EACCES, "zh"), (errno.EIO, "en")):
        world.reset()
        assert world.publish() == 0
        arguments = tuple(word.replace("{site}", str(world.site)) for word in words)
        found, said = _told(world.site, arguments, error, place, lang, with_reads=place == "/output/")
        assert found == code, (found, said)
        _check(error, said, lang, place)


def test_every_reason_has_words_in_both_languages() -> None:
    for number in errno.errorcode:
        what = refused(OSError(number, "raw words of the system", "/there"))
        assert what.zh.startswith(why(OSError(number, "raw words of the system")).zh) and "/there" in what.en
        assert any("\u4e00" <= c <= "\u9fff" for c in what.zh)


@pytest.mark.parametrize(
    ("error", "zh"),
    [
        (socket.gaierror(-2, "Name or service not known"), "找不到这个主机名"),
        (urllib.error.URLError(socket.gaierror(-2, "Name or service not known")), "找不到这个主机名"),
        (urllib.error.URLError(ConnectionRefusedError(111, "Connection refused")), "对方没有接受连接"),
        (urllib.error.URLError(TimeoutError("timed out")), "没有及时答复"),
        (urllib.error.URLError(ssl.SSLCertVerificationError(1, "certificate verify failed")), "对方的证书核对不上"),
        (ConnectionResetError(104, "Connection reset by peer"), "连接中断了"),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "网络不通"),
        (ValueError("bad"), "不能用（ValueError）"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_the_network_refuses_has_words(error: Exception, zh: str) -> None:
    assert why(error).zh == zh

"""Failing disks: one file operation is refused, or all from one on; the site stays whole and people are told which file and what to do."""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from tests.crashes import kernel
from tests.crashes.world import World

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
_SAID = {
    errno.ENOSPC: ("磁盘满了", "腾出空间", "the disk is full", "free some space"),
    errno.EIO: ("磁盘读写出错", "检查磁盘", "input/output error", "check it"),
    errno.EACCES: ("没有权限", "能读写它", "permission denied", "read and write it"),
}


def refusing(error: int, number: int, *, lasting: bool) -> Callable[[kernel.Operation], kernel.Verdict]:
    """The ``number``-th operation fails, and where ``lasting`` all that follow."""

    def judge(operation: kernel.Operation) -> kernel.Verdict:
        return error if operation.number == number or (lasting and operation.number > number) else None

    return judge


def at(world: World, error: int, number: int, *, lasting: bool, with_reads: bool = False, lang: str = "zh") -> str:
    """One publish with one fault; gives what became of it."""
    world.reset()
    judge = refusing(error, number, lasting=lasting)
    ended = kernel.supervise(world.work(lang=lang), world.site, judge, with_reads=with_reads)
    failed = next(operation for operation in ended.operations if operation.number == number)
    said = world.text()
    try:
        stood = world.check_whole()
        assert "Traceback" not in said and ended.code not in (70, 99) and ended.code >= 0, ended.code
        if ended.code == 0:
            assert stood == "new"
        else:
            _check_said(error, said, lang, stood, str(world.site))
        world.check_mended()
    except AssertionError as wrong:
        how = "lasting" if lasting else "once"
        raise AssertionError(f"{errno.errorcode[error]} {how} at {number}, {failed.name} {failed.paths}: {wrong}\n{said}") from wrong
    return "published all the same" if ended.code == 0 else f"refused, {stood} site"


def _check_said(error: int, said: str, lang: str, stood: str, site: str) -> None:
    """The file, the reason and the way out; and what stands now is no lie."""
    chinese, english = _SAID[error][:2], _SAID[error][2:]
    words = chinese if lang == "zh" else english
    for word in words[:1] if "E100" in said else words:  # of a record of the ledger the way out is another: a backup
        assert word in said, word
    assert site in said or "ledger/" in said or "C005" in said  # a source is named as in any finding, by its path in the site
    old = ("原来的网站没有变", "he old site stands")
    new = ("新网站已经整个换上", "The new site is in place")
    assert any(words in said for words in (old if stood == "old" else new)), stood
    assert not any(words in said for words in (new if stood == "old" else old)), stood


def everywhere(world: World, step: int = 1) -> Iterator[tuple[str, Counter[str]]]:
    """Each error at every operation (or every ``step``-th), once and lasting; reads too, for what fails there. With what it was comes
    how often it went how."""
    for error in ERRORS:
        for with_reads in (False, True) if error != errno.ENOSPC else (False,):
            world.reset()
            count = len(kernel.supervise(world.work(), world.site, lambda _: None, with_reads=with_reads).operations)
            for lasting in (False, True):
                numbers = range(1, count + 1, step)
                name = (
                    f"{errno.errorcode[error]} {'lasting' if lasting else 'once'}{', reads too' if with_reads else ''}, {count} operations"
                )
                yield name, tally(world, error, numbers, lasting=lasting, with_reads=with_reads)


def tally(world: World, error: int, numbers: Iterable[int], *, lasting: bool, with_reads: bool = False) -> Counter[str]:
    return Counter(at(world, error, n, lasting=lasting, with_reads=with_reads, lang="zh" if n % 2 else "en") for n in numbers)

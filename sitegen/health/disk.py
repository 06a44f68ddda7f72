"""The disk: who may write, how much room there is, what the file system can do, what a run that broke off left behind."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from sitegen.health.answer import Answer, Patient, fine, look, mend
from sitegen.ledger.store import STAGED
from sitegen.lock import Held, only_one
from sitegen.places import STATE_FOLDER
from sitegen.problems import Say
from sitegen.refusals import why
from sitegen.writer import NotOurs, Standing, rename_exchange
from sitegen.writer import look as look_at

_SPARE = 50_000_000  # bytes beside the new tree: memory, records, what the system itself needs
_MANY_TIMES = 3
_NAMED = 3


def writing(patient: Patient) -> Answer:
    """Whether a publish may write where it has to."""
    title = Say("写入权限", "Writing")
    wanted = (patient.site, patient.site / STATE_FOLDER, patient.output.parent, patient.site / "ledger")
    refused = [folder for folder in dict.fromkeys(wanted) if folder.is_dir() and not _may_write(folder)]
    if not refused:
        return fine("writing", title, "网站、output/、.sitegen/ 都可以写", "the site, output/ and .sitegen/ may be written")
    names = "、".join(str(folder) for folder in refused)
    return mend(
        "writing",
        title,
        Say(f"写不了：{names}", f"may not be written: {names.replace('、', ', ')}"),
        Say(
            "让运行本程序的用户能写（chown、chmod），或换一个用户",
            "let the user who runs this write there (chown, chmod), or run it as one who may",
        ),
    )


def _may_write(folder: Path) -> bool:
    """Tried, not asked: what permissions say is not all that a system may refuse."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".sitegen-", suffix=".try"):
            return True
    except OSError:
        return False


def room(patient: Patient, standing: Standing | None) -> Answer:
    """Free space against the size of a whole new tree, which stands beside the old one until they are exchanged."""
    title = Say("磁盘空间", "Disk space")
    place = _existing(patient.output)
    free, size = shutil.disk_usage(place).free, sum(w.size for w in standing.trace.files.values()) if standing else 0
    said = Say(f"剩 {_amount(free)}，网站 {_amount(size)}", f"{_amount(free)} free, the site takes {_amount(size)}")
    do = Say("腾出空间，或用 --output 换一个磁盘", "free some space, or choose another disk with --output")
    if free < size + _SPARE:
        return mend("room", title, Say(f"{said.zh}：不够再生成一次", f"{said.en}: not enough to build it anew"), do)
    if _inodes(place) < len(standing.trace.files) + 100 if standing else False:
        return mend("room", title, Say(f"{said.zh}，但文件数快到上限（inode）", f"{said.en}, but few more files may be made (inodes)"), do)
    if free < _MANY_TIMES * size + _SPARE:
        return look("room", title, Say(f"{said.zh}：不宽裕", f"{said.en}: not much"), do)
    return fine("room", title, *said)


def _inodes(place: Path) -> float:
    """How many more files the file system takes; without end where it does not count them."""
    if not hasattr(os, "statvfs"):
        return float("inf")
    found = os.statvfs(place)
    return found.f_favail if found.f_files else float("inf")


def abilities(
    patient: Patient, link: Callable[[Path, Path], None] = os.link, swap: Callable[[Path, Path], bool] = rename_exchange
) -> Answer:
    """What the file system beside output/ can do, tried in a folder of its own."""
    title = Say("文件系统", "File system")
    lacking: list[Say] = []
    try:
        with tempfile.TemporaryDirectory(dir=_existing(patient.output.parent), prefix=".sitegen-") as made:
            top = Path(made)
            for name in ("one", "two"):
                (top / name).mkdir()
            (top / "one" / "a").write_bytes(b"")
            lacking += _tried(top, link, swap)
    except OSError:
        return look(
            "abilities",
            title,
            Say("试不了：这里不能写", "could not be tried: nothing may be written here"),
            Say("先解决写入权限", "see to the permissions first"),
        )
    if not lacking:
        return fine("abilities", title, "有硬链接，整个文件夹一步交换", "hard links, and folders exchanged in one step")
    return look(
        "abilities",
        title,
        Say("；".join(s.zh for s in lacking), "; ".join(s.en for s in lacking)),
        Say(
            "结果一样，不改也行；能选的话，把网站放在 ext4、xfs、btrfs 或 APFS 上",
            "results are the same; where there is a choice, use ext4, xfs, btrfs or APFS",
        ),
    )


def _tried(top: Path, link: Callable[[Path, Path], None], swap: Callable[[Path, Path], bool]) -> Iterator[Say]:
    try:
        link(top / "one" / "a", top / "two" / "a")
    except OSError:
        yield Say("没有硬链接：每次发布都要复制整个网站，慢一些", "no hard links: each publish copies the whole site, which takes longer")
    if not swap(top / "one", top / "two"):
        yield Say(
            "不能一步交换文件夹：发布时有一瞬间没有 output/，那时断电由下一次发布补上",
            "folders are not exchanged in one step: for a moment there is no output/; the next publish mends a power cut then",
        )
    if (top / "ONE").exists():
        yield Say("文件名不分大小写", "file names do not tell upper from lower case")


def lock(patient: Patient) -> Answer:
    """Whether somebody publishes just now. The system lets go of the lock of a process that ended, so none is ever left behind."""
    title, file = Say("发布锁", "Lock"), patient.site / STATE_FOLDER / "lock"
    if not file.is_file():
        return fine("lock", title, "没有人在发布", "nobody is publishing")
    try:
        with only_one(file, f"pid {os.getpid()}"):
            return fine("lock", title, "没有人在发布；断掉的发布不会留下锁", "nobody is publishing; a run that broke off leaves no lock")
    except Held as held:
        return look(
            "lock",
            title,
            Say(f"正在发布：{held.holder}", f"a publish is running: {held.holder}"),
            Say(
                "等它结束；若早该结束了，结束那个进程，锁会自己放开",
                "wait; if it should have ended long ago, end that process, and the lock is free",
            ),
        )
    except OSError as error:
        what = why(error)
        return mend(
            "lock",
            title,
            Say(f"打不开 {file}：{what.zh}", f"{file} cannot be opened: {what.en}"),
            Say("检查权限，或删去它", "see its permissions, or delete it"),
        )


def leftovers(patient: Patient) -> Answer:
    """What a run that broke off left: the next publish completes or undoes it."""
    title, staged = Say("残留", "Leftovers"), patient.site / "ledger" / STAGED
    beside = [patient.output.with_name(f".{patient.output.name}.{word}") for word in ("new", "old")]  # as writer names them
    found = [place.name for place in beside if os.path.lexists(place)]
    if staged.is_dir() and any(staged.iterdir()):
        found.append(f"ledger/{STAGED}")
    if not found:
        return fine("leftovers", title, "没有", "none")
    names = "、".join(found)
    said = Say(f"上次没有做完，留下 {names}", f"the last run broke off and left {names.replace('、', ', ')}")
    if not patient.output.exists():
        return mend(
            "leftovers",
            title,
            Say(f"{said.zh}；网站现在不在", f"{said.en}; there is no site just now"),
            Say("马上发布一次，会自己补上", "publish now: it completes by itself"),
        )
    return look("leftovers", title, said, Say("不用手工删，下一次发布会收拾", "delete nothing by hand: the next publish tidies up"))


def output(patient: Patient) -> tuple[Answer, Standing | None]:
    """Whether output/ is ours, and whole."""
    title, place = Say("输出", "Output"), patient.output
    try:
        standing = look_at(place)
    except NotOurs:
        return mend(
            "output",
            title,
            Say(f"{place} 里有别的文件，不是本程序生成的，不会动它", f"{place} holds files that are not ours; it is left alone"),
            Say("换一个 --output，或把那些文件移走", "choose another --output, or move those files away"),
        ), None
    except OSError as error:
        what = why(error)
        return mend(
            "output",
            title,
            Say(f"{place} 读不了：{what.zh}", f"{place} cannot be read: {what.en}"),
            Say("检查权限和磁盘", "see permissions and the disk"),
        ), None
    trace = standing.trace
    if not trace.files:
        return fine("output", title, "还没有发布过", "nothing was published yet"), standing
    gone = len(trace.files) - len(standing.present)
    if gone:
        return look(
            "output",
            title,
            Say(f"{gone} 个文件被删或改过", f"{gone} file(s) were deleted or altered"),
            Say("再发布一次，会补上", "publish again: they are made anew"),
        ), standing
    if standing.foreign:
        names = "、".join(standing.foreign[:_NAMED])
        return look(
            "output",
            title,
            Say(
                f"有 {len(standing.foreign)} 个别的文件，照原样留着：{names}",
                f"{len(standing.foreign)} file(s) of others, left alone: {names}",
            ),
            Say("不要的就删去；要的不用管", "delete what is not wanted"),
        ), standing
    return fine(
        "output", title, f"{len(trace.files)} 个文件，{trace.date} 的网站", f"{len(trace.files)} files, the site of {trace.date}"
    ), standing


def _existing(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder


def _amount(size: int) -> str:
    return f"{size / 1_000_000_000:.1f} GB" if size >= 1_000_000_000 else f"{size / 1_000_000:.0f} MB"

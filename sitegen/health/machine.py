"""The machine: Python, libraries, programs, fonts, the clock."""

from __future__ import annotations

import importlib
import importlib.util
import re
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path

from sitegen.health.answer import Answer, Patient, fine, look, mend
from sitegen.problems import Say
from sitegen.sharing.fonts import find_font

NEEDED = (3, 11)
LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*(.+?))?\s*\\?$", re.MULTILINE)
_MOST_NAMED = 4
_AHEAD = timedelta(minutes=5)  # of another machine's clock, which may have written the last record

# what to import, the extra that brings it, and what needs it
EXTRAS = (
    ("openpyxl", "office", Say("导入、导出 Excel（import、export）", "Excel lists (import, export)")),
    ("mammoth", "office", Say("导入 Word 事迹（import）", "Word stories (import)")),
    ("docx", "office", Say("公文 .docx（document）", "documents as .docx (document)")),
    ("weasyprint", "pdf", Say("PDF（poster --pdf、document）", "PDF (poster --pdf, document)")),
    ("rfc3161_client", "timestamp", Say("时间戳（site.yaml 的“时间戳”、verify --tsa）", "time stamps (时间戳 in site.yaml, verify --tsa)")),
)


def python(version: tuple[int, ...] = sys.version_info[:3], names: str | None = None) -> Answer:
    """Whether Python is new enough, and takes file names for UTF-8."""
    key, title, shown = "python", Say("Python", "Python"), ".".join(map(str, version))
    coding = names or sys.getfilesystemencoding()
    if version < NEEDED:
        return mend(
            key,
            title,
            Say(f"{shown}，太旧", f"{shown}, too old"),
            Say("装 Python 3.11 或更新的版本，删去 .venv 再运行", "install Python 3.11 or newer, delete .venv and run again"),
        )
    if coding.lower().replace("-", "") != "utf8":
        return mend(
            key,
            title,
            Say(f"{shown}，文件名按 {coding} 读，汉字文件名会出错", f"{shown} reads file names as {coding}: Chinese names break"),
            Say("设置 PYTHONUTF8=1 或 LANG=C.UTF-8 再运行", "set PYTHONUTF8=1 or LANG=C.UTF-8 and run again"),
        )
    return fine(key, title, f"{shown}，文件名是 UTF-8", f"{shown}, file names in UTF-8")


def parser() -> Answer:
    """Whether the YAML reader is the compiled one: it reads several times as fast."""
    import yaml

    title = Say("YAML", "YAML")
    if getattr(yaml, "__with_libyaml__", False):
        return fine("libyaml", title, f"PyYAML {yaml.__version__}，用 libyaml", f"PyYAML {yaml.__version__} with libyaml")
    return look(
        "libyaml",
        title,
        Say("PyYAML 没有 libyaml：结果一样，读文件慢几倍", "PyYAML without libyaml: the same results, several times slower"),
        Say("删去 .venv 再运行，装带 libyaml 的版本（官方 wheel 都带）", "delete .venv and run again: the wheels of PyPI bring libyaml"),
    )


def clock(patient: Patient, latest: datetime | None, zone: str | None = None) -> Answer:
    """The zone is fixed; the clock may not stand before what was recorded by it (row 13 of THREATS.md)."""
    title = Say("时钟", "Clock")
    here = zone or time.tzname[0]
    now = f"{patient.now:%Y-%m-%d %H:%M}"
    if latest is not None and patient.now + _AHEAD < latest:
        behind = latest - patient.now
        much = (
            Say(f"{behind.days} 天", f"{behind.days} day(s)")
            if behind.days
            else Say(f"{behind.seconds // 60} 分钟", f"{behind.seconds // 60} min")
        )
        return mend(
            "clock",
            title,
            Say(
                f"现在 {now}，比存证最后一条（{latest:%Y-%m-%d %H:%M}）还早 {much.zh}",
                f"{now} is {much.en} before the last record ({latest:%Y-%m-%d %H:%M})",
            ),
            Say(
                "校准电脑的时钟（timedatectl set-ntp true）。若错的是以前的时钟，等过了那一刻再发布",
                "set the machine's clock (timedatectl set-ntp true). If it was wrong before, publish once that moment has passed",
            ),
        )
    after = Say(f"，在最后一条存证（{latest:%Y-%m-%d}）之后", f", after the last record ({latest:%Y-%m-%d})") if latest else Say("", "")
    return fine(
        "clock",
        title,
        f"北京时间 {now}（固定 +08:00，这台电脑设为 {here}，没有关系）{after.zh}",
        f"China time {now} (fixed at +08:00; this machine is set to {here}, which does not matter){after.en}",
    )


def fonts(patient: Patient) -> Answer:
    """A Chinese font for share cards; PDF documents take those of the system as well."""
    title, record = Say("字体", "Fonts"), patient.record
    written = record.font if record else None
    face = find_font(patient.site, written)
    if face is not None:
        return fine("fonts", title, f"{face.path.name}（分享卡片、PDF）", f"{face.path.name} (share cards, PDF)")
    what = (
        Say(f"“字体”写的 {written} 用不了", f"the font file {written} cannot be used")
        if written
        else Say("没有中文字体", "no Chinese font")
    )
    return look(
        "fonts",
        title,
        Say(f"{what.zh}：不做分享卡片，PDF 里的汉字可能是方框", f"{what.en}: no share cards, and boxes for characters in PDF"),
        Say(
            "apt install fonts-noto-cjk，或把字体文件放在 site.yaml 旁边，写 字体: 文件名",
            "apt install fonts-noto-cjk, or put a font beside site.yaml and write 字体: FILE",
        ),
    )


def extras() -> Iterator[Answer]:
    """Each extra that is missing, and the commands that need it."""
    lacking: dict[str, list[Say]] = {}
    for module, extra, needs in EXTRAS:
        if not _is_there(module):
            lacking.setdefault(extra, []).append(needs)
    for extra, uses in lacking.items():
        yield look(
            f"extra-{extra}",
            Say("附加功能", "Extras"),
            Say(f"没有装 {extra}：做不了{'；'.join(n.zh for n in uses)}", f"{extra} is not installed: no {'; '.join(n.en for n in uses)}"),
            Say(f"需要时 pip install 'sitegen[{extra}]'", f"where it is needed: pip install 'sitegen[{extra}]'"),
        )
    if not lacking:
        names = "、".join(dict.fromkeys(extra for _, extra, _ in EXTRAS))
        yield fine("extras", Say("附加功能", "Extras"), f"都有：{names}", f"all there: {names.replace('、', ', ')}")


def _is_there(module: str) -> bool:
    """Whether a library can be used; WeasyPrint, for one, is there without the system's libraries and still fails."""
    if importlib.util.find_spec(module) is None:
        return False
    try:
        importlib.import_module(module)
    except (ImportError, OSError):
        return False
    return True


def tools(patient: Patient) -> Iterator[Answer]:
    """Programs that site.yaml asks for."""
    record, title = patient.record, Say("程序", "Programs")
    wanted = (
        ("git", record.remote if record else None, "存证远端", "git"),
        ("ssh-keygen", record.signing_key if record else None, "签名密钥", "openssh-client"),
    )
    for program, is_wanted, setting, package in wanted:
        if is_wanted and shutil.which(program) is None:
            yield mend(
                program,
                title,
                Say(f"site.yaml 写了“{setting}”，却没有 {program}", f"site.yaml has {setting}, and there is no {program}"),
                Say(f"apt install {package}", f"apt install {package}"),
            )


def libraries(lock: Path = LOCK, installed: Mapping[str, str] | None = None) -> Answer:
    """Whether the libraries are those of the lock, which are the ones that everything was tested with."""
    title = Say("依赖库", "Libraries")
    if not lock.is_file():
        return fine("libraries", title, "作为软件包安装，没有锁定文件可比", "installed as a package: no lock to compare with")
    locked = {name: version for name, version, where in _PINNED.findall(lock.read_text("utf-8")) if not where}
    wrong = [(name, version, _installed(name, installed)) for name, version in locked.items()]
    wrong = [(name, version, here) for name, version, here in wrong if here != version]
    if not wrong:
        return fine("libraries", title, f"{len(locked)} 个，都与 {lock.name} 相同", f"all {len(locked)} as in {lock.name}")
    named = [f"{name} {here or '—'}（{version}）" for name, version, here in wrong[:_MOST_NAMED]]
    more = "…" if len(wrong) > _MOST_NAMED else ""
    return look(
        "libraries",
        title,
        Say(
            f"{len(wrong)} 个与 {lock.name}（括号里）不同：{'、'.join(named)}{more}。网页可能与别处生成的略有不同",
            f"{len(wrong)} are not those of {lock.name} (in brackets): {', '.join(named).replace('（', ' (').replace('）', ')')}{more}; "
            "pages may differ slightly from those made elsewhere",
        ),
        Say(
            f"用 python build.py 运行（自己装），或 pip install --require-hashes -r {lock.name}",
            f"run by python build.py, or pip install --require-hashes -r {lock.name}",
        ),
    )


def _installed(name: str, installed: Mapping[str, str] | None) -> str:
    if installed is not None:
        return installed.get(name, "")
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""

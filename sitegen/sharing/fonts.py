"""The font that share cards are set in: named in site.yaml, or one of those that systems bring along."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PIL import ImageFont

from sitegen.problems import Place, Problem, Say, Severity

# where Debian, Fedora and Arch, macOS and Windows keep a Chinese font; the serif ones first, as on the pages
PLACES = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-serif-cjk-fonts/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/source-han-serif/SourceHanSerifSC-Bold.otf",
    "/usr/share/fonts/adobe-source-han-serif/SourceHanSerifCN-Bold.otf",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Medium.ttc",
    "C:/Windows/Fonts/simhei.ttf",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)
_PROBE = "公示至"  # a font without these cannot set a card
_FAMILIES = (" SC", " CN", " GB")  # of the faces of a collection: those with the forms of the mainland
_MOST_FACES = 16
_NOWHERE = "\U0010ffff"  # a code point that no font has: what it draws stands for a missing sign


class Face:
    """A font file in any size, and which signs it has. Raises OSError for a file that is no font."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.index = _mainland(path)
        self._sizes: dict[int, ImageFont.FreeTypeFont] = {}
        self._known: dict[str, bool] = {}
        self._missing = self._picture(_NOWHERE)

    def size(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._sizes:
            self._sizes[size] = _load(self.path, self.index, size)
        return self._sizes[size]

    def has(self, sign: str) -> bool:
        """Whether the font draws ``sign`` as more than the box that stands for anything unknown."""
        if sign not in self._known:
            self._known[sign] = sign.isspace() or self._picture(sign) != self._missing
        return self._known[sign]

    def _picture(self, sign: str) -> tuple[tuple[int, int], bytes]:
        mask = self.size(32).getmask(sign)
        return mask.size, bytes(mask)


def _load(path: Path, index: int, size: int) -> ImageFont.FreeTypeFont:
    # the simple layout is the same on every machine; the other depends on which libraries are there
    return ImageFont.truetype(str(path), size, index, layout_engine=ImageFont.Layout.BASIC)


def _mainland(path: Path) -> int:
    """Which face of a collection has the forms of the mainland; 0 for a file with a single face."""
    for index in range(_MOST_FACES):
        try:
            family = _load(path, index, 32).getname()[0] or ""
        except OSError:
            if index == 0:
                raise
            break
        if family.endswith(_FAMILIES):
            return index
    return 0


def find_font(site: Path, written: str | None) -> Face | None:
    """The font named in site.yaml (relative to the site), else the first one that this system has; None if it cannot be used."""
    for path in (site / written,) if written else map(Path, PLACES):
        if path.is_file() and (face := _usable(path)):
            return face
    return None


def _usable(path: Path) -> Face | None:
    try:
        face = Face(path)
        return face if all(face.has(sign) for sign in _PROBE) else None
    except (OSError, ValueError):
        return None


def stamp(path: Path) -> str:
    """Changes whenever a font file is exchanged, without reading it."""
    stat = path.stat()
    return f"{path}:{stat.st_size}:{stat.st_mtime_ns}"


def sha_of(path: Path) -> str:
    """SHA-256 of a font file: another font draws another picture. Raises OSError."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def no_font(settings: str, written: str | None) -> Problem:
    """What to say where share cards cannot be drawn."""
    if written:
        message = Say(
            f"“字体”写的文件用不了：{written}；网页照常发布，只是没有分享卡片",
            f"the font file cannot be used: {written}; pages are published, without share cards",
        )
    else:
        message = Say(
            "这台电脑没有中文字体，做不了分享卡片；网页照常发布",
            "this machine has no Chinese font, so there are no share cards; pages are published all the same",
        )
    fix = Say(
        "安装思源字体（Debian、Ubuntu：apt install fonts-noto-cjk），或写 字体: 字体文件.otf（放在 site.yaml 旁边）",
        "install Noto CJK (Debian, Ubuntu: apt install fonts-noto-cjk), or write 字体 (font): file.otf, beside site.yaml",
    )
    return Problem("X009", Severity.INFO, Place(settings), message, fix)

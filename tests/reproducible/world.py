"""A site with something of everything: evidence, a picture, an attached file, Han addresses, share cards."""

from __future__ import annotations

from pathlib import Path

from tests.attacks.world import ONE, SETTINGS, day_of
from tests.importing.papers import photograph
from tests.press import SMALL, publish
from tests.sites import files_of, write_site

_KEPT = ("content/units/cun.md", "content/bulletins/wen.md", "content/pages/about.md")
_LINK = "[张三](../models/zhang-san.md)"


def sample(folder: Path) -> Path:
    """The site as it is before the publish that is compared: with its salts, and what two days left behind."""
    block = ONE.replace(SETTINGS, SETTINGS.replace("启用存证", "网址: https://example.org/\n启用存证", 1))
    site = write_site(folder, block)
    for name in _KEPT:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(files_of(SMALL)[name].replace(_LINK, "张三\n\n![水渠](水渠.jpg)\n\n[名单](名单.csv)"), "utf-8")
    (site / "content/units/水渠.jpg").write_bytes(photograph())
    (site / "content/units/名单.csv").write_text("名称,年份\n水渠,2026\n", "utf-8")
    for day in (15, 16):
        built = publish(site, day_of(day))
        assert built.pages, [p.message.zh for p in built.checked.problems]
    return site

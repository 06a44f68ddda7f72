"""A whole site in one text block: ``-- path --`` lines divide it into files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from sitegen.intake import Intake, shipped_profiles, take_in
from sitegen.library import Library, make_library
from sitegen.problems import Problem, in_order
from sitegen.rules import judge
from sitegen.sources import Sources, source_of

_FILE = re.compile(r"^-- (\S+) --\n", re.MULTILINE)

SITE = """名称: 测试站
主办单位: 测试县
领域: [农村, 社区]
目标: [{名称: 服务人民群众}]
受理: {受理部门: 办公室, 受理电话: 0000-0000000, 受理邮箱: a@example.org, 受理地址: 县城, 实名要求: 实名}
"""


def files_of(block: str) -> dict[str, str]:
    """The files of a text block; site.yaml is added where it is missing."""
    pieces = _FILE.split(block.lstrip("\n"))
    files = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    return {"site.yaml": SITE, **files}


def write_site(folder: Path, block: str) -> Path:
    """Write the files of a text block below ``folder``."""
    for name, text in files_of(block).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def intake_of(block: str) -> Intake:
    """Read a text block without a disk."""
    files: Mapping[str, str] = files_of(block)
    records = [source_of(name, text.encode()) for name, text in sorted(files.items()) if name.endswith(".md")]
    settings = source_of("site.yaml", files["site.yaml"].encode())
    assets = MappingProxyType({name: Path(name) for name in files if not name.endswith((".md", ".yaml"))})
    return take_in(Sources(Path("."), settings, tuple(records), assets))


def library_of(block: str, today: str) -> Library:
    """The library of a text block; fails the test if a file cannot be read."""
    intake = intake_of(block)
    assert not intake.problems, intake.problems
    assert intake.site is not None
    return make_library(intake.site, intake.records, shipped_profiles(), date.fromisoformat(today))


def findings(block: str, today: str) -> Sequence[Problem]:
    """What all rules say of a text block."""
    return in_order(judge(library_of(block, today)))

"""A site into which lists and stories are imported, as a clerk does it: by the command."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from sitegen.cli import main
from tests.sites import write_site

HOUSE = """
-- content/units/cun.md --
---
名称: 清水村
摘要: 一个村。
编号: cun-0001
发布: 2026-01-05
---
村里的事。
-- content/models/zhang-san.md --
---
姓名: 张三  # 本名
摘要: 修水渠的人。
编号: zhang-san-1
单位: cun
职务: 农民
发布: 2026-01-05
x-内部: 不动
承诺:
  - {内容: 修路, 期限: 2026-12-20, 承诺日期: 2026-01-05, 责任人: 张三}
---
## 水渠

他修了一条水渠。
"""


class Result(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        return [p["code"] for p in self.data["problems"] if p["severity"] == "error"]


def house(folder: Path, block: str = HOUSE) -> Path:
    return write_site(folder / "site", block)


def run(site: Path, *arguments: str, lang: str = "zh", day: str = "2026-11-18") -> Result:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(["--site", str(site), "--date", day, "--lang", lang, *arguments])
        except SystemExit as left:
            code = int(left.code or 0)
    return Result(code, out.getvalue(), err.getvalue())


def bring(site: Path, name: str, data: bytes, *arguments: str, lang: str = "zh") -> Result:
    """Import a file and write without asking."""
    file = site.parent / name
    file.write_bytes(data)
    return run(site, "import", str(file), "--yes", *arguments, lang=lang)


def contents(site: Path) -> dict[str, bytes]:
    """Every file of the site but what the program keeps for itself."""
    files = (p for p in site.rglob("*") if p.is_file() and ".sitegen" not in p.parts)
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in files}


def model(site: Path, slug: str) -> str:
    return (site / f"content/models/{slug}.md").read_text("utf-8")

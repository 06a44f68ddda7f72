"""``check --sarif``: the findings of a check as a file for other systems."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import __version__
from sitegen.changes import Change, write_one
from sitegen.editors.placing import read
from sitegen.pipeline import check
from sitegen.sarif import sarif
from sitegen.staff.explain import all_docs
from sitegen.staff.written import written

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk


def check_site(desk: Desk, file: Path | None) -> int:
    """Check, tell, and write the findings into ``file``, if one is named. The exit code of the check; 1 if it cannot be written."""
    if file is None:
        return desk.check()
    with desk.memory() as memory:
        checked = check(desk.site, desk.now.date(), desk.as_of, memory)
    desk.tell(checked)
    content = sarif(checked.problems, all_docs(), checked.lines_of, __version__, desk.lang)
    data = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
    return written(desk, lambda: _write(file, data), file) or desk.code(checked)


def _write(file: Path, data: bytes) -> None:
    before = read(file)
    if before != data:
        write_one(file.parent, Change(file.name, before, data))

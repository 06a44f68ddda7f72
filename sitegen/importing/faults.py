"""What is wrong with a file that is to be imported: problems, each at its cell or paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitegen.privacy.parts import Unreadable
from sitegen.privacy.workbook import column_letters
from sitegen.problems import Place, Problem, Say, Severity

_SHOWN = 6  # cells that one finding names


class NotImportable(Exception):
    """A file of which nothing can be used; ``problems`` say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(p.message.en for p in problems))
        self.problems = tuple(problems)


def refuse(code: str, path: str, message: Say, fix: Say) -> NotImportable:
    """The refusal of a whole file."""
    return NotImportable((error(code, Place(path), message, fix),))


def unreadable(path: str, why: Say) -> NotImportable:
    """A file that cannot be opened, for a reason that the reader of zipped files gave."""
    return refuse(
        "I002",
        path,
        Say(f"打不开：{why.zh}", f"it cannot be opened: {why.en}"),
        Say(
            "在 Excel 或 WPS 里打开它，另存为新的 .xlsx 或 .docx，再导入",
            "open it in its program, save it as a new .xlsx or .docx, import that",
        ),
    )


def of_unreadable(path: str, caught: Unreadable) -> NotImportable:
    return unreadable(path, caught.why)


def error(code: str, place: Place, message: Say, fix: Say, related: Place | None = None) -> Problem:
    return Problem(code, Severity.ERROR, place, message, fix, related)


def warning(code: str, place: Place, message: Say, fix: Say) -> Problem:
    return Problem(code, Severity.WARNING, place, message, fix)


def info(code: str, place: Place, message: Say, fix: Say) -> Problem:
    return Problem(code, Severity.INFO, place, message, fix)


def cell_name(row: int, column: int) -> str:
    """A cell as people name it: 17, 5 is E17."""
    return f"{column_letters(max(column, 1))}{row}"


def cell_list(cells: Iterable[tuple[int, int]]) -> str:
    """The names of cells, the first few of them, such as ``E3、E4、E5 等 9 格``."""
    names = [cell_name(*cell) for cell in cells]
    more = f" 等 {len(names)} 格" if len(names) > _SHOWN else ""
    return "、".join(names[:_SHOWN]) + more

"""``document``: a notice as an official document, ready for the seal, for Word or as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.cases import NoticeCase
from sitegen.channels.announced import Announced
from sitegen.channels.paper import Paper, notice_paper
from sitegen.channels.paper_docx import has_docx, paper_docx
from sitegen.channels.paper_pdf import has_weasyprint, paper_html, pdf_of
from sitegen.outputs.announcing import announced, left_out
from sitegen.records.words import State
from sitegen.staff.handing import broken, hand_over, missing
from sitegen.staff.workshop import Closed, Workshop, notice_name, open_workshop, unknown

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_PROBLEMS, _USAGE = 1, 2


def make_document(desk: Desk, what: str, file: Path | None) -> int:
    """Write the document of a notice: by the ending of ``file`` .docx or .pdf, without it ``<notice>.docx`` in this folder."""
    ending = file.suffix.lower() if file else ".docx"
    if ending not in (".docx", ".pdf"):
        desk.complain(f"文件名要以 .docx 或 .pdf 结尾：{file}", f"The name of the file has to end in .docx or .pdf: {file}")
        return _USAGE
    if ending == ".docx" and not has_docx():
        return missing(desk, "python-docx", "office")
    if ending == ".pdf" and not has_weasyprint():
        return missing(desk, "weasyprint", "pdf")
    try:
        with open_workshop(desk) as shop:
            found = _paper(desk, shop, what)
    except Closed as closed:
        return closed.code
    if isinstance(found, int):
        return found
    notice, paper = found
    try:
        data = pdf_of(paper_html(paper)) if ending == ".pdf" else paper_docx(paper, notice.published or notice.start)
    except (ImportError, OSError) as error:
        return broken(desk, "weasyprint" if ending == ".pdf" else "python-docx", error)
    return hand_over(desk, file or Path(f"{notice.slug}.docx"), data)


def _paper(desk: Desk, shop: Workshop, what: str) -> tuple[Announced, Paper] | int:
    library = shop.library
    case = library.notices_by_name.get(notice_name(what))
    if case is None:
        return unknown(desk, what, [c.slug for c in library.notices])
    later = library.replacing.get(case.id) or library.replacing.get(case.slug)
    if later:
        desk.complain(
            f"“{case.title}”已由“{later.title}”代替，不再印发；写 {later.slug}",
            f"'{case.title}' was replaced by '{later.title}' and is no longer issued; give {later.slug}",
        )
        return _PROBLEMS
    notice = announced(shop.edition, case)
    if notice is None or not notice.subjects:
        return _nothing(desk, case)
    if absent := left_out(shop.edition, case):
        desk.complain(
            f"注意：{absent} 个已撤回或撤销的对象没有写进去，印发前先核对",
            f"Mind: {absent} candidate(s) withdrawn or revoked are not in it; check before it is issued",
        )
    if case.state is State.CLOSED:
        desk.complain(
            f"注意：公示已于 {notice.end} 结束，这一份只供存档", f"Mind: the notice ended on {notice.end}; a copy for the files only"
        )
    body = "" if case.number else shop.renderer.body(shop.edition.body(case.filed), f"notices/{case.slug}.html")
    return notice, notice_paper(notice, body)


def _nothing(desk: Desk, case: NoticeCase) -> int:
    if case.state is State.DRAFT:
        desk.complain(f"“{case.title}”还是草稿：没有写全公示的开始和结束", f"'{case.title}' is a draft: its start and end are not complete")
    else:
        desk.complain(f"“{case.title}”没有可以公开的对象，不能印发", f"'{case.title}' has nobody who may be shown; it cannot be issued")
    return _PROBLEMS

"""An official document as html for WeasyPrint, and html as PDF. WeasyPrint is an extra and imported only here."""

from __future__ import annotations

import importlib.util
import logging
from html import escape
from typing import Any

from sitegen.channels.paper import Paper
from sitegen.channels.prose import Block, Heading, Table

# A4 as GB/T 9704 lays it out: a type area of 156 by 225 mm, 22 lines of 28 signs of size three (16 pt)
_STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm;
  @bottom-center { content: "— " counter(page) " —"; font: 14pt "FangSong", "STFangsong", "Noto Serif CJK SC", serif; } }
html { font-family: "FangSong_GB2312", "FangSong", "STFangsong", "FandolFang R", "Noto Serif CJK SC", "Source Han Serif SC",
  "Songti SC", "SimSun", "SimSun-ExtB", "HanaMinB", serif; font-size: 16pt; line-height: 29pt; }
body { margin: 0; }
h1 { font: 700 22pt/34pt "FZXiaoBiaoSong-B05S", "STZhongsong", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", serif;
  text-align: center; margin: 0 0 29pt; }
h2 { font: 700 16pt/29pt "SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", sans-serif; margin: 0; text-indent: 2em;
  break-after: avoid; }
p { margin: 0; text-indent: 2em; text-align: justify; overflow-wrap: anywhere; orphans: 2; widows: 2; }
table { border-collapse: collapse; width: 100%; margin: 6pt 0 10pt; font-size: 12pt; line-height: 18pt; }
th, td { border: .75pt solid #000; padding: 3pt 4pt; vertical-align: middle; overflow-wrap: anywhere; }
th { font-weight: 700; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.five th:nth-child(1) { width: 8%; } .five th:nth-child(2) { width: 17%; } .five th:nth-child(3) { width: 23%; }
.five th:nth-child(4) { width: 20%; }
td:first-child { text-align: center; }
.end { margin-top: 58pt; break-inside: avoid; text-align: right; }
.end p { text-indent: 0; text-align: right; padding-right: 2em; }
.end .day { padding-right: 4em; }
"""
# the text of a poster is 12 mm from each edge of A4 and 17 mm from those of A3 (poster.css)
_AT_FOOT = """
.poster { height: 272.5mm; }
.a3 .poster { height: 385.5mm; }
.poster-foot { position: absolute; bottom: 0; left: 0; right: 0; }
"""


def has_weasyprint() -> bool:
    """Whether PDF can be made on this machine; nothing is imported for the question."""
    return importlib.util.find_spec("weasyprint") is not None


def paper_html(paper: Paper) -> str:
    """The document as one html file."""
    blocks = "\n".join(_block(block) for block in paper.blocks)
    signature = f"<p>{escape(paper.signature)}</p>" if paper.signature else ""
    title, end = escape(paper.title), f'<div class="end">{signature}<p class="day">{escape(paper.day)}</p></div>'
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>\n'
        f"<body><h1>{title}</h1>\n{blocks}\n{end}</body></html>\n"
    )


def _block(block: Block) -> str:
    if isinstance(block, Table):
        head = f"<thead>{_row('th', block.head)}</thead>" if block.head else ""
        kind = ' class="five"' if len(block.head) == 5 else ""
        return f"<table{kind}>{head}<tbody>{''.join(_row('td', row) for row in block.rows)}</tbody></table>"
    tag = "h2" if isinstance(block, Heading) else "p"
    return f"<{tag}>{escape(block.text)}</{tag}>"


def _row(tag: str, cells: tuple[str, ...]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def pdf_of(html: str) -> bytes:
    """Html as PDF. It may load nothing: what it needs is in it. Raises ImportError, OSError where WeasyPrint cannot work."""
    return bytes(_laid_out(html).write_pdf() or b"")


def sheet_pdf(html: str) -> bytes:
    """A poster as PDF, its foot at the end of the sheet. Raises as ``pdf_of``.

    WeasyPrint has no room to share out in a column. Where all stands on one sheet, there is room between text and foot,
    so the foot may leave the flow; of a list that goes on to a second sheet it stays behind the last name.
    """
    laid_out = _laid_out(html)
    if len(laid_out.pages) == 1:
        at_foot = _laid_out(html.replace("</head>", f"<style>{_AT_FOOT}</style></head>", 1))
        laid_out = at_foot if len(at_foot.pages) == 1 else laid_out
    return bytes(laid_out.write_pdf() or b"")


def _laid_out(html: str) -> Any:
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # of style rules that paper has no use for
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    from weasyprint import HTML  # type: ignore[import-untyped]

    return HTML(string=html, base_url=None, url_fetcher=_refuse).render()


def _refuse(url: str, *_: object, **__: object) -> dict[str, object]:
    raise ValueError(f"a printed sheet loads nothing: {url}")

"""Documents for Word and PDFs of hostile fields: by parsers of their formats, they hold text and nothing that acts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from sitegen.channels.paper import notice_paper
from sitegen.channels.paper_docx import paper_docx
from sitegen.channels.paper_pdf import has_weasyprint, paper_html, pdf_of
from sitegen.records.scalars import Text
from tests.active.conftest import IS_FULL, Grown
from tests.active.papers import elements_of, wrong_in_docx, wrong_in_pdf
from tests.active.planting import TODAY, is_taken
from tests.active.vectors import ALL, HARMLESS
from tests.channels.world import notice, run, subject

docx = pytest.importorskip("docx")
pdf = pytest.mark.skipif(not has_weasyprint(), reason="no WeasyPrint")
OWN = (
    'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k __hit(1)"',
    '{ INCLUDEPICTURE "https://evil.example/a.png" \\* MERGEFORMAT }',
    '</w:t></w:r><w:r><w:instrText>DDE cmd "__hit(2)"</w:instrText></w:r><w:r><w:t>',
    '<w:altChunk r:id="rId9"/><w:object/>',
    ") /S /JavaScript /JS (__hit(3)) >> endobj",
    "(a) /OpenAction << /S /Launch /F (cmd.exe) >>",
    "%PDF-1.7 1 0 obj << /AA << /O << /S /URI /URI (javascript:__hit(4)) >> >> >> endobj",
    "<?xml-stylesheet href='https://evil.example/a.xsl'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
)
VECTORS = tuple(v for v in (*ALL, *OWN) if is_taken(Text, v))
NUMBER = len(VECTORS) if IS_FULL else 24


def _paper_of(words: Sequence[str]) -> tuple[bytes, str]:
    """A document for Word, and the html of its PDF, with the words in every field that a document shows, and as a body."""
    text = " ".join(words)
    fields = ("title", "office", "phone", "email", "address", "real_name", "issuer", "basis", "audience", "length", "url")
    people = tuple(subject(f"{text}{n}", honour=text, role=text, level=text, summary=text) for n in range(2))
    given = notice(**dict.fromkeys(fields, text), subjects=people)
    paper = notice_paper(given, "".join(words))
    return paper_docx(paper, date(2026, 11, 16)), paper_html(paper)


@pytest.fixture(scope="module")
def calm() -> set[tuple[str, str]]:
    return elements_of(_paper_of([HARMLESS])[0])


@pytest.mark.slow
def test_a_document_for_word_holds_the_vectors_as_text_and_nothing_that_acts(calm: set[tuple[str, str]]) -> None:
    assert len(VECTORS) > 200
    of_a_line = {("word/document.xml", tag) for tag in _tags("br", "tab", "cr", "noBreakHyphen")}
    for group in (VECTORS[n::NUMBER] for n in range(NUMBER)):
        made, _ = _paper_of(group)
        assert wrong_in_docx(made) == [], group
        assert elements_of(made) <= calm | of_a_line, elements_of(made) - calm
        whole = "".join(p.text for p in docx.Document(io.BytesIO(made)).paragraphs)
        assert "".join("".join(group).split()) in "".join(whole.split()), group


def _tags(*words: str) -> tuple[str, ...]:
    return tuple(f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{word}" for word in words)


@pdf
@pytest.mark.slow
def test_a_pdf_holds_nothing_that_acts() -> None:
    some = VECTORS if IS_FULL else (*VECTORS[:: len(VECTORS) // 24], *(own for own in OWN if own in VECTORS))
    for group in (some[n : n + 8] for n in range(0, len(some), 8)):
        assert wrong_in_pdf(pdf_of(_paper_of(group)[1])) == [], group


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["docx", pytest.param("pdf", marks=pdf)])
def test_the_command_makes_documents_without_anything_that_acts(ending: str, grown: Grown, tmp_path: Path) -> None:
    for plot in grown.garden.plots[:: 1 if IS_FULL else 12]:
        file = tmp_path / f"{plot.number}.{ending}"
        ran = run(grown.site, "document", f"v{plot.number:03}", str(file), day=str(TODAY))
        assert ran.code == 0, ran.err
        assert (wrong_in_docx if ending == "docx" else wrong_in_pdf)(file.read_bytes()) == [], plot.vectors


@pdf
@pytest.mark.slow
def test_a_poster_as_pdf_holds_nothing_that_acts(grown: Grown, tmp_path: Path) -> None:
    for plot in grown.garden.plots[:: 1 if IS_FULL else 12]:
        file = tmp_path / f"{plot.number}.pdf"
        ran = run(grown.site, "poster", f"v{plot.number:03}", "--pdf", str(file), day=str(TODAY))
        assert ran.code == 0, ran.err
        assert wrong_in_pdf(file.read_bytes()) == [], plot.vectors


def _with_part(name: str, text: str, old: str = "") -> bytes:
    """A harmless document in which one part is added, or changed where ``old`` stands."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_paper_of([HARMLESS])[0])) as archive, zipfile.ZipFile(out, "w") as made:
        for each in archive.namelist():
            data = archive.read(each)
            made.writestr(each, data.replace(old.encode(), text.encode(), 1) if each == name else data)
        if not old:
            made.writestr(name, text)
    return out.getvalue()


_RELATION = '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" TargetMode="{}"/></Relationships>'  # noqa: E501
_RUN = "</w:body>"


@pytest.mark.parametrize(
    ("name", "text", "old"),
    [
        ("word/vbaProject.bin", "x", ""),
        ("word/afchunk1.html", "<script>", ""),
        ("word/_rels/document.xml.rels", _RELATION.format("hyperlink", "javascript:alert(1)", "External"), "</Relationships>"),
        ("word/_rels/document.xml.rels", _RELATION.format("image", "https://evil.example/a.png", "External"), "</Relationships>"),
        ("word/_rels/document.xml.rels", _RELATION.format("attachedTemplate", "file:///a.dotm", "External"), "</Relationships>"),
        ("word/_rels/document.xml.rels", _RELATION.format("oleObject", "a.xml", "Internal"), "</Relationships>"),
        ("word/document.xml", f'<w:p><w:r><w:instrText>DDEAUTO cmd "a"</w:instrText></w:r></w:p>{_RUN}', _RUN),
        ("word/document.xml", f'<w:p><w:fldSimple w:instr="INCLUDEPICTURE &quot;https://evil.example/&quot;"/></w:p>{_RUN}', _RUN),
        ("word/document.xml", f"<w:altChunk/>{_RUN}", _RUN),
        ("word/document.xml", f"<w:p><w:r><w:object/></w:r></w:p>{_RUN}", _RUN),
        ("[Content_Types].xml", '<Default Extension="x" ContentType="application/x.macroEnabled.main+xml"/></Types>', "</Types>"),
    ],
)  # fmt: skip
def test_what_looks_at_documents_for_word_sees_what_acts(name: str, text: str, old: str) -> None:
    assert wrong_in_docx(_paper_of([HARMLESS])[0]) == []
    assert wrong_in_docx(_with_part(name, text, old)) != []


@pytest.mark.parametrize("what", ["script", "launch", "file", "address", "form"])
def test_what_looks_at_pdfs_sees_what_acts(what: str) -> None:
    from pypdf import PdfWriter
    from pypdf.annotations import Link
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    def action(kind: str, **more: str) -> DictionaryObject:
        facts = {NameObject("/S"): NameObject(kind)}
        return DictionaryObject({**facts, **{NameObject(f"/{key}"): TextStringObject(value) for key, value in more.items()}})

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if what == "script":
        writer.root_object[NameObject("/OpenAction")] = action("/JavaScript", JS="app.alert(1)")
    elif what == "launch":
        writer.root_object[NameObject("/OpenAction")] = action("/Launch", F="cmd.exe")
    elif what == "file":
        writer.add_attachment("a.exe", b"x")
    elif what == "address":
        writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="javascript:alert(1)"))
    else:
        writer.root_object[NameObject("/AcroForm")] = DictionaryObject()
    out = io.BytesIO()
    writer.write(out)
    assert wrong_in_pdf(out.getvalue()) != []
    plain = PdfWriter()
    plain.add_blank_page(100, 100)
    plain.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://example.org/"))
    clean = io.BytesIO()
    plain.write(clean)
    assert wrong_in_pdf(clean.getvalue()) == []

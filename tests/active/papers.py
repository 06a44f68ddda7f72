"""What is wrong with a document for Word or a PDF, by parsers of their formats: everything that runs, loads, attaches or starts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

_PARTS = re.compile(r"[a-zA-Z]+/(_rels/)?[A-Za-z0-9]+\.(xml|xml\.rels|jpeg)|\[Content_Types\]\.xml|_rels/\.rels|word/theme/theme1\.xml")
_RUNNING_PARTS = re.compile(r"vba|macro|activex|embed|ole|afchunk|altchunk|\.bin|\.html?|\.rtf", re.IGNORECASE)
_RUNNING_TYPES = re.compile(
    r"macroEnabled|vba|oleObject|activeX|aFChunk|attachedTemplate|subDocument|externalLink|frame|control", re.IGNORECASE
)
_RUNNING_ELEMENTS = frozenset({
    "altChunk", "control", "object", "OLEObject", "OLELink", "attachedTemplate", "subDoc", "frameset", "mailMerge", "dataSource", "script",
    "docVars", "sdt", "dataBinding", "imagedata", "linkStyles", "saveThroughXslt", "webHidden",
})  # fmt: skip
_FIELD = re.compile(r"\s*(PAGE|NUMPAGES)\s*(\\\*\s*\w+\s*)*")  # nothing else is computed: no DDE, INCLUDETEXT, INCLUDEPICTURE, HYPERLINK, …
_ADDRESS = re.compile(r"(https?://|mailto:|tel:)[^\s\x00-\x1f]+", re.IGNORECASE)
_RUNNING_ACTIONS = frozenset({
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute",     "/GoTo3DView", "/Named", "/Hide", "/SetOCGState", "/Trans",
})  # fmt: skip
_RUNNING_KEYS = frozenset(
    {"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/AcroForm", "/RichMediaContent", "/Launch"}
)
_RUNNING_SUBTYPES = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/Widget"})
_RUNNING_KINDS = frozenset({"/EmbeddedFile", "/Filespec"})


def wrong_in_docx(data: bytes) -> list[str]:
    """What acts in a document for Word, or leads out of it other than by a plain link."""
    return list(_wrong_in_docx(data))


def elements_of(data: bytes) -> set[tuple[str, str]]:
    """Every part of a document for Word with the elements in it."""
    return {(name, str(one.tag)) for name, root in _parts(data) for one in root.iter()}


def _parts(data: bytes) -> Iterator[tuple[str, Any]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, etree.fromstring(archive.read(name), parser)


def _wrong_in_docx(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        yield from (f"twice: {name}" for name in set(names) if names.count(name) > 1)
        yield from (f"part {name}" for name in names if not _PARTS.fullmatch(name) or _RUNNING_PARTS.search(name))
    for name, root in _parts(data):
        if root.getroottree().docinfo.doctype:
            yield f"{name}: a document type"
        told: list[str] = []
        for one in root.iter():
            if not isinstance(one.tag, str):
                yield f"{name}: {type(one).__name__}"
                continue
            word = etree.QName(one).localname
            if word in _RUNNING_ELEMENTS:
                yield f"{name}: {word}"
            told += [one.text or ""] if word == "instrText" else []
            told += [value for key, value in one.attrib.items() if word == "fldSimple" and etree.QName(key).localname == "instr"]
            if word == "Relationship":
                yield from _wrong_relation(name, dict(one.attrib))
            if word in ("Default", "Override") and _RUNNING_TYPES.search(one.get("ContentType", "")):
                yield f"{name}: {one.get('ContentType')}"
        yield from (f"{name}: field {field!r}" for field in told if not _FIELD.fullmatch(field))


def _wrong_relation(name: str, relation: dict[str, str]) -> Iterator[str]:
    kind, target = relation["Type"], relation["Target"]
    if _RUNNING_TYPES.search(kind):
        yield f"{name}: {kind}"
    if relation.get("TargetMode", "Internal") == "Internal":
        if ":" in target or ".." in target.replace("../customXml", ""):
            yield f"{name}: {target}"
    elif not (kind.endswith("/hyperlink") and re.match(r"https?://|mailto:", target)):
        yield f"{name}: outside {target}"


def wrong_in_pdf(data: bytes) -> list[str]:
    """What acts in a PDF: every object that it has, in streams of objects too, whether anything leads there or not."""
    reader = PdfReader(io.BytesIO(data), strict=True)
    found: list[str] = []
    for number in range(int(str(reader.trailer["/Size"]))):
        thing = reader.get_object(IndirectObject(number, 0, reader)) if number else reader.trailer
        found += _wrong_in(thing)
    return found


def _wrong_in(thing: Any) -> Iterator[str]:
    if isinstance(thing, ArrayObject):
        for one in list(thing):
            yield from () if isinstance(one, IndirectObject) else _wrong_in(one)
    if not isinstance(thing, DictionaryObject):
        return
    yield from (f"key {key}" for key in thing if key in _RUNNING_KEYS)
    for key, bad in (("/S", _RUNNING_ACTIONS), ("/Subtype", _RUNNING_SUBTYPES), ("/Type", _RUNNING_KINDS)):
        if str(thing.get(key)) in bad:
            yield f"{key} {thing.get(key)}"
    if "/URI" in thing and str(thing.get("/S")) == "/URI" and not _ADDRESS.fullmatch(str(thing["/URI"])):
        yield f"address {thing['/URI']!r}"
    opened = thing.get("/OpenAction")
    if opened is not None and not isinstance(opened.get_object(), ArrayObject) and str(opened.get_object().get("/S")) != "/GoTo":
        yield f"on opening {opened}"
    for value in thing.values():
        yield from () if isinstance(value, IndirectObject) else _wrong_in(value)

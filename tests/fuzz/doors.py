"""The doors of the program, one harness each: files, lists and stories, records, seals, forms, published sites."""

from __future__ import annotations

import base64
import io
import struct
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tornado.httputil import HTTPHeaders, HTTPInputError, parse_body_arguments

from sitegen import report
from sitegen.attest import signature, stamp
from sitegen.importing.batch import Asked
from sitegen.importing.doors import open_file
from sitegen.importing.faults import NotImportable
from sitegen.importing.shelf import Shelf, make_shelf
from sitegen.importing.stories import Target, take_story
from sitegen.importing.tables import take_list
from sitegen.intake import Intake, shipped_profiles, take_in, take_record, take_site
from sitegen.ledger.entry import BadEntry, entry_from
from sitegen.ledger.packs import check_sum, unpacked
from sitegen.library import make_library
from sitegen.markdown import TooComplex, relink, render
from sitegen.privacy.files import look_into
from sitegen.privacy.search import Guard
from sitegen.problems import Severity
from sitegen.published.examination import examine
from sitegen.published.source import Unreachable, is_inside
from sitegen.rules import judge
from sitegen.serve import forms
from sitegen.serve.changes import Refused
from sitegen.serve.sheets import text_of
from sitegen.sources import Source, Sources, read_sources, source_of
from tests.conftest import ROOT
from tests.fuzz.harness import Harness
from tests.importing.house import house
from tests.importing.papers import part, photograph, with_part, word, workbook
from tests.ledger.histories import honest_history
from tests.markdown.active import active
from tests.press import SMALL, publish
from tests.privacy import papers as attached
from tests.sites import files_of, write_site

TODAY = date(2026, 11, 18)
_FILES = files_of(SMALL)
_PATHS = (
    "content/models/x.md", "content/units/x.md", "content/notices/x.md", "content/bulletins/x.md", "content/pages/x.md", "site.yaml",
)  # fmt: skip
_YAML = (
    "---\n", "...\n", ": ", "：", "- ", "\n  ", "\t", "{", "}", "[", "]", ", ", "，", "&a ", "*a", "!!python/object", "<<: ", "? ",
    "| \n", ">-\n", "'", '"', "#", "%YAML", "\ufeff", "\u3000", "\u200b", "\u202e", "\x00", "\x85", "\u2028", "\r\n", "\r", "０", "~",
    "null", "yes", "姓名: ", "编号: ", "荣誉:\n", "公示: ", "开始: ", "结束: ", "2026-11-16", "0001-01-01", "9999-12-31", "2026年11月2日",
    "5个工作日", "99999999999999999999", "推荐: ", "承诺: ", "级别: 县", "单位: ", "网址名: ", "地区: ", "领域: ", "日历: ", "公示规则: ",
    "更正: ", "异议: ",
)  # fmt: skip
_MARKS = (
    "# ", "> ", "- ", "1. ", "    ", "```\n", "~~~\n", "|", "|-|-|\n", "[", "](", ")", "![", "[^1]", "[^1]: ", "[a]: ", "**", "*", "_",
    "`", "<", ">", "</", "<p>", "<a href=", "<img src=x ", "onerror=", "<svg>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "&#", "&#x0;",
    "&amp;", "javascript:", "\\", "\n\n", "\n", "{: .x #y }", "\x02", "\x03", "wzxhzdk:0", "klzzwxh:0000", "data:", "(a.md)", "甲", "“",
    "”", "\u0300", "\u202e", "\x00", "\u2028", "\t", "\r", "[TOC]", "*[", "<details>", "<summary>", "<ruby>", "<rt>", "<mark>", "=====\n",
    "-----\n", "\U0001f600", "\ufdd0",
)  # fmt: skip
_XML = (
    "<", ">", "/>", "</", "&amp;", "&#0;", "&#x10FFFF;", "<![CDATA[", "]]>", "<!DOCTYPE a [", "<!ENTITY a 'b'>", "&a;", ' r="A1"',
    ' r="XFD1048576"', ' t="s"', ' t="d"', ' t="n"', ' t="e"', ' t="inlineStr"', "<v>", "</v>", "1e308", "-1", "1e999", "nan", "99999999",
    "0.1", "<c>", "<row>", "<f>", "<is><t>", '<mergeCell ref="A1:Z99"/>', "<w:p>", "</w:p>", "<w:tbl>", "<w:tr>", "<w:tc>",
    '<w:gridSpan w:val="-1"/>', "<w:vMerge/>", "<w:hyperlink>", "<w:t>", "<w:br/>", "<w:tab/>", "<w:sym/>", '<w:ilvl w:val="99"/>',
    "姓名", "单位", "编号", "荣誉", "出生年月", "\x00", "\ufeff",
)  # fmt: skip
_LISTED = (
    ",", ";", "\t", '"', '""', "\r\n", "\n", "\r", "姓名", "名称", "标题", "编号", "单位", "摘要", "荣誉", "级别", "年度", "合计",
    "备注：", "\x00", "\ufeff", "=1+1", "@", "0", "1968.5", "1968年5月", "2026-02-30", "110101", "13800000000",
)  # fmt: skip
_JSON = (
    '"', ":", ",", "{", "}", "[", "]", "null", "true", "1e5", "NaN", "-0", "9007199254740993", '"v":1', "\\u0000", "\\ud800", "\n",
    "witness",
)  # fmt: skip
_FORM = (
    "&", "=", "%00", "%0d%0a", "%ff", "+", "f.", ".0", "header", "body=", "text=", "draft=", "extra=", "drop=", "honours.0.", "--x\r\n",
    "\r\n\r\n",
)  # fmt: skip
_HTML = (
    "<", ">", "</div>", "<div ", 'data-id="', 'data-since="', "2026-11-16", "..", "/", "\x00", "&#", "ledger/", "\n", "0" * 64,
)  # fmt: skip


# -- files of a site


def _files() -> Sequence[bytes]:
    """A byte that says which kind of file, then the file."""
    kinds = {path.split("/")[1]: number for number, path in enumerate(_PATHS[:-1])} | {"site.yaml": 5}
    found = [(name, text.encode()) for name, text in _FILES.items()]
    found += [(f"content/{p.relative_to(ROOT / 'content').as_posix()}", p.read_bytes()) for p in sorted((ROOT / "content").rglob("*.md"))]
    found.append(("site.yaml", (ROOT / "site.yaml").read_bytes()))
    return [bytes([kinds[name.split("/")[1] if "/" in name else name]]) + data for name, data in found]


def _source(data: bytes) -> Source:
    return source_of(_PATHS[data[0] % len(_PATHS)] if data else _PATHS[0], data[1:])


def read_file(data: bytes) -> None:
    """A file is a record, or has an error; and what is wrong with it can be printed."""
    source = _source(data)
    taken = take_site(source) if source.path == "site.yaml" else take_record(source)
    errors = [p for p in taken.problems if p.severity is Severity.ERROR]
    assert (taken.filed is None) == bool(errors), errors
    assert all(p.place.line > 0 and p.place.column > 0 for p in taken.problems)
    lines = source.data.decode("utf-8", "replace").split("\n")
    for lang in ("zh", "en"):
        report.render(taken.problems, lambda _: lines, lang=lang).encode("utf-8")
    if taken.filed is not None and taken.filed.body:
        _rendered(taken.filed.body)


def judge_file(data: bytes) -> None:
    """A file among others, before all rules."""
    source = _source(data)
    settings = source if source.path == "site.yaml" else source_of("site.yaml", _FILES["site.yaml"].encode())
    mine = () if source is settings else (source,)
    intake = _among(mine, settings)
    if intake.site is not None and len(intake.records) > len(_FILES) - 2:
        library = make_library(intake.site, intake.records, shipped_profiles(), TODAY)
        report.render([*intake.problems, *judge(library)], lambda _: (), lang="zh").encode("utf-8")


def _among(mine: Sequence[Source], settings: Source) -> Intake:
    others = [source_of(name, text.encode()) for name, text in sorted(_FILES.items()) if name.endswith(".md")]
    return take_in(Sources(Path("."), settings, (*others, *mine), MappingProxyType({})))


def _bodies() -> Sequence[bytes]:
    from tests.markdown.test_limits import ACCEPTED
    from tests.markdown.test_safety import VECTORS

    samples = [p.read_text("utf-8").split("---\n", 2)[-1] for p in sorted((ROOT / "content").rglob("*.md"))]
    return [text.encode("utf-8", "surrogatepass") for text in (*samples, *VECTORS, *ACCEPTED.values())]


def _rendered(body: str) -> None:
    try:
        page = render(body)
    except TooComplex:
        return
    found = active(page.html)
    assert not found, found
    assert not active(relink(page.html, {}, {})), "after relink"
    page.html.encode("utf-8")
    page.text.encode("utf-8")


def render_text(data: bytes) -> None:
    """A text becomes harmless html."""
    _rendered(data.decode("utf-8", "replace"))


# -- lists, stories, attached files

_LIST = workbook(
    "姓名|单位|摘要|出生年月|荣誉\n李四|清水村|教书的人。|@1968-05-01|优秀教师\n王五|清水村|开车的人。|#1968.5|=1+1", merged=("A4:C4",)
)
_STORY = word(
    "# 李四同志的三尺讲台\n"
    "李四同志在**清水小学**教书*三十年*，{+从没有+}请过[一天](h1)假[^2]。\n"
    "| 年 | 事 |\n| 一 | 二 |\n![他在教室里](p1)",
    {"p1": photograph(32, 20)}, links={"h1": "https://example.org/"}, notes=("来源",),
)  # fmt: skip
_PARTS = (
    (
        "名单.xlsx", _LIST,
        ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"),
    ),
    (
        "事迹.docx", _STORY,
        (
            "word/document.xml", "word/styles.xml", "word/footnotes.xml", "word/_rels/document.xml.rels", "[Content_Types].xml",
            "_rels/.rels",
        ),
    ),
)  # fmt: skip
_CASES = [("名单.csv", b"", ""), *((name, whole, inner) for name, whole, names in _PARTS for inner in ("", *names))]


def _papers() -> Sequence[bytes]:
    """A byte that says which part of which file, then that part; or the whole file."""
    csv = "姓名,单位,摘要,荣誉\n李四,清水村,教书的人。,优秀教师\n合计,1,,\n"
    found = [bytes([0]) + csv.encode(code) for code in ("utf-8", "utf-8-sig", "gb18030", "utf-16")]
    return found + [bytes([n]) + (part(whole, inner).encode() if inner else whole) for n, (_, whole, inner) in enumerate(_CASES) if whole]


@cache
def _shelf() -> Shelf:
    return make_shelf(read_sources(house(Path(tempfile.mkdtemp(prefix="sitegen-fuzz-")))), None, TODAY)


def import_file(data: bytes) -> None:
    """A list or a story is planned, or refused."""
    name, whole, inner = _CASES[data[0] % len(_CASES)] if data else _CASES[0]
    try:
        opened = open_file(name, with_part(whole, inner, data[1:]) if inner else data[1:])
        if opened.kind == ".docx":
            problems = take_story(opened, Target(name="李四"), _shelf(), None).problems
        else:
            problems = take_list(opened, "models", Asked(), _shelf()).problems
    except NotImportable as refused:
        problems = refused.problems
    report.render(problems, lambda _: (), lang="zh").encode("utf-8")


def _attachments() -> Sequence[bytes]:
    return [bytes([n]) + data for n, (_, data) in enumerate(_ATTACHED)]


def _zip_of(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("里面.txt", (2026, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


_ATTACHED: list[tuple[str, bytes]] = [
    ("a.xlsx", _LIST), ("a.docx", _STORY), ("a.txt", "张三 110101199003070011".encode("gb18030")), ("a.zip", _zip_of(b"x")),
    ("a.csv", "张三,13800000000\n".encode()), ("a.pdf", attached.pdf("110101199003070011", "13800000000")),
]  # fmt: skip


def look_at_attachment(data: bytes) -> None:
    """An attached file is looked into, or said to be unreadable."""
    name, _ = _ATTACHED[data[0] % len(_ATTACHED)] if data else _ATTACHED[0]
    for seen in look_into(name, data[1:], Guard(TODAY)):
        "".join((*seen.message, *seen.fix)).encode("utf-8")


# -- records, seals, published sites


def _records() -> Sequence[bytes]:
    entries = list(honest_history(7).entries.values())
    return [entry.to_bytes() for entry in entries] + [b"\n".join(entry.to_bytes() for entry in entries[:5]) + b"\n"]


def read_record(data: bytes) -> None:
    """Bytes are a record whose bytes they are, or none; and a pack never hides a line."""
    try:
        entry = entry_from(data)
    except BadEntry:
        pass
    else:
        assert entry.to_bytes() == data
    damages: list[object] = []
    found = unpacked("pack-2026", {"pack-2026": data}, damages)  # type: ignore[arg-type]
    lines = data.split(b"\n")
    assert len(damages) + len(found) >= len({*lines} - {b""}) or not lines
    check_sum("pack-2026", {"pack-2026": data}, {"pack-2026": data}, False)


def _long(text: bytes) -> bytes:
    """A string of the SSH protocols."""
    return struct.pack(">I", len(text)) + text


def _tokens() -> Sequence[bytes]:
    key = _long(b"ssh-ed25519") + _long(b"k" * 32)
    blob = b"SSHSIG" + struct.pack(">I", 1) + b"".join(_long(text) for text in (key, b"sitegen", b"", b"sha512"))
    armoured = b"-----BEGIN SSH SIGNATURE-----\n" + base64.encodebytes(blob) + b"-----END SSH SIGNATURE-----\n"
    answer = bytes.fromhex("3082000a30030201003003020100")
    return [armoured, answer, bytes.fromhex("30053003020102"), b"\x30\x80" + b"\0" * 20]


def read_seal(data: bytes) -> None:
    """Bytes are a signature or a token, or are not."""
    signature.signer_of(data)
    stamp.is_of(data, b"heads")
    with suppress(stamp.NoStamp):
        stamp.claimed(data)


class _Shelved:
    """A published site in memory with one file exchanged."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def get(self, path: str) -> bytes | None:
        return self.files.get(path) if is_inside(path) else None

    def names(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted(n.rpartition("/")[2] for n in self.files if n.rpartition("/")[0] == folder))


@cache
def _published() -> dict[str, bytes]:
    from tests.attacks.world import ONE, day_of
    from tests.press import tree

    site = write_site(Path(tempfile.mkdtemp(prefix="sitegen-fuzz-")) / "site", ONE)
    publish(site, day_of(16))
    publish(site, day_of(17))
    return tree(site / "output")


def _exchanged() -> list[str]:
    """The files that a verification reads, by the byte that names them."""
    return sorted(n for n in _published() if n.startswith(("ledger/", "verify", "notices/")) and n.endswith((".html", ".txt", ".json")))


def _site_files() -> Sequence[bytes]:
    return [bytes([n]) + _published()[name] for n, name in enumerate(_exchanged())]


def verify_site(data: bytes) -> None:
    """A site whose one file is anything is examined."""
    names = _exchanged()
    name = names[data[0] % len(names)] if data else names[0]
    with suppress(Unreachable):
        examine(_Shelved({**_published(), name: data[1:]}), (), TODAY, None)


# -- the form of the preview


def _posts() -> Sequence[bytes]:
    from urllib.parse import urlencode

    zhang = _FILES["content/models/zhang-san.md"]
    header = zhang.split("---\n")[1]
    said = (
        {"text": zhang},
        {"draft": header, "body": "新的。", "name": "李四"},
        {"draft": header, "extra": "honours", "drop": "honours.0"},
    )
    multipart = '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + zhang + "\r\n--x--\r\n"
    return [b"\0" + urlencode(values).encode() for values in said] + [b"\1" + multipart.encode()]


def submit_form(data: bytes) -> None:
    """What a browser may send becomes the new bytes of a file, or is refused."""
    given: dict[str, list[bytes]] = {}
    kind = "multipart/form-data; boundary=x" if data[:1] == b"\1" else "application/x-www-form-urlencoded"
    try:
        parse_body_arguments(kind, data[1:], given, {}, HTTPHeaders())
        posted = {name: values[-1].decode("utf-8") for name, values in given.items()}
    except (HTTPInputError, UnicodeDecodeError):  # answered with 400
        return
    path = "content/models/zhang-san.md"
    before = _FILES[path].encode()
    for change in (forms.submitted, forms.typed):
        try:
            after = change(path, before, posted)
        except Refused:
            continue
        problems = forms.problems_of(path, after)
        text = text_of(after)
        if text is not None:
            forms.make_form(path, text, problems, "zh", extra=posted.get("extra", "").split(), at=(3, 1))
        forms.new_errors(path, before, after)


def _harness(
    name: str, go: Callable[[bytes], None], seeds: Callable[[], Sequence[bytes]], words: tuple[str, ...], seconds: float
) -> Harness:
    return Harness(name, go, cache(seeds), words, seconds)


HARNESSES = {
    harness.name: harness
    for harness in (
        _harness("reader", read_file, _files, (*_YAML, *_MARKS), 3.0),
        _harness("rules", judge_file, _files, _YAML, 5.0),
        _harness("markdown", render_text, _bodies, _MARKS, 5.0),
        _harness("importers", import_file, _papers, (*_XML, *_LISTED), 10.0),
        _harness(
            "attachments", look_at_attachment, _attachments, (*_XML, "stream\n", "endobj", " 0 R", "<< /Length 9 >>", "/FlateDecode"), 15.0
        ),
        _harness("ledger", read_record, _records, _JSON, 2.0),
        _harness("seals", read_seal, _tokens, ("\x30", "\x02", "\x30\x80", "SSHSIG", "-----", "\n", "AAAA"), 2.0),
        _harness("verify", verify_site, _site_files, (*_HTML, *_JSON), 5.0),
        _harness("forms", submit_form, _posts, (*_FORM, *_YAML), 5.0),
    )
}

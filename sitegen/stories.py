"""Bodies, links, pictures and files of all records: converted once, remembered by content hash, checked."""

from __future__ import annotations

import difflib
import hashlib
import json
import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote

from sitegen import markdown
from sitegen.assets import Assets, BadAsset, Blob
from sitegen.cases import NoticeCase
from sitegen.conversion import Made, convert_all
from sitegen.edition import address
from sitegen.library import Library
from sitegen.memory import Memory
from sitegen.problems import Place, Problem, Say, Severity
from sitegen.records.entries import Model, Unit
from sitegen.records.filed import Filed
from sitegen.sources import CONTENT, Sources
from sitegen.views.base import Body, FileLink, Image

T = TypeVar("T")

_MOST_GUESSES = 50  # dead links for which the name that was meant is sought: a text may hold thousands of them
_LONGEST_GUESS = 200  # characters of a name that is compared with others
_OUTSIDE = re.compile(r"(https?:|mailto:|tel:)", re.IGNORECASE)


class Outline(NamedTuple):
    """What is known of a body without its html."""

    toc: tuple[tuple[int, str, str], ...]
    links: tuple[tuple[str, int, int, bool], ...]
    removed: tuple[tuple[int, str], ...]
    too_complex: tuple[int, int, Say, Say] | None = None


@dataclass
class Stories:
    """All texts (by path of the record), pictures and files (by path of the record and name as written)."""

    bodies: dict[str, Body] = field(default_factory=dict)
    images: dict[str, Image] = field(default_factory=dict)
    files: dict[str, FileLink] = field(default_factory=dict)
    blobs: dict[str, Blob] = field(default_factory=dict)
    witnesses: dict[str, tuple[FileLink, ...]] = field(default_factory=dict)
    downloads: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def tell(library: Library, sources: Sources, memory: Memory, workers: int = 1) -> Stories:
    """Convert every body that is not remembered, resolve every link, prepare every picture."""
    teller = _Teller(library, sources, memory)
    teller.convert(workers)
    for filed in (*library.owners, *library.notice_files, *library.bulletins, *library.pages):
        teller.body(filed)
    for owner in library.owners:
        teller.named_files(owner)
    for case in library.notices:
        teller.witnesses(case)
    teller.unused()
    memory.commit()
    return teller.stories


def body_sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def html_of(known: Callable[[str], bytes | None], body: Body, relink: Callable[[str], str]) -> str:
    """The html of a body, ``known`` by its hash, for the page at whose address ``relink`` makes links relative."""
    if body.is_empty:
        return ""
    found = known(body.sha)
    if found is None:
        raise LookupError(f"no html of the text {body.sha}")  # a page without its story is never published
    html = found.decode()
    images = {
        written: markdown.ImageTag(relink(i.src), i.width, i.height, relink(i.webp) if i.webp else None) for written, i in body.images
    }
    return markdown.relink(html, {written: relink(target) for written, target in body.targets}, images)


class _Teller:
    def __init__(self, library: Library, sources: Sources, memory: Memory) -> None:
        self.library, self.sources, self.memory = library, sources, memory
        self.stories = Stories()
        self.records = {f.path: f for f in (*library.owners, *library.notice_files, *library.bulletins, *library.pages)}
        shas = {body_sha(f.body) for f in self.records.values()}
        self.outlines = {sha: _outline_from(data) for sha, data in memory.get_many("outline", shas).items()}
        # a file from another system may have its accents apart; a text never has
        self.spelled = {unicodedata.normalize("NFC", p): p for p in (*self.records, *sources.assets) if not p.isascii()}
        self.guesses = _MOST_GUESSES
        self.assets = Assets(sources, memory)
        self.stories.blobs, self.stories.downloads = self.assets.blobs, self.assets.downloads

    def body(self, filed: Filed[Any]) -> None:
        if not filed.body.strip():
            return
        sha = body_sha(filed.body)
        outline = self.outlines[sha]
        targets: dict[str, str] = {}
        images: dict[str, Image] = {}
        self.judge(filed, outline)
        for target, line, column, is_image in outline.links:
            place = Place(filed.path, filed.body_line + line - 1, column)
            if is_image:
                if image := self.image(filed, target, place):
                    images[target] = image
            elif (found := self.target(filed, target, place, outline)) is not None:
                targets[target] = found
        self.stories.bodies[filed.path] = Body(sha, tuple(sorted(targets.items())), tuple(sorted(images.items())), outline.toc)

    def convert(self, workers: int) -> None:
        """All bodies that are not remembered."""
        bodies = {sha: f.body for f in self.records.values() if f.body.strip() and (sha := body_sha(f.body)) not in self.outlines}
        shas = list(bodies)
        for number, made in convert_all(list(bodies.values()), workers):
            sha = shas[number]
            self.outlines[sha] = outline = _outline_of(made)
            if isinstance(made, markdown.Exhausted):
                continue
            if isinstance(made, markdown.Rendered):
                self.memory.put("html", sha, made.html.encode())
                self.memory.put("text", sha, made.text.encode())
            self.memory.put("outline", sha, json.dumps(outline, ensure_ascii=False).encode())

    def judge(self, filed: Filed[Any], outline: Outline) -> None:
        if outline.too_complex:
            row, column, why, fix = outline.too_complex
            said = Say(f"正文太复杂，转换不了：{why.zh}", f"the text is too complex to convert: {why.en}")
            self.add("M004", Severity.ERROR, Place(filed.path, filed.body_line + row - 1, column), said, fix)
        for line, what in outline.removed:
            self.add(
                "M003",
                Severity.WARNING,
                Place(filed.path, filed.body_line + line - 1),
                Say(f"为了安全，“{what}”没有发布", f"'{what}' was taken out for safety"),
                Say("改用 Markdown 的写法，或删去这段 HTML", "use Markdown instead, or delete this HTML"),
            )

    def target(self, filed: Filed[Any], written: str, place: Place, outline: Outline) -> str | None:
        """Where a link leads in the site; None for one that is left as it is."""
        if _OUTSIDE.match(written):
            return None
        path, sign, fragment = written.partition("#")
        if not path:
            return self.anchor(unquote(fragment), place, outline)
        found = self.resolve(filed, path)
        if found is None:
            self.missing("M001", place, written, self.records)
            return None
        if record := self.records.get(found):
            return address(record) + (f"#s-{fragment.removeprefix('s-')}" if sign else "")
        file = self.usable(lambda: self.assets.file(found), found, place)
        return file.url if file else None

    def anchor(self, fragment: str, place: Place, outline: Outline) -> str | None:
        ids = [heading[1] for heading in outline.toc]
        for wanted in (fragment, f"s-{fragment}"):
            if wanted in ids:
                return f"#{wanted}"
        titles = [i.removeprefix("s-") for i in ids]
        near = difflib.get_close_matches(fragment[:_LONGEST_GUESS], titles, n=1, cutoff=0.3) if self.guesses else []
        near = near or titles[:1]
        self.guesses -= bool(self.guesses)
        self.add(
            "M002",
            Severity.ERROR,
            place,
            Say(f"本页没有“{fragment}”这个小标题", f"this page has no heading '{fragment}'"),
            Say(f"改为 #{near[0]}" if near else "删去这个链接", f"write #{near[0]}" if near else "delete the link"),
        )
        return None

    def resolve(self, filed: Filed[Any], written: str) -> str | None:
        """The path in the site of a file named relative to a record, or from content/ with a leading slash."""
        for name in (unquote(written.partition("?")[0]), written):  # as an address, and as the name of a file that has a % in it
            base = CONTENT if name.startswith("/") else posixpath.dirname(filed.path)
            path = posixpath.normpath(posixpath.join(base, name.lstrip("/")))
            path = path if path in self.records or path in self.sources.assets else self.spelled.get(path, path)
            if path in self.records or path in self.sources.assets:
                return path
        return None

    def missing(self, code: str, place: Place, written: str, among: Iterable[str]) -> None:
        names = {posixpath.basename(p): p for p in among} if self.guesses else {}
        self.guesses -= bool(names)
        near = difflib.get_close_matches(posixpath.basename(written)[:_LONGEST_GUESS], names, n=1, cutoff=0.5)
        fix = (
            Say(f"是不是“{names[near[0]]}”？", f"did you mean {names[near[0]]}?")
            if near
            else Say("检查文件名和所在的文件夹", "check the name and the folder of the file")
        )
        shown = written if len(written) <= _LONGEST_GUESS else f"{written[:_LONGEST_GUESS]}…"
        self.add(code, Severity.ERROR, place, Say(f"找不到“{shown}”", f"there is no '{shown}'"), fix)

    def image(self, filed: Filed[Any], written: str, place: Place, alt: str = "", credit: str = "") -> Image | None:
        if _OUTSIDE.match(written):
            self.add(
                "M005",
                Severity.ERROR,
                place,
                Say("图片在别的网站上", "the picture is on another site"),
                Say("把图片存到 content/ 里再引用，网站才不依赖别人", "save the picture in content/ and refer to it there"),
            )
            return None
        path = self.resolve(filed, written)
        if path is None or path in self.records:
            self.missing("C007", place, written, self.sources.assets)
            return None
        image = self.usable(lambda: self.assets.picture(path), path, place)
        return Image(image.src, image.width, image.height, alt, image.webp, credit) if image else None

    def usable(self, asset: Callable[[], T], path: str, place: Place) -> T | None:
        """What ``asset`` gives; a problem and None if the file cannot be used."""
        try:
            return asset()
        except BadAsset as error:
            self.add(
                "C009",
                Severity.ERROR,
                place,
                Say(f"文件用不了：{path}（{error.why.zh}）", f"the file cannot be used: {path} ({error.why.en})"),
                Say("图片用看图软件打开，另存为 JPG 或 PNG；别的文件换一份", "save a picture again as JPG or PNG; replace any other file"),
            )
            return None

    def file(self, filed: Filed[Any], written: str, place: Place) -> FileLink | None:
        """A file that a header names; a problem and None if there is none."""
        path = self.resolve(filed, written)
        if path is None or path in self.records:
            self.missing("C007", place, written, self.sources.assets)
            return None
        return self.usable(lambda: self.assets.file(path), path, place)

    def named_files(self, owner: Filed[Model] | Filed[Unit]) -> None:
        """Photos and attachments: files that the header names."""
        photo = owner.record.photo
        if photo is not None:
            place = Place(*owner.spot("photo", "file"))
            image = self.image(owner, photo.file, place, photo.alt, photo.credit or "")
            if image:
                self.stories.images[f"{owner.path}\0{photo.file}"] = image
        for index, attachment in enumerate(owner.record.attachments):
            if file := self.file(owner, attachment.file, Place(*owner.spot("attachments", index, "file"))):
                self.stories.files[f"{owner.path}\0{attachment.file}"] = file

    def witnesses(self, case: NoticeCase) -> None:
        """The outside proofs of a notice."""
        found = []
        for index, witness in enumerate(case.notice.witness):
            if file := self.file(case.filed, witness.file, Place(*case.spot("witness", index, "file"))):
                found.append(FileLink(f"{witness.date.isoformat()} {witness.kind}", file.url, file.size))
        if found:
            self.stories.witnesses[case.id] = tuple(found)

    def unused(self) -> None:
        for path in self.sources.assets:
            if path not in self.assets.used and not path.endswith(".salt"):
                self.add(
                    "C006",
                    Severity.INFO,
                    Place(path),
                    Say("没有文章用到这个文件，不会发布", "no record uses this file; it is not published"),
                    Say("在文章里引用它，或者删去", "refer to it in a record, or delete it"),
                )

    def add(self, code: str, severity: Severity, place: Place, message: Say, fix: Say) -> None:
        self.stories.problems.append(Problem(code, severity, place, message, fix))


def _outline_of(made: Made) -> Outline:
    if isinstance(made, markdown.TooComplex):
        return Outline((), (), (), (made.line, made.column, made.say, made.fix))
    return Outline(
        tuple((h.level, h.id, h.text) for h in made.toc),
        tuple((k.target, k.line, k.column, k.is_image) for k in made.links),
        # a comment was never meant to be seen: nothing is lost with it
        tuple((r.line, r.what) for r in made.removed if r.what != "<!-- -->"),
    )


def _outline_from(data: bytes) -> Outline:
    toc, links, removed, too_complex = json.loads(data)
    return Outline(
        tuple((int(level), str(i), str(text)) for level, i, text in toc),
        tuple((str(t), int(line), int(column), bool(image)) for t, line, column, image in links),
        tuple((int(line), str(what)) for line, what in removed),
        (too_complex[0], too_complex[1], Say(*too_complex[2]), Say(*too_complex[3])) if too_complex else None,
    )

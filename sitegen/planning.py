"""All files of a site to come, with the key of each: what traces decide about."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sitegen.assets import Blob
from sitegen.edition import Edition
from sitegen.evidence import Evidence
from sitegen.memory import Memory, code_version
from sitegen.outputs import Page, all_pages, verification
from sitegen.problems import Place, Problem, Say, Severity
from sitegen.rendering import Press
from sitegen.siteview import make_site_view
from sitegen.sources import SETTINGS
from sitegen.stories import Stories
from sitegen.templates import Renderer
from sitegen.theme import Theme, load_theme
from sitegen.traces import PageKey

STATE_FOLDER = ".sitegen"


@dataclass(frozen=True, slots=True)
class Plan:
    """Every page and blob by its address; ``shared`` are addresses that two pages claim."""

    edition: Edition
    pages: Mapping[str, Page]
    blobs: Mapping[str, Blob]
    press: Press
    keys: Mapping[str, PageKey]
    shared: tuple[Problem, ...]


def make_plan(
    site: Path,
    evidence: Evidence,
    stories: Stories,
    ledger: Mapping[str, bytes],
    memory: Memory,
    themes: tuple[Path, ...],
    is_preview: bool,
) -> Plan:
    """Plan a sound site; ``ledger`` are the files of the ledger to publish. Raises NoTheme, ThemeError, OSError."""
    library = evidence.library
    theme = load_theme(library.site.record.theme, themes)
    view = make_site_view(library, library.today if is_preview else None)
    texts = {case.id: text for case in library.notices if (text := evidence.published_text(case))}
    edition = Edition(library, stories.bodies, stories.images, stories.files, stories.witnesses, frozenset(texts))
    pages, shared = _pages(edition)
    blobs = {**stories.blobs, **_theme_blobs(theme), **_text_blobs(evidence, texts), **file_blobs(ledger)}
    press = Press(theme.templates, view, theme.assets, site / STATE_FOLDER / "templates")
    return Plan(edition, pages, blobs, press, _keys(pages, blobs, press.renderer(memory)), shared)


def with_records(plan: Plan, edition: Edition, renderer: Renderer) -> tuple[Plan, tuple[Page, ...]]:
    """The plan with the page of evidence as it is once the records of this publish are in ``edition``, and the pages that differ."""
    late = {page.url: page for page in verification.pages(edition) if page.view != plan.pages[page.url].view}
    pages = {**plan.pages, **late}
    return replace(plan, pages=pages, keys={**plan.keys, **_keys(late, {}, renderer)}), tuple(late.values())


def _pages(edition: Edition) -> tuple[dict[str, Page], tuple[Problem, ...]]:
    """Every page by its address, and the addresses that two pages claim."""
    pages: dict[str, Page] = {}
    folded: dict[str, str] = {}
    shared = []
    for page in all_pages(edition):
        other = folded.setdefault(page.url.casefold(), page.url)
        if page.url in pages or other != page.url:
            shared.append(_shared(other, page.url))
        pages[page.url] = page
    return pages, tuple(shared)


def _text_blobs(evidence: Evidence, texts: Mapping[str, str]) -> dict[str, Blob]:
    """The plain text of each notice beside its page."""
    urls = {name: evidence.materials[name].url.removesuffix(".html") + ".txt" for name in texts}
    return file_blobs({urls[name]: text.encode() for name, text in texts.items()})


def file_blobs(files: Mapping[str, bytes]) -> dict[str, Blob]:
    """Files whose bytes are known, by their address."""
    return {url: Blob(url, hashlib.sha256(data).hexdigest(), lambda data=data: data) for url, data in files.items()}  # type: ignore[misc]


def _theme_blobs(theme: Theme) -> dict[str, Blob]:
    return file_blobs(theme.files)


def blob_key(blob: Blob) -> PageKey:
    return PageKey(_short(blob.key), "", "", code_version())


def _keys(pages: Mapping[str, Page], blobs: Mapping[str, Blob], renderer: Renderer) -> dict[str, PageKey]:
    code, shared = code_version(), _short(repr((renderer.site, sorted(renderer.assets.items()))))
    keys = {url: PageKey(_short(repr(p.view)), renderer.closure_hash(p.template)[:16], shared, code) for url, p in pages.items()}
    return keys | {url: blob_key(blob) for url, blob in blobs.items()}


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _shared(first: str, again: str) -> Problem:
    return Problem(
        "C010",
        Severity.ERROR,
        Place(SETTINGS),
        Say(f"两个网页的地址相同：{first} 与 {again}", f"two pages have the same address: {first} and {again}"),
        Say(
            "给其中一个换网址名；列表的名称只差大小写或标点时，改成一样或区别开",
            "change the slug of one; make names of lists equal, or clearly different",
        ),
    )

"""All files of a site to come, with the key of each: what traces decide about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path

from sitegen.assets import Blob
from sitegen.canonical import Encoder
from sitegen.catalogue import BadCatalogue, NoCatalogue, load_catalogue
from sitegen.edition import Edition
from sitegen.evidence import Evidence
from sitegen.laps import Lap, untimed
from sitegen.memory import Memory, code_version
from sitegen.outputs import Page, all_pages, calendar_file, data, overview, search, verification
from sitegen.places import STATE_FOLDER
from sitegen.press import Press
from sitegen.problems import Place, Problem, Say, Severity
from sitegen.search.index import FOLDER, make_index
from sitegen.search.readings import readings
from sitegen.sharing.deck import Deck, open_deck
from sitegen.siteview import make_site_view
from sitegen.sources import SETTINGS
from sitegen.stories import Stories
from sitegen.templates import Renderer, ThemeError, say
from sitegen.theme import NoTheme, Theme, load_theme
from sitegen.traces import PageKey
from sitegen.views.base import Card, Count, Meta

_IN_MANY_PAGES = (Card, Count)  # one object of these stands in dozens of views


@dataclass(frozen=True, slots=True)
class Plan:
    """Every page and blob by its address; ``shared`` are addresses that two pages claim."""

    edition: Edition
    pages: Mapping[str, Page]
    blobs: Mapping[str, Blob]
    press: Press
    keys: Mapping[str, PageKey]
    shared: tuple[Problem, ...]


def prepare(
    site: Path, evidence: Evidence, stories: Stories, memory: Memory, themes: tuple[Path, ...], is_preview: bool
) -> tuple[Theme, Deck | None, Edition, Press]:
    """What every page of a site is made from, before the first one is. Raises as ``make_plan``."""
    library = evidence.library
    theme = load_theme(library.site.record.theme, themes)
    words = load_catalogue(library.site.record.language, theme.messages)
    deck = None if is_preview else open_deck(site, library.site.record, words, memory)
    texts = {case.id: text for case in library.notices if (text := evidence.published_text(case))}
    spoken = readings(((m.record.name, True) for m in library.models), memory)
    edition = Edition(library, stories.bodies, stories.images, stories.files, stories.witnesses, frozenset(texts), spoken)
    has_more, previewed = overview.has_columns(edition), library.today if is_preview else None
    view = make_site_view(library, words.tag, words.is_right_to_left, has_more, previewed)
    view = replace(view, card_face=deck.face if deck else "")
    press = Press(theme.templates, theme.base, words, view, theme.assets, site / STATE_FOLDER / "templates")
    return theme, deck, edition, press


def make_plan(
    site: Path,
    evidence: Evidence,
    stories: Stories,
    ledger: Mapping[str, bytes],
    memory: Memory,
    themes: tuple[Path, ...],
    is_preview: bool,
    lap: Lap = untimed,
) -> Plan:
    """Plan a sound site; ``ledger`` are the files of the ledger to publish.

    Raises NoTheme, NoCatalogue, BadCatalogue, ThemeError, OSError.
    """
    theme, deck, edition, press = prepare(site, evidence, stories, memory, themes, is_preview)
    texts = {case.id: text for case in edition.library.notices if case.id in edition.texts and (text := evidence.text(case.id))}
    lap("theme")
    pages, shared = _pages(edition)
    lap("views")
    shown = {url: blob for url, blob in stories.blobs.items() if url not in edition.unshown}
    blobs = {**shown, **_theme_blobs(theme), **_text_blobs(evidence, texts), **file_blobs(ledger)}
    lap("files")
    blobs |= _search_blobs(edition, memory)
    lap("search")
    made = chain(data.files(edition, partial(say, press.words)), calendar_file.files(edition))
    blobs |= _card_blobs(deck, pages.values()) | {file.url: Blob(file.url, file.key, file.data) for file in made}
    lap("files")
    keys = _keys(pages, blobs, press.renderer(memory))
    lap("keys")
    return Plan(edition, pages, blobs, press, keys, shared)


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
    return {url: Blob(url, sha256(data).hexdigest(), lambda data=data: data) for url, data in files.items()}  # type: ignore[misc]


def _search_blobs(edition: Edition, memory: Memory) -> dict[str, Blob]:
    """The files that the search page loads."""

    def text(sha: str) -> str:
        return (memory.get("text", sha) or b"").decode() if sha else ""

    return {file.url: Blob(file.url, file.key, file.data) for file in make_index(search.documents(edition), text, memory)}


def _card_blobs(deck: Deck | None, pages: Iterable[Page]) -> dict[str, Blob]:
    """The pictures that chat applications show beside a link; equal ones are one file."""
    if deck is None:
        return {}
    cards = {card for page in pages if isinstance(meta := getattr(page.view, "meta", None), Meta) and (card := meta.card)}
    return {url: Blob(url, url, deck.picture(card)) for card in cards for url in (deck.address(card),)}


def _theme_blobs(theme: Theme) -> dict[str, Blob]:
    return file_blobs(theme.files)


def blob_data(plan: Plan, urls: Iterable[str], lap: Lap = untimed) -> Iterator[tuple[str, bytes]]:
    """Those of ``urls`` that are no pages, with their bytes; the files of the search are timed apart. Raises OSError."""
    blobs = {url: plan.blobs[url] for url in urls if url in plan.blobs}
    yield from ((url, blob.data()) for url, blob in blobs.items() if url.startswith(FOLDER))
    lap("search")
    yield from ((url, blob.data()) for url, blob in blobs.items() if not url.startswith(FOLDER))


def blob_key(blob: Blob) -> PageKey:
    return PageKey(_short(blob.key.encode()), "", "", code_version())


def _keys(pages: Mapping[str, Page], blobs: Mapping[str, Blob], renderer: Renderer) -> dict[str, PageKey]:
    encoded, code = Encoder(_IN_MANY_PAGES), code_version()
    shared = _short(encoded((renderer.site, renderer.words.sha, tuple(sorted(renderer.assets.items())))))
    closures = {template: renderer.closure_hash(template)[:16] for template in {page.template for page in pages.values()}}
    keys = {url: PageKey(_short(encoded(page.view)), closures[page.template], shared, code) for url, page in pages.items()}
    return keys | {url: blob_key(blob) for url, blob in blobs.items()}


def _short(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


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


UNUSABLE = (NoTheme, NoCatalogue, ThemeError, BadCatalogue)
"""What a theme may be found to lack while pages are made."""


def problem_of(error: NoTheme | NoCatalogue | ThemeError | BadCatalogue) -> Problem:
    """A fault of the theme as a finding."""
    if isinstance(error, NoTheme):
        return _no_theme(error)
    return _no_catalogue(error) if isinstance(error, NoCatalogue) else _bad_template(error)


def _no_theme(error: NoTheme) -> Problem:
    names = "、".join(error.names) or "default"
    return Problem(
        "X002",
        Severity.ERROR,
        Place(SETTINGS),
        Say(f"没有主题“{error.name}”", f"there is no theme '{error.name}'"),
        Say(f"主题: {names}", f"主题 (theme): {names}"),
    )


def _no_catalogue(error: NoCatalogue) -> Problem:
    names = "、".join(error.languages)
    return Problem(
        "X008",
        Severity.ERROR,
        Place(SETTINGS),
        Say(f"主题没有“{error.language}”的界面文字", f"the theme has no words in '{error.language}'"),
        Say(f"语言: {names}", f"语言 (language): {names}"),
    )


def _bad_template(error: ThemeError | BadCatalogue) -> Problem:
    return Problem(
        "X003",
        Severity.ERROR,
        Place(f"themes/{error.path}", error.line),
        Say(f"模板有错：{error.reason}", f"the template has a fault: {error.reason}"),
        Say("改正模板，或换回默认主题", "mend the template, or go back to the default theme"),
    )

"""What a probe looks at, and what it finds there: the deployed files held against output/ and the ledger."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sitegen.ledger.book import Ledger
from sitegen.ledger.entry import Entry
from sitegen.ledger.lineage import is_ancestor
from sitegen.problems import Say
from sitegen.proof import current_story, last_facts
from sitegen.published.pages import absent
from sitegen.published.source import Source, Unreachable
from sitegen.recorded import content_of, day_of, text_of, url_of

HEADS = "ledger/heads.txt"
COLUMN = "notices/index.html"
SHARED = (HEADS, "index.html", COLUMN, "verify.html")
_PATIENCE = 3  # files that cannot be fetched one after the other; then the rest is not asked for
_NAME = re.compile("[0-9a-f]{64}")
_NOT_ASKED = Say("前面几个文件都取不到，没有再取", "the files before it could not be fetched; not asked for")


class State(StrEnum):
    """How a deployed file, or a notice, compares with what was published; the worst last."""

    SAME = "same"
    UNREACHABLE = "unreachable"
    STALE = "stale"
    MISSING = "missing"
    ALTERED = "altered"


_ORDER = tuple(State)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that the deployed site must show: it runs, or it has ended and nothing was decided.

    ``text`` is the hash of its plain text as recorded last, ``older`` those of earlier versions.
    """

    id: str
    url: str
    is_running: bool
    start: date
    end: date
    text: str
    older: frozenset[str] = frozenset()

    @property
    def text_url(self) -> str:
        return self.url.removesuffix(".html") + ".txt"


@dataclass(frozen=True, slots=True)
class Found:
    """One file as it was found: the hash of its bytes, "" where there are none; ``why`` it could not be fetched."""

    url: str
    state: State
    sha: str = ""
    why: Say | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """One notice as it was seen: its page, and its plain text where that is published."""

    notice: Notice
    page: Found
    text: Found | None

    @property
    def state(self) -> State:
        return max((f.state for f in (self.page, self.text) if f), key=_ORDER.index)


@dataclass(frozen=True, slots=True)
class Looked:
    """The whole round: files that belong to no notice, notices, and the heads that the deployed site names.

    ``published`` is the day of the last record that the deployed site knows, None where that cannot be told.
    """

    shared: tuple[Found, ...] = ()
    sights: tuple[Sight, ...] = ()
    heads: tuple[str, ...] = ()
    published: date | None = None
    is_newer: bool = False

    @property
    def files(self) -> tuple[Found, ...]:
        return (*self.shared, *(f for s in self.sights for f in (s.page, s.text) if f))


def watched(stories: Mapping[str, Sequence[Entry]], today: date) -> tuple[Notice, ...]:
    """The notices that must stand on the deployed site on ``today``, by what the ledger says was published."""
    found = (_watched(name, current_story(story), today) for name, story in sorted(stories.items()))
    return tuple(notice for notice in found if notice)


def _watched(name: str, story: Sequence[Entry], today: date) -> Notice | None:
    last, kinds = last_facts(story), {e.kind for e in story}
    url = next((url for e in reversed(story) if (url := url_of(e))), "")
    if last is None or not url or "withdrawn" in kinds:
        return None
    content = content_of(last)
    try:
        start, end = (date.fromisoformat(day) for day in content.period)
    except ValueError:
        return None
    is_running = "ended" not in kinds and start <= today <= end
    decided = {text_of(e.data.get("candidate")) for e in story if e.kind in ("honoured", "revoked", "candidate-withdrawn")}
    if not is_running and (today < start or len(decided) >= max(len(content.facts.candidates), 1)):
        return None
    texts = frozenset(content_of(e).text for e in story if e.kind in ("shown", "changed")) - {content.text}
    return Notice(name, url, is_running, start, end, content.text, texts)


def look(source: Source, published: Mapping[str, str], output: Source, notices: Iterable[Notice], ledger: Ledger) -> Looked:
    """Fetch and compare. ``published`` are the hashes of the files of output/."""
    eyes = _Eyes(source)
    wanted = [url for url in SHARED if url in published]
    fetched = {url: eyes.fetch(url) for url in wanted}
    heads = _names(fetched.get(HEADS))
    known = bool(heads) and all(name in ledger.entries for name in heads)
    ours = _names(output.get(HEADS))
    is_other = known and heads != ours
    is_newer = is_other and all(any(is_ancestor(ledger, old, new) for new in heads) for old in ours)
    is_older = is_other and not is_newer
    shared = tuple(_compare(url, fetched[url], published[url], is_older=is_older) for url in wanted)
    sights = tuple(_sight(eyes, published, output, notice, is_older=is_older) for notice in notices)
    latest = max((day_of(ledger.entries[name]) for name in heads), default=None) if known else None
    return Looked(shared, sights, heads, latest, is_newer)


def _names(data: bytes | Say | None) -> tuple[str, ...]:
    names = data.decode("ascii", "replace").split() if isinstance(data, bytes) else []
    return tuple(sorted(names)) if all(_NAME.fullmatch(name) for name in names) else ()


def _compare(url: str, data: bytes | Say | None, sha: str, *, is_older: bool) -> Found:
    """A difference is an older copy where the site as a whole is one: no record holds the hashes of these pages."""
    found = _found(url, data)
    if found.state is State.ALTERED:
        return Found(url, State.SAME if found.sha == sha else State.STALE if is_older else State.ALTERED, found.sha)
    return found


def _found(url: str, data: bytes | Say | None) -> Found:
    if isinstance(data, Say):
        return Found(url, State.UNREACHABLE, why=data)
    return Found(url, State.MISSING) if data is None else Found(url, State.ALTERED, hashlib.sha256(data).hexdigest())


def _sight(eyes: _Eyes, published: Mapping[str, str], output: Source, notice: Notice, *, is_older: bool) -> Sight:
    page = eyes.fetch(notice.url)
    has_text = notice.is_running or notice.text_url in published
    data = eyes.fetch(notice.text_url) if has_text else None
    text = _found(notice.text_url, data) if has_text else None
    if text and text.state is State.ALTERED:
        state = State.SAME if text.sha == notice.text else State.STALE if text.sha in notice.older else State.ALTERED
        text = Found(text.url, state, text.sha)
    # an older copy of a page says what a recorded text says; one that says anything else was altered
    told = data if text and text.state in (State.SAME, State.STALE) else output.get(notice.text_url)
    is_copy = is_older and _says(page, told, notice)
    return Sight(notice, _compare(notice.url, page, published.get(notice.url, ""), is_older=is_copy), text)


def _says(page: bytes | Say | None, text: bytes | Say | None, notice: Notice) -> bool:
    if not (isinstance(page, bytes) and isinstance(text, bytes)):
        return False
    return not absent(page, text.decode("utf-8", "replace"), with_deeds=notice.is_running)


@dataclass(slots=True)
class _Eyes:
    """Fetches, and gives up on a site that does not answer: a hundred files would wait for a quarter of a minute each."""

    source: Source
    failed: int = 0

    def fetch(self, url: str) -> bytes | Say | None:
        """The bytes, None where there is no such file, or why it cannot be told."""
        if self.failed >= _PATIENCE:
            return _NOT_ASKED
        try:
            data = self.source.get(url)
        except Unreachable as error:
            self.failed += 1
            return error.reason
        self.failed = 0
        return data

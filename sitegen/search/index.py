"""The files that the search page loads, made again only as far as documents have changed.

``base.js`` holds the columns and ``table.js`` the normal form. On a small site ``d/…`` hold many records each and all
are read; on a larger one a record stands alone and ``g/…`` say by grams which records to ask. Everything is a classic
script that calls ``searchPart``, so that it loads from a disk as well.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from sitegen.canonical import plain_bytes
from sitegen.memory import Memory
from sitegen.search.columns import columns, facts, names_to_read
from sitegen.search.documents import Document, Record, load
from sitegen.search.grams import Postings, changed, divide, grams, shard_of
from sitegen.search.normal import table
from sitegen.search.numbers import pack_rising, power_for, slots
from sitegen.search.readings import readings

FOLDER = "search/"
SMALL = 600_000  # characters: about a megabyte as sent, and all of it is read
_PART = 60_000  # characters of records in one file of a small site
_SHARD = 14_000  # characters of a shard at most, in the mean: 4 to 8 kB as sent
_MOSTLY_NEW = 3  # an index is made anew when more than one document in so many has changed


@dataclass(frozen=True, slots=True)
class File:
    """A file of the index: its address, the hash of its bytes or of what they follow from, and the bytes on demand."""

    url: str
    key: str
    data: Callable[[], bytes]


def make_index(documents: Iterable[Document], body: Callable[[str], str], memory: Memory, small: int = SMALL) -> tuple[File, ...]:
    """The files of the index; ``body`` gives the text of a hash. A site of at most ``small`` characters is read as a whole."""
    by_url = {d.url: d for d in documents}
    place = slots(by_url)
    ordered = sorted(by_url.values(), key=lambda d: place[d.url])
    keeper = _Keeper(memory, body)
    before = _before(memory)
    lengths = keeper.lengths(ordered, {key: length for _, key, length in before[1].values()} if before else {})
    characters = sum(lengths)
    if characters <= small:
        parts = power_for(characters / _PART)
        files = [_part(keeper, number, ordered, place, parts) for number in range(parts)]
        size = {"parts": parts, "shards": 0}
    else:
        shards = _shards(keeper, ordered, place, lengths, before)
        files = [*shards, *(_alone(keeper, document, place[document.url]) for document in ordered)]
        size = {"parts": 0, "shards": len(shards)}
    return (_file("table", table()), _base(ordered, [place[d.url] for d in ordered], size, memory), *files)


def script(name: str, content: object) -> bytes:
    """A part of the index as a script."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # the two line ends that old engines do not allow in a string
    return f'searchPart("{name}",{text})\n'.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()


def _file(name: str, content: object) -> File:
    data = script(name, content)
    return File(f"{FOLDER}{name}.js", _sha(data), lambda: data)


def _base(ordered: Sequence[Document], place: Sequence[int], size: dict[str, int], memory: Memory) -> File:
    def data() -> bytes:
        return script("base", columns(ordered, place, readings(names_to_read(ordered), memory)) | {**size})

    return File(f"{FOLDER}base.js", _sha(plain_bytes((tuple(map(facts, ordered)), tuple(place), tuple(size.items())))), data)


def _part(keeper: _Keeper, number: int, ordered: Sequence[Document], place: Mapping[str, int], parts: int) -> File:
    mine = [d for d in ordered if place[d.url] % parts == number]
    name = f"d/{number}"

    def data() -> bytes:
        return script(name, {place[d.url]: _published(keeper.record(d)) for d in mine})

    return File(f"{FOLDER}{name}.js", _sha(repr([(place[d.url], d.key) for d in mine]).encode()), data)


def _alone(keeper: _Keeper, document: Document, slot: int) -> File:
    name = f"d/{slot}"
    return File(f"{FOLDER}{name}.js", f"{slot} {document.key}", lambda: script(name, {slot: _published(keeper.record(document))}))


def _published(record: Record) -> list[object]:
    return [record.url, int(record.is_sample), list(record.lines)]


class _Keeper:
    """Records and their figures, remembered by the hash of what they are made from."""

    def __init__(self, memory: Memory, body: Callable[[str], str]) -> None:
        self.memory, self.body = memory, body
        self.texts: dict[str, str] = {}  # normal forms of what was new in this run

    def lengths(self, documents: Sequence[Document], known: Mapping[str, int]) -> list[int]:
        """How many characters each record has; ``known`` are those of last time by key."""
        found = self.memory.get_many("search-length", [d.key for d in documents if d.key not in known])
        known = {**known, **{key: int(length) for key, length in found.items()}}
        return [known[d.key] if d.key in known else self.learn(d) for d in documents]

    def learn(self, document: Document) -> int:
        record = document.record(self.body(document.body))
        self.texts[document.key] = text = record.text
        self.memory.put("search-record", document.key, record.dump())
        self.memory.put("search-length", document.key, b"%d" % len(text))
        return len(text)

    def record(self, document: Document) -> Record:
        data = self.memory.get("search-record", document.key)
        return load(data) if data is not None else document.record(self.body(document.body))

    def grams(self, key: str, document: Document | None = None) -> set[str] | None:
        """The grams of a record, of one that is no longer there as well; None if nothing is remembered of it."""
        if key in self.texts:
            return grams(self.texts[key])
        data = self.memory.get("search-record", key)
        record = load(data) if data is not None else self.record(document) if document else None
        return None if record is None else grams(record.text)


State = dict[str, tuple[int, str, int]]  # of each address its slot, the key of its record, and how many characters that has


class _Shard(NamedTuple):
    """What is remembered of a shard beside its bytes: their hash, and its share in the size that decides how many there are."""

    sha: str
    size: int


_Before = tuple[list[_Shard], State]


@dataclass(frozen=True, slots=True)
class _Made:
    """Every shard in short, and the bytes of those that are new."""

    shards: list[_Shard]
    data: dict[int, bytes]


def _shards(
    keeper: _Keeper, ordered: Sequence[Document], place: Mapping[str, int], lengths: Iterable[int], before: _Before | None
) -> list[File]:
    """The shards: those of last time with what has changed since, or all anew; the result is the same."""
    state: State = {d.url: (place[d.url], d.key, length) for d, length in zip(ordered, lengths, strict=True)}
    made = _patched(keeper, ordered, state, before) or _anew(keeper, ordered, place)
    for number, data in made.data.items():
        keeper.memory.put("search-shard", str(number), data)
    if before != (made.shards, state):
        keeper.memory.put("search-state", "", json.dumps([made.shards, state]).encode())

    def shard(number: int) -> bytes:
        return made.data.get(number) or keeper.memory.get("search-shard", str(number)) or b""

    return [File(f"{FOLDER}g/{number}.js", one.sha, partial(shard, number)) for number, one in enumerate(made.shards)]


def _anew(keeper: _Keeper, ordered: Sequence[Document], place: Mapping[str, int]) -> _Made:
    lists: defaultdict[str, list[int]] = defaultdict(list)
    for document in ordered:
        slot = place[document.url]
        for gram in keeper.grams(document.key, document) or ():
            lists[gram].append(slot)
    postings = {gram: pack_rising(lists[gram]) for gram in sorted(lists)}
    shards = divide(postings, _number(_size(postings)))
    data = {number: script(f"g/{number}", shard) for number, shard in enumerate(shards)}
    return _Made([_Shard(_sha(data[number]), _size(shard)) for number, shard in enumerate(shards)], data)


def _size(postings: Postings) -> int:
    return sum(len(gram) + len(text) + 6 for gram, text in postings.items())


def _number(size: int) -> int:
    return power_for(size / _SHARD)


def _patched(keeper: _Keeper, ordered: Sequence[Document], state: State, before: _Before | None) -> _Made | None:
    """Last time's shards brought up to date; None where that is not possible or not worth it."""
    if before is None:
        return None
    shards, old = list(before[0]), before[1]
    differing = [url for url in old.keys() | state.keys() if old.get(url) != state.get(url)]
    if len(differing) * _MOSTLY_NEW > len(state):
        return None
    documents = {d.key: d for d in ordered}
    gone: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    come: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for url in differing:
        was, now = _entries(keeper, documents, old.get(url)), _entries(keeper, documents, state.get(url))
        if was is None or now is None:
            return None
        for entries, other, into in ((was, now, gone), (now, was, come)):
            for entry in entries - other:
                into[shard_of(entry[0], len(shards))].append(entry)
    made = _Made(shards, {})
    for number in sorted(gone.keys() | come.keys()):
        data = keeper.memory.get("search-shard", str(number)) or b""
        if _sha(data) != shards[number].sha:
            return None
        shard = changed(_postings(data), gone[number], come[number])
        made.data[number] = script(f"g/{number}", shard)
        made.shards[number] = _Shard(_sha(made.data[number]), _size(shard))
    return made if _number(sum(one.size for one in shards)) == len(shards) else None


def _entries(keeper: _Keeper, documents: Mapping[str, Document], at: tuple[int, str, int] | None) -> set[tuple[str, int]] | None:
    if at is None:
        return set()
    found = keeper.grams(at[1], documents.get(at[1]))
    return None if found is None else {(gram, at[0]) for gram in found}


def _before(memory: Memory) -> _Before | None:
    """Last time's shards in short, and what they were made from."""
    data = memory.get("search-state", "")
    if data is None:
        return None
    shards, state = json.loads(data)
    return [_Shard(sha, size) for sha, size in shards], {url: (slot, key, length) for url, (slot, key, length) in state.items()}


def _postings(data: bytes) -> Postings:
    text = data.decode()
    return dict(json.loads(text[text.index(",") + 1 : text.rindex(")")]))


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

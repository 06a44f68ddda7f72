"""What the search finds, sends and costs: ``python -m bench.search FOLDER --records 1000``.

Makes a seeded site in FOLDER (or takes the one that is there), builds it, asks the engine under node and in Chromium,
and prints one line for each figure with its target.
"""

from __future__ import annotations

import argparse
import gzip
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.corpus import TODAY, make_corpus
from sitegen.edition import Edition
from sitegen.memory import Memory
from sitegen.outputs.search import documents
from sitegen.pipeline import Job, build, check
from sitegen.planning import STATE_FOLDER
from sitegen.search.columns import columns, names_to_read
from sitegen.search.documents import Document
from sitegen.search.han import SIMPLIFIED
from sitegen.search.index import FOLDER, SMALL, File, make_index
from sitegen.search.numbers import slots
from sitegen.search.readings import read_name, readings
from tests.browser.conftest import FLAGS
from tests.run import find_browser
from tests.search.asking import ENGINE, Reference, ask

_ROOT = Path(__file__).resolve().parent.parent
_CHINA = timezone(timedelta(hours=8))
_SLOWED = 6
_MANY = 50_000  # profiles whose facets are counted again
_TRADITIONAL = {b: a for a, b in SIMPLIFIED.items()}


@dataclass(frozen=True)
class Corpus:
    """A built site with what its search should find."""

    site: Path
    documents: tuple[Document, ...]
    text: Callable[[str], str]

    @property
    def output(self) -> Path:
        return self.site / "output"


def line(what: str, figure: str, target: str = "") -> None:
    print(f"{what:<58}{figure:>22}  {target}", flush=True)


def prepare(site: Path, records: int) -> Corpus:
    """The site, built, and everything that it publishes."""
    if not (site / "site.yaml").is_file():
        make_corpus(site, records)
    memory = Memory(site / STATE_FOLDER / "memory.sqlite")
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=_CHINA)
    built = build(Job(site, site / "output", now, None, memory, (_ROOT / "themes",)))
    assert built.checked.is_sound, built.checked.problems  # noqa: S101 - a figure for a site that is not there would be worthless
    edition = _edition(site, now.date(), memory)
    return Corpus(site, tuple(documents(edition)), lambda sha: (memory.get("text", sha) or b"").decode() if sha else "")


def _edition(site: Path, today: date, memory: Memory) -> Edition:
    checked = check(site, today, None, memory)
    assert checked.library is not None  # noqa: S101
    stories = checked.stories
    return Edition(checked.library, stories.bodies, stories.images, stories.files, stories.witnesses)


# ---- making the index ----


def measure_making(corpus: Corpus, small: int) -> None:
    """Processor time of a first index, and of one after a changed profile."""
    memory = Memory(None)
    make = partial(make_index, body=corpus.text, memory=memory, small=small)
    readings(names_to_read(corpus.documents[:1]), Memory(None))  # the import of pypinyin, which a site pays once for all
    seconds, first = _timed(lambda: make(corpus.documents))
    line(f"index of {len(corpus.documents)} documents, processor time", f"{seconds:.2f} s", "12 s at 10,000 profiles")
    again = [replace(d) for d in corpus.documents]
    again[0] = replace(again[0], headline="另一个标题")
    seconds, second = _timed(lambda: make(again))
    before = {file.url: file.key for file in first}
    touched = sum(before.get(file.url) != file.key for file in second)
    line("the same with one profile changed", f"{seconds:.2f} s", "1 s")
    line("files that change with it", f"{touched} of {len(second)}")


def _timed(work: Callable[[], tuple[File, ...]]) -> tuple[float, tuple[File, ...]]:
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


# ---- what it finds ----


def make_queries(corpus: Corpus, seed: int = 5) -> list[str]:
    """Queries of every kind, the same for the same site."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    texts = [text for d in rng.sample(corpus.documents, 60) for text in d.record(corpus.text(d.body)).lines if len(text) > 12]

    def cut(length: int) -> str:
        text = rng.choice(texts)
        start = rng.randrange(max(len(text) - length, 1))
        return text[start : start + length]

    people = [d for d in rng.sample(corpus.documents, 80) if d.kind == "model"]
    queries = [cut(length) for length in (1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 12) for _ in range(4)]
    queries += [d.name for d in people[:8]] + [d.unit for d in people[:4]] + [d.name[0] for d in people[:3]]
    queries += [f"{cut(2)} {cut(2)}" for _ in range(6)] + [f"{people[0].name} {cut(2)}", f"{cut(3)} {cut(4)} {cut(2)}"]
    queries += [read_name(d.name, is_person=True).replace(" ", "") for d in people[8:14]]
    queries += ["".join(s[0] for s in read_name(d.name, is_person=True).split(" ")) for d in people[14:18]]
    queries += [read_name(d.name, is_person=True) for d in people[18:20]]
    queries += ["".join(_TRADITIONAL.get(c, c) for c in cut(length)) for length in (2, 3, 4, 6) for _ in range(2)]
    queries += [
        "2026",
        "26",
        "2026年度",
        "第1村",
        "〔2026〕1号",
        "劳动模范",
        "拟授予",
        "勞動模範",
        "公示中",
        "，群众",
        "ＲＴ",
        "没有这句话",
        "zzz",
    ]
    return [q for q in dict.fromkeys(queries) if q.strip()]


def measure_finding(corpus: Corpus, queries: Sequence[str]) -> None:
    """Every answer of the script, to its end, against looking into every text."""
    folder = corpus.output / FOLDER
    known = Reference(corpus.documents, {d.body: corpus.text(d.body) for d in corpus.documents})
    wrong, missing, extra, shown, estimates = 0, 0, 0, 0, 0
    for query, answer in zip(queries, ask(folder, [{"words": q} for q in queries]), strict=True):
        expected, found = known.find(query), set(answer["urls"])
        wrong += expected != found
        missing, extra, shown = missing + len(expected - found), extra + len(found - expected), shown + len(found)
        estimates += answer["candidates"] != answer["total"]
    line(f"sets that differ, of {len(queries)} queries", str(wrong), "0")
    line(f"recall, precision over {shown} hits", f"{1 - missing / max(shown, 1):.3f}, {1 - extra / max(shown, 1):.3f}", "1.000, 1.000")
    line("answers whose first number was an estimate", str(estimates))


def measure_sending(corpus: Corpus, queries: Sequence[str]) -> None:
    """Bytes as sent, compressed; each question to a fresh page, then all of them to one."""
    folder = corpus.output / FOLDER

    def size(file: Path) -> int:
        return len(gzip.compress(file.read_bytes(), 6))

    page = corpus.output / "search.html"
    scripts = [next((corpus.output / "assets").glob(f"{name}.*.js")) for name in ("search-engine", "search")]
    styles = [next((corpus.output / "assets").glob(f"{name}.*")) for name in ("site", "tokens", "mode")]
    script = sum(map(size, scripts))
    start = size(page) + script + size(next((corpus.output / "assets").glob("search.*css")))
    for number in (8, 20):
        first = [
            start
            + sum(size(folder / f"{name}.js") for name in [*ask(folder, [{"words": q, "number": number}])[0]["loaded"], "base", "table"])
            for q in queries[:: max(len(queries) // 24, 1)]
        ]
        line(f"first answer, {number} results: page, scripts and index", _spread(first), "200 kB")
        later = [
            sum(size(folder / f"{name}.js") for name in answer["loaded"])
            for answer in ask(folder, [{"words": q, "number": number} for q in queries])[1:]
        ]
        line(f"later answers, {number} results", _spread(later), "30 kB")
    line("the two scripts", f"{script / 1000:.1f} kB", "12 kB")
    line("what every page has loaded already", f"{sum(map(size, styles)) / 1000:.1f} kB")
    shards = [size(file) for file in (folder / "g").glob("*")] if (folder / "g").is_dir() else []
    if shards:
        line(f"{len(shards)} shards: median, largest", f"{statistics.median(shards) / 1000:.1f}, {max(shards) / 1000:.1f} kB", "4-8 kB")


def _spread(sizes: Sequence[float], unit: str = "kB", by: float = 1000) -> str:
    ordered = sorted(sizes)
    return f"{statistics.median(ordered) / by:.0f} / {ordered[int(len(ordered) * 0.95)] / by:.0f} / {ordered[-1] / by:.0f} {unit}"


# ---- how long it takes ----

_ASK = """query => new Promise(done => {
  const input = document.getElementById("q"), list = document.querySelector("[data-hits]"), start = performance.now();
  let first = 0;
  const seen = new MutationObserver(() => {
    const isDone = list.getAttribute("aria-busy") === "false";
    if (!first && (isDone || list.childElementCount)) {
      first = 1;
      requestAnimationFrame(() => setTimeout(() => { first = performance.now() - start; }));
    }
    if (!isDone) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => done([first, performance.now() - start])));
  });
  input.value = query;
  list.textContent = "";
  seen.observe(list, {attributes: true, attributeFilter: ["aria-busy"], childList: true});
  document.querySelector("[data-search]").requestSubmit();
})"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = (
            True  # as every web server does: head and body go out apart, and the second would wait 40 ms for an answer
        )

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def measure_asking(browser: Browser, where: str, address: str, queries: Sequence[str]) -> None:
    """From Enter to the painted results, files that have to come included; each query's best of three fresh pages."""
    for slowed, target in ((1, "60 ms"), (_SLOWED, "300 ms")):
        rounds = []
        for _ in range(3):
            page = _open(browser, f"{address}/search.html", slowed)
            rounds.append([page.evaluate(_ASK, query) for query in queries])
            nodes = page.evaluate("document.querySelectorAll('*').length")
            page.context.close()
        times = [[min(r[q][part] for r in rounds) for part in (0, 1)] for q in range(len(queries))]
        line(f"first results {where}, processor slowed {slowed} times", _spread([t[0] for t in times], "ms", 1), f"95 in 100: {target}")
        line(f"all of the first twenty {where}, slowed {slowed} times", _spread([t[1] for t in times], "ms", 1))
    page = _open(browser, f"{address}/search.html", 1)
    empty = page.evaluate("document.querySelectorAll('*').length")
    line(f"nodes {where}: empty, after the last answer", f"{empty}, {nodes}", "1500")
    page.context.close()


def _open(browser: Browser, address: str, slowed: int) -> Page:
    page = browser.new_context(viewport={"width": 360, "height": 800}).new_page()
    if slowed > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    page.goto(address)
    page.focus("#q")  # the index comes with the first touch
    page.wait_for_selector("[data-search][data-ready]", state="attached")
    return page


def measure_counting(browser: Browser, corpus: Corpus) -> None:
    """The facets of many profiles counted again, without painting."""
    many = [replace(d, url=f"{n}/{d.url}") for n in range(-(-_MANY // len(corpus.documents))) for d in corpus.documents][:_MANY]
    place = slots(d.url for d in many)
    ordered = sorted(many, key=lambda d: place[d.url])
    base = columns(ordered, [place[d.url] for d in ordered], readings(names_to_read(many), Memory(None)))
    page = browser.new_context().new_page()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": _SLOWED})
    page.evaluate(ENGINE.read_text("utf-8"))
    times: list[Any] = page.evaluate(
        """base => {
          const engine = new SearchEngine((name, done) => done(name === "base" ? base : {from: "", to: "", fold: {}}));
          engine.open(() => 0);
          const mask = new Uint8Array(engine.columns.size).fill(2), times = [];
          engine.facets.count(mask, {});  // as the page does when it opens
          for (const sector of [...engine.columns.base.sectors, ...engine.columns.base.sectors]) {
            const start = performance.now();
            engine.facets.count(mask, {sector: [sector], kind: ["model"]});
            times.push(performance.now() - start);
          }
          return times;
        }""",
        {**base, "parts": 0, "shards": 1},
    )
    line(f"facets of {len(many)} counted again, slowed {_SLOWED} times", _spread(times, "ms", 1), "20 ms")
    page.context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--without-browser", action="store_true")
    given = parser.parse_args()
    corpus = prepare(given.folder, given.records)
    queries = make_queries(corpus)
    print(f"{given.records} profiles, {len(corpus.documents)} documents; spreads are median / 95 in 100 / largest")
    measure_making(corpus, SMALL)
    measure_finding(corpus, queries)
    measure_sending(corpus, queries)
    if given.without_browser:
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        with served(corpus.output) as address:
            measure_asking(browser, "over HTTP", address, queries)
        measure_asking(browser, "from disk", corpus.output.resolve().as_uri(), queries)
        measure_counting(browser, corpus)
        browser.close()


if __name__ == "__main__":
    main()

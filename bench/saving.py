"""From the saving of a file to the page in the browser: ``python -m bench.saving --records 1000 --saves 30``.

Starts the preview on a corpus of ``bench/corpus.py``, opens a model's page in Chromium and saves the model again and again,
in turn its body and its name. A save is over when the new words have been painted: the browser's own first contentful paint of
the page that holds them. Then ten files are saved at once, which has to be one reading and one reload, and some saves are
raced against pages that are just being opened: no reload may be lost. ``--idle`` measures instead what the server takes of a
processor while nothing happens (Linux, from /proc).
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.corpus import make_corpus
from tests.run import find_browser
from tests.serve.running import Running, running

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NAME = "model-000005"
_LONGEST = 60_000  # milliseconds waited for a page
_BETWEEN = 1.5  # seconds between two saves: the rules have spoken by then, as they have when people write
_FIRST_READING = 300  # seconds waited for a preview of a large site
_TICKS = 100  # of processor time in a second, as Linux counts
_ENOUGH, _IDLE = 0.5, 1.0  # seconds (the 95th of 100 saves), per cent of one processor

_SHOWN = """words => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return document.body && paint && document.body.innerText.includes(words) ? performance.timeOrigin + paint.startTime : 0;
}"""
_RELOADS = "() => window.__loads"


def file_of(site: Path, name: str = NAME) -> Path:
    return site / f"content/models/{name}.md"


def edit_body(site: Path, number: int, name: str = NAME) -> str:
    """A last sentence that was not there before; gives its words."""
    file, words = file_of(site, name), f"第{number}次保存正文。"
    text = re.sub(r"第\d+次保存正文。\n*\Z", "", file.read_text("utf-8").rstrip("\n")).rstrip("\n")
    file.write_text(f"{text}\n\n{words}\n", "utf-8")
    return words


def edit_title(site: Path, number: int) -> str:
    """A headline that was not there before; gives its words."""
    file, words = file_of(site), f"第{number}个标题"
    text = re.sub(r"标题: .*\n", "", file.read_text("utf-8"))
    file.write_text(text.replace("\n姓名:", f"\n标题: {words}\n姓名:", 1), "utf-8")
    return words


def shown_after(page: Page, words: str, since: float) -> float:
    """Seconds from ``since`` until the browser painted a page with these words."""
    painted = page.wait_for_function(_SHOWN, arg=words, polling=15, timeout=_LONGEST).json_value()
    return float(painted) / 1000 - since


def saves(page: Page, preview: Running, number: int) -> list[float]:
    """Seconds of each save, bodies and titles in turn."""
    found = []
    for n in range(1, number + 1):
        since = time.time()
        words = (edit_title if n % 2 else edit_body)(preview.site, n)
        found.append(shown_after(page, words, since))
        time.sleep(_BETWEEN)
    return found


def version(preview: Running) -> int:
    """How many readings the preview has made, by the stamp of its pages."""
    found = re.search(r'data-stamp="[^"]*-(\d+)"', preview.get(f"/models/{NAME}.html").text)
    if found is None:
        raise SystemExit("the page has no stamp")
    return int(found[1])


def burst(page: Page, preview: Running) -> tuple[int, int]:
    """Readings and reloads that ten files saved at once make."""
    before, loads = version(preview), page.evaluate(_RELOADS)
    since = time.time()
    words = [edit_body(preview.site, 900, name) for name in (NAME, *(f"model-{n:06}" for n in range(10, 19)))]
    shown_after(page, words[0], since)
    time.sleep(3 * _BETWEEN)
    return version(preview) - before, page.evaluate(_RELOADS) - loads


def lost(page: Page, preview: Running, tries: int) -> int:
    """Of saves that fall into the opening of the page, how many did not come to be shown."""
    missed = 0
    for n in range(tries):
        page.goto(f"http://{preview.host}/models/{NAME}.html", wait_until="commit")
        time.sleep(n / tries / 2)
        words = edit_body(preview.site, 1000 + n)
        try:
            page.wait_for_function(_SHOWN, arg=words, polling=15, timeout=20_000)
        except Exception:
            missed += 1
    return missed


def processor(preview: Running) -> float:
    """Processor seconds that the server has taken."""
    fields = Path(f"/proc/{preview.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def idle(preview: Running, seconds: int) -> float:
    """Per cent of one processor while nothing happens."""
    preview.get("/-/count")  # the rules have spoken
    time.sleep(3)
    before, since = processor(preview), time.perf_counter()
    time.sleep(seconds)
    return 100 * (processor(preview) - before) / (time.perf_counter() - since)


def measure_saves(preview: Running, number: int, tries: int) -> int:
    """Print what saves took; 1 where that is too long or a reload was lost."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        page = browser.new_page()
        page.add_init_script("const n = +(sessionStorage.loads || 0) + 1; sessionStorage.loads = n; window.__loads = n;")
        page.goto(f"http://{preview.host}/models/{NAME}.html", wait_until="networkidle")
        preview.get("/-/count")
        taken = saves(page, preview, number)
        readings, reloads = burst(page, preview)
        missed = lost(page, preview, tries)
        browser.close()
    for kind, some in (("title", taken[::2]), ("body", taken[1::2]), ("all", taken)):
        print(f"| {kind} | {len(some)} | {statistics.median(some):.2f} | {p95(some):.2f} | {max(some):.2f} |")
    print(f"ten files at once: {readings} reading, {reloads} reload; lost in {tries} tries: {missed}")
    return int(p95(taken) > _ENOUGH or (readings, reloads) != (1, 1) or missed > 0)


def p95(some: Sequence[float]) -> float:
    return sorted(some)[max(-(-len(some) * 95 // 100) - 1, 0)]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--saves", type=int, default=30)
    parser.add_argument("--tries", type=int, default=0, help="saves raced against pages that are being opened")
    parser.add_argument("--idle", action="store_true", help="measure the processor at rest instead")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--folder", type=Path, help="keep the corpus here, and use one that is here")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        site = given.folder or Path(scratch) / "site"
        if not (site / "site.yaml").exists():
            make_corpus(site, given.records)
        with running(site, patience=_FIRST_READING) as preview:
            if not given.idle:
                return measure_saves(preview, given.saves, given.tries)
            share = idle(preview, given.seconds)
            files = sum(1 for _ in (site / "content").rglob("*.md"))
            print(f"{files} files at rest: {share:.2f} % of one processor over {given.seconds} s")
            return int(share > _IDLE)


if __name__ == "__main__":
    sys.exit(main())

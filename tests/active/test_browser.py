"""A browser opens pages full of vectors, with their policy and without it: nothing runs, nothing asks, nobody else is asked."""

from __future__ import annotations

import html
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Error, Page, Request

from tests.active.conftest import IS_FULL, Grown
from tests.active.parsing import kind_of
from tests.active.planting import quoted
from tests.active.vectors import ALL
from tests.press import SMALL
from tests.serve.running import eventually, running
from tests.sites import write_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png",
          ".webp": "image/webp", ".json": "application/json", ".xml": "application/xml", ".txt": "text/plain"}  # fmt: skip
WATCH = """window.__hits = []; window.__hit = n => { window.__hits.push(String(n)); return '' };
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => { window.__hits.push(name) };"""
# what an element could do later: handlers, addresses that run, frames; as the browser itself has built the page
LOOK = """() => {
  const wrong = [...window.__hits], runs = /^\\s*(javascript|vbscript|data|blob|filesystem):/i;
  // plain text is shown in an element of the browser's own
  for (const one of document.contentType === 'text/plain' ? [] : document.querySelectorAll('*')) {
    for (const a of one.attributes)
      if (/^on/i.test(a.name) || a.name === 'style' || a.name === 'srcdoc') wrong.push(`<${one.localName} ${a.name}>`);
    for (const name of ['href', 'src', 'action', 'formAction', 'data', 'poster']) {
      const value = one[name] instanceof SVGAnimatedString ? one[name].baseVal : one[name];
      if (typeof value === 'string' && runs.test(value) && value !== 'data:,')
        wrong.push(`<${one.localName} ${name}=${value.slice(0, 40)}>`);
    }
    if (one.matches('iframe, frame, object, embed, applet, base, style, portal, script:not([src]):not([type="application/ld+json"])'))
      wrong.push(`<${one.localName}>`);
  }
  return wrong;
}"""


@pytest.fixture(scope="module")
def address(grown: Grown) -> Iterator[str]:
    """The hostile site on a server."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = unquote(self.path.partition("?")[0]).lstrip("/")
            data = grown.hostile.get(url)
            self.send_response(200 if data is not None else 404)
            self.send_header("Content-Type", f"{_TYPES.get(Path(url).suffix, 'application/octet-stream')}; charset=utf-8")
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@contextmanager
def watched(browser: Browser, *, is_bare: bool) -> Iterator[tuple[Page, list[str]]]:
    """A page and everything it did that it should not; ``is_bare``: without its policy."""
    context = browser.new_context(bypass_csp=is_bare)
    context.add_init_script(WATCH)
    page, wrong = context.new_page(), list[str]()

    def dialog(shown: Dialog) -> None:
        wrong.append(f"dialog {shown.message}")
        shown.dismiss()

    def request(asked: Request) -> None:
        if not asked.url.startswith(("http://127.0.0.1:", "data:,")):
            wrong.append(f"outside {asked.url}")

    def console(said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            wrong.append(f"policy {said.text}")

    page.on("dialog", dialog)
    page.on("request", request)
    page.on("popup", lambda p: wrong.append(f"popup {p.url}"))
    page.on("console", console)
    yield page, wrong
    context.close()


def some(files: Mapping[str, bytes]) -> list[str]:
    """All pages, or in the short form two of each kind and a few of the lists."""
    told: dict[str, int] = {}
    found = []
    for url in files:
        kind = kind_of(url)
        kind = url.split("/")[0] + "/…" if kind == url and url.count("/") > 1 else kind
        told[kind] = told.get(kind, 0) + 1
        if url.endswith(".html") and (IS_FULL or told[kind] <= 2):
            found.append(url)
    return found


@pytest.mark.parametrize("is_bare", [False, True], ids=["with the policy", "without the policy"])
def test_no_page_runs_or_asks_for_anything_of_a_vector(browser: Browser, grown: Grown, address: str, is_bare: bool) -> None:
    urls = some(grown.hostile)
    assert len(urls) > 40
    with watched(browser, is_bare=is_bare) as (page, wrong):
        for url in urls:
            page.goto(f"{address}/{quote(url)}", wait_until="load")
            assert page.evaluate(LOOK) == [], url
            assert wrong == [], url


def test_what_is_asked_of_the_search_stays_text(browser: Browser, grown: Grown, address: str) -> None:
    asked = ALL if IS_FULL else ALL[::20]
    with watched(browser, is_bare=True) as (page, wrong):
        for vector in asked:
            page.goto(f"{address}/search.html?q={quote(vector)}&honour={quote(vector)}&kind=__proto__")
            assert page.evaluate(LOOK) == [], vector
        page.goto(f"{address}/search.html")
        box = page.locator("[data-search] input")
        for vector in ("<script>__hit(1)</script>", "onerror", "__proto__", "constructor", "</mark>", *asked[:: 1 if IS_FULL else 4]):
            box.fill(" ".join(vector.split())[:100])
            page.wait_for_function("document.querySelector('[data-hits]').getAttribute('aria-busy') !== 'true'")
            page.wait_for_timeout(200)
            assert page.evaluate(LOOK) == [], vector
        box.fill("__hit")
        page.locator("[data-hits] li").first.wait_for(timeout=20_000)
        assert page.evaluate(LOOK) == []
        assert wrong == []


def test_the_watch_itself_sees_what_runs(browser: Browser, grown: Grown, address: str) -> None:
    with watched(browser, is_bare=True) as (page, wrong):
        page.goto(f"{address}/404.html")
        page.evaluate("document.body.innerHTML += '<img src=x onerror=__hit(1)><a href=\"javascript:1\">x</a><img src=//evil.example/a>'")
        page.wait_for_function("window.__hits.length")
        assert len(page.evaluate(LOOK)) == 3
        assert any("evil.example" in one for one in wrong)


def visit(page: Page, address: str) -> None:
    """Go there, also where the page of before is told just now that the site has changed, and reloads itself."""
    for _ in range(5):
        try:
            page.goto(address, wait_until="load")
        except Error as error:
            if "ERR_ABORTED" not in error.message:
                raise
        else:
            return
    raise AssertionError(f"{address} was never reached")


def test_the_preview_shows_vectors_as_text(browser: Browser, tmp_path: Path) -> None:
    """Pages, list of problems, form, preview of a body and overlay, with vectors in fields, bodies, names of files and source lines."""
    number = 1 if IS_FULL else 12
    sample = [v for v in ALL[::number] if "\x00" not in v]
    pages = "".join(f"-- content/pages/p{n:03}.md --\n---\n标题: {quoted(v)}\n坏{n}: {quoted(v)}\n---\n{v}\n" for n, v in enumerate(sample))
    site = write_site(tmp_path / "site", SMALL)
    with running(site) as shown, watched(browser, is_bare=True) as (page, wrong):
        write_site(site, pages)
        name = "<img src=x onerror=__hit(9)>"
        (site / f"content/pages/{name}.md").write_text("---\n标题: <script>__hit(8)</script>\n未知: 甲\n---\n", "utf-8")
        # until the last of them is read, pages would be told to reload themselves while they are looked at
        assert eventually(lambda: name in html.unescape(shown.get("/-/problems").text))
        for url in ("/", "/-/problems", "/pages/about.html", "/-/edit/content/pages/p001.md?at=3.1#at",
                    f"/-/edit/content/pages/{quote(name)}.md", f"/-/nothing/{quote('<svg onload=__hit(7)>')}",
                    f"/?as-of={quote('<svg onload=__hit(6)>')}", f"/-/problems?day={quote('<svg onload=__hit(5)>')}"):  # fmt: skip
            visit(page, f"http://{shown.host}{url}")
            assert page.evaluate(LOOK) == [], url
        visit(page, f"http://{shown.host}/-/problems")
        assert name in page.locator("main").inner_text()
        visit(page, f"http://{shown.host}/-/edit/content/pages/about.md")
        for vector in sample:
            page.locator("#body").fill(vector.replace("\r", ""))
            page.wait_for_timeout(320)
            assert page.evaluate(LOOK) == [], vector
        assert [one for one in wrong if "ws://" not in one] == []

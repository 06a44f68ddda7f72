"""No page needs more than the policy allows, and the sample header files say the policy that the pages say."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import ROOT
from tests.sharing.world import ADDRESS, page_of

HEADERS = ROOT / "docs/headers"
_OUTSIDE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


def test_no_page_has_a_script_or_style_of_its_own(files: dict[str, bytes]) -> None:
    for url in (u for u in files if u.endswith(".html")):
        for tag, attributes in page_of(files, url).tags:
            assert tag not in ("style", "iframe", "object", "embed", "base"), url
            assert not [name for name in attributes if name == "style" or name.startswith("on")], (url, tag)
            assert tag != "script" or "src" in attributes or attributes.get("type") == "application/ld+json", url
            assert not [v for v in attributes.values() if v.strip().lower().startswith(("javascript:", "vbscript:"))], url


def test_nothing_is_fetched_from_elsewhere(files: dict[str, bytes]) -> None:
    for url in (u for u in files if u.endswith(".html")):
        for tag, attributes in page_of(files, url).tags:
            for name in ("src", "srcset", "href", "action", "poster", "data"):
                value = attributes.get(name, "")
                if _OUTSIDE.match(value) and not (tag == "a" or (tag == "link" and attributes.get("rel") == "canonical")):
                    pytest.fail(f"{url}: {tag} {name}={value}")
                assert tag != "link" or not _OUTSIDE.match(value) or value.startswith(ADDRESS)


def test_every_page_has_the_policy(files: dict[str, bytes]) -> None:
    for url in (u for u in files if u.endswith(".html")):
        metas = [a for tag, a in page_of(files, url).tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
        assert len(metas) == 1, url
        policy = metas[0]["content"]
        assert "unsafe" not in policy
        assert {"default-src 'none'", "script-src 'self'", "form-action 'self'", "base-uri 'none'"} <= set(policy.split("; ")), url


@pytest.mark.parametrize("name", ["nginx.conf", "apache.htaccess", "Caddyfile", "web.config"])
def test_a_header_file_allows_what_pages_need_and_no_more(name: str, files: dict[str, bytes]) -> None:
    text = (HEADERS / name).read_text("utf-8")
    policies = set(re.findall(r"default-src [^\"]*", text))
    assert len(policies) == 1
    allowed = set(policies.pop().split("; "))
    needed = {
        rule
        for url in files
        if url.endswith(".html")
        for tag, a in page_of(files, url).tags
        if a.get("http-equiv") == "Content-Security-Policy"
        for rule in a["content"].split("; ")
    }
    # a meta tag cannot forbid frames; the page of evidence reads the ledger
    assert allowed == needed | {"frame-ancestors 'none'", "connect-src 'self'"}
    for word in ("X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy", "immutable"):
        assert word in text, word


def test_the_file_for_iis_is_well_formed() -> None:
    root = ElementTree.fromstring((HEADERS / "web.config").read_text("utf-8"))
    assert [place.get("path") for place in root.iter("location")] == ["assets", "files"]


@pytest.mark.skipif(shutil.which("nginx") is None, reason="no nginx")
def test_nginx_takes_its_file(tmp_path: Path) -> None:
    text = (HEADERS / "nginx.conf").read_text("utf-8")
    (tmp_path / "site.conf").write_text(re.sub(r"listen .*80;", "", text, count=1).replace("listen 80;", "listen 18083;"), "utf-8")
    main = f"pid {tmp_path}/pid;\nerror_log {tmp_path}/log;\nevents {{}}\nhttp {{ access_log off; include {tmp_path}/site.conf; }}\n"
    (tmp_path / "nginx.conf").write_text(main, "utf-8")
    done = subprocess.run(["nginx", "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr

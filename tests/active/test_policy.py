"""What a browser makes of the policies of templates, preview and sample header files, with what they leave unsaid."""

from __future__ import annotations

import re

import pytest

from sitegen.serve.guard import policy
from tests.conftest import ROOT

HEADERS = ("nginx.conf", "apache.htaccess", "Caddyfile", "web.config")
_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')
# directives that default-src stands in for, and those that it does not
FETCHED = (
    "script-src",
    "style-src",
    "img-src",
    "object-src",
    "frame-src",
    "child-src",
    "worker-src",
    "manifest-src",
    "media-src",
    "font-src",
)
_OURS = {"'self'", "'none'"}


def effective(text: str, directive: str) -> set[str]:
    """The sources of a directive as a browser takes them: its own, else those of default-src; everything where nothing is said."""
    rules = {words[0]: set(words[1:]) for part in text.split(";") if (words := part.split())}
    return rules.get(directive, rules.get("default-src", {"*"}) if directive in FETCHED or directive == "connect-src" else {"*"})


def of_templates() -> dict[str, str]:
    found = {}
    for file in sorted((ROOT / "themes").glob("*/templates/*.html")):
        for text in _META.findall(file.read_text("utf-8")):
            found[file.name] = re.sub(r"\{%.*?%\}", "", text)
    return found


def of_headers(name: str) -> set[str]:
    text = (ROOT / "docs/headers" / name).read_text("utf-8")
    return set(re.findall(r"""default-src [^"]*""", text))


def test_every_page_is_made_by_a_template_with_a_policy() -> None:
    assert set(of_templates()) == {"base.html", "poster.html"}


@pytest.mark.parametrize("text", [*of_templates().values(), *(one for name in HEADERS for one in of_headers(name))])
def test_a_policy_leaves_nothing_open(text: str) -> None:
    for directive in (*FETCHED, "connect-src"):
        assert effective(text, directive) <= _OURS, directive
    for directive in ("object-src", "frame-src", "worker-src", "media-src"):
        assert effective(text, directive) == {"'none'"}, directive
    assert effective(text, "base-uri") == {"'none'"}
    assert effective(text, "form-action") <= _OURS
    assert "unsafe" not in text
    assert "*" not in text


def test_no_header_is_narrower_than_a_page_or_wider() -> None:
    pages = of_templates().values()
    for name in HEADERS:
        (header,) = of_headers(name)
        for directive in (*FETCHED, "base-uri", "form-action"):
            assert any(effective(page, directive) == effective(header, directive) for page in pages), (name, directive)
        assert effective(header, "frame-ancestors") == {"'none'"}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_file_says_what_a_page_cannot(name: str) -> None:
    text = (ROOT / "docs/headers" / name).read_text("utf-8")
    said = {
        "frame-ancestors": r"frame-ancestors 'none'",
        "nosniff": r"X-Content-Type-Options[\" a-z=]*nosniff",
        "referrer": r"Referrer-Policy[\" a-z=]*strict-origin-when-cross-origin",
    }
    for what, pattern in said.items():
        assert re.search(pattern, text), (name, what)


def test_nginx_says_all_headers_again_where_it_says_one() -> None:
    """``add_header`` in a location replaces all those above it."""
    text = (ROOT / "docs/headers/nginx.conf").read_text("utf-8")
    for place in re.findall(r"location [^{]*\{([^}]*)\}", text):
        names = re.findall(r"add_header (\S+)", place)
        assert not names or {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} <= set(names)


def test_the_preview_has_a_policy_of_its_own() -> None:
    text = policy("127.0.0.1:8000")
    assert effective(text, "script-src") == {"'self'"}
    assert effective(text, "object-src") == effective(text, "base-uri") == effective(text, "frame-ancestors") == {"'none'"}
    assert effective(text, "connect-src") == {"'self'", "ws://127.0.0.1:8000"}

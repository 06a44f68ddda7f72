"""Line breaks between Chinese characters are no spaces: browsers would print one for each."""

from __future__ import annotations

import re

# Han, kana and what is full-width beyond doubt
_WIDE = "\u2e80-\u2fdf\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
# full-width only in Chinese company: curly quotes, dash, ellipsis, middle dot
_MAYBE = "\u00b7\u2014\u2018\u2019\u201c\u201d\u2026"
_INLINE = r"(?:</?(?:a|em|strong|abbr|mark|ruby|sub|sup)(?: [^<>]*)?>)*"
_BREAK = re.compile(
    f"([{_WIDE}]{_INLINE})[ \t]*\n[ \t]*(?={_INLINE}[{_WIDE}{_MAYBE}])|([{_MAYBE}]{_INLINE})[ \t]*\n[ \t]*(?={_INLINE}[{_WIDE}])"
)
_CODE = re.compile(r"(<pre[ >].*?</pre>|<code[ >].*?</code>)", re.DOTALL)
# lines that end so have no break to take out
_ENDS = tuple(
    f"<{slash}{tag}>"
    for tag in (
        *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "li"),
        *("table", "thead", "tbody", "tr", "th", "td", "details", "summary", "figure", "figcaption"),
    )
    for slash in ("", "/")
)


def join_han(html: str) -> str:
    """Sanitised html with the line breaks between two full-width characters removed, code left as it is.

    At least one neighbour must be full-width beyond doubt, so that ``“a”`` and ``“b”`` in English text keep their space.
    Inline tags between the characters do not matter; a ``<br>`` does.
    """
    if all(line.endswith(_ENDS) for line in html.split("\n")[:-1]):
        return html
    return "".join(part if code else _BREAK.sub(r"\1\2", part) for code, part in _pieces(html))


def _pieces(html: str) -> list[tuple[bool, str]]:
    return [(index % 2 == 1, part) for index, part in enumerate(_CODE.split(html))]

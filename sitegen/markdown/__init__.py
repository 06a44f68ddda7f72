"""The body of a record: Markdown to safe html, its table of contents, its links with their places, its plain text.

``render`` and ``relink`` are pure: no disk, no clock, no knowledge of where the page will live.
"""

from __future__ import annotations

import threading
from hashlib import sha256

from sitegen.markdown.clean import clean
from sitegen.markdown.dress import dress, plain_text
from sitegen.markdown.engine import Engine, Trail
from sitegen.markdown.han import join_han
from sitegen.markdown.limits import Exhausted, TooComplex, check, too_deep, too_large, too_slow
from sitegen.markdown.marks import Marked, mark
from sitegen.markdown.parts import Heading, ImageTag, Link, Removed, Rendered
from sitegen.markdown.relink import relink, without_outside_pictures

__all__ = [
    "Exhausted",
    "Heading",
    "ImageTag",
    "Link",
    "Removed",
    "Rendered",
    "TooComplex",
    "relink",
    "render",
    "too_large",
    "too_slow",
    "without_outside_pictures",
]

_local = threading.local()  # one engine a thread: setting one up costs more than a page


def render(body: str) -> Rendered:
    """The body as safe html with what is known of it.

    Headings are shifted so that the highest is an h2, and get ids such as ``s-做法``. Nothing active survives: no
    script, style, frame, event handler, class or id of the author, and only http, https, mailto, tel and relative
    addresses.

    Raises TooComplex, and nothing else whatever the text is, for a body beyond the limits of limits.
    """
    marked = mark(body)
    check(marked.plain)
    try:
        html, trail = _convert(marked)
        safe, removed = clean(html, trail)
        page = dress(join_han(safe), trail)
    except TooComplex:
        raise
    except MemoryError as error:
        raise too_large() from error
    except Exception as error:  # Python-Markdown promises nothing for odd input; staff must get a sentence
        raise too_deep(error) from error
    links = sorted(page.links, key=lambda link: (link.line, link.column))
    return Rendered("".join(page.html), tuple(page.toc), tuple(links), removed, plain_text(page))


def _convert(marked: Marked) -> tuple[str, Trail]:
    engine: Engine = getattr(_local, "engine", None) or Engine()
    _local.engine = None  # whoever fails halfway leaves no half-reset engine behind
    result = engine.convert(marked, sha256(marked.plain.encode()).hexdigest())
    _local.engine = engine
    return result

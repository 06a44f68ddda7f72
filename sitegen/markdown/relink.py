"""Addresses as written become addresses of the site, and pictures get their sizes and smaller copies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

from sitegen.markdown.parts import ImageTag

_IMG = r'<img src="([^"]*)" alt="([^"]*)"(?: title="([^"]*)")?>'
_ELSEWHERE = re.compile(r'<img src="(?:[a-z][a-z0-9+.-]*:|[/\\]{2})[^"]*" alt=', re.IGNORECASE)
_SPOT = re.compile(rf'<p>{_IMG}</p>|{_IMG}|<a href="([^"]*)"')


def relink(html: str, targets: Mapping[str, str], images: Mapping[str, ImageTag]) -> str:
    """The html of ``render`` for one page: links found in ``targets`` and pictures found in ``images`` (both by the
    address as written, see Link.target) are replaced; others stay as they are.

    A picture that stands alone in its paragraph becomes a figure, with its title as the caption.
    """

    def replace(found: re.Match[str]) -> str:
        alone_src, alone_alt, alone_title, src, alt, title, href = found.groups()
        if href is not None:
            return f'<a href="{escape(targets.get(unescape(href), unescape(href)))}"'
        if src is not None:
            return _picture(src, alt, title, images)
        caption = f"<figcaption>{alone_title}</figcaption>" if alone_title else ""
        return f"<figure>{_picture(alone_src, alone_alt, None, images)}{caption}</figure>"

    return _SPOT.sub(replace, html)


def without_outside_pictures(html: str) -> str:
    """The html of ``render`` in which a picture of another host, which no site shows, is not even asked for."""
    return _ELSEWHERE.sub("<img alt=", html)


def _picture(src: str, alt: str, title: str | None, images: Mapping[str, ImageTag]) -> str:
    """``src``, ``alt`` and ``title`` are escaped already."""
    image = images.get(unescape(src))
    size = f' width="{image.width}" height="{image.height}"' if image else ""
    hint = f' title="{title}"' if title else ""
    address = escape(image.src) if image else src
    tag = f'<img src="{address}" alt="{alt}"{hint}{size} loading="lazy" decoding="async">'
    if image is None or image.webp_src is None:
        return tag
    return f"<picture>{_webp_source(image, image.webp_src)}{tag}</picture>"


def _webp_source(image: ImageTag, webp_src: str) -> str:
    # commas and spaces separate candidates in a srcset
    address = escape(webp_src.replace(" ", "%20").replace(",", "%2C"))
    size = f' width="{image.webp_width}" height="{image.webp_height}"' if image.webp_width else ""
    return f'<source type="image/webp" srcset="{address}"{size}>'

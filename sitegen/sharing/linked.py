"""Structured data (JSON-LD, schema.org) of a page: a pure function of its view, saying no more than the page may.

- A person is a ``Person`` and a unit an ``Organization``. ``award`` holds honours in state honoured, never a proposal; of
  somebody whose story is withheld nothing is said at all.
- A notice is an ``Article`` whose ``temporalCoverage`` is its period and whose ``creativeWorkStatus`` is its state. It is no
  ``GovernmentService``, which can be used, and no ``SpecialAnnouncement``, whose ``expires`` would call a page void that stays
  for life. Its candidates are not listed: a machine that counts names beside a title would take them for holders.
- Addresses are absolute, so they are there only on a site that knows its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import quote

from sitegen.records.words import State
from sitegen.views.base import Image, Meta, SiteView
from sitegen.views.listing import BulletinView, HomeView
from sitegen.views.notices import NoticeView
from sitegen.views.subjects import HonourView, ModelView, SubjectView, UnitView
from sitegen.views.words import Phrase, Words, phrase

Node = dict[str, object]

SEARCH = "search.html"
_SAMPLE = phrase("示例，情节为虚构")
# what could end the script element or a line of it; escaped, JSON means the same
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script_text(value: object, say: Callable[[object], str] = str) -> str:
    """JSON that can stand inside a script element; ``say`` turns words of the interface into text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=say).translate(_UNSAFE)


def absolute(site: SiteView, url: str) -> str:
    """The full address of a page of the site; "" on a site that does not know its own."""
    return f"{site.url.rstrip('/')}/{'' if url == 'index.html' else quote(url)}" if site.url else ""


def linked_data(view: object, site: SiteView, url: str) -> Node | None:
    """The structured data of the page at ``url``; None for a page that says nothing of itself to machines."""
    meta = getattr(view, "meta", None)
    if not isinstance(meta, Meta) or not meta.is_indexed or meta.is_withheld:
        return None
    nodes = [node for node in (_main(view, meta, site, url), _crumbs(meta, site, url)) if node]
    return {"@context": "https://schema.org", "@graph": nodes} if nodes else None


def _main(view: object, meta: Meta, site: SiteView, url: str) -> Node | None:
    if isinstance(view, ModelView):
        return _person(view, site, url)
    if isinstance(view, UnitView):
        return _unit(view, site, url)
    if isinstance(view, NoticeView):
        return _notice(view, site, url)
    if isinstance(view, BulletinView):
        return _article(meta, site, url) | {"genre": view.card.kind}
    return _site(site) if isinstance(view, HomeView) else None


def _person(view: ModelView, site: SiteView, url: str) -> Node:
    return _known(
        _subject("Person", view, site, url)
        | {
            "jobTitle": view.post,
            "affiliation": _organisation(view.unit.title, absolute(site, view.unit.url) if view.unit.url else ""),
        }
    )


def _unit(view: UnitView, site: SiteView, url: str) -> Node:
    parent = _organisation(view.parent.title, absolute(site, view.parent.url) if view.parent.url else "")
    area = " ".join(title for place in view.region if isinstance(title := place.title, str))
    return _known(_subject("Organization", view, site, url) | {"parentOrganization": parent, "areaServed": area})


def _subject(kind: str, view: SubjectView, site: SiteView, url: str) -> Node:
    return {
        "@type": kind,
        "name": view.card.name,
        "description": view.card.summary,
        "disambiguatingDescription": _SAMPLE if view.card.is_sample else "",
        "url": absolute(site, url),
        "image": _image(view.card.photo, site),
        "award": [award_words(honour) for honour in view.honours if honour.state is State.HONOURED],
    }


def award_words(honour: HonourView) -> Words:
    """An honour that is held, with its year."""
    return phrase("%(title)s（%(year)s年度）", title=honour.title, year=honour.year) if honour.year else honour.title


def _notice(view: NoticeView, site: SiteView, url: str) -> Node:
    card = view.card
    period = f"{card.start.isoformat()}/{card.end.isoformat()}" if card.start and card.end else ""
    return _known(
        _article(view.meta, site, url) | {"genre": phrase("公示"), "temporalCoverage": period, "creativeWorkStatus": Phrase(card.state.zh)}
    )


def _article(meta: Meta, site: SiteView, url: str) -> Node:
    author = meta.author or site.organiser
    return _known(
        {
            "@type": "Article",
            "headline": meta.title,
            "description": meta.description,
            "datePublished": _day(meta.published),
            "dateModified": _day(meta.modified),
            "inLanguage": "zh-CN",  # of what staff wrote, whatever the interface speaks
            "author": _organisation(author),
            "publisher": _organisation(site.organiser, absolute(site, "index.html")),
            "url": absolute(site, url),
        }
    )


def _site(site: SiteView) -> Node:
    found: Node = {
        "@type": "WebSite",
        "name": site.name,
        "alternateName": site.subtitle,
        "publisher": _organisation(site.organiser),
        "url": absolute(site, "index.html"),
    }
    if site.url:
        target = {"@type": "EntryPoint", "urlTemplate": f"{absolute(site, SEARCH)}?q={{words}}"}
        found["potentialAction"] = {"@type": "SearchAction", "target": target, "query-input": "required name=words"}
    return _known(found)


def _crumbs(meta: Meta, site: SiteView, url: str) -> Node | None:
    if not meta.crumbs:
        return None
    steps = [*((link.title, link.url) for link in meta.crumbs), (meta.title, url)]
    items = [
        _known({"@type": "ListItem", "position": number, "name": title, "item": absolute(site, target)})
        for number, (title, target) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _organisation(name: Words, url: str = "") -> Node | None:
    return _known({"@type": "Organization", "name": name, "url": url}) if name else None


def _image(image: Image | None, site: SiteView) -> str:
    return absolute(site, image.src) if image else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _known(node: Mapping[str, object]) -> Node:
    """Without what is not known."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}

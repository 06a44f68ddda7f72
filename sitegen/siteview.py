"""The view that all pages share, from site.yaml and the standing pages."""

from __future__ import annotations

from datetime import date

from sitegen.edition import address
from sitegen.library import Library
from sitegen.views.base import ContactView, Link, SiteView
from sitegen.views.words import phrase

_MENU = (
    Link(phrase("首页"), "index.html"),
    Link(phrase("公示"), "notices/index.html"),
    Link(phrase("先进人物"), "models/index.html"),
    Link(phrase("先进单位"), "units/index.html"),
    Link(phrase("公开承诺"), "promises/index.html"),
    Link(phrase("通报"), "bulletins/index.html"),
)


def make_site_view(
    library: Library, language: str, is_right_to_left: bool, has_more: bool, preview_date: date | None = None
) -> SiteView:  # fmt: skip
    """``language`` is a tag of BCP 47; ``has_more``: some of the campaign's columns have a page.

    ``preview_date`` is set for a preview only: its pages carry a banner and are not to be indexed.
    """
    site = library.site.record
    contact = site.contact
    standing = sorted(library.pages, key=lambda p: (p.record.order, p.slug))
    checks = (Link(phrase("核验"), "verify.html"),) if site.evidence_since is not None else ()
    foot = (
        Link(phrase("搜索"), "search.html"),
        *(Link(p.record.title, address(p)) for p in standing),
        *checks,
        Link(phrase("网站地图"), "sitemap.html"),
        Link(phrase("开放数据"), "data/index.html"),
        Link(phrase("订阅"), "feed.xml"),
    )
    return SiteView(
        name=site.name,
        subtitle=site.subtitle or "",
        organiser=site.organiser,
        operator=site.operator or "",
        superior=site.superior or "",
        url=site.url or "",
        demo_date=site.demo_date,
        contact=ContactView(*((getattr(contact, n, None) or "") for n in ("office", "phone", "email", "address", "real_name"))),
        menu=(*_MENU, *(() if not has_more else (Link(phrase("更多"), "more/index.html"),))),
        foot=foot,
        site_code=site.site_code or "",
        icp=site.icp or "",
        police=site.police or "",
        language=language,
        is_right_to_left=is_right_to_left,
        preview_date=preview_date,
    )

"""Themes and carriers: what units strive for, the vehicles they do it with, and who uses them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sitegen.edition import Edition, address, numbered
from sitegen.outputs import Page
from sitegen.outputs.columns import head, units, use_address
from sitegen.outputs.paging import paged, pager
from sitegen.records.entries import Unit
from sitegen.records.filed import Filed
from sitegen.views.base import Link
from sitegen.views.columns import Column, ThemesView, UsersView, UserView, UseView
from sitegen.views.words import phrase

_INDEX = "themes/index.html"
_TITLE = phrase("争创主题和活动载体")
_TEXT = phrase("各单位争创什么、用什么办法去做。")
_FIRST_FEW = 4  # units of each word on the index


@dataclass(frozen=True, slots=True)
class _Use:
    """A word with its users; spellings that would share a folder are one."""

    name: str
    url: str
    is_theme: bool
    users: list[UserView] = field(default_factory=list)


def column(edition: Edition) -> Column | None:
    number = len(_uses(edition))
    return Column(_TITLE, _INDEX, number, _TEXT) if number else None


def pages(edition: Edition) -> Iterator[Page]:
    uses = _uses(edition)
    if not uses:
        return
    size = edition.library.site.record.per_page
    themes = sum(1 for use in uses if use.is_theme)
    for number, part in paged(uses, size):
        view = ThemesView(
            head(_TITLE, _TEXT, "units", (), number),
            tuple(_view(u) for u in part if u.is_theme),
            tuple(_view(u) for u in part if not u.is_theme),
            themes,
            len(uses) - themes,
            pager(_INDEX, number, len(uses), size),
        )
        yield Page(numbered(_INDEX, number), "themes.html", view)
    for use in uses:
        for number, users in paged(use.users, size):
            text = (
                phrase("以“%(name)s”为争创主题的单位。", name=use.name)
                if use.is_theme
                else phrase("以“%(name)s”为活动载体的单位。", name=use.name)
            )
            meta = head(use.name, text, "units", (Link(_TITLE, _INDEX),), number)
            yield Page(
                numbered(use.url, number),
                "users.html",
                UsersView(meta, use.is_theme, tuple(users), pager(use.url, number, len(use.users), size)),
            )


def _view(use: _Use) -> UseView:
    return UseView(use.name, use.url, len(use.users), tuple(use.users[:_FIRST_FEW]))


def _user(unit: Filed[Unit], start: str, end: str) -> UserView:
    record = unit.record
    return UserView(Link(record.name, address(unit)), "".join(record.region[-2:]), record.summary, start, end)


def _uses(edition: Edition) -> list[_Use]:
    """Themes first, then carriers, those with most units first."""
    found: dict[str, _Use] = {}

    def add(folder: str, name: str, user: UserView) -> None:
        url = use_address(folder, name)
        found.setdefault(url, _Use(name, url, folder == "themes")).users.append(user)

    for unit in units(edition):
        if unit.record.theme:
            add("themes", unit.record.theme, _user(unit, "", ""))
        for carrier in unit.record.carriers:
            add("carriers", carrier.name, _user(unit, carrier.start or "", carrier.end or ""))
    return sorted(found.values(), key=lambda u: (not u.is_theme, -len(u.users), u.name))

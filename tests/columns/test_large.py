"""Columns of a large site stay light: pages of bounded size, made in linear time."""

from __future__ import annotations

from datetime import date, timedelta
from time import perf_counter

import pytest

from sitegen.outputs.tree import _IN_PLACE, _ON_A_PAGE
from sitegen.records.entries import Model, Unit
from sitegen.records.facts import Appraisal, Decision, Honour, Notice, Promise
from sitegen.records.words import UnitKind
from sitegen.views.columns import QuarterView, RollView
from sitegen.views.organisations import Branch, TreeView
from tests.columns.shelf import elements, filed, html_of, pages_of, stocked

MOST = 1_500  # elements of a page


def branches(view: TreeView) -> list[Branch]:
    found, waiting = [], list(view.branches)
    while waiting:
        branch = waiting.pop()
        found.append(branch)
        waiting += branch.children
    return found


def unit(number: int, parent: int | None) -> Unit:
    upper = None if parent is None else f"u{parent}"
    promise = Promise(text="做事", due=date(2026, 5, 1), result="办到")
    held = Appraisal(body="会", date=date(2026, 5, 1), votes={"满意": 3})
    return Unit(name=f"第{number}村", summary="村。", kind=UnitKind.PARTY, parent=upper, promises=(promise,), appraisals=(held,))


@pytest.mark.parametrize(
    "parent",
    [lambda n: None, lambda n: 0 if n else None, lambda n: (n - 1) // 30 if n else None, lambda n: n - 1 if n else None],
    ids=["all on top", "all below one", "thirty each", "a chain"],
)
def test_every_unit_of_a_large_tree_is_on_one_page_that_stays_light(parent: object) -> None:
    number = 1_200
    edition = stocked(filed(unit(n, parent(n)), f"u{n}") for n in range(number))  # type: ignore[operator]
    pages = pages_of(edition, "tree")
    shown = [str(branch.unit.title) for page in pages.values() if isinstance(page.view, TreeView) for branch in branches(page.view)]
    assert sorted(shown) == sorted(f"第{n}村" for n in range(number))
    heaviest = max(pages.values(), key=lambda p: len(branches(p.view)) if isinstance(p.view, TreeView) else 0)
    assert len(branches(heaviest.view)) <= _ON_A_PAGE + _IN_PLACE  # type: ignore[arg-type]
    assert elements(html_of(edition, heaviest)[heaviest.url]) < MOST
    reachable, waiting = set(), ["tree/index.html"]
    while waiting:
        url = waiting.pop()
        if url not in reachable:
            reachable.add(url)
            view = pages[url].view
            assert isinstance(view, TreeView)
            waiting += [b.more for b in branches(view) if b.more] + [link.url for link in view.pager.pages if link.url]
            waiting += [view.pager.next] if view.pager.next else []
    assert reachable == pages.keys()


@pytest.mark.slow
def test_ten_thousand_units_take_seconds() -> None:
    edition = stocked(filed(unit(n, (n - 1) // 30 if n else None), f"u{n}") for n in range(10_000))
    assert len(edition.promoted) == 10_000
    start = perf_counter()
    pages = pages_of(edition, "tree", "relations")
    assert perf_counter() - start < 4
    for page in list(pages.values())[:8]:
        assert elements(html_of(edition, page)[page.url]) < MOST


@pytest.mark.slow
def test_twenty_five_thousand_promises_are_cut_into_pages_that_hold_each_once() -> None:
    first = date(2025, 1, 1)
    owners = [
        Model(
            name=f"甲{n}",
            summary="人。",
            promises=tuple(
                Promise(text=f"{n}之{m}", due=first + timedelta(days=(n * 50 + m) % 900), result="办到" if m % 3 else None)
                for m in range(50)
            ),
        )
        for n in range(500)
    ]
    edition = stocked(filed(owner, f"m{n}") for n, owner in enumerate(owners))
    start = perf_counter()
    pages = pages_of(edition, "quarters", "numbers")
    assert perf_counter() - start < 8
    views = [page.view for page in pages.values() if isinstance(page.view, QuarterView)]
    texts = [promise.text for view in views for promise in view.promises]
    assert len(texts) == len(set(texts)) == 25_000
    assert max(len(view.promises) for view in views) == 60
    some = [url for url in pages if url.startswith("promises/2026-q2/")][:2]
    for url in some:
        assert elements(html_of(edition, pages[url])[url]) < MOST


def test_a_full_roll_is_cut_into_pages_and_a_title_goes_on_on_the_next() -> None:
    honour = Honour(
        title="劳动模范", year=2026, authority="丙县", notices=(Notice(start=date(2026, 3, 2), end=date(2026, 3, 10)),),
        decision=Decision(date=date(2026, 4, 1)),
    )  # fmt: skip
    edition = stocked(filed(Model(name=f"甲{n}", summary="人。", honours=(honour,)), f"m{n}") for n in range(500))
    pages = pages_of(edition, "rolls")
    views = [page.view for page in pages.values() if isinstance(page.view, RollView)]
    assert [v.titles[0].is_continued for v in views] == [False, True, True]
    assert {t.number for v in views for t in v.titles} == {500}
    assert len({name.url for v in views for t in v.titles for name in t.names}) == 500
    for html in html_of(edition, *pages.values()).values():
        assert elements(html) < MOST

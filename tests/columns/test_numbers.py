"""The dashboard says what the lists say, whatever there is."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.edition import Edition
from sitegen.outputs.charts import chart, shade
from sitegen.outputs.lists import pages as list_pages
from sitegen.records.entries import Model
from sitegen.records.facts import Appraisal, Decision, Ending, Honour, Notice, Promise
from sitegen.views.base import Link
from sitegen.views.charts import NumbersView
from sitegen.views.columns import QuarterView, RollView
from sitegen.views.listing import ListView
from tests.columns.shelf import filed, html_of, pages_of, stocked

DAYS = st.dates(date(2024, 1, 1), date(2026, 11, 18))


@st.composite
def honours(draw: st.DrawFn) -> Honour:
    """Decided, still on notice, or revoked."""
    year = draw(st.integers(2023, 2026))
    notice = Notice(start=date(year, 3, 2), end=date(year, 3, 10))
    kind = draw(st.sampled_from(("decided", "revoked", "running")))
    if kind == "running":
        return Honour(title="劳动模范", notices=(Notice(start=date(2026, 11, 16), end=date(2026, 11, 20)),))
    revocation = Ending(date=date(2026, 10, 1), reason="因") if kind == "revoked" and draw(st.booleans()) else None
    return Honour(title="劳动模范", year=year, notices=(notice,), decision=Decision(date=date(year, 4, 1)), revocation=revocation)


promises = st.builds(
    lambda due, result: Promise(text="做事", due=due, result=result),
    st.none() | st.dates(date(2020, 1, 1), date(2027, 12, 31)),
    st.none() | st.just("办到"),
)
grades = st.dictionaries(st.sampled_from(("满意", "基本满意", "不满意", "不了解")), st.integers(0, 500), min_size=1)
appraisals = st.builds(lambda day, votes: Appraisal(body="会", date=day, votes=votes), DAYS, grades)
places = st.sampled_from(((), ("甲省",), ("甲省", "乙市"), ("甲省", "丙市"), ("丁省", "戊市", "己县")))


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    models = [
        Model(
            name=f"甲{n}",
            summary="人。",
            region=draw(places),
            sector=draw(st.sampled_from((None, "农村", "社区", "机关", "学校", "医院", "国有企业"))),
            honours=tuple(draw(st.lists(honours(), max_size=2))),
            promises=tuple(draw(st.lists(promises, max_size=4))),
            appraisals=tuple(draw(st.lists(appraisals, max_size=2))),
        )
        for n in range(draw(st.integers(1, 8)))
    ]
    return stocked(filed(model, f"m{n}") for n, model in enumerate(models))


def numbers_of(edition: Edition) -> NumbersView | None:
    page = pages_of(edition, "numbers").get("numbers/index.html")
    assert page is None or isinstance(page.view, NumbersView)
    return page.view if page else None  # type: ignore[return-value]


@settings(max_examples=30, deadline=None)
@given(editions())
def test_the_charts_add_up_to_the_lists(edition: Edition) -> None:
    view = numbers_of(edition)
    if view is None:
        assert not edition.promoted
        return
    rolls = {p.view.year: p.view for p in pages_of(edition, "rolls").values() if isinstance(p.view, RollView)}
    assert {int(str(b.label.title)): b.total for b in view.honours.bars} == {
        year: sum(len(t.names) for t in roll.titles) for year, roll in rolls.items()
    }
    quarters = {url: p.view for url, p in pages_of(edition, "quarters").items() if isinstance(p.view, QuarterView)}
    drawn = {b.label.url: b.numbers for b in view.promises.bars if b.label.url}
    for url, numbers in drawn.items():
        assert numbers == (quarters[url].kept, quarters[url].running, quarters[url].overdue)
    kept, running, overdue = (sum(getattr(q, name) for q in quarters.values()) for name in ("kept", "running", "overdue"))
    assert view.promises.total == kept + running + overdue
    assert not quarters or view.promises.totals == (kept, running, overdue)
    assert view.appraisals.total == sum(sum(a.votes.values()) for o in edition.promoted for a in o.record.appraisals)
    assert sum(t.number for t in view.tiles) + view.unplaced == len(edition.promoted)
    lists = {p.url: p.view.pager.total for p in list_pages(edition) if isinstance(p.view, ListView)}
    assert {t.place.url: t.number for t in view.tiles}.items() <= lists.items()


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 10**6), min_size=3, max_size=3)), st.booleans())
def test_the_parts_of_a_bar_follow_one_another_and_are_as_wide_as_their_share(rows: list[list[int]], by_share: bool) -> None:
    drawn = chart(["a", "b", "c"], [(Link("x"), row) for row in rows], by_share=by_share)
    longest = max((sum(row) for row in rows), default=0)
    for row, bar in zip(rows, drawn.bars, strict=True):
        whole = sum(row) if by_share else longest
        end = 0.0
        for part in bar.parts:
            assert abs(part.start - end) < 0.011
            end = part.start + part.width
        assert abs(end - (100 * sum(row) / whole if whole else 0)) < 0.05
        assert end < 100.02


def test_fields_beyond_the_patterns_are_drawn_as_one_and_named_each_in_the_table() -> None:
    drawn = chart(list("abcdefg"), [(Link("x"), [1] * 7)])
    assert [part.fill for part in drawn.bars[0].parts] == [1, 2, 3, 4, 5]
    assert drawn.bars[0].numbers == (1,) * 7
    assert len(drawn.keys) == 5


def test_shades_rise_with_the_number_and_the_fullest_place_is_the_darkest() -> None:
    for most in (1, 2, 7, 1000):
        shades = [shade(n, most) for n in range(most + 1)]
        assert shades == sorted(shades)
        assert shades[0] == 0
        assert most == 1 or shades[-1] == 4


def test_every_number_that_is_drawn_stands_in_a_table_too() -> None:
    promised = tuple(Promise(text="做事", due=date(2026, 5, n), result="办到" if n < 4 else None) for n in range(1, 8))
    edition = stocked([filed(Model(name="甲", summary="人。", region=("甲省",), promises=promised), "m")])
    page = pages_of(edition, "numbers")["numbers/index.html"]
    html = html_of(edition, page)[page.url]
    table = html[html.index("<table") :]
    assert '<td class="num">3</td><td class="num">0</td><td class="num">4</td><td class="num">7</td>' in table
    assert 'aria-hidden="true"' in html[html.index('class="bars"') - 20 : html.index('class="bars"') + 40]

"""The dashboard: honours, promises, appraisals and places as charts, each with its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sitegen.edition import Edition, facet_address
from sitegen.outputs import Page, appraisals, quarters
from sitegen.outputs.charts import chart, shade
from sitegen.outputs.columns import decided, head, people, promises, units
from sitegen.records.words import PromiseState
from sitegen.views.base import Count, Link
from sitegen.views.charts import Chart, NumbersView, Tile
from sitegen.views.columns import Column
from sitegen.views.words import Phrase, phrase

_INDEX = "numbers/index.html"
_TITLE = phrase("数说")
_TEXT = phrase("荣誉、承诺、评议和地区分布，用数字说话。")
_NO_SECTOR = phrase("未填领域")
_BARS = 16  # of promises; earlier quarters are one bar
_EARLIER = phrase("更早")
_GRADES = (2, 4, 3, 5)  # patterns: black for the best, dotted, hatched, empty
_KEPT, _RUNNING, _OVERDUE = 2, 4, 1  # patterns: black, dotted, hatched in red


def column(edition: Edition) -> Column | None:
    """The figures are of the site as a whole, so there is nothing to count in the overview."""
    return Column(_TITLE, _INDEX, 0, _TEXT) if edition.promoted else None


def pages(edition: Edition) -> Iterator[Page]:
    if not edition.promoted:
        return
    above, tiles = _tiles(edition)
    view = NumbersView(
        head(_TITLE, _TEXT),
        _figures(edition),
        _honours(edition),
        _promises(edition),
        _appraisals(edition),
        tiles,
        above,
        len(edition.promoted) - sum(t.number for t in tiles),
    )
    yield Page(_INDEX, "numbers.html", view)


def _figures(edition: Edition) -> tuple[Count, ...]:
    made = promises(edition)
    honoured, held = len(decided(edition)), appraisals.appraisals(edition)
    kept = sum(1 for p in made if p.state is PromiseState.KEPT)
    votes = sum(sum(a.votes.values()) for _, a in held)
    figures = (
        Count(phrase("先进人物"), "models/index.html", len(people(edition))),
        Count(phrase("先进单位"), "units/index.html", len(units(edition))),
        Count(phrase("已表彰荣誉"), "roll/index.html", honoured),
        Count(phrase("公开承诺"), "promises/index.html", len(made)),
        Count(phrase("已兑现承诺"), "promises/quarters/index.html", kept),
        Count(phrase("群众评议票数"), appraisals.INDEX, votes),
    )
    return tuple(f for f in figures if f.number)


def _honours(edition: Edition) -> Chart:
    """Honours by year, divided by field; the fields with most of them have patterns of their own."""
    cases = [(year, case.owner.record.sector or "") for year, case in decided(edition)]
    fields = [name for name, _ in sorted(Counter(f for _, f in cases).items(), key=lambda item: (-item[1], item[0]))]
    numbers = Counter(cases)
    years = sorted({year for year, _ in cases})
    rows = [(Link(str(year), facet_address("roll", str(year))), [numbers[year, name] for name in fields]) for year in years]
    return chart([name or _NO_SECTOR for name in fields], rows)


def _promises(edition: Edition) -> Chart:
    """Promises by the quarter in which they are due: kept, running, overdue."""
    found = quarters.by_quarter(edition)
    dated = [q for q in found if q != quarters.UNDATED]
    earlier, shown = dated[:-_BARS], dated[-_BARS:]
    counts = {q: Counter(case.state for case in cases) for q, cases in found.items()}
    states = (PromiseState.KEPT, PromiseState.RUNNING, PromiseState.OVERDUE)
    rows = [(Link(_EARLIER), [sum(counts[q][s] for q in earlier) for s in states])] if earlier else []
    rows += [
        (Link(quarters.quarter_name(q), quarters.quarter_address(q)), [counts[q][s] for s in states])
        for q in (*shown, *(q for q in found if q == quarters.UNDATED))
    ]
    return chart([Phrase(s.zh) for s in states], rows, fills=(_KEPT, _RUNNING, _OVERDUE))


def _appraisals(edition: Edition) -> Chart:
    """The votes of all appraisals of a quarter by grade, and the share of the best one, which an appraisal writes first."""
    held = appraisals.appraisals(edition)
    places: dict[str, list[int]] = {}
    votes: Counter[tuple[quarters.Quarter, str]] = Counter()
    best: Counter[quarters.Quarter] = Counter()
    for _, appraisal in held:
        quarter = quarters.quarter_of(appraisal.date)
        best[quarter] += next(iter(appraisal.votes.values()), 0)
        for place, (grade, number) in enumerate(appraisal.votes.items()):
            places.setdefault(grade, []).append(place)
            votes[quarter, grade] += number
    grades = sorted(places, key=lambda g: (sum(places[g]) / len(places[g]), -len(places[g]), g))
    rows = [(Link(quarters.quarter_name(q)), [votes[q, g] for g in grades]) for q in sorted(best)]
    heads = [_share(best[q], sum(votes[q, g] for g in grades)) for q in sorted(best)]
    fills = [_GRADES[min(i, len(_GRADES) - 1)] for i in range(len(grades))]
    return chart(grades, rows, fills=fills, by_share=True, heads=heads)


def _share(number: int, total: int) -> str:
    return f"{100 * number / total:.0f}%" if total else "—"


def _tiles(edition: Edition) -> tuple[str, tuple[Tile, ...]]:
    """The places directly below the lowest one that holds all others, and the name of that one."""
    above: tuple[str, ...] = ()
    while True:
        depth = len(above) + 1
        within = [r for o in edition.promoted if (r := o.record.region)[: depth - 1] == above and len(r) >= depth]
        found = Counter(region[:depth] for region in within)
        if len(found) != 1 or not any(len(region) > depth for region in within):
            break
        above = next(iter(found))
    most = max(found.values(), default=0)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    tiles = tuple(Tile(Link(place[-1], facet_address("region", *place)), number, shade(number, most)) for place, number in ordered)
    return "".join(above), tiles

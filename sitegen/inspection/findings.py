"""Findings in files as problems: errors where the site itself speaks, warnings where a record's own words are to be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sitegen.inspection.awards import Claim
from sitegen.inspection.facts import Facts
from sitegen.inspection.leaks import Kind, Leak
from sitegen.inspection.links import is_dead
from sitegen.inspection.needles import Needles, Pending
from sitegen.inspection.origins import Origins
from sitegen.problems import Place, Problem, Say, Severity

_REPEATS_PAGES = "search/"  # the index holds the words of the pages, each under its own page


def judged(facts: Mapping[str, Facts], named: Mapping[str, Sequence[Leak]], needles: Needles, origins: Origins) -> Iterator[Problem]:
    """What was found in the files and in their names: what the site says once a file, what a record says once."""
    of_records: set[tuple[str, Place]] = set()
    pending = {(p.path, p.title, p.state): p for p in needles.pending}
    for url in sorted({url for url, found in facts.items() if found.leaks or found.claims} | named.keys()):
        leaks, claims = (facts[url].leaks, facts[url].claims) if url in facts else ((), ())
        told: set[tuple[str, str]] = set()
        for leak in (*named.get(url, ()), *leaks):
            if problem := _leak(url, leak, needles, origins):
                if problem.place.path != f"output/{url}":
                    if (problem.code, problem.place) not in of_records:
                        yield problem
                    of_records.add((problem.code, problem.place))
                elif (problem.code, leak.of) not in told:
                    yield problem
                    told.add((problem.code, leak.of))
        for claim in {claim[:3]: claim for claim in reversed(claims)}.values():
            if problem := _claim(url, claim, pending[claim[:3]], origins):
                yield problem


_SHOWN_AS: dict[Kind, str] = {"address": "url", "id": "id", "name": "name"}


def _title_of(leak: Leak, needles: Needles) -> str:
    """What was found, as staff know it."""
    return str(getattr(needles.by_path[leak.of], _SHOWN_AS[leak.kind])) if leak.kind in _SHOWN_AS else leak.of


def _leak(url: str, leak: Leak, needles: Needles, origins: Origins) -> Problem | None:
    here, what = Place(f"output/{url}", leak.line), _title_of(leak, needles)
    if leak.kind == "draft":
        return None if origins.of_words(leak.words, leak.start, len(what), url, "") else _draft(here, what)
    if leak.kind == "picture":
        return _shown(here, what)
    hidden = needles.by_path[leak.of]
    if leak.kind == "name":
        source = origins.of_words(leak.words, leak.start, len(what), url, hidden.path)
        return _in_text("O002", source, here, what) if source else _named(here, what)
    source = origins.of_link(hidden.url, url) if leak.kind == "address" else None
    return _in_text("O001", source, here, what) if source else _shown(here, what)


def _claim(url: str, claim: Claim, pending: Pending, origins: Origins) -> Problem | None:
    source = origins.of_claim(claim.words, pending.path)
    if source is not None and (url == pending.url or url.startswith(_REPEATS_PAGES)):
        return None  # on his own page: the rule on words that run ahead (H031) has said so
    return Problem(
        "O003",
        Severity.ERROR,
        Place(f"output/{url}", claim.line),
        Say(
            f"{pending.name}的“{pending.title}”是{pending.state}，这里写成已经表彰：{claim.words}",
            f"'{pending.title}' of {pending.name} has not been awarded, and this file says so: {claim.words}",
        ),
        Say("改为“拟授予”或“候选”，改正文稿或主题模板", "call the person a candidate, in the text or in the theme's template"),
        source,
    )


_OUT_OF_TEMPLATE = Say("从生成这个文件的主题模板里去掉", "take it out of the theme's template for this file")


def _error(code: str, here: Place, message: Say, fix: Say = _OUT_OF_TEMPLATE) -> Problem:
    return Problem(code, Severity.ERROR, here, message, fix)


def _shown(here: Place, what: str) -> Problem:
    zh, en = f"不再展示的人或单位（{what}）还在这个文件里", f"somebody whose story is held back ({what}) still stands in this file"
    return _error("O001", here, Say(zh, en))


def _draft(here: Place, what: str) -> Problem:
    message = Say(f"还是草稿的荣誉“{what}”出现在这个文件里", f"the honour '{what}' is a draft and stands in this file")
    fix = Say("从主题模板里去掉；要公开就先公示", "take it out of the theme's template; to show it, put it on notice")
    return _error("O001", here, message, fix)


def _named(here: Place, what: str) -> Problem:
    zh, en = f"这个文件里有不再展示的人的姓名“{what}”", f"this file holds the name '{what}' of somebody whose story is held back"
    return _error("O002", here, Say(zh, en))


def _in_text(code: str, source: Place, here: Place, what: str) -> Problem:
    return Problem(
        code,
        Severity.WARNING,
        source,
        Say(f"这里写到了不再展示的“{what}”，网站上看得到", f"this names '{what}', whose story is held back, and the site shows it"),
        Say("改写这一句，或去掉链接", "rewrite the sentence, or take the link out"),
        here,
    )


def dead_links(facts: Mapping[str, Facts], urls: frozenset[str]) -> Iterator[Problem]:
    """Links that lead nowhere: a line for each address that is missing, with the first page that links it."""
    dead: dict[str, list[str]] = {}
    alive: dict[str, bool] = {}
    for url, found in facts.items():
        for target in found.contents.links:
            if target not in alive:
                alive[target] = not is_dead(target, urls)
            if not alive[target]:
                dead.setdefault(target, []).append(url)
    for target, pages in dead.items():
        more = Say(f"（共 {len(pages)} 页）", f" (and {len(pages) - 1} more)") if len(pages) > 1 else Say("", "")
        yield Problem(
            "O007",
            Severity.WARNING,
            Place(f"output/{min(pages)}"),
            Say(f"链接指向网站里没有的“{target}”{more.zh}", f"a link leads to '{target}', which the site does not have{more.en}"),
            Say("改正主题模板里的链接", "mend the link in the theme's template"),
        )

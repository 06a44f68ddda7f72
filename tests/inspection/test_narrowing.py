"""What is left out of an examination could not have been found: whatever a file says, and in whatever way it writes it."""

from __future__ import annotations

import json
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.inspection.awards import Claim, Claims
from sitegen.inspection.blocks import blocks_of
from sitegen.inspection.facts import Examiner
from sitegen.inspection.leaks import Leak, Names, addresses, pages_of
from sitegen.inspection.links import links_of
from sitegen.inspection.needles import Hidden, Needles, Pending
from sitegen.inspection.stakes import Sought, Stake, candidate
from sitegen.inspection.words import decoded

HIDDEN = (
    Hidden("content/models/sun.md", "孙启明", "sun-2024-7", "sun", "models/sun.html", frozenset(["notices/sun.html"]), is_unit=False),
    Hidden("content/models/ann.md", "Ann·Li", "ann-1", "ann", "models/ann.html", frozenset(), is_unit=False),
    Hidden("content/units/lin.md", "第3林场", "lin-1", "lin", "units/lin.html", frozenset(), is_unit=True),
)
PENDING = (
    Pending("content/models/zhang.md", "张三", "劳动模范", "models/zhang.html", "公示中"),
    Pending("content/models/zhang.md", "张三", "劳动模范", "models/zhang.html", "公示期满"),
    Pending("content/models/john.md", "John Smith", "AT&T标兵", "models/john.html", "公示中"),
    Pending("content/units/cun.md", "第1村", "文明单位", "units/cun.html", "公示中"),
)
HOLDERS, BEARERS = (("劳动模范", "李四"), ("文明单位", "张三丰")), (("劳动模范", "models/li.html"),)
NEEDLES = Needles(HIDDEN, PENDING, ("未定大奖",), HOLDERS, BEARERS, ("孙启明月",), ())
EXAMINER = Examiner(NEEDLES, "")

NAMES = ["孙启明", "孙启明月", "Ann·Li", "第3林场", "张三", "张三丰", "John Smith", "第1村", "李四"]
TITLES = ["劳动模范", "AT&T标兵", "at&t标兵", "文明单位", "未定大奖"]
AWARDS = ["荣获", "被评为", "当选", "授予", "授予单位", "已表彰", "已获表彰", "获得者", "Awarded", "honored", "拟授予", "不是"]
ADDRESSES = ["sun-2024-7", "ann-1", "lin-1", "models/sun.html", "../units/lin.html"]
SPLITS = [
    ("<b>", "</b>"),
    ("<a title='字' href='x'>", "</a>"),
    ("<!-- 注 -->", ""),
    ("<script>字</script>", ""),
    ("\u3000", "&#8203;"),
    ("&nbsp;", ""),
]
URLS = [
    "a.html",
    "models/zhang.html",
    "models/li.html",
    "units/cun.html",
    "feed.xml",
    "a.txt",
    "a.json",
    "a.js",
    "a.csv",
    "notices/sun.html",
]


def plainly(url: str, data: bytes) -> tuple[list[Leak], list[Claim]]:
    """Every block of a file held against every needle."""
    sought = tuple(Sought(h.path, h.name, h.id, h.url) for h in HIDDEN if not h.may_stand_in(url))
    everything = Stake(
        sought,
        ("Ann·Li", "孙启明", "孙启明月", "第3林场"),
        NEEDLES.drafts,
        tuple(candidate(p) for p in PENDING),
        tuple({p.title for p in PENDING}),
        tuple({p.name for p in PENDING} | {name for _, name in HOLDERS}),
        HOLDERS,
        tuple(title for title, page in BEARERS if page == url),
    )
    letters = decoded(data)
    written = {*(links_of(url, data, "") if url.endswith("html") else ()), *pages_of(letters)}
    blocks = blocks_of(url, letters.decode("utf-8", "replace"))
    leaks = [*addresses(url, letters, written, sought), *Names(everything).find(blocks)]
    return list(dict.fromkeys(leaks)), list(dict.fromkeys(Claims(everything).find(url, blocks)))


def cut(word: str, at: int, marks: tuple[str, str]) -> str:
    first = 1 + at % max(len(word) - 1, 1)
    return word[:first] + marks[0] + word[first:] + marks[1]


WORDS = st.sampled_from(NAMES + TITLES + AWARDS + ADDRESSES)
WRITTEN = st.one_of(
    WORDS,
    WORDS.map(lambda w: "".join(f"&#{ord(c)};" for c in w)),
    WORDS.map(lambda w: "".join(f"&#x{ord(c):x};" for c in w)),
    WORDS.map(lambda w: "".join(f"%{byte:02X}" for byte in w.encode())),
    WORDS.map(lambda w: w.replace("·", "&middot;").replace("&T", "&amp;T")),
    WORDS.map(lambda w: json.dumps(w)[1:-1]),
    st.builds(cut, WORDS, st.integers(0, 9), st.sampled_from(SPLITS)),
)
WRAPS = [
    "{}", "<p>{}</p>", "<li>{}</li>", "<td>{}</td>", "<tr>{}</tr>", "<img alt='{}'>", '<i data-x="{}">', "<!-- {} -->",
    "<![CDATA[{}]]>", "<span itemprop='award'>{}</span>", "<meta itemprop=award content='{}'>", "<br>", "</li>", "\n", "，", "。", "|", ",",
]  # fmt: skip
PIECES = st.lists(st.builds(str.format, st.sampled_from(WRAPS), st.lists(WRITTEN, min_size=1, max_size=4).map("".join)), max_size=8)
VALUES = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(st.sampled_from(["award", "name", "x"]), WORDS), inner, max_size=4)
    ),
    max_leaves=8,
)
FILES = st.one_of(
    PIECES.map("".join),
    st.builds(partial(json.dumps), VALUES, ensure_ascii=st.booleans()),
    VALUES.map(lambda v: f"part('d', {json.dumps(v)})"),
    VALUES.map(lambda v: f'<script type="application/ld+json">{json.dumps(v, ensure_ascii=False)}</script>'),
)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.sampled_from(URLS), FILES)
def test_a_narrow_look_finds_what_a_plain_one_does(url: str, text: str) -> None:
    facts = EXAMINER.examine(url, text.encode())
    assert (list(facts.leaks), list(facts.claims)) == plainly(url, text.encode())


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.sampled_from(URLS), FILES)
def test_what_was_known_before_changes_nothing(url: str, text: str) -> None:
    """A file known from a day with fewer needles, and with fewer words, is found to hold what it holds."""
    yesterday = Examiner(Needles(HIDDEN[:1], PENDING[:1], (), (), (), (), ()), "")
    before = yesterday.examine(url, text.encode())
    today = Examiner(NEEDLES, "", (), yesterday.vocabulary.words)
    after = before if today.is_known(url, before) else today.examine(url, text.encode(), before)
    assert (list(after.leaks), list(after.claims)) == plainly(url, text.encode())


@pytest.mark.parametrize("marks", SPLITS, ids=lambda marks: marks[0])
@pytest.mark.parametrize("word", ["孙启明", "第3林场", "Ann·Li", "未定大奖"])
def test_a_word_is_looked_for_behind_whatever_cuts_it(word: str, marks: tuple[str, str]) -> None:
    text = f"<p>{cut(word, 0, marks)}</p>"
    assert plainly("a.html", text.encode())[0]
    assert list(EXAMINER.examine("a.html", text.encode()).leaks) == plainly("a.html", text.encode())[0]


@pytest.mark.parametrize("given_", ["已表彰", "已获表彰", "Honored", "&#104;onoured", "<b>award</b>ed"])
def test_a_row_is_looked_at_whatever_its_word_of_award(given_: str) -> None:
    text = f"<table><tr><td>张三</td><td>劳动模范</td><td>{given_}</td></tr></table>"
    assert plainly("a.html", text.encode())[1]
    assert list(EXAMINER.examine("a.html", text.encode()).claims) == plainly("a.html", text.encode())[1]

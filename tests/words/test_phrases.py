"""Words inside views are shown in the language of the site, with their values as they are."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen.catalogue import Catalogue
from sitegen.templates import in_words
from sitegen.views.words import Phrase, counted, phrase

ENGLISH = Catalogue(
    "en",
    texts={
        "首页": ("Home",),
        "共%(list)s": ("All of %(list)s",),
        "、": (", ",),
        "%(num)s 页": ("%(num)s page", "%(num)s pages"),
        "到%(day)s": ("until %(day)s",),
    },
    plural="(n != 1)",
)


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        (phrase("首页"), "首页", "Home"),
        ("首页", "首页", "首页"),
        (phrase("共%(list)s", list=("首页", phrase("首页"))), "共首页、首页", "All of 首页, Home"),
        (counted("%(num)s 页", 1), "1 页", "1 page"),
        (counted("%(num)s 页", 3), "3 页", "3 pages"),
        (phrase("到%(day)s", day=date(2026, 11, 20)), "到11月20日", "until 20 November"),
        (("甲", "乙"), "甲、乙", "甲, 乙"),
        (phrase("没有译文 %(x)s", x="50%"), "没有译文 50%", "没有译文 50%"),
    ],
)
def test_a_phrase_is_said_in_the_language_of_the_site(words: object, chinese: str, english: str) -> None:
    assert in_words(Catalogue(), words) == chinese
    assert in_words(ENGLISH, words) == english


def test_two_phrases_with_the_same_text_and_values_are_one() -> None:
    assert phrase("甲%(a)s", a=1) == Phrase("甲%(a)s", (("a", 1),))
    assert hash(phrase("甲", a=1)) == hash(phrase("甲", a=1))

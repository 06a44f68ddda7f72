"""Share cards: what they say in each state, how they are drawn, and that they are drawn once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from sitegen import pipeline
from sitegen.catalogue import Catalogue
from sitegen.edition import Edition
from sitegen.memory import Memory
from sitegen.outputs.sharing import notice_share, subject_card
from sitegen.records.words import State
from sitegen.sharing import fonts
from sitegen.sharing.cards import card_address, face_of, settable, words_of
from sitegen.sharing.deck import missing_font
from sitegen.sharing.drawing import Artist
from sitegen.views.base import ShareCard
from tests.conftest import ROOT
from tests.press import CLOCK, SMALL, morning, publish, tree
from tests.sharing.world import HOSTILE, STATES, WITHHELD, page_of
from tests.sites import library_of, write_site

FONT = fonts.find_font(Path(), None)
drawn = pytest.mark.skipif(FONT is None, reason="this machine has no Chinese font")
CARD = ShareCard(State.ON_NOTICE, date(2026, 11, 20), "张三", "修水渠的人", "劳动模范", is_proposed=True)
SAID = {
    "zhang-san": ("公示中", "拟授予“劳动模范”", "公示至 11月20日"),
    "qian-ba": ("拟公示", "拟授予“标兵”", "11月23日起公示"),
    "wang-wu": ("公示期满", "拟授予“优秀教师”", "公示已于 2026年10月16日结束"),
    "li-si": ("已表彰", "“优秀教师”", "2026年10月20日表彰"),
    "zhao-liu": ("已撤销", "", "2026年11月2日撤销"),
    "sun-qi": ("已撤回", "", "2026年10月16日撤回"),
    "zhou-jiu": ("", "", ""),
    "wu-shi": ("", "", ""),
}


@pytest.fixture(scope="module")
def edition() -> Edition:
    return Edition(library_of(STATES, CLOCK.isoformat()), {}, {}, {}, {})


def artist() -> Artist:
    assert FONT is not None
    return Artist(FONT, "测试站", "测试县", Catalogue())


@pytest.mark.parametrize("slug", SAID)
def test_a_card_says_what_the_state_allows(slug: str, edition: Edition) -> None:
    owner = next(m for m in edition.library.models if m.slug == slug)
    said = words_of(subject_card(edition, owner), Catalogue())
    assert (said.seal, said.honour, said.day) == SAID[slug]


def test_a_card_of_somebody_withheld_holds_the_state_and_the_day_alone(edition: Edition) -> None:
    cards = [subject_card(edition, m) for m in edition.library.models if m.record.name in WITHHELD]
    cards += [notice_share(edition, c) for c in edition.library.notices if c.candidates[0].owner.record.name in WITHHELD]
    assert len(cards) == 4
    for card in cards:
        assert card == ShareCard(card.state, card.day, is_withheld=True)
        assert card.day is not None


def test_a_card_of_a_notice_says_its_title_and_its_last_day(edition: Edition) -> None:
    case = edition.library.notices_by_name["zhang-san-1-1"]
    said = words_of(notice_share(edition, case), Catalogue())
    assert (said.seal, said.lead, said.day) == ("公示中", case.title, "公示至 11月20日")


def test_a_batch_with_one_withheld_is_still_named(edition: Edition) -> None:
    case = edition.library.notices_by_name["pi"]
    assert notice_share(edition, case).lead == "优秀教师候选人公示"


def test_the_name_of_a_picture_changes_with_its_words_and_tells_nobody(edition: Edition) -> None:
    one, other = card_address(CARD, "a"), card_address(replace(CARD, state=State.HONOURED), "a")
    assert len({one, other, card_address(CARD, "b")}) == 3
    assert one == card_address(replace(CARD), "a")
    assert face_of("x", "站", "县", Catalogue()) != face_of("y", "站", "县", Catalogue())


def test_what_a_font_lacks_is_no_box() -> None:
    assert settable("𠮷\n 田😀\u200b\u2028é!", lambda sign: sign in "田é!〓 ") == "〓 田 é!"


@drawn
@pytest.mark.parametrize(
    "card",
    [
        CARD,
        ShareCard(),
        ShareCard(State.REVOKED, date(2026, 11, 2), is_withheld=True),
        ShareCard(State.CLOSED, None, HOSTILE * 9, "长" * 120),
    ],
    ids=["candidate", "empty", "withheld", "hostile"],
)
def test_a_card_is_a_small_picture_of_the_size_that_is_asked_for(card: ShareCard) -> None:
    data = artist().draw(card)
    with Image.open(BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(data) <= 60_000


@drawn
def test_equal_words_give_equal_bytes_and_other_words_others() -> None:
    first, again = artist(), artist()
    again.draw(ShareCard(State.ON_NOTICE, lead="别人"))  # what was drawn before leaves no trace
    assert first.draw(CARD) == again.draw(CARD)
    others = {first.draw(replace(CARD, **change)) for change in ({"lead": "李四"}, {"state": State.HONOURED}, {"day": None}, {"line": ""})}
    assert len(others | {first.draw(CARD)}) == 5


@drawn
def test_no_text_runs_out_of_the_card() -> None:
    data = artist().draw(ShareCard(State.CLOSED, date(2026, 1, 1), "名" * 90, "字" * 200, "称" * 80, is_sample=True))
    with Image.open(BytesIO(data)) as picture:
        red, _, blue = picture.convert("RGB").split()
    paper = (0xFA, 0xEE)
    for box in ((0, 20, 60, 630), (1140, 160, 1200, 630), (0, 624, 1200, 630)):
        edges = red.crop(box).getextrema(), blue.crop(box).getextrema()
        assert edges == ((paper[0],) * 2, (paper[1],) * 2), box


@pytest.mark.slow
@drawn
def test_cards_are_published_once_and_drawn_again_only_when_they_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = write_site(tmp_path / "site", STATES)
    publish(site)
    before = {u: d for u, d in tree(site / "output").items() if u.startswith("assets/card/")}
    drawn_again: list[ShareCard] = []
    draw = Artist.draw
    monkeypatch.setattr(Artist, "draw", lambda self, card: drawn_again.append(card) or draw(self, card))  # type: ignore[func-returns-value]
    assert publish(site).written == 0
    publish(site, output=tmp_path / "elsewhere")
    assert drawn_again == []
    file = site / "content/models/zhang-san.md"
    file.write_text(file.read_text("utf-8").replace("摘要: 修水渠的人。", "摘要: 修桥的人。"), "utf-8")
    publish(site)
    assert [c.lead for c in drawn_again] == ["张三"]
    after = {u: d for u, d in tree(site / "output").items() if u.startswith("assets/card/")}
    assert len(before.keys() - after.keys()) == len(after.keys() - before.keys()) == 1
    named = {page_of(tree(site / "output"), u).said("og:image").rpartition("/")[2] for u in tree(site / "output") if u.endswith(".html")}
    assert {u.rpartition("/")[2] for u in after} == named - {""}


@drawn
def test_a_preview_has_no_cards(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", STATES)
    job = pipeline.Job(site, site / "preview", morning(CLOCK), None, Memory(None), (ROOT / "themes",), is_preview=True)
    assert pipeline.build(job).checked.is_sound
    assert not [u for u in tree(site / "preview") if u.startswith("assets/card/")]


@pytest.mark.parametrize("written", [None, "font.otf"])
def test_a_site_without_a_font_is_told_and_published(written: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "PLACES", ())
    more = f"字体: {written}\n" if written else ""
    site = write_site(
        tmp_path / "site",
        f"-- site.yaml --\n名称: 站\n主办单位: 县\n网址: https://example.org\n{more}-- content/pages/a.md --\n---\n标题: 甲\n---\n",
    )
    (site / "font.otf").write_bytes(b"no font")
    made = publish(site)
    told = [p for p in made.checked.problems if p.code == "X009"]
    assert [p.severity.name for p in told] == ["INFO"]
    assert (written or "中文字体") in told[0].message.zh
    assert made.checked.is_sound
    assert "index.html" in tree(site / "output")


def test_a_site_without_an_address_is_not_asked_for_a_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "PLACES", ())
    assert missing_font(Path(), library_of(SMALL, "2026-11-18").site.record, "site.yaml") == ()

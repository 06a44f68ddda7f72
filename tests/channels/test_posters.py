"""Posters: only of what runs or was decided, with what a reader in the street needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.channels import paper_pdf
from sitegen.channels.qr import qr_path
from sitegen.channels.sheet import self_contained
from tests.channels.world import HIDDEN, make, run
from tests.inspection.world import told
from tests.press import publish
from tests.sites import SITE


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make(tmp_path_factory.mktemp("posters"))
    assert told(made) == set()
    return made


def poster(site: Path, name: str) -> str:
    return (site / "output/posters" / name).read_text("utf-8")


def test_every_running_notice_has_a_poster_and_no_other_has(site: Path) -> None:
    assert {p.name for p in (site / "output/posters").iterdir()} == {"zhang-san-1-1.html", "feng.html"}


def test_a_poster_says_who_is_proposed_for_what_from_when_to_when_and_how_to_object(site: Path) -> None:
    text = poster(site, "zhang-san-1-1.html")
    for words in (
        "公示中",
        "张三",
        "拟授予",
        "“劳动模范”",
        "2026年11月16日",
        "2026年11月20日",
        "0000-0000000",
        "a@example.org",
        "县城",
        "实名",
    ):
        assert words in text
    assert '<meta name="robots" content="noindex">' in text
    assert 'href="../notices/zhang-san-1-1.html"' in text


def test_somebody_withheld_is_not_on_the_poster_of_his_batch(site: Path) -> None:
    text = poster(site, "feng.html")
    assert "㐂𠮷䶮" in text
    assert not any(name in text for name in HIDDEN)


@pytest.mark.slow
def test_a_qr_code_leads_to_the_notice_where_the_site_has_an_address(site: Path, tmp_path: Path) -> None:
    path, size = qr_path("https://example.org/dx/notices/zhang-san-1-1.html")
    assert f'viewBox="0 0 {size} {size}"' in poster(site, "zhang-san-1-1.html")
    assert f'd="{path}"' in poster(site, "zhang-san-1-1.html")
    nowhere = make(tmp_path)
    (nowhere / "site.yaml").write_text(SITE, "utf-8")
    publish(nowhere)
    assert "<svg" not in poster(nowhere, "zhang-san-1-1.html")


def test_a_qr_path_draws_the_modules_of_the_code() -> None:
    import segno

    path, size = qr_path("https://example.org/")
    black = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", path):
        black |= {(int(x) + i, int(y)) for i in range(int(length))}
    matrix = segno.make("https://example.org/", error="m", micro=False).matrix
    assert black == {(x + 4, y + 4) for y, row in enumerate(matrix) for x, one in enumerate(row) if one}
    assert size == len(matrix) + 8


@pytest.mark.slow
def test_a_poster_does_not_change_from_day_to_day(site: Path) -> None:
    from datetime import date

    before = (site / "output/posters/feng.html").read_bytes()
    publish(site, date(2026, 11, 19))
    assert (site / "output/posters/feng.html").read_bytes() == before
    publish(site)


@pytest.mark.slow
def test_a_poster_goes_when_its_notice_ends(tmp_path: Path) -> None:
    from datetime import date

    site = make(tmp_path)
    publish(site, date(2026, 11, 20))
    assert (site / "output/posters/feng.html").is_file()
    publish(site, date(2026, 11, 21))
    assert not (site / "output/posters/feng.html").exists()


def test_the_poster_of_an_honour_is_made_once_it_is_decided(site: Path) -> None:
    ran = run(site, "poster", "li-si")
    assert ran.code == 0
    sheet = (site / ".sitegen/posters/honour-li-si-1.html").read_text("utf-8")
    for words in ("光荣榜", "已表彰", "李四", "“优秀教师”", "丁〔2026〕1号", "2026年10月20日"):
        assert words in sheet


@pytest.mark.parametrize("who", ["zhang-san", "wang-wu", "sun-qiming", "zhou-ba", "qian-qi"])
def test_nobody_else_has_a_poster_of_honour(site: Path, who: str) -> None:
    ran = run(site, "poster", who)
    assert ran.code == 1
    assert "没有已经表彰" in ran.err
    assert not [*(site / ".sitegen").glob(f"posters/honour-{who}*")]


@pytest.mark.parametrize(("what", "code", "words"), [("pi", 1, "已经结束"), ("qian-qi-1-1", 1, "--date 2026-11-23"), ("fenq", 2, "feng")])
def test_a_notice_that_does_not_run_is_refused_with_the_way_out(site: Path, what: str, code: int, words: str) -> None:
    ran = run(site, "poster", what)
    assert ran.code == code
    assert words in ran.err


def test_a_poster_can_be_printed_ahead_as_of_its_first_day(site: Path) -> None:
    assert run(site, "poster", "qian-qi-1-1", day="2026-11-23").code == 0


def test_a_sheet_stands_for_itself(site: Path) -> None:
    assert run(site, "海报", "notices/feng.html", "--a3").code == 0
    sheet = (site / ".sitegen/posters/feng.html").read_text("utf-8")
    assert '<html class="a3" ' in sheet and "@page large" in sheet
    assert "<script" not in sheet and "<link" not in sheet and "<nav" not in sheet


def test_a_style_sheet_cannot_end_its_element() -> None:
    page = '<html lang="zh"><link rel="stylesheet" href="../assets/a.css">'
    made = self_contained(page, "posters/x.html", {"assets/a.css": b"a{}</style><script>1</script>"}, is_large=False)
    assert made == '<html lang="zh"><style>a{}style><script>1script></style>'


@pytest.mark.slow
def test_nothing_is_printed_over_the_published_site(site: Path) -> None:
    for place in ("output/x.pdf", "content/x.pdf", "ledger/x.pdf"):
        ran = run(site, "poster", "feng", "--pdf", str(site / place))
        assert ran.code == 2
        assert not (site / place).exists()


def test_without_weasyprint_the_command_says_how_to_get_it(site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sitegen.staff.poster.has_weasyprint", lambda: False)
    ran = run(site, "--lang", "en", "poster", "feng", "--pdf", str(tmp_path / "a.pdf"))
    assert ran.code == 2
    assert "pip install weasyprint" in ran.err


@pytest.mark.slow
def test_a_pdf_has_the_size_of_its_paper_and_every_sign(site: Path, tmp_path: Path) -> None:
    if not paper_pdf.has_weasyprint():
        pytest.skip("no WeasyPrint")
    from pypdf import PdfReader

    for flags, width in (((), 595), (("--a3",), 842)):
        assert run(site, "poster", "feng", "--pdf", str(tmp_path / "a.pdf"), *flags).code == 0
        (page,) = PdfReader(tmp_path / "a.pdf").pages
        assert round(page.mediabox.width) == width
        text = page.extract_text()
        assert "㐂𠮷䶮" in text and "拟授予" in text


@pytest.mark.slow
@pytest.mark.parametrize("flags", [(), ("--a3",)])
def test_the_foot_of_a_pdf_stands_at_the_end_of_the_sheet(site: Path, tmp_path: Path, flags: tuple[str, ...]) -> None:
    if not paper_pdf.has_weasyprint():
        pytest.skip("no WeasyPrint")
    from pypdf import PdfReader

    assert run(site, "poster", "feng", "--pdf", str(tmp_path / "a.pdf"), *flags).code == 0
    (page,) = PdfReader(tmp_path / "a.pdf").pages
    heights: list[float] = []
    page.extract_text(visitor_text=lambda text, cm, tm, *_: heights.append(tm[5] * cm[3] + cm[5]) if text.strip() else None)
    assert min(heights) < 0.08 * float(page.mediabox.height)

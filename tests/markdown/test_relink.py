"""The addresses of the site take the place of those that were typed."""

from __future__ import annotations

from sitegen.markdown import ImageTag, relink, render, without_outside_pictures
from tests.markdown.active import active

PICTURE = ImageTag("../assets/a.jpg", 1200, 900, "../assets/a-w.webp", 800, 600)
SOURCE = '<source type="image/webp" srcset="../assets/a-w.webp" width="800" height="600">'
IMG = '<img src="../assets/a.jpg" alt="灯"{} width="1200" height="900" loading="lazy" decoding="async">'


def test_a_link_gets_its_final_address() -> None:
    assert relink(render("[甲](../units/a.md)").html, {"../units/a.md": "a.html#s-做法"}, {}) == '<p><a href="a.html#s-做法">甲</a></p>'


def test_a_target_is_found_as_it_was_typed() -> None:
    for target in ("a.md?x=1&y=2", "a(1).md", "单位/甲.md#乙"):
        made = render(f"[甲]({target})")
        assert made.links[0].target == target
        assert 'href="b.html"' in relink(made.html, {target: "b.html"}, {})


def test_unknown_targets_stay() -> None:
    html = render("[甲](a.md) [乙](https://example.com/) ![丙](c.jpg) 丁").html
    assert relink(html, {}, {}) == html.replace(' alt="丙">', ' alt="丙" loading="lazy" decoding="async">')


def test_a_replaced_address_is_not_replaced_again() -> None:
    assert relink(render("[甲](a) [乙](b)").html, {"a": "b", "b": "c"}, {}) == '<p><a href="b">甲</a> <a href="c">乙</a></p>'


def test_addresses_in_text_and_code_are_left_alone() -> None:
    html = render('`<a href="a.md">` 文字 href="a.md"').html
    assert relink(html, {"a.md": "b.html"}, {}) == html


def test_a_picture_in_a_line_gets_sizes_and_a_smaller_copy() -> None:
    html = relink(render('甲![灯](a.jpg "夜")').html, {}, {"a.jpg": PICTURE})
    assert html == "<p>甲<picture>" + SOURCE + IMG.format(' title="夜"') + "</picture></p>"


def test_a_picture_of_its_own_becomes_a_figure_with_its_title_below() -> None:
    html = relink(render('![灯](a.jpg "夜班 <一>")').html, {}, {"a.jpg": PICTURE})
    assert html == f"<figure><picture>{SOURCE}{IMG.format('')}</picture><figcaption>夜班 &lt;一&gt;</figcaption></figure>"


def test_a_figure_without_a_title_has_no_caption() -> None:
    assert "figcaption" not in relink(render("![灯](a.jpg)").html, {}, {"a.jpg": PICTURE})


def test_a_picture_without_a_smaller_copy_is_a_plain_image() -> None:
    html = relink(render("![灯](a.jpg)").html, {}, {"a.jpg": ImageTag("b.jpg", 30, 20)})
    assert html == '<figure><img src="b.jpg" alt="灯" width="30" height="20" loading="lazy" decoding="async"></figure>'


def test_a_picture_within_a_link_keeps_both() -> None:
    html = relink(render("[![灯](a.jpg)](b.md)").html, {"b.md": "b.html"}, {"a.jpg": PICTURE})
    assert html == f'<p><a href="b.html"><picture>{SOURCE}{IMG.format("")}</picture></a></p>'


def test_new_addresses_cannot_break_out_of_their_attribute() -> None:
    bad = 'a"><script>alert(1)</script>'
    html = relink(render("[甲](a)\n\n![乙](b)").html, {"a": bad}, {"b": ImageTag(bad, 1, 1, bad, 1, 1)})
    assert active(html) == []


def test_a_srcset_address_is_one_candidate_whatever_it_holds() -> None:
    html = relink(render("![乙](b)").html, {}, {"b": ImageTag("b.jpg", 1, 1, "a b,c.webp")})
    assert 'srcset="a%20b%2Cc.webp">' in html


def test_a_picture_of_another_host_is_not_asked_for() -> None:
    for address in ("https://evil.example/i.png", "//evil.example/i.png", "HTTPS://evil.example/i.png", "http:evil.png"):
        html = render(f'甲 ![a > b]({address}) ![乙]({address} "夜")').html
        assert "evil" not in without_outside_pictures(html), html
    html = render("![甲](a.jpg) [乙](https://example.org/) ![丙](/content/a.jpg)").html
    assert without_outside_pictures(html) == html

"""The index: its answers are those of looking into every text, and a change touches little of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.memory import Memory
from sitegen.search.documents import Award, Document
from sitegen.search.grams import changed, divide, grams
from sitegen.search.index import SMALL
from sitegen.search.numbers import pack, pack_column, pack_rising, power_for, slots, text_hash, unpack, unpack_rising
from sitegen.search.readings import own_reading, read_name, sounds_like
from tests.search.asking import LARGE, NODE, Reference, ask, write_index

pytestmark = pytest.mark.slow

needs_node = pytest.mark.skipif(not NODE, reason="no node")

# few signs, so that words meet by chance; some look alike and are the same, some are seen as nothing
SIGNS = "张張三村党黨员 ab2０A·，\u200b𠮷"
lines = st.text(SIGNS, max_size=12)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """A few pages with little in them."""
    number = draw(st.integers(1, 12))
    return [
        Document(
            draw(st.sampled_from(["model", "unit", "notice"])),
            f"models/m-{index}.html",
            draw(lines),
            aliases=tuple(draw(st.lists(lines, max_size=2))),
            unit=draw(lines),
            texts=tuple(draw(st.lists(lines, max_size=4))),
            body=f"b{index}",
            day=draw(st.integers(0, 900)),
        )
        for index in range(number)
    ]


@needs_node
@pytest.mark.parametrize("small", [SMALL, LARGE], ids=["small site", "large site"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_the_script_finds_what_looking_into_every_text_finds(
    small: int, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    held = data.draw(documents())
    bodies = {f"b{index}": data.draw(st.text(SIGNS + "\n", max_size=40)) for index in range(len(held))}
    folder = tmp_path_factory.mktemp("index")
    write_index(folder, held, bodies, small=small)
    known = Reference(held, bodies)
    queries = data.draw(st.lists(st.text(SIGNS, max_size=7), min_size=12, max_size=30))
    queries += [text[i : i + n] for text in known.texts.values() for i in range(0, len(text), 5) for n in (1, 2, 3, 5, 9)][:60]
    for query, answer in zip(queries, ask(folder, [{"words": q} for q in queries]), strict=True):
        assert set(answer["urls"]) == known.find(query), query
        assert answer["total"] == len(answer["urls"]) == len(set(answer["urls"]))


PEOPLE = [
    Document("model", "models/a.html", "单雄信", unit="清水村", region=("甲省", "乙市"), sector="农村", day=730000,
             awards=(Award("劳动模范", "honoured", 2025, "县"), Award("道德模范", "on_notice", 2026, "市"))),
    Document("model", "models/b.html", "吕布", reading="Lǚ Bù", unit="清水村", region=("甲省", "丙市"), sector="农村", day=730001,
             awards=(Award("劳动模范", "on_notice", 2026, "县"),)),
    Document("model", "models/c.html", "曾盖", reading="céng gài", region=("甲省",), sector="社区", day=730002, texts=("劳动模范的徒弟",)),
    Document("unit", "units/d.html", "清水村", region=("甲省", "乙市"), sector="农村", day=730003),
    Document("notice", "notices/e.html", "关于吕布拟授予“劳动模范”的公示", awards=(Award("", "on_notice", 2026, ""),), day=730004),
]  # fmt: skip


@pytest.fixture(params=[SMALL, LARGE], ids=["small site", "large site"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    write_index(tmp_path, PEOPLE, small=request.param)
    return tmp_path


def urls(answer: dict[str, list[str]]) -> list[str]:
    return [url.split("/")[1].removesuffix(".html") for url in answer["urls"]]


@needs_node
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("shanxiongxin", "a"), ("shan xiong", "a"), ("sxx", "a"), ("xiongxin", "a"), ("dan", ""), ("danxiong", ""), ("hanxiong", ""),
        ("lvbu", "b"), ("lubu", "b"), ("LÜBU", "b"), ("lb", "b"), ("cenggai", "c"), ("zengge", ""), ("qscun", ""), ("qsc", "d"),
        ("qingshui", "d"), ("單雄信", "a"), ("", "edcba"),
    ],
)  # fmt: skip
def test_names_are_found_by_their_sound(folder: Path, query: str, found: str) -> None:
    (answer,) = ask(folder, [{"words": query}])
    assert "".join(urls(answer)) == found


@needs_node
def test_names_come_before_units_units_before_honours_and_honours_before_texts(folder: Path) -> None:
    by_place, by_honour = ask(folder, [{"words": "清水村"}, {"words": "劳动模范"}])
    assert urls(by_place) == ["d", "b", "a"]
    assert by_place["ranks"] == [0, 1, 1]
    assert urls(by_honour) == ["e", "b", "a", "c"]
    assert by_honour["ranks"] == [0, 2, 2, 3]


@needs_node
def test_facets_count_inside_one_and_across(folder: Path) -> None:
    every, rural, proposed = ask(
        folder, [{"words": ""}, {"words": "", "chosen": {"sector": ["农村"], "region": ["甲省/乙市"]}},
                 {"words": "", "chosen": {"honour": ["劳动模范"], "state": ["on_notice"]}}],
    )  # fmt: skip
    assert every["counts"]["region"] == {"甲省": 4, "甲省/丙市": 1, "甲省/乙市": 2}
    assert every["counts"]["kind"] == {"model": 3, "unit": 1, "notice": 1, "bulletin": 0, "page": 0}
    assert urls(rural) == ["d", "a"]
    assert rural["counts"]["region"] == {"甲省": 3, "甲省/丙市": 1, "甲省/乙市": 2}, "other places: what choosing them would add"
    assert rural["counts"]["sector"] == {"农村": 2, "社区": 0}
    assert urls(proposed) == ["b"], "one honour has to meet both: a holds the title and is proposed for another"
    assert proposed["counts"]["state"] == {"honoured": 1, "on_notice": 1}


PROPOSED = [
    Document("model", "models/a.html", "张三", texts=("拟授予“劳动模范” 公示中",),
             awards=(Award("劳动模范", "on_notice", 2026, "县", "2026-11-10/2026-11-16 2026-11-18/2026-11-20"),)),
    Document("notice", "notices/b.html", "关于张三的公示", texts=("张三", "公示中"),
             awards=(Award("", "on_notice", 2026, "", "2026-11-18/2026-11-20"),)),
    Document("notice", "notices/c.html", "关于李四的公示", texts=("李四", "待公示"),
             awards=(Award("", "upcoming", 2026, "", "2026-11-23/2026-11-27"),)),
    Document("model", "models/d.html", "王五", awards=(Award("劳动模范", "honoured", 2026, "县"),)),
]  # fmt: skip


@needs_node
@pytest.mark.parametrize(
    ("day", "states"),
    [
        ("2026-11-01", {"on_notice": 2, "upcoming": 1, "honoured": 1}),  # a clock that is slow
        ("2026-11-20", {"on_notice": 2, "upcoming": 1, "honoured": 1}),
        ("2026-11-21", {"closed": 2, "upcoming": 1, "honoured": 1}),
        ("2026-11-23", {"closed": 2, "on_notice": 1, "honoured": 1}),
        ("2026-12-01", {"closed": 3, "honoured": 1}),
    ],
)
def test_read_on_a_later_day_results_and_facets_say_the_state_of_that_day(tmp_path: Path, day: str, states: dict[str, int]) -> None:
    write_index(tmp_path, PROPOSED)
    _, every, closed = ask(tmp_path, [{"advance": day}, {"words": ""}, {"words": "", "chosen": {"state": ["closed"]}}])
    assert every["counts"]["state"] == states
    assert len(closed["urls"]) == states.get("closed", 0)


@needs_node
def test_read_on_a_later_day_no_snippet_says_the_state_of_the_build(tmp_path: Path) -> None:
    write_index(tmp_path, PROPOSED)
    same, later = ([piece for s in answers[1]["snippets"] for piece, _ in s] for answers in (
        ask(tmp_path, [{"advance": day}, {"words": "公示中"}]) for day in ("2026-11-20", "2026-11-21")
    ))  # fmt: skip
    assert "公示中" in same
    assert "公示中" not in "".join(later)


@needs_node
@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.text("张三村ab 2~!é𠮷关于的公示", min_size=1, max_size=9), min_size=1, max_size=3), min_size=1, max_size=60),
    st.integers(1, 40),
)
def test_names_come_back_from_their_shorthand(tmp_path_factory: pytest.TempPathFactory, names: list[list[str]], times: int) -> None:
    held = [Document("model", f"models/{n}.html", name[0], aliases=tuple(name[1:])) for n, name in enumerate(names * times)]
    folder = tmp_path_factory.mktemp("index")
    write_index(folder, held)
    assert sorted(ask(folder, [{"names": True}])[0]) == sorted("\x02".join((d.name, *d.aliases)) for d in held)


@needs_node
def test_names_with_more_signs_than_there_are_codes_come_back_as_well(tmp_path: Path) -> None:
    signs = [chr(code) for code in range(0x4E00, 0x4E00 + 6000)]
    held = [Document("unit", f"units/{n}-{time}.html", f"{sign}z村") for n, sign in enumerate(signs) for time in range(3)]
    write_index(tmp_path, held)
    assert sorted(ask(tmp_path, [{"names": True}])[0]) == sorted(d.name for d in held)


VALUES: dict[str, list[str]] = {
    "kind": ["model", "unit"],
    "region": ["甲省", "甲省/乙市", "甲省/丙市", "丁省"],
    "sector": ["农村", "社区"],
    "honour": ["劳动模范", "道德模范"],
    "year": ["2025", "2026"],
    "state": ["honoured", "on_notice"],
}
awards = st.builds(Award, st.sampled_from(VALUES["honour"]), st.sampled_from(VALUES["state"]), st.sampled_from([2025, 2026]), st.just("县"))
held = st.lists(
    st.tuples(
        st.sampled_from(VALUES["kind"]),
        st.sampled_from([(), *(tuple(p.split("/")) for p in VALUES["region"])]),
        st.sampled_from(["", *VALUES["sector"]]),
        st.lists(awards, max_size=3),
    ),
    min_size=1,
    max_size=12,
)
choices = st.fixed_dictionaries({}, optional={name: st.lists(st.sampled_from(v), max_size=2, unique=True) for name, v in VALUES.items()})


@needs_node
@settings(max_examples=25, deadline=None)
@given(held, st.lists(choices, min_size=5, max_size=12))
def test_counts_are_those_of_looking_at_every_document(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, tuple[str, ...], str, list[Award]]],
    questions: list[dict[str, list[str]]],
) -> None:
    made = [
        Document(kind, f"x/{n}.html", "名", region=region, sector=sector, awards=tuple(a))
        for n, (kind, region, sector, a) in enumerate(rows)
    ]
    folder = tmp_path_factory.mktemp("index")
    write_index(folder, made)
    for chosen, answer in zip(questions, ask(folder, [{"words": "", "chosen": c} for c in questions]), strict=True):
        assert sorted(answer["urls"]) == sorted(d.url for d in made if passes(d, chosen))
        for name, counts in answer["counts"].items():
            for value, number in counts.items():
                if value in VALUES[name]:
                    assert number == sum(passes(d, {**chosen, name: [value]}) for d in made), (chosen, name, value)


def passes(document: Document, chosen: dict[str, list[str]]) -> bool:
    def among(name: str, *values: str) -> bool:
        return not chosen.get(name) or bool({*values} & {*chosen[name]})

    places = ["/".join(document.region[: depth + 1]) for depth in range(len(document.region))]
    asks_for_honours = any(chosen.get(name) for name in ("honour", "year", "state"))
    return (
        among("kind", document.kind)
        and among("region", *places)
        and among("sector", document.sector)
        and (
            not asks_for_honours
            or any(among("honour", a.title) and among("year", str(a.year)) and among("state", a.state) for a in document.awards)
        )
    )


@needs_node
def test_the_snippet_is_the_line_that_says_it(tmp_path: Path) -> None:
    body = "头一段没有。\n" + "远处" * 40 + "他修了一条水渠，長。" + "后来" * 60
    write_index(tmp_path, [Document("page", "pages/a.html", "说明", summary="摘要", body="b")], {"b": body}, small=LARGE)
    whole, absent = ask(tmp_path, [{"words": "水渠 长"}, {"words": "没有 水沟"}])
    pieces = whole["snippets"][0]
    assert [piece for piece, is_found in pieces if is_found] == ["水渠", "長"]
    assert pieces[0][0].startswith("…") and pieces[-1][0].endswith("…")
    assert sum(len(piece) for piece, _ in pieces) < 130
    assert absent["urls"] == []


@needs_node
def test_a_lost_file_is_said_and_not_taken_for_an_empty_answer(tmp_path: Path) -> None:
    write_index(tmp_path, PEOPLE, small=LARGE)
    for file in (tmp_path / "g").iterdir():
        file.unlink()
    (answer,) = ask(tmp_path, [{"words": "清水"}])
    assert answer["lost"] is True


# ---- rebuilding ----


def rename(held: list[Document]) -> list[Document]:
    return [replace(held[0], headline="另一个标题"), *held[1:]]


def add(held: list[Document]) -> list[Document]:
    return [*held, Document("model", "models/new.html", "新来的人", texts=("新的故事",))]


@pytest.mark.parametrize("edit", [rename, add, lambda held: held[1:], lambda held: held[:40], lambda held: held])
@pytest.mark.parametrize("small", [SMALL, LARGE], ids=["small site", "large site"])
def test_after_any_change_the_index_is_that_of_a_clean_build(
    tmp_path: Path, small: int, edit: Callable[[list[Document]], list[Document]]
) -> None:
    held = [Document("model", f"models/m-{i}.html", f"张{chr(0x4E00 + i)}", texts=(f"第{i}个人的故事，二〇{i}年",)) for i in range(60)]
    memory = Memory(None)
    write_index(tmp_path / "a", held, small=small, memory=memory)
    after = edit(held)
    assert write_index(tmp_path / "b", after, small=small, memory=memory) == write_index(tmp_path / "c", after, small=small)


def test_a_damaged_memory_costs_time_and_nothing_else(tmp_path: Path) -> None:
    memory = Memory(None)
    write_index(tmp_path / "a", PEOPLE, small=LARGE, memory=memory)
    memory.put("search-shard", "0", b"nonsense")
    after = rename(PEOPLE)
    assert write_index(tmp_path / "b", after, small=LARGE, memory=memory) == write_index(tmp_path / "c", after, small=LARGE)


def test_one_changed_page_touches_few_files(tmp_path: Path) -> None:
    held = [
        Document("model", f"models/m-{i}.html", f"张{i}", texts=("".join(chr(0x4E00 + i * 40 + j) for j in range(500)),))
        for i in range(400)
    ]
    before = write_index(tmp_path / "a", held, small=LARGE)
    after = write_index(tmp_path / "b", [*held[:7], replace(held[7], post="会计"), *held[8:]], small=LARGE)
    differing = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert len(before) > 430
    assert len([name for name in differing if name.startswith("d/")]) == 1
    assert len([name for name in differing if name.startswith("g/")]) <= 5


# ---- numbers ----


@given(st.lists(st.integers(0, 1 << 40)))
def test_numbers_come_back_from_their_text(numbers: list[int]) -> None:
    assert unpack(pack(numbers)) == numbers
    assert unpack_rising(pack_rising(sorted(set(numbers)))) == sorted(set(numbers))


@pytest.mark.parametrize(("numbers", "text"), [([], ""), ([0, 63], "0_"), ([3, 64, 5], "305010"), ([4096, 1], "010010")])
def test_columns_are_written_digit_by_digit(numbers: list[int], text: str) -> None:
    assert pack_column(numbers) == text


@given(st.sets(st.text(min_size=1, max_size=4), min_size=1, max_size=60))
def test_every_address_has_a_number_of_its_own(urls: set[str]) -> None:
    found = slots(urls)
    assert len(set(found.values())) == len(urls)
    assert max(found.values()) < 4 * max(len(urls), 8)


def test_one_address_more_moves_hardly_any_other() -> None:
    urls = [f"models/m-{n}.html" for n in range(5000)]
    before, after = slots(urls), slots([*urls, "models/new.html"])
    assert sum(before[url] != after[url] for url in urls) <= 12


@given(st.lists(st.sets(st.sampled_from("张三村党员a2"), min_size=1), min_size=2, max_size=6))
def test_a_patched_shard_is_one_made_anew(texts: list[set[str]]) -> None:
    def postings(which: list[set[str]]) -> dict[str, str]:
        every = sorted(set().union(*which))
        return {g: pack_rising([n for n, held in enumerate(which) if g in held]) for g in every}

    gone, come = [(g, 0) for g in texts[0]], [(g, 0) for g in texts[-1]]
    assert changed(postings(texts), gone, come) == postings([texts[-1], *texts[1:]])


def test_grams_are_divided_by_a_hash_that_needs_no_list() -> None:
    shards = divide(dict.fromkeys(grams("群众说这几年路修通了2026"), "0"), 4)
    assert all(text_hash(gram) % 4 == number for number, shard in enumerate(shards) for gram in shard)
    assert [power_for(n) for n in (0, 0.5, 1, 1.1, 2, 5)] == [1, 1, 1, 2, 2, 8]


# ---- readings ----


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("单雄信", "shan xiong xin"), ("曾国强", "zeng guo qiang"), ("仇和平", "qiu he ping"), ("查小明", "zha xiao ming"),
        ("区志航", "ou zhi hang"), ("盖文", "ge wen"), ("朴顺姬", "piao shun ji"), ("覃海洋", "qin hai yang"), ("解放", "xie fang"),
        ("任重", "ren zhong"), ("华明", "hua ming"), ("尉迟恭", "yu chi gong"), ("万俟明", "mo qi ming"), ("长孙明", "zhang sun ming"),
        ("吕布", "lv bu"), ("翟明", "zhai ming"), ("买买提·艾力", "mai mai ti ai li"), ("Li 明", "li ming"),
    ],
)  # fmt: skip
def test_surnames_are_read_as_surnames(name: str, reading: str) -> None:
    assert read_name(name, is_person=True) == reading


def test_a_unit_is_no_person() -> None:
    assert read_name("解放路社区", is_person=False) == "jie fang lu she qu"


@pytest.mark.parametrize(
    ("written", "usual", "read"),
    [("Lǚ Bù", "lv bu", "lv bu"), ("ZhangSan", "zhang san", "zhang san"), ("zēng gě", "ceng gai", "zeng ge"), ("xi'an", "xi an", "xi an")],
)
def test_the_own_reading_may_be_written_with_or_without_tones_and_blanks(written: str, usual: str, read: str) -> None:
    assert own_reading(written, usual) == read


@needs_node
def test_the_script_hears_as_python_does(tmp_path: Path) -> None:
    readings = ["zhang san", "lv bu", "xi an shi", "a", "", "mai mai ti ai li"]
    asked = [
        "zhang",
        "zhangsan",
        "zs",
        "z",
        "san",
        "an",
        "lub",
        "lvbu",
        "lübu",
        "xian",
        "xi'an",
        "xas",
        "mmt",
        "tiai",
        "",
        "张",
        "a",
        "sanz",
    ]
    pairs = [(word, reading) for word in asked for reading in readings]
    write_index(tmp_path, ())
    (answer,) = ask(tmp_path, [{"sounds": pairs}])
    assert answer == [sounds_like(word, reading) for word, reading in pairs]

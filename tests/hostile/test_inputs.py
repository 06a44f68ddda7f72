"""Whatever lies in content/: it is named with code, line and column, it hides nothing else, and it costs neither time nor memory."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.report import render
from tests.hostile.found import expected, plant, problems, spots, summary
from tests.hostile.inputs import ALL, Hostile, raw

EXPECTED = expected()


def test_the_corpus_is_as_large_as_promised_and_each_input_has_its_line() -> None:
    assert len(ALL) >= 80
    assert [hostile.name for hostile in ALL] == list(EXPECTED)


@pytest.mark.parametrize("hostile", ALL, ids=lambda h: h.name.replace(" ", "-"))
def test_an_input_is_named_where_it_stands_in_words_that_can_be_read(hostile: Hostile, tmp_path: Path) -> None:
    started = time.process_time()
    found = problems(plant(tmp_path / "site", [hostile]))
    assert time.process_time() - started < 10
    assert summary(found) == EXPECTED[hostile.name]
    for problem in found:
        for say in (problem.message, problem.fix):
            assert re.search("[一-鿿]", say.zh)
            assert say.en
            assert max(len(say.zh), len(say.en)) < 700, problem
    for lang in ("zh", "en"):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", render(found, lambda path: (), lang=lang))


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_no_input_hides_another(workers: int, tmp_path: Path) -> None:
    started = time.monotonic()
    together = problems(plant(tmp_path / "all", ALL), workers)
    assert time.monotonic() - started < 60
    alone = [spot for number, h in enumerate(ALL) for spot in spots(problems(plant(tmp_path / str(number), [h])))]
    assert spots(together) == sorted(alone)


SETTINGS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (os.mkfifo, "C005"),
    "a folder": (os.mkdir, "C005"),
    "a device": (lambda file: os.symlink("/dev/zero", file), "C005"),
    "a link to nothing": (lambda file: os.symlink("nothing", file), "C005"),
    "a link to itself": (lambda file: os.symlink("site.yaml", file), "C005"),
    "nothing": (lambda file: None, "X001"),
    "more than a megabyte": (lambda file: file.write_bytes(b"a: b\n" * 250_000), "C005"),
    "128 kB": (lambda file: file.write_bytes(b"x-a: b\n" * 20_000), "F019"),
    "a line of 20 kB": (lambda file: file.write_bytes(b"x-a: " + b"a" * 20_001), "F019"),
    "dashes without end": (lambda file: file.write_bytes(b"- " * 9_000), "F018"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_cannot_be_read_are_one_problem_and_are_not_waited_for(name: str, tmp_path: Path) -> None:
    put, code = SETTINGS[name]
    put(tmp_path / "site.yaml")
    found = problems(tmp_path)
    assert [(p.code, p.place.path) for p in found] == [(code, "site.yaml")]


def test_words_behind_hashes_take_time_in_proportion(tmp_path: Path) -> None:
    text = "---\n姓名: 张三\n摘要: 人。\nx-a:\n" + "  - b #c\n" * 6000 + "---\n文。\n"
    hostile = raw("hashes", text.encode())
    started = time.process_time()
    assert len(problems(plant(tmp_path / "site", [hostile]))) == 6000
    assert time.process_time() - started < 5  # it was 10 s when each word was held against every value


def test_a_picture_whose_name_has_its_accents_apart_is_found(tmp_path: Path) -> None:
    site = plant(tmp_path / "site", [])
    (site / "content/models/cafe\u0301.pdf").write_bytes(b"%PDF")
    (site / "content/models/a.md").write_text("---\n姓名: 张三\n摘要: 人。\n---\n[表](café.pdf)\n", "utf-8")
    assert problems(site) == ()

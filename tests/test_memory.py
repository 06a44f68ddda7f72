"""What was worked out before, had one by one or many at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.memory import Ahead, Memory


def test_what_was_fetched_is_not_asked_for_again_and_anything_else_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory(tmp_path / "memory.sqlite")
    for key in "abc":
        memory.put("html", key, key.encode() * 2)
    memory.commit()
    ahead = Ahead(memory, "html")
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(memory, "get", lambda kind, key: asked.append((kind, key)))
    ahead.fetch(["a", "b", "nothing"])
    assert [ahead("a"), ahead("b")] == [b"aa", b"bb"] and asked == []
    assert ahead("c") is None and asked == [("html", "c")]
    ahead.fetch(["c"])
    assert ahead("c") == b"cc"

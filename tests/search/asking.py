"""The engine of the search page under node, and the same search by brute force."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sitegen.memory import Memory
from sitegen.search.columns import names_to_read, readings_of
from sitegen.search.documents import Document
from sitegen.search.index import FOLDER, SMALL, make_index
from sitegen.search.normal import words
from sitegen.search.readings import readings, sounds_like
from tests.conftest import ROOT

ENGINE = ROOT / "themes/default/scripts/search-engine.js"
HARNESS = Path(__file__).with_name("engine.js")
NODE = shutil.which("node") or ""

LARGE = -1  # as ``small``: no site is small then
Question = Mapping[str, Any]


def write_index(
    folder: Path,
    documents: Iterable[Document],
    bodies: Mapping[str, str] | None = None,
    *,
    small: int = SMALL,
    memory: Memory | None = None,
) -> dict[str, bytes]:
    """Make an index and write it below ``folder``; gives its files without the folder in their names."""
    found = make_index(documents, lambda sha: (bodies or {}).get(sha, ""), memory or Memory(None), small)
    files = {file.url.removeprefix(FOLDER): file.data() for file in found}
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return files


def ask(folder: Path, questions: Sequence[Question]) -> list[Any]:
    """Put questions to the engine over the index in ``folder``."""
    command = [NODE, str(HARNESS), str(ENGINE), str(folder)]
    done = subprocess.run(command, input=json.dumps(questions), capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


class Reference:
    """Every document that holds every word, found by looking into each."""

    def __init__(self, documents: Sequence[Document], bodies: Mapping[str, str] | None = None) -> None:
        spoken = readings(names_to_read(documents), Memory(None))
        self.texts = {d.url: d.record((bodies or {}).get(d.body, "")).text for d in documents}
        self.sounds = {d.url: readings_of(d, spoken) for d in documents}

    def find(self, query: str) -> set[str]:
        asked = words(query)
        return {url for url in self.texts if all(self.holds(url, word) for word in asked)}

    def holds(self, url: str, word: str) -> bool:
        return word in self.texts[url] or any(sounds_like(word, one) for one in self.sounds[url])

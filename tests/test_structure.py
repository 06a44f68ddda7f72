"""The floor plan: who may import whom, how long a module may be, and that there is one clock, one reader, one writer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "sitegen"
MODULES = sorted(PACKAGE.rglob("*.py"))
CEILING = 300

# Each room with what it may import of ours; nothing else. "" is the package's own name for its version.
LAYERS: dict[str, set[str]] = {
    "problems": set(),
    "refusals": {"problems"},
    "records": set(),
    "lock": set(),
    "images": set(),
    "theme": set(),
    "lint": {"problems"},
    "memory": set(),
    "places": set(),
    "laps": set(),
    "views": {"records"},
    "search": {"canonical", "memory"},
    "sharing": {"catalogue", "memory", "problems", "records", "views"},
    "sources": {"problems", "refusals"},
    "codes": {"problems"},
    "report": {"problems"},
    "calendar": {"problems", "records"},
    "notice": {"calendar", "records"},
    "cases": {"notice", "records"},
    "ledger": {"problems", "refusals"},
    "recorded": {"ledger"},
    "sightings": {"ledger", "recorded"},
    "proof": {"calendar", "cases", "ledger", "notice", "recorded", "records", "sightings"},
    "library": {"calendar", "cases", "notice", "proof", "records"},
    "material": {"cases", "records"},
    "attest": {"problems", "records", "refusals"},
    "evidence": {"cases", "ledger", "library", "material", "places", "proof", "recorded", "records", "stories"},
    "stamps": set(),
    "drafts": {"cases", "evidence", "ledger", "library", "material", "proof", "recorded", "records", "terms"},
    "recording": {"attest", "drafts", "evidence", "ledger", "places", "problems", "proof", "records", "refusals", "sources", "stories"},
    "privacy": {"problems", "records", "refusals"},
    "switches": {"problems", "records"},
    "writing": {"reading", "schema"},
    "terms": {"", "ledger", "records", "switches"},
    "markdown": {"problems"},
    "forking": set(),
    "conversion": {"forking", "markdown"},
    "reading": {"problems"},
    "schema": {"problems", "reading", "records"},
    "intake": {"problems", "reading", "records", "schema", "sources"},
    "collecting": set(),
    "recall": {"collecting", "intake", "memory", "sources"},
    "rules": {
        "calendar", "cases", "codes", "ledger", "library", "material", "memory", "notice", "privacy", "problems", "proof",
        "recorded", "records", "schema", "terms",
    },
    "mending": {
        "cases", "changes", "intake", "library", "material", "places", "privacy", "problems", "proof", "reading", "records", "rules",
        "schema", "search", "sources", "writing",
    },
    "importing": {
        "calendar", "images", "intake", "library", "notice", "privacy", "problems", "reading", "records", "rules", "schema",
        "search", "sources", "writing",
    },
    "edition": {"cases", "intake", "library", "records", "views"},
    "channels": {"problems", "records"},
    "outputs": {
        "calendar", "canonical", "cases", "channels", "edition", "ledger", "library", "proof", "recorded", "records", "search", "views",
    },
    "published": {"attest", "calendar", "ledger", "problems", "proof", "recorded", "records", "refusals", "sightings"},
    "probing": {
        "evidence", "intake", "ledger", "lock", "problems", "proof", "published", "recorded", "recording", "records", "sightings",
        "sources", "traces", "writer",
    },
    "inspection": {"cases", "edition", "forking", "library", "memory", "problems", "records"},
    "siteview": {"edition", "library", "views"},
    "assets": {"images", "memory", "problems", "refusals", "sources", "views"},
    "stories": {"assets", "cases", "conversion", "edition", "library", "markdown", "memory", "problems", "records", "sources", "views"},
    "catalogue": set(),
    "canonical": set(),
    "compiled": {"memory"},
    "here": set(),
    "sandbox": set(),
    "templates": {"catalogue", "compiled", "here", "lint", "memory", "records", "sandbox", "sharing", "theme", "views"},
    "executors": {"memory", "problems"},
    "press": {"catalogue", "here", "memory", "outputs", "stories", "templates", "theme", "views"},
    "rendering": {"executors", "forking", "memory", "outputs", "press", "templates", "views"},
    "traces": set(),
    "writer": {"refusals", "traces"},
    "planning": {
        "assets", "canonical", "catalogue", "edition", "evidence", "laps", "memory", "outputs", "places", "press", "problems", "search",
        "sharing", "siteview", "sources", "stories", "templates", "theme", "traces", "views",
    },
    "pipeline": {
        "attest", "catalogue", "evidence", "executors", "inspection", "intake", "laps", "ledger", "library", "memory", "outputs",
        "planning", "privacy", "problems", "reading", "recall", "recording", "rendering", "rules", "sharing", "sources", "stories",
        "switches", "templates", "theme", "traces", "writer",
    },
    "staff": {
        "", "calendar", "cases", "catalogue", "changes", "channels", "codes", "collecting", "edition", "editors", "executors", "health",
        "importing", "intake", "laps", "ledger", "library", "lock", "memory", "mending", "notice", "outputs", "pipeline", "places",
        "planning", "privacy", "probing", "problems", "published", "reading", "recording", "records", "refusals", "report", "rules",
        "sarif", "sources", "stamps", "templates", "theme", "traces", "writer",
    },
    "health": {"calendar", "ledger", "lock", "places", "problems", "recording", "records", "refusals", "sharing", "writer"},
    "editors": {"codes", "records", "schema"},
    "sarif": {"codes", "problems"},
    "serve": {
        "edition", "faults", "intake", "library", "markdown", "material", "memory", "mending", "outputs", "pipeline", "places", "planning",
        "press", "problems", "reading", "records", "refusals", "schema", "sources", "staff", "templates", "theme", "writing",
    },
    "changes": {"lock", "places", "refusals"},
    "wizard": {
        "calendar", "cases", "changes", "intake", "library", "memory", "notice", "pipeline", "places", "problems", "records", "report",
        "rules", "search", "sources", "staff", "writing",
    },
    "faults": {"", "problems", "refusals"},
    "cli": {"", "faults", "places", "records", "serve", "staff", "wizard"},
    "__main__": {"cli"},
    "__init__": set(),
}  # fmt: skip

CLOCKS = {"now", "today", "utcnow", "time", "localtime", "gmtime"}
MAY_SEE_THE_CLOCK = {"cli", "faults"}
MAY_WRITE = {
    "compiled",
    "writer",
    "memory",
    "lock",
    "faults",
    "health",
    "ledger",
    "recording",
    "attest",
    "mending",
    "importing",
    "changes",
    "serve",
}
READERS_OF_CONTENT = {"sources"}
READERS_OF_OTHER_THINGS = {
    "stamps",
    "editors",
    "health",
    "importing",
    "intake",
    "theme",
    "catalogue",
    "serve",
    "memory",
    "writer",
    "lock",
    "codes",
    "conversion",
    "ledger",
    "published",
    "recording",
    "attest",
    "sharing",
    "wizard",
    "changes",
}


def room(path: Path) -> str:
    """The name of the module or package directly below sitegen/."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            assert node.level == 0, f"{path}: relative import"


def ours(name: str) -> str | None:
    """The room that an import leads to, "" for the package itself, None for somebody else's."""
    parts = name.split(".")
    if parts[0] != "sitegen":
        return None
    rooms = {room(m) for m in MODULES}
    return parts[1] if len(parts) > 1 and parts[1] in rooms else ""


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last name of what is called."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield function.attr, node
            elif isinstance(function, ast.Name):
                yield function.id, node


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_its_layers(path: Path) -> None:
    here = room(path)
    found = {to for name in imports(path) if (to := ours(name)) is not None and to != here}
    assert found <= LAYERS[here], f"{here} may not import {sorted(found - LAYERS[here])}"


def test_the_layers_have_no_circle() -> None:
    done: set[str] = set()
    waiting = {name: set(below) - {""} for name, below in LAYERS.items()}
    while waiting:
        free = {name for name, below in waiting.items() if below <= done}
        # staff and serve name each other's types only under TYPE_CHECKING
        assert free, sorted(waiting)
        done |= free
        waiting = {name: below for name, below in waiting.items() if name not in free}


@pytest.mark.parametrize("path", [*MODULES, ROOT / "build.py"], ids=lambda p: p.name)
def test_a_module_has_at_most_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= CEILING


def test_rules_and_outputs_never_import_each_other() -> None:
    assert "outputs" not in LAYERS["rules"]
    assert "rules" not in LAYERS["outputs"]


def test_only_the_command_line_sees_the_clock() -> None:
    seen = {
        room(path)
        for path in MODULES
        for name, node in calls(path)
        if name in CLOCKS and isinstance(node.func, ast.Attribute) and _owner(node.func) in ("datetime", "date", "time")
    }
    assert seen <= MAY_SEE_THE_CLOCK


def _owner(function: ast.Attribute) -> str:
    value = function.value
    return value.id if isinstance(value, ast.Name) else value.attr if isinstance(value, ast.Attribute) else ""


def test_only_the_sources_read_content() -> None:
    for path in MODULES:
        text = path.read_text("utf-8")
        if room(path) not in READERS_OF_CONTENT | READERS_OF_OTHER_THINGS:
            names = {name for name, _ in calls(path)}
            assert not names & {"read_bytes", "read_text", "open", "scandir", "walk", "glob", "rglob", "iterdir"} or "ast.walk" in text, (
                path
            )


def test_only_the_writer_writes() -> None:
    writing = {"write_bytes", "write_text", "rename", "replace_file", "unlink", "rmtree", "mkdir", "link", "symlink_to"}
    for path in MODULES:
        found = {name for name, _ in calls(path)} & writing
        assert not found or room(path) in MAY_WRITE, (path, found)


def test_no_text_of_the_project_names_a_place_of_its_making() -> None:
    for file in ROOT.glob("*.lock"):
        assert "http" not in file.read_text("utf-8").replace("httpx", "")

"""What may differ between two machines, and a publish in the middle of it."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from tests.conftest import ROOT

INSTANT = "2026-11-18T09:00:00+08:00"
ZONES = ("UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati")
LOCALES = ("C", "C.UTF-8", "zh_CN.UTF-8")
HOURS = tuple(f"2026-11-18T{hour:02}:30:00+08:00" for hour in range(24))
_NOBODY = 65534

CHOICES: Mapping[str, Sequence[str]] = {
    "folder": ("site", "网站 copy/on another disk/深一点的文件夹"),
    "zone": ZONES,
    "locale": (*LOCALES, "en_US.UTF-8", "tr_TR.UTF-8", "no_SUCH"),
    "seed": ("0", "1", "4294967295"),
    "order": ("plain", "reversed", "shuffled"),
    "workers": ("1", "2", "3"),
    "memory": ("cold", "warm"),
    "user": ("-", str(_NOBODY)),
    "umask": ("022", "077"),
}


@dataclass(frozen=True)
class Surroundings:
    """One way in which a machine may be set up; the first of each choice is the plain one."""

    folder: str = "site"
    zone: str = "UTC"
    locale: str = "C"
    seed: str = "0"
    order: str = "plain"
    workers: str = "1"
    memory: str = "cold"
    user: str = "-"
    umask: str = "022"

    def __str__(self) -> str:
        plain = Surroundings()
        return ", ".join(f"{f.name} {v}" for f in fields(self) if (v := getattr(self, f.name)) != getattr(plain, f.name)) or "plain"


def pairwise() -> tuple[Surroundings, ...]:
    """Few surroundings in which every value of one choice meets every value of every other: greedy, always the same."""
    names = list(CHOICES)
    open_pairs = {(a, x, b, y) for a, b in itertools.combinations(names, 2) for x in CHOICES[a] for y in CHOICES[b]}
    found = []
    while open_pairs:
        first = min(open_pairs)
        row = {first[0]: first[1], first[2]: first[3]}
        for name in names:
            if name not in row:
                row[name] = max(CHOICES[name], key=lambda value: sum(p in open_pairs for p in _pairs({**row, name: value}, names)))
        open_pairs -= set(_pairs(row, names))
        found.append(Surroundings(**row))
    return tuple(found)


def _pairs(row: Mapping[str, str], names: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    for a, b in itertools.combinations([n for n in names if n in row], 2):
        yield a, row[a], b, row[b]


def published(origin: Path, place: Path, around: Surroundings, instants: Sequence[str] = (INSTANT,)) -> list[str]:
    """Copy the site ``origin`` below ``place``, publish it there in these surroundings, and give the hash of each tree."""
    site = place / around.folder
    shutil.copytree(origin, site)
    if around.memory == "cold":
        for made in (site / "output", site / ".sitegen"):
            shutil.rmtree(made, ignore_errors=True)
    user = around.user if around.user == "-" or _may_change_user() else "-"
    if user != "-":
        for path in (place, *place.rglob("*")):
            os.chown(path, int(user), int(user), follow_symlinks=False)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "SITEGEN"))}
    environment |= {
        "TZ": around.zone,
        "LANG": around.locale,
        "LC_ALL": around.locale,
        "PYTHONHASHSEED": around.seed,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "tests.reproducible.child", str(site), around.order, around.workers, user, around.umask, *instants]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, f"{around}: exit {done.returncode}\n{done.stdout.decode()}{done.stderr.decode('utf-8', 'replace')}"
    return done.stdout.decode().split()


def _may_change_user() -> bool:
    """Whether a process may become somebody else and still load what it needs: Python may stand in a folder of root's own."""
    needed = (Path(os.__file__), Path(sys.executable).resolve(), ROOT)
    is_open = all(folder.stat().st_mode & 0o001 for place in needed for folder in place.parents)
    return hasattr(os, "geteuid") and os.geteuid() == 0 and is_open

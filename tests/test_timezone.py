"""The date is that of China wherever the machine stands (row 12 of THREATS.md)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sitegen import cli
from sitegen.calendar import Calendar
from sitegen.records.scalars import LengthUnit
from sitegen.records.site import Counting
from tests.attacks.world import ONE, day_of
from tests.conftest import ROOT
from tests.press import SMALL, publish, tree
from tests.reproducible import surroundings
from tests.reproducible.surroundings import HOURS, LOCALES, Surroundings, published
from tests.sites import write_site

# both edges of the world, half and three-quarter hours, summer time on either side of the equator, and POSIX notation
ZONES = (
    "UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu", "Europe/London",
    "Australia/Lord_Howe", "Asia/Urumqi", "XST-14:30", "not/a-zone",
)  # fmt: skip


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine stands somewhere else during the test."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Output and ledger as a machine in China makes them."""
    home = tmp_path_factory.mktemp("home") / "site"
    subprocess.run([sys.executable, "-c", _AT_HOME, str(home)], check=True, cwd=ROOT, env={**os.environ, "TZ": "Asia/Shanghai"})
    return {name: data for folder in ("output", "ledger") for name, data in tree(home / folder).items()}


_AT_HOME = """
import sys
from pathlib import Path
from tests.test_timezone import live_two_days
live_two_days(Path(sys.argv[1]))
"""


def live_two_days(folder: Path) -> Path:
    """A site with a salt that is known, published twice."""
    site = write_site(folder, ONE)
    (site / "content" / "models" / "zhang.salt").write_text("00" * 32 + "\n")
    publish(site, day_of(16))
    publish(site, day_of(17))
    return site


class _At(datetime):
    """A clock that stands still at one instant."""

    instant = datetime(2026, 11, 17, 16, 0, tzinfo=UTC)

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return cls.instant.astimezone(tz) if tz is not None else cls.instant.astimezone().replace(tzinfo=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_today_is_the_day_in_china_at_any_hour(zone: str, hour: int, monkeypatch: pytest.MonkeyPatch) -> None:
    instant = datetime(2026, 11, 17, hour, 30, tzinfo=UTC)
    monkeypatch.setattr(_At, "instant", instant)
    monkeypatch.setattr(cli, "datetime", _At)
    assert cli.now().date() == (instant + timedelta(hours=8)).date()
    assert cli.now().isoformat(timespec="seconds").endswith("+08:00")


@pytest.mark.slow
def test_a_site_and_its_records_are_the_same_in_every_zone(zone: str, tmp_path: Path, at_home: dict[str, bytes]) -> None:
    site = live_two_days(tmp_path / "site")
    assert {name: data for folder in ("output", "ledger") for name, data in tree(site / folder).items()} == at_home


def test_counting_does_not_ask_the_machine(zone: str) -> None:
    last = Calendar().last_day(day_of(16), 5, LengthUnit.WORKDAY, Counting.START_DAY)
    assert last == day_of(20)


@pytest.mark.slow
def test_the_command_says_the_day_in_china_in_every_zone(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", ONE)
    for name in ZONES:
        command = [sys.executable, "-m", "sitegen", "check", "--json", "--site", str(site)]
        before = datetime.now(UTC) + timedelta(hours=8)
        done = subprocess.run(command, capture_output=True, cwd=ROOT, env={**os.environ, "TZ": name}, check=False)
        after = datetime.now(UTC) + timedelta(hours=8)
        assert json.loads(done.stdout)["date"] in {before.date().isoformat(), after.date().isoformat()}, name


@pytest.mark.slow
def test_every_hour_of_a_day_in_china_gives_one_site_in_every_zone_and_language(tmp_path: Path) -> None:
    """Each zone with one language and every fourth hour; the whole matrix is ``python -m tests.reproducible --part matrix``."""
    small = write_site(tmp_path / "small", SMALL)
    seen: set[str] = set()
    for number, zone in enumerate(surroundings.ZONES):
        around = Surroundings(zone=zone, locale=LOCALES[number % len(LOCALES)])
        seen.update(published(small, tmp_path / f"zone-{number}", around, HOURS[number :: len(surroundings.ZONES)]))
    assert len(seen) == 1

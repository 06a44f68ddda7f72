"""Fixtures of all tests."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _refused(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where everything is required (SITEGEN_REQUIRE_BROWSER=1), a test left out for want of a tool is no pass."""
    if report.skipped and os.environ.get("SITEGEN_REQUIRE_BROWSER") == "1":
        report.outcome = "failed"
        report.longrepr = f"left out though everything is required: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refused(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refused(report)
    return report


@pytest.fixture
def themes() -> tuple[Path, ...]:
    """Where the themes of the project stand."""
    return (ROOT / "themes",)

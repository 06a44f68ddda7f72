"""Failing sites and their twins: the rule on the settings of probes (E)."""

from __future__ import annotations

from tests.rules.rows import Row, site

ROWS = (
    Row(
        "E031",
        site("启用探测: 2026-11-16\n网址: https://example.org/"),
        "site: 2026-11-16",
        "启用存证: 2026-11-16",
        ("启用探测: 2026-11-16", "启用存证: 2026-11-16\n启用探测: 2026-11-16"),
    ),
    Row(
        "E031",
        site("启用存证: 2026-11-16\n启用探测: 2026-11-16"),
        "site: 2026-11-16",
        "网址: https://",
        ("启用探测: 2026-11-16", "启用探测: 2026-11-16\n网址: https://example.org/"),
    ),
)

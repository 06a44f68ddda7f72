"""What ``python build.py test`` runs: style, types, then the tests; ``--quick`` leaves out browser and slow ones.

With SITEGEN_REQUIRE_BROWSER=1 a missing Chromium fails the run instead of leaving its tests out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main(arguments: list[str]) -> int:
    """Run everything and give the first exit code that is not 0."""
    quick = "--quick" in arguments
    rest = [a for a in arguments if a != "--quick"]
    if not quick and not find_browser():
        if os.environ.get("SITEGEN_REQUIRE_BROWSER") == "1":
            print("没有找到 Chromium / no Chromium found", file=sys.stderr)
            return 2
        print("没有 Chromium，浏览器测试不运行 / no Chromium: browser tests are left out", file=sys.stderr)
    marks = "not browser and not slow" if quick else "" if find_browser() else "not browser"
    python = [sys.executable, "-m"]
    steps = [] if rest else [[*python, "ruff", "check", "."], [*python, "ruff", "format", "--check", "."], [*python, "mypy"]]
    steps.append([*python, "pytest", "-n", str(min(os.cpu_count() or 1, 4)), *(["-m", marks] if marks else []), *rest])
    for step in steps:
        print("$ " + " ".join(step[1:]), flush=True)
        code = subprocess.run(step, cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


def find_browser() -> str | None:
    """The path of a Chromium, if there is one; SITEGEN_BROWSER names another."""
    return os.environ.get("SITEGEN_BROWSER") or next((p for name in BROWSERS if (p := shutil.which(name))), None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

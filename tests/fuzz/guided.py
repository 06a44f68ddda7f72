"""The same harnesses by coverage: atheris keeps every input that reached new code of ours and edits it further.

atheris runs until its process ends, so each harness has one of its own: ``python -m tests.fuzz.guided NAME FOLDER …``.
"""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conftest import ROOT

_EXECUTED = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_COVERED = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)")
_LARGEST = 40_000  # bytes of an input


def run(name: str, seconds: float, found: Path, corpus: Path | None) -> bool:
    """Fuzz one harness for so long; True if nothing was found."""
    with tempfile.TemporaryDirectory(prefix="sitegen-corpus-") as fresh:
        kept = (corpus or Path(fresh)) / name
        kept.mkdir(parents=True, exist_ok=True)
        flags = [f"-max_total_time={int(seconds)}", f"-artifact_prefix={found}{os.sep}{name}-", "-timeout=120", f"-max_len={_LARGEST}"]
        command = [sys.executable, "-m", "tests.fuzz.guided", name, str(kept), *flags, "-print_final_stats=1"]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    said = done.stdout.decode("utf-8", "replace")
    executed, covered = _EXECUTED.findall(said), _COVERED.findall(said)
    reached = f", {covered[-1][0]} places reached by {covered[-1][2]} inputs" if covered else ""
    print(f"{name} (guided): {executed[-1] if executed else '?'} inputs in {seconds / 60:.1f} min{reached}, exit {done.returncode}")
    if done.returncode:
        (found / f"{name}-guided.txt").write_text(said[-20_000:], "utf-8")
        print(said[-3000:], file=sys.stderr)
    return done.returncode == 0


def main(name: str, folder: Path, flags: list[str]) -> None:
    """Hand the harness over to atheris, which never returns."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["sitegen"], enable_loader_override=False):
        doors = importlib.import_module("tests.fuzz.doors")
    harness = doors.HARNESSES[name]
    for number, data in enumerate(harness.seeds()):
        (folder / f"seed-{number:03}").write_bytes(data)
    words = folder.parent / f"{name}.dict"
    words.write_text("".join(f'"{_quoted(word)}"\n' for word in harness.words), "ascii")
    atheris.Setup([sys.argv[0], str(folder), f"-dict={words}", *flags], harness)
    atheris.Fuzz()


def _quoted(word: str) -> str:
    return "".join(f"\\x{byte:02X}" for byte in word.encode())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])

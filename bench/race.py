"""How much a build costs beside Hugo, Eleventy and Pelican on the same corpus: ``python build.py bench``.

Whole processes are measured, interleaved round by round: for each case every generator runs once before the next case begins, so that
whatever else the machine does falls on all of them. Figures are processor seconds (user and system of the process and of all children
that it waited for); wall time is printed beside them. Ratios are taken inside a round, to Hugo in the same case, and their median is
given. After each run the output is looked at: a figure for a site that lacks the change would be worthless.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RIVALS = Path(__file__).resolve().parent / "rivals"
TODAY = date(2026, 11, 18)  # the demonstration date of the corpus; bench.corpus is not imported, to keep this process small
CASES = ("cold", "unchanged", "body", "title", "state", "template", "deletion", "next-day")
SHORT = ("cold", "unchanged", "body")
OURS, FIRST = "sitegen", "hugo"
NAMES = (OURS, FIRST, "eleventy", "pelican")
WORD = "测量时添上的一句话"
NAME = "测量名"
BADGE = "测量时改过的页脚"
NUMBER = "测〔2026〕9号"
_SETTLED = 2.5  # seconds; what was written just now might be written again without its time changing, and is trusted by nobody
_LEFT_OUT = ("search", "inspection")  # stages that no rival has


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds, and the memory in bytes of the largest of its processes."""

    wall: float
    processor: float
    memory: int


@dataclass(frozen=True, slots=True)
class Run:
    """One generator in one case of one round. ``written`` counts files that were made or changed; ``stages`` are ours alone."""

    name: str
    case: str
    round: int
    cost: Cost
    pages: int
    size: int
    written: int
    stages: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """Medians over the rounds; ``ratio`` is to Hugo in the same round and case, None where Hugo did not run."""

    name: str
    case: str
    processor: float
    wall: float
    memory: float
    ratio: float | None
    pages: int
    size: int
    written: int


@dataclass(frozen=True, slots=True)
class Racer:
    """A generator at its place: where its sources are, what runs it, where its site comes out."""

    name: str
    folder: Path
    command: tuple[str, ...]
    output: str
    state: tuple[str, ...]

    @property
    def site(self) -> Path:
        return self.folder / self.output


@dataclass(frozen=True, slots=True)
class Subjects:
    """The records that the cases change: one without an honour for texts, one to delete, one whose notice has ended undecided."""

    told: str
    renamed: str
    deleted: str
    closed: str


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    cases = [case for case in CASES if case in (given.cases or CASES)] if given.cases or given.full else list(SHORT)
    folder = given.work.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    racers = _racers(given, folder)
    print(heading(given.records, given.rounds, [r.name for r in racers], _versions(racers)), flush=True)
    runs: list[Run] = []
    for number in range(given.rounds):
        for run in _round(_corpus(given.records, folder), number, racers, cases, given.code / "themes/default"):
            runs.append(run)
            if given.json:  # after each run, so that one that is broken off has not been for nothing
                given.json.write_text(json.dumps([_plain(run) for run in runs], ensure_ascii=False, indent=1), "utf-8")
    print(table(rows(runs)))
    if OURS in {run.name for run in runs}:
        print(stage_table(runs))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py bench", description="与 Hugo、Eleventy、Pelican 比较 Measure against other generators")
    parser.add_argument("--records", type=int, default=1000, help="记录数 records (1000)")
    parser.add_argument("--rounds", type=int, default=1, help="轮数 rounds (1)")
    parser.add_argument("--full", action="store_true", help="全部情形 all cases, not only cold, unchanged and body")
    parser.add_argument("--cases", nargs="+", choices=CASES, help="只测这些 these cases only; cold is always run first")
    parser.add_argument("--work", type=Path, default=ROOT / ".sitegen/bench", help="工作文件夹 folder to work in")
    parser.add_argument("--python", default=sys.executable, help="运行本程序的 Python the Python that runs sitegen")
    parser.add_argument("--code", type=Path, default=ROOT, help="本程序的文件夹 another checkout of sitegen")
    parser.add_argument("--workers", type=int, help="进程数 processes of sitegen")
    parser.add_argument("--hugo", help="hugo 的路径 path of hugo")
    parser.add_argument("--eleventy", help="cmd.cjs 的路径 path of Eleventy's cmd.cjs")
    parser.add_argument("--pelican", help="pelican 的路径 path of pelican")
    parser.add_argument("--node", default="node", help="node 的路径 path of node")
    parser.add_argument("--json", type=Path, metavar="FILE", help="每次测量另存 every run, as JSON")
    return parser


def _racers(given: argparse.Namespace, folder: Path) -> list[Racer]:
    """Ourselves, and every rival whose path was given or which is installed."""
    ours = [given.python, "-P", "-m", "sitegen", "publish", "--profile", "--json"]
    ours += ["--workers", str(given.workers)] if given.workers else []
    os.environ["PYTHONPATH"] = str(given.code.resolve())
    racers = [Racer(OURS, folder / OURS, (*ours, "--site", str(folder / OURS)), "output", (".sitegen", "ledger"))]
    hugo = given.hugo or shutil.which("hugo")
    if hugo:
        racers.append(Racer("hugo", folder / "hugo", (hugo, "--quiet"), "public", ("resources", ".hugo_build.lock")))
    if given.eleventy:
        racers.append(Racer("eleventy", folder / "eleventy", (given.node, given.eleventy, "--quiet"), "_site", ()))
    pelican = given.pelican or shutil.which("pelican")
    if pelican:
        racers.append(Racer("pelican", folder / "pelican", (pelican, "-q"), "output", ("cache", "__pycache__")))
    return racers


def _versions(racers: Iterable[Racer]) -> dict[str, str]:
    asked = {"hugo": ("version",), "eleventy": ("--version",), "pelican": ("--version",)}
    found = {}
    for racer in racers:
        command = [*(racer.command[:2] if racer.name == "eleventy" else racer.command[:1]), *asked.get(racer.name, ("--version",))]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")  # noqa: S603 - what the caller named
        found[racer.name] = " ".join(said[0].split()[:2])
    return found


def heading(records: int, rounds: int, names: Iterable[str], versions: Mapping[str, str]) -> str:
    """What was measured where."""
    programs = ", ".join(f"{name} ({versions[name]})" for name in names)
    return f"{records} records, {rounds} round(s); {programs}; {platform.machine()}, {os.cpu_count()} processors, {platform.system()}"


def _corpus(records: int, folder: Path) -> Path:
    """The corpus of this size, made once."""
    corpus = folder / f"corpus-{records}"
    if not (corpus / "site.yaml").is_file():
        _helper("bench.corpus", str(corpus), "--records", str(records))
    return corpus


def _round(corpus: Path, number: int, racers: Sequence[Racer], cases: Sequence[str], theme: Path) -> Iterator[Run]:
    """All cases once. Everything starts from a fresh corpus, and each case from what the one before it left."""
    ours = _set_up(corpus, racers, theme)
    subjects = choose(corpus)
    for case in ("cold", *(c for c in cases if c != "cold")):
        day = TODAY + timedelta(days=case == "next-day")
        _change(case, subjects, ours, racers, day)
        order = [*racers[number % len(racers) :], *racers[: number % len(racers)]]  # nobody always comes first
        for racer in order:
            run = _measured(racer, case, number, day)
            fault = _fault(case, subjects, racer)
            if fault:
                raise SystemExit(f"{racer.name}, {case}: {fault}")
            print(f"  {case:<10}{racer.name:<10}{run.cost.processor:9.2f} s processor {run.cost.wall:9.2f} s wall", flush=True)
            yield run


def _helper(module: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _set_up(corpus: Path, racers: Iterable[Racer], theme: Path) -> Path:
    """Fresh sources for everybody, nothing built; the folder of our own sources is returned (the rivals' are made from it)."""
    for racer in racers:
        shutil.rmtree(racer.folder, ignore_errors=True)
        if racer.name == OURS:
            shutil.copytree(corpus, racer.folder)
            shutil.copytree(theme, racer.folder / "themes/default")
            ours = racer.folder
            continue
        shutil.copytree(RIVALS / racer.name, racer.folder)
        style = {"hugo": "static", "eleventy": "", "pelican": "theme/static"}[racer.name]
        (racer.folder / style).mkdir(parents=True, exist_ok=True)
        shutil.copy(RIVALS / "style.css", racer.folder / style)
        if racer.name == "eleventy":
            (racer.folder / "content").mkdir()
            (racer.folder / "content.11tydata.js").rename(racer.folder / "content/content.11tydata.js")
    return ours


def choose(corpus: Path) -> Subjects:
    """The records that cases change: the first models without an honour, and the first whose notice ended and is not decided."""
    plain: list[str] = []
    closed = ""
    for file in sorted((corpus / "content/models").glob("*.md")):
        text = file.read_text("utf-8")
        name = f"models/{file.stem}"
        if "荣誉:" not in text:
            plain.append(name)
        elif not closed and "表彰:" not in text and text.split("结束: ", 1)[1][:10] < TODAY.isoformat():
            closed = name
        if len(plain) >= 3 and closed:
            return Subjects(plain[0], plain[1], plain[2], closed)
    raise SystemExit(f"{corpus}: too small")


def _change(case: str, subjects: Subjects, ours: Path, racers: Sequence[Racer], day: date) -> None:
    """Make the change of a case in our sources, and bring the rivals' sources in line with them."""
    touched = {"body": subjects.told, "title": subjects.renamed, "state": subjects.closed, "deletion": subjects.deleted}.get(case)
    if touched:
        file = ours / f"content/{touched}.md"
        if case == "deletion":
            file.unlink()
        else:
            file.write_text(edited(case, file.read_text("utf-8")), "utf-8")
    if case in ("cold", "next-day") or touched:
        for racer in racers:
            if racer.name != OURS:
                where = [str(ours), str(racer.folder / "content"), "--form", racer.name, "--day", day.isoformat()]
                _helper("bench.rivals.convert", *where, *(["--only", touched] if touched else []))
    for racer in racers:
        if case == "template":
            _edit_template(racer)
        if case == "deletion" and racer.name != OURS:
            shutil.rmtree(racer.site)  # they leave the pages of what is gone; starting empty costs them nothing here


def edited(case: str, text: str) -> str:
    """A source of ours with the change of a case. Raises ValueError."""
    if case == "body":
        return f"{text}\n{WORD}。\n"
    lines = text.split("\n")
    if case == "title":
        at = next(n for n, line in enumerate(lines) if line.startswith("姓名: "))
        return "\n".join([*lines[:at], f"姓名: {NAME}", *lines[at + 1 :]])
    if case == "state":
        at = next(n for n, line in enumerate(lines) if line.startswith("    公示: "))
        return "\n".join([*lines[: at + 1], f"    表彰: {{日期: {TODAY}, 文号: {NUMBER}}}", *lines[at + 1 :]])
    raise ValueError(case)


_BASES = {
    OURS: "themes/default/templates/base.html",
    "hugo": "layouts/baseof.html",
    "eleventy": "_includes/base.njk",
    "pelican": "theme/templates/base.html",
}


def _edit_template(racer: Racer) -> None:
    """A word more at the foot of every page."""
    file = racer.folder / _BASES[racer.name]
    before, foot, after = file.read_text("utf-8").rpartition("</footer>")
    file.write_text(f"{before}<p>{BADGE}</p>\n{foot}{after}", "utf-8")


def _measured(racer: Racer, case: str, number: int, day: date) -> Run:
    if case == "cold":
        for name in (racer.output, *racer.state):
            shutil.rmtree(racer.folder / name, ignore_errors=True)
    time.sleep(_SETTLED)
    before = _files(racer.site)
    command = [*racer.command, *(["--date", day.isoformat()] if racer.name == OURS else [])]
    said = racer.folder.parent / f"{racer.name}.log"
    cost = measure(command, racer.folder, said)
    after = _files(racer.site)
    pages = sum(name.endswith(".html") for name in after)
    stages = _stages(said) if racer.name == OURS else {}
    return Run(racer.name, case, number, cost, pages, sum(f[2] for f in after.values()), len(changed(before, after)), stages)


def measure(command: Sequence[str], folder: Path, said: Path) -> Cost:
    """Run a program in ``folder``, what it prints going to the file ``said``. Raises SystemExit if it fails.

    The kernel counts the memory of this process, at the moment of starting the other, as the least of the other's.
    """
    with said.open("wb") as out, said.with_suffix(".err").open("wb") as err:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=err)  # noqa: S603 - what the caller named
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: {process.returncode}\n{said.with_suffix('.err').read_text('utf-8', 'replace')[-3000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


File = tuple[int, int, int]  # inode, time of the last change in nanoseconds, size


def _files(top: Path) -> dict[str, File]:
    """Every file below a folder."""
    found: dict[str, File] = {}
    for folder, _, names in os.walk(top):
        for name in names:
            stat = os.stat(os.path.join(folder, name))
            found[os.path.relpath(os.path.join(folder, name), top)] = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
    return found


def changed(before: Mapping[str, File], after: Mapping[str, File]) -> set[str]:
    """The files that were made or written again."""
    return {name for name, file in after.items() if before.get(name) != file}


def _stages(said: Path) -> dict[str, float]:
    profile = json.loads(said.read_text("utf-8")).get("profile", {})  # of a publish with nothing to do there is none
    return {stage: float(spent["processor"]) for stage, spent in profile.items()}


def _fault(case: str, subjects: Subjects, racer: Racer) -> str:
    """What is wrong with the output of a case; "" if the change is in it."""

    def text(name: str) -> str:
        file = racer.site / f"{name}.html"
        return file.read_text("utf-8") if file.is_file() else ""

    wanted: Mapping[str, Callable[[], bool]] = {
        "body": lambda: WORD in text(subjects.told),
        "title": lambda: NAME in text(subjects.renamed) and NAME in _lists(racer.site),
        "state": lambda: NUMBER in text(subjects.closed),
        "template": lambda: BADGE in text(subjects.told),
        "deletion": lambda: not text(subjects.deleted),
    }
    if not all(text(name) for name in (subjects.told, subjects.closed)):
        return "pages are missing"
    return "" if wanted.get(case, lambda: True)() else "the change is not in the output"


def _lists(site: Path) -> str:
    """The texts of the list pages of models, wherever a generator puts them."""
    where = [*site.glob("models*.html"), *site.glob("letters/**/*.html"), *site.glob("models/**/*.html")]
    return "".join(file.read_text("utf-8") for file in where if not file.name.startswith("model-"))


def rows(runs: Sequence[Run]) -> list[Row]:
    """Medians by case and generator, in the order of the cases."""
    made = []
    for case in dict.fromkeys(run.case for run in runs):
        for name in dict.fromkeys(run.name for run in runs):
            group = [run for run in runs if (run.case, run.name) == (case, name)]
            if group:
                made.append(_row(group, runs))
    return made


def _row(group: Sequence[Run], runs: Sequence[Run]) -> Row:
    first = {run.round: run.cost.processor for run in runs if run.name == FIRST and run.case == group[0].case}
    ratios = [run.cost.processor / first[run.round] for run in group if first.get(run.round)]
    last = group[-1]
    return Row(
        last.name, last.case,
        statistics.median(run.cost.processor for run in group),
        statistics.median(run.cost.wall for run in group),
        statistics.median(run.cost.memory for run in group),
        statistics.median(ratios) if ratios else None,
        last.pages, last.size, last.written,
    )  # fmt: skip


def table(found: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| case | generator | processor s | to Hugo | wall s | memory MB | pages | site MB | files written |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in found:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        figures = (
            f"{row.processor:.2f} | {ratio} | {row.wall:.2f} | {row.memory / 1e6:.0f} | {row.pages} | {row.size / 1e6:.1f} | {row.written}"
        )
        lines.append(f"| {row.case} | {row.name} | {figures} |")
    return "\n".join(lines)


def stage_table(runs: Iterable[Run]) -> str:
    """Processor seconds of our stages by case (medians), the whole, and the whole without what no rival does."""
    ours = [run for run in runs if run.name == OURS]
    cases = list(dict.fromkeys(run.case for run in ours))
    stages = list(dict.fromkeys(stage for run in ours for stage in run.stages))
    lines = [f"| sitegen, stage | {' | '.join(cases)} |", "|---|" + "--:|" * len(cases)]

    def line(name: str, figure: Callable[[Run], float]) -> str:
        medians = (statistics.median(figure(run) for run in ours if run.case == case) for case in cases)
        return f"| {name} | {' | '.join(f'{m:.2f}' for m in medians)} |"

    lines += [line(stage, lambda run, stage=stage: run.stages.get(stage, 0.0)) for stage in stages]  # type: ignore[misc]
    lines.append(line("start and end", lambda run: run.cost.processor - sum(run.stages.values())))
    lines.append(line("all", lambda run: run.cost.processor))
    return "\n".join([*lines, line(f"all without {' and '.join(_LEFT_OUT)}", without)])


def without(run: Run) -> float:
    """Processor seconds without the stages that no rival has; the files of the search are still written."""
    return run.cost.processor - sum(run.stages.get(stage, 0.0) for stage in _LEFT_OUT)


def _plain(run: Run) -> dict[str, object]:
    cost = {"wall": run.cost.wall, "processor": run.cost.processor, "memory": run.cost.memory}
    shape = {"pages": run.pages, "size": run.size, "written": run.written}
    return {"name": run.name, "case": run.case, "round": run.round, **cost, **shape, "stages": dict(run.stages)}


if __name__ == "__main__":
    sys.exit(main())

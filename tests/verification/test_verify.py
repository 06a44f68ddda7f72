"""``verify``: what tampering gives which exit code, on a folder and over HTTP, and that it agrees with the proofs."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sitegen.memory import Memory
from sitegen.pipeline import check
from sitegen.published.source import Folder, Unreachable, Web, is_inside, source_at
from tests.press import SMALL, publish
from tests.sites import write_site
from tests.verification.published import LAST, NAME, head, publish_daily, records, replaced, verified, verify

# each builds sites for several days; what the pages say is tested in the quick part
pytestmark = pytest.mark.slow

MODEL = "content/models/zhang-san.md"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_daily(tmp_path_factory.mktemp("verify") / "site")


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """The published folder alone."""
    return Path(shutil.copytree(site / "output", tmp_path / "www"))


def one(found: dict[str, list[dict[str, object]]]) -> dict[str, object]:
    return next(n for n in found["notices"] if n["id"] == "zhang-san-1-1")


def test_a_sound_site_is_satisfied(copy: Path) -> None:
    code, found = verified(copy)
    assert code == found["exit"] == 0
    notice = one(found)
    assert (notice["verdict"], notice["counted"], notice["required"]) == ("satisfied", 5, 5)
    assert notice["strengths"] == ["declared", "built"]
    assert notice["seen"] == [f"2026-11-{day}" for day in range(16, 21)]
    assert (notice["text"], notice["page"]) == ("same", "same")


def test_the_report_reads_in_both_languages(copy: Path) -> None:
    assert "已满足  zhang-san-1-1" in verify(copy).stdout
    said = verify(copy, "--lang", "en").stdout
    assert "satisfied  zhang-san-1-1" in said
    assert "--head" in said


def test_the_command_has_a_chinese_name_and_a_default(site: Path) -> None:
    from click.testing import CliRunner

    from sitegen.cli import cli

    result = CliRunner().invoke(cli, ["核验", "--site", str(site), "--date", "2026-11-23", "--lang", "zh"])
    assert result.exit_code == 0, result.output
    assert "已满足  zhang-san-1-1" in result.output


def test_a_running_notice_counts_as_fine(tmp_path: Path) -> None:
    site = publish_daily(tmp_path / "site", last=date(2026, 11, 18))
    code, found = verified(site / "output", day="2026-11-18")
    assert (code, one(found)["verdict"]) == (0, "running")


def test_a_page_built_again_is_held_against_the_text(tmp_path: Path) -> None:
    site = publish_daily(tmp_path / "site", last=date(2026, 11, 18))
    assert one(verified(site / "output", day="2026-11-18")[1])["page"] == "rebuilt"
    page = site / "output" / f"{NAME}.html"
    page.write_text(page.read_text("utf-8").replace("修水渠的人", "修路的人"), "utf-8")
    code, found = verified(site / "output", day="2026-11-18")
    assert (code, one(found)["page"]) == (2, "other")


def _edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda www: replaced(path, old, new)(www)


def _edit_record(www: Path) -> None:
    name = next(n for n, r in records(www).items() if r["kind"] == "shown")
    _edit(f"ledger/{name}.json", "2026-11-16T09", "2026-11-16T08")(www)


def _drop_record(www: Path) -> None:
    name = next(n for n, r in records(www).items() if r["kind"] == "build" and r["date"] == "2026-11-18")
    (www / f"ledger/{name}.json").unlink()


def _drop_head(www: Path) -> None:
    (www / f"ledger/{head(www)}.json").unlink()


def _set_head_back(www: Path) -> None:
    (www / "ledger/heads.txt").write_text(records(www)[head(www)]["parents"][0] + "\n", "utf-8")


def _drop_heads(www: Path) -> None:
    (www / "ledger/heads.txt").unlink()


def _strange_heads(www: Path) -> None:
    (www / "ledger/heads.txt").write_text("../../etc/passwd\n")


def _drop_evidence(www: Path) -> None:
    shutil.rmtree(www / "ledger")
    (www / "verify.html").unlink()


TAMPERED: list[tuple[str, Callable[[Path], None], int]] = [
    ("a changed text", _edit(f"{NAME}.txt", "张三", "李三"), 2),
    ("a changed page", _edit(f"{NAME}.html", "关于张三拟", "关于李三拟"), 2),
    ("a page that is gone", lambda www: (www / f"{NAME}.html").unlink(), 2),
    ("a page with another end", _edit(f"{NAME}.html", "2026年11月20日", "2026年11月19日"), 2),
    ("a changed record", _edit_record, 3),
    ("a missing record", _drop_record, 3),
    ("a missing head", _drop_head, 3),
    ("a head set back, records left", _set_head_back, 3),
    ("no file of heads", _drop_heads, 3),
    ("a strange file of heads", _strange_heads, 3),
    ("no evidence at all", _drop_evidence, 2),
]


@pytest.mark.parametrize(("tamper", "code"), [t[1:] for t in TAMPERED], ids=[t[0] for t in TAMPERED])
def test_tampering_gives_its_exit_code(copy: Path, tamper: Callable[[Path], None], code: int) -> None:
    tamper(copy)
    result = verify(copy)
    assert result.returncode == code, result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_an_end_cut_off_shows_only_with_a_remembered_head(copy: Path) -> None:
    remembered = head(copy)
    before = records(copy)[remembered]["parents"][0]
    _set_head_back(copy)
    (copy / f"ledger/{remembered}.json").unlink()
    assert verify(copy).returncode == 0
    assert verify(copy, "--head", before).returncode == 0
    result = verify(copy, "--head", before, "--head", remembered)
    assert result.returncode == 3
    assert remembered in result.stdout


def test_a_page_that_claims_more_than_the_records_show(tmp_path: Path) -> None:
    site = publish_daily(tmp_path / "site", first=date(2026, 11, 17), last=date(2026, 11, 19), edits={
        date(2026, 11, 17): replaced(MODEL, "结束: 2026-11-20", "结束: 2026-11-23"),
    })  # fmt: skip
    code, found = verified(site / "output", day="2026-11-24")
    assert (code, one(found)["counts_from"], one(found)["counted"]) == (2, "2026-11-17", 5)  # the page still says "running"
    assert one(found)["verdict"] == "satisfied"
    assert one(found)["faults"]


def test_a_late_change_of_substance_does_not_satisfy(tmp_path: Path) -> None:
    site = publish_daily(tmp_path / "site", last=date(2026, 11, 17))
    folder = tmp_path / "forged"
    shutil.copytree(site, folder)
    # an office that ignores its own checks: the change is recorded, the end is not moved
    edit = replaced(MODEL, "摘要: 修水渠的人。", "摘要: 修路的人。")
    replaced(MODEL, "结束: 2026-11-20", "结束: 2026-11-25, 更正: [{日期: 2026-11-18, 内容: 延长}]")(folder)
    edit(folder)
    assert publish(folder, date(2026, 11, 18)).checked.is_sound
    code, found = verified(folder / "output", day="2026-11-18")
    assert (code, one(found)["counts_from"], one(found)["counted"]) == (0, "2026-11-18", 6)
    assert one(found)["changes"] and one(found)["changes"][0]["restarts"]  # type: ignore[index]


def _extend(site: Path) -> None:
    replaced(MODEL, "结束: 2026-11-20", "结束: 2026-11-24, 更正: [{日期: 2026-11-17, 内容: 延长}]")(site)


def _extend_and_edit(site: Path) -> None:
    _extend(site)
    replaced(MODEL, "摘要: 修水渠的人。", "摘要: 修路的人。")(site)


def _object(site: Path) -> None:
    said = "    异议: [{编号: y-01, 日期: 2026-11-17, 状态: 不成立, 办结: 2026-11-18, 说明: 查无}]\n    公示: {"
    replaced(MODEL, "    公示: {", said)(site)


def _honour(site: Path) -> None:
    replaced(MODEL, "    公示: {", "    表彰: {日期: 2026-11-23, 文号: 丙〔2026〕2号}\n    公示: {")(site)


STORIES: dict[str, dict[date, Callable[[Path], None]]] = {
    "undisturbed": {},
    "extended": {date(2026, 11, 17): _extend},
    "changed": {date(2026, 11, 17): _extend_and_edit},
    "objected and honoured": {date(2026, 11, 18): _object, date(2026, 11, 23): _honour},
}


@pytest.mark.parametrize("edits", STORIES.values(), ids=STORIES)
def test_the_records_alone_agree_with_the_proofs(tmp_path: Path, edits: dict[date, Callable[[Path], None]]) -> None:
    site = publish_daily(tmp_path / "site", last=date(2026, 11, 15), edits={})
    for number in range(16, 27):
        day = date(2026, 11, number)
        if day in edits:
            edits[day](site)
        built = publish(site, day)
        assert built.checked.is_sound, [(p.code, p.message.en) for p in built.checked.problems]
        memory = Memory(None)
        library = check(site, day, None, memory).library
        memory.close()
        assert library is not None
        from sitegen.published.examination import examine

        found = {r.id: r for r in examine(source_at(str(site / "output")), (), day, None).results}
        assert set(found) == set(library.proofs)
        for name, proof in library.proofs.items():
            judged = found[name].judged
            assert judged.verdict is proof.verdict, (day, name)
            assert not found[name].faults, (day, name, found[name].faults)
            if name in library.book.stories:
                assert (judged.shown, judged.counts_from, judged.counted) == (proof.shown, proof.counts_from, proof.counted)
                assert (judged.seen, judged.changes, judged.strengths) == (proof.seen, proof.changes, proof.strengths)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Away(_Quiet):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "http://localhost:9/elsewhere/")
        self.end_headers()


@contextmanager
def served(folder: Path, handler: type[_Quiet] = _Quiet) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_address_gives_what_the_folder_gives(copy: Path) -> None:
    with served(copy.parent) as address:
        code, found = verified(f"{address}/www")
        assert code == 0
        assert one(found) == one(verified(copy)[1])
        assert verified(f"{address}/www/verify.html")[0] == 0
        _drop_record(copy)
        assert verify(f"{address}/www/").returncode == 3


def test_nothing_is_fetched_from_elsewhere(copy: Path) -> None:
    with served(copy, _Away) as address:
        result = verify(address)
        assert result.returncode == 2
        assert "没有跟去" in result.stderr


def test_a_dead_address_or_folder_cannot_be_shown(tmp_path: Path) -> None:
    for where in ("http://127.0.0.1:9/", "ftp://example.org/", "http://user:pw@127.0.0.1/", str(tmp_path / "nowhere")):
        result = verify(where, "--json")
        assert result.returncode == 2, where
        assert "unreachable" in json.loads(result.stdout)
        assert "Traceback" not in result.stderr


def test_addresses_stay_inside(tmp_path: Path) -> None:
    for path in ("/etc/passwd", "../x", "a/../../x", "http://x/", "a\\b", "", "a?b", "a#b", "a\nb"):
        assert not is_inside(path), path
    (tmp_path / "in").mkdir()
    (tmp_path / "out.txt").write_text("x")
    (tmp_path / "in/link.txt").symlink_to(tmp_path / "out.txt")
    assert Folder(tmp_path / "in").get("link.txt") is None
    assert Folder(tmp_path / "in").get("../out.txt") is None
    assert Web("http://127.0.0.1:9/").get("../x") is None


def test_a_file_without_end_is_not_swallowed(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.published.source.LARGEST", 1000)
    with pytest.raises(Unreachable):
        source_at(str(copy)).get("verify.html")
    with served(copy) as address, pytest.raises(Unreachable):
        source_at(address).get("verify.html")


def test_a_site_without_evidence_cannot_be_shown(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", SMALL)
    publish(site, LAST)
    assert verify(site / "output").returncode == 2

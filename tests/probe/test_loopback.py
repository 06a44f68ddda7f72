"""The deployed site on loopback: what is seen of it, what is recorded, and that publishing and verifying go on from there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen import recording
from sitegen.ledger.history import heads, verify
from sitegen.ledger.store import read_ledger, stage
from sitegen.lock import Held, only_one
from sitegen.probing import rounds, watching
from sitegen.probing.rounds import Refused
from sitegen.proof import Proof
from sitegen.published.examination import examine
from sitegen.published.source import source_at
from sitegen.records.words import Verdict
from tests.attacks.test_lawful import proof
from tests.attacks.world import ZHANG, day_of, iso, put, remark
from tests.probe.deployed import PAGE, TEXT, Deployed, Quiet, deployed, served

pytestmark = pytest.mark.slow

ID = "zhang-san-1"


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Deployed]:
    """Published and uploaded on the first day."""
    with deployed(tmp_path) as made:
        made.publish(16)
        made.upload()
        yield made


def test_a_site_as_published_is_witnessed_once_a_day(there: Deployed) -> None:
    found = there.probe(16)
    assert (found.code, found.recorded, {f.state.value for f in found.looked.files}) == (0, 1, {"same"})
    assert {f.url for f in found.looked.files} == {"ledger/heads.txt", "index.html", "notices/index.html", "verify.html", PAGE, TEXT}
    (entry,) = there.witnesses()
    assert (entry.id, entry.date, entry.simulated) == (ID, iso(16), False)
    said = dict(entry.data)
    assert (said["by"], said["url"], said["seen"], said["since"]) == ("probe", there.address, "same", iso(16))
    assert said["heads"] == tuple((there.site / "output/ledger/heads.txt").read_text().split())
    assert there.probe(16, 18).recorded == 0
    assert heads(read_ledger(there.site / "ledger")) == (entry.name,)
    assert (there.site / ".sitegen/heads.txt").read_text().strip() == entry.name
    assert verify(read_ledger(there.site / "ledger")) == ()


def test_a_site_never_uploaded_is_missing(tmp_path: Path) -> None:
    with deployed(tmp_path) as made:
        made.publish(16)
        found = made.probe(16)
        assert (found.code, found.recorded, {f.state.value for f in found.looked.files}) == (1, 1, {"missing"})
        assert made.witnesses()[0].data["found"] == {"page": "missing", "text": "missing"}
        assert "text" not in made.witnesses()[0].data


def test_yesterdays_copy_is_stale_and_its_day_is_told(there: Deployed) -> None:
    there.probe(16)
    there.publish(17)
    found = there.probe(17)
    assert (found.code, found.looked.published) == (1, day_of(16))
    assert {f.url: f.state.value for f in found.looked.files}["ledger/heads.txt"] == "stale"
    assert "altered" not in {f.state.value for f in found.looked.files}
    there.upload()
    assert there.probe(17, 12).code == 0
    assert [e.data["seen"] for e in there.witnesses()] == ["same", "stale", "same"]


def test_an_old_text_is_stale_and_no_success(there: Deployed) -> None:
    put(ZHANG, "结束: 2026-11-20", "结束: 2026-11-27")(there.site)
    put(ZHANG, "钳工", "厂长")(there.site)
    remark(17)(there.site)
    there.publish(17)
    assert there.state(17) == "stale"


def _in(path: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(www: Path) -> None:
        text = (www / path).read_text("utf-8")
        assert old in text
        (www / path).write_text(text.replace(old, new), "utf-8")

    return edit


TAMPERED: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "a name on the page": (_in(PAGE, "张三", "李三"), PAGE, "altered"),
    "a name in the text": (_in(TEXT, "张三", "李三"), TEXT, "altered"),
    "the page gone": (lambda www: (www / PAGE).unlink(), PAGE, "missing"),
    "the text gone": (lambda www: (www / TEXT).unlink(), TEXT, "missing"),
}


@pytest.mark.parametrize("late", [False, True], ids=["today's copy", "yesterday's copy"])
@pytest.mark.parametrize(("tamper", "url", "state"), TAMPERED.values(), ids=TAMPERED)
def test_tampering_is_told_from_an_old_copy(there: Deployed, late: bool, tamper: Callable[[Path], None], url: str, state: str) -> None:
    day = 17 if late else 16
    if late:
        there.publish(17)
    tamper(there.www)
    found = there.probe(day)
    assert {f.url: f.state.value for f in found.looked.files}[url] == state
    assert [s.state.value for s in found.looked.sights] == [state]
    assert (found.code, [e.data["seen"] for e in there.witnesses()]) == (1, [state])


@pytest.mark.parametrize("path", ["index.html", "notices/index.html", "verify.html", "ledger/heads.txt"])
def test_a_page_of_no_notice_counts_too(there: Deployed, path: str) -> None:
    (there.www / path).write_text("0" * 64, "utf-8")
    found = there.probe(16)
    assert found.code == 1
    assert [f.url for f in found.looked.files if f.state.value == "altered"] == [path]
    assert there.witnesses()[0].data["seen"] == "same"  # the notice itself was there


class _Broken(Quiet):
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_error(503)


class _Away(Quiet):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "http://localhost:9/elsewhere/")
        self.end_headers()


@pytest.mark.parametrize("handler", [_Broken, _Away])
def test_a_site_that_does_not_answer_is_unreachable_and_not_asked_for_ever(tmp_path: Path, handler: type[Quiet]) -> None:
    with deployed(tmp_path) as made, served(tmp_path / "other", handler) as address:
        put("site.yaml", made.address, address)(made.site)
        made.publish(16)
        found = made.probe(16)
    assert (found.code, {f.state.value for f in found.looked.files}) == (2, {"unreachable"})
    assert made.witnesses()[0].data["seen"] == "unreachable"
    assert _Broken.asked <= 3


def test_a_dead_address_is_unreachable(there: Deployed) -> None:
    there.publish(16)
    put("site.yaml", there.address, "http://127.0.0.1:9/")(there.site)
    assert there.probe(16).code == 2


def test_a_site_not_published_since_its_state_changed_is_overdue(there: Deployed) -> None:
    assert there.probe(20).overdue == ""
    found = there.probe(21)
    assert (found.code, found.overdue) == (1, iso(21))


def test_an_ended_notice_is_looked_at_until_it_is_decided_and_not_recorded(there: Deployed) -> None:
    for day in (17, 18, 19, 20, 21):
        there.publish(day)
    there.upload()
    found = there.probe(21)
    assert (found.code, found.recorded, [s.notice.is_running for s in found.looked.sights]) == (0, 0, [False])
    assert not there.witnesses()


def test_another_address_is_compared_and_not_recorded(there: Deployed) -> None:
    with served(there.www) as mirror:
        found = there.probe(16, where=mirror)
    assert (found.code, found.is_kept, found.recorded) == (0, False, 0)
    assert there.witnesses() == []


def test_a_copy_published_elsewhere_is_newer_than_ours(there: Deployed) -> None:
    other = Deployed(there.site.with_name("other"), there.www, there.address)
    shutil.copytree(there.site, other.site)
    other.publish(17)
    other.upload()
    for file in (other.site / "ledger").glob("*.json"):
        shutil.copy(file, there.site / "ledger")
    found = there.probe(17)
    assert (found.looked.is_newer, found.code, found.recorded) == (True, 2, 0)


def test_another_day_is_simulated_and_proves_nothing(there: Deployed) -> None:
    found = there.probe(16, as_of=17)
    assert (found.is_simulated, found.recorded) == (True, 1)
    assert there.witnesses()[0].simulated
    assert there.probe(16, 11, as_of=17).recorded == 0
    assert proof(there.site, 16).sightings.days == ()


def test_a_demonstration_is_simulated_and_counts_there(tmp_path: Path) -> None:
    with deployed(tmp_path) as made:
        put("site.yaml", "启用存证:", "演示日期: 2026-11-16\n启用存证:")(made.site)
        made.publish(18)
        made.upload()
        assert made.probe(18).is_simulated
        assert proof(made.site, 18).sightings.days == (day_of(16),)


def test_unsound_content_does_not_stop_a_probe(there: Deployed) -> None:
    put(ZHANG, "姓名: 张三", "姓名：")(there.site)
    assert there.probe(16).code == 0


@pytest.mark.parametrize("hour", [8, 10], ids=["younger than the probe", "older than the probe"])
def test_a_publish_in_between_leaves_nothing_recorded(there: Deployed, monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    look = watching.look

    def slow(*given: object) -> object:
        seen = look(*given)  # type: ignore[arg-type]
        there.publish(17)
        return seen

    monkeypatch.setattr(rounds, "look", slow)
    with pytest.raises(Refused, match="overtaken"):
        there.probe(17, hour)
    assert there.witnesses() == []
    assert verify(read_ledger(there.site / "ledger")) == ()


def test_a_clock_behind_the_ledger_writes_nothing(there: Deployed) -> None:
    there.publish(16)
    with pytest.raises(Refused, match="overtaken"):
        there.probe(16, 8)


def test_a_publish_under_way_is_not_disturbed(there: Deployed) -> None:
    with only_one(there.site / ".sitegen/lock", "pid 4711"), pytest.raises(Held, match="4711"):
        there.probe(16)


def test_a_crash_before_the_end_loses_the_record_and_nothing_else(there: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(recording, "complete", crash)
    with pytest.raises(KeyboardInterrupt):
        there.probe(16)
    monkeypatch.undo()
    assert list((there.site / "ledger/.staged").iterdir())
    assert there.probe(16, 11).recorded == 1
    assert len(there.witnesses()) == 1
    assert verify(read_ledger(there.site / "ledger")) == ()


def test_staged_records_that_were_never_published_are_not_taken_for_published_ones(there: Deployed) -> None:
    there.probe(16)
    entry = there.witnesses()[0]
    (there.site / f"ledger/{entry.name}.json").unlink()
    (there.site / ".sitegen/heads.txt").unlink()
    stage(there.site / "ledger", (entry,))
    there.publish(16)
    assert there.witnesses() == []


def test_the_next_publish_makes_the_records_public(there: Deployed) -> None:
    there.probe(16)
    there.publish(17)
    name = there.witnesses()[0].name
    published = there.site / "output/ledger" / f"{name}.json"
    assert json.loads(published.read_text())["data"]["seen"] == "same"
    page = (there.site / "output/verify.html").read_text("utf-8")
    assert f'data-probed="{iso(16)}"' in page
    assert "探测看到" in page
    assert "对公开网址的探测（1 天看到）" in (there.site / "output" / PAGE).read_text("utf-8")
    again = read_ledger(there.site / "ledger").entries.keys()
    there.publish(17)
    assert read_ledger(there.site / "ledger").entries.keys() == again


def test_a_site_without_evidence_is_compared_and_nothing_is_recorded(tmp_path: Path) -> None:
    with deployed(tmp_path) as made:
        put("site.yaml", "启用存证: 2026-11-16\n启用探测: 2026-11-16\n", "")(made.site)
        made.publish(16)
        made.upload()
        found = made.probe(16)
        assert (found.code, found.is_kept) == (0, False)
        assert PAGE in {f.url for f in found.looked.files}
        (made.www / PAGE).write_text("x")
        assert made.probe(16).code == 1


DAYS: dict[str, dict[int, str]] = {
    "every day": dict.fromkeys(range(16, 21), "uploaded"),
    "never": dict.fromkeys(range(16, 21), "kept back"),
    "a day late": {16: "kept back", **dict.fromkeys(range(17, 21), "uploaded")},
    "a stale day": {**dict.fromkeys(range(16, 21), "uploaded"), 18: "kept back"},
    "two days down": {**dict.fromkeys(range(16, 21), "uploaded"), 18: "down", 19: "down"},
}
VERDICTS = {"every day": Verdict.SATISFIED, "never": Verdict.CANNOT_BE_SHOWN, "a day late": Verdict.NOT_SATISFIED}


@pytest.mark.slow
@pytest.mark.parametrize("days", DAYS)
def test_the_published_records_alone_give_the_same_verdict(tmp_path: Path, days: str) -> None:
    with deployed(tmp_path) as made:
        for day in range(16, 23):
            there = DAYS[days].get(day, "uploaded")
            made.publish(day) if not _stopped(made, day) else None
            if there == "uploaded":
                made.upload()
            if there == "down":
                shutil.rmtree(made.www, ignore_errors=True)
            made.probe(day)
            if not _stopped(made, day):
                made.publish(day)
                agree(made, day)
        assert proof(made.site, 23).verdict is VERDICTS.get(days, Verdict.SATISFIED)


def _stopped(made: Deployed, day: int) -> bool:
    """Whether the rules stop a publish: a notice that was seen too late must be extended first."""
    from tests.attacks.test_lawful import looked_at

    return not looked_at(made.site, day).is_sound


def agree(made: Deployed, day: int) -> None:
    found = examine(source_at(str(made.site / "output")), (), day_of(day), None)
    assert not found.damages
    (result,) = found.results
    expected: Proof = proof(made.site, day)
    judged = result.judged
    assert judged.verdict is expected.verdict, day
    assert not result.faults, (day, result.faults)
    assert (judged.counts_from, judged.counted, judged.strengths, judged.seen) == (
        expected.counts_from, expected.counted, expected.strengths, expected.seen,
    )  # fmt: skip
    assert judged.sightings == expected.sightings

"""A publish that has its head stamped, authorities that answer badly, and what a verified stamp says."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sitegen.attest import stamp
from sitegen.cli import SHANGHAI
from sitegen.ledger.entry import Entry
from sitegen.published.seals import Trust, examine_seals
from sitegen.published.source import Folder
from tests.attest.house import DAY, Authority, codes, needs, run, served, site_with
from tests.press import publish, tree
from tests.verification.published import head, verified, verify

pytest.importorskip("rfc3161_client")
pytestmark = [needs("openssl"), pytest.mark.slow]
TEXT = b"0" * 64 + b"\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "one").make()


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Path:
    """A site that was published once, stamped; its authority is gone."""
    with served(lambda query: (200, authority.stamp(query))) as (url, asked):
        site = site_with(tmp_path_factory.mktemp("stamped") / "site", f"时间戳: {url}")
        built = publish(site, DAY)
        assert built.checked.is_sound
        assert len(asked) == 1
    return site


@pytest.fixture
def copy(stamped: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(stamped, tmp_path / "site"))


@pytest.fixture(autouse=True)
def directly(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield


def test_the_published_stamp_is_checked_by_the_commands_of_the_page(stamped: Path, authority: Authority, tmp_path: Path) -> None:
    page = (stamped / "output/verify.html").read_text("utf-8")
    for name in ("heads.txt", "heads.txt.tsr"):
        shutil.copy(stamped / "output/ledger" / name, tmp_path)
    shutil.copy(authority.root, tmp_path / "root.pem")
    command = "openssl ts -verify -data heads.txt -in heads.txt.tsr -CAfile root.pem"
    assert command in page
    assert b"Verification: OK" in run(*command.split(), cwd=tmp_path).stdout
    assert "不说明网页在那时有人能看到" in page


def test_the_stamp_is_kept_beside_its_record_and_not_asked_for_again(copy: Path) -> None:
    name = head(copy / "output")
    assert (copy / "ledger" / f"{name}.tsr").read_bytes() == (copy / "output/ledger/heads.txt.tsr").read_bytes()
    before = tree(copy / "output")
    again = publish(copy, DAY)  # its authority is gone: asking would warn
    assert (again.rendered, again.written, again.removed, again.recorded) == (0, 0, 0, 0)
    assert "A002" not in codes(again.checked.problems)
    assert tree(copy / "output") == before


def test_a_new_head_without_a_stamp_does_not_keep_that_of_the_old_one(copy: Path) -> None:
    built = publish(copy, DAY.replace(day=17))
    assert built.recorded
    assert codes(built.checked.problems) == ["A002"]
    assert built.checked.is_sound
    assert not (copy / "output/ledger/heads.txt.tsr").exists()
    assert "h-stamp" not in (copy / "output/verify.html").read_text("utf-8")


def test_the_next_publish_asks_again_though_it_has_nothing_to_record(copy: Path, authority: Authority) -> None:
    day = DAY.replace(day=17)
    publish(copy, day)
    with served(lambda query: (200, authority.stamp(query))) as (url, asked):
        settings = copy / "site.yaml"
        others = [line for line in settings.read_text("utf-8").splitlines(keepends=True) if "时间戳" not in line]
        settings.write_text("".join(others) + f"时间戳: {url}\n", "utf-8")
        built = publish(copy, day)
        assert built.recorded == 0
        assert len(asked) == 1
        token = (copy / "output/ledger/heads.txt.tsr").read_bytes()
        assert stamp.verified(token, (copy / "output/ledger/heads.txt").read_bytes(), authority.root)
        assert publish(copy, day).written == 0
        assert len(asked) == 1


def test_a_clock_that_differs_from_the_authoritys_is_told(stamped: Path, authority: Authority) -> None:
    there = stamp.verified(
        (stamped / "output/ledger/heads.txt.tsr").read_bytes(), (stamped / "output/ledger/heads.txt").read_bytes(), authority.root
    )
    token = stamp.Token(b"", there)
    assert stamp.skew(token, there + timedelta(minutes=9)) is None
    assert stamp.skew(token, there - timedelta(days=1)) == timedelta(days=-1)


def test_a_publish_with_a_wrong_clock_is_stamped_and_warned(tmp_path: Path, authority: Authority) -> None:
    with served(lambda query: (200, authority.stamp(query))) as (url, _):
        other_day = DAY if datetime.now(SHANGHAI).date() != DAY else DAY.replace(day=17)
        built = publish(site_with(tmp_path / "site", f"时间戳: {url}"), other_day)
    assert built.checked.is_sound
    assert codes(built.checked.problems) == ["A003"]


def test_hostile_answers_are_refused_and_named(authority: Authority, tmp_path: Path) -> None:
    good = authority.stamp(authority.query(TEXT))
    rejected = run(
        "openssl", "ts", "-reply", "-config", "tsa.cnf", "-section", "one", "-queryfile", "bad", "-signer", "tsa.pem", "-inkey", "tsa.key",
        "-out", "no", cwd=_bad_query(authority),
    )  # fmt: skip
    assert rejected.returncode == 0
    answers = {
        "nonce": (200, good),
        "stamps something else": (200, b""),
        "refused": (200, (authority.folder / "no").read_bytes()),
        "answers 503": (503, good),
        "not a valid": (200, b"\x30\x82garbage"),
        "too large": (200, b"\0" * (stamp.LARGEST + 1)),
        "redirects": (302, b"http://127.0.0.1:9/"),
    }
    for words, (status, body) in answers.items():

        def answer(query: bytes, words: str = words, status: int = status, body: bytes = body) -> tuple[int, bytes]:
            return status, _other_imprint(authority, query) if words == "stamps something else" else body

        with served(answer) as (url, _), pytest.raises(stamp.NoStamp, match=words):
            stamp.ask(url, TEXT)
    with pytest.raises(stamp.NoStamp, match="cannot be reached"):
        stamp.ask("http://127.0.0.1:9/", TEXT)
    with pytest.raises(stamp.NoStamp, match="unusable"):
        stamp.ask("file:///etc/passwd", TEXT)


def _bad_query(authority: Authority) -> Path:
    """A query by a hash that the authority does not take."""
    (authority.folder / "text").write_bytes(TEXT)
    query = run("openssl", "ts", "-query", "-data", "text", "-sha1", "-cert", cwd=authority.folder).stdout
    (authority.folder / "bad").write_bytes(query)
    return authority.folder


def _other_imprint(authority: Authority, query: bytes) -> bytes:
    """A stamp with the nonce that was sent, over something else."""
    import hashlib

    mine = hashlib.sha512(TEXT).digest()
    assert mine in query
    return authority.stamp(query.replace(mine, hashlib.sha512(b"other").digest()))


@pytest.mark.parametrize("trickle", [0.05, 5.0], ids=["drop by drop", "silent"])
def test_a_slow_authority_holds_a_publish_up_for_the_limit_only(trickle: float) -> None:
    with served(lambda _: (200, b"x" * 1000), trickle) as (url, _):
        started = time.perf_counter()
        with pytest.raises(stamp.NoStamp, match="no answer within"):
            stamp.ask(url, TEXT, seconds=0.4)
        assert time.perf_counter() - started < 0.9


def test_no_mutation_of_a_token_verifies_or_breaks_the_reader(authority: Authority) -> None:
    good = authority.stamp(authority.query(TEXT))
    time_of = stamp.verified(good, TEXT, authority.root)
    assert abs(time_of - datetime.now(SHANGHAI)) < timedelta(minutes=2)
    dice = random.Random(3161)
    for _ in range(300):
        data = bytearray(good)
        for _ in range(dice.choice((1, 1, 3))):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        try:
            assert stamp.verified(bytes(data[: dice.choice((len(data), len(data), 500))]), TEXT, authority.root) == time_of
        except stamp.NoStamp:
            continue


def test_a_stamp_of_another_text_or_another_authority_proves_nothing(authority: Authority, tmp_path: Path) -> None:
    good = authority.stamp(authority.query(TEXT))
    other = Authority(tmp_path / "other").make()
    with pytest.raises(stamp.NoStamp):
        stamp.verified(good, b"1" + TEXT[1:], authority.root)
    with pytest.raises(stamp.NoStamp):
        stamp.verified(good, TEXT, other.root)
    (tmp_path / "none.pem").write_text("nothing")
    with pytest.raises(stamp.Unusable):
        stamp.verified(good, TEXT, tmp_path / "none.pem")


def test_the_library_is_not_loaded_where_no_stamp_is_asked_for() -> None:
    code = "import sys, sitegen.pipeline, sitegen.staff.verify, sitegen.cli; sys.exit('rfc3161_client' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_the_library_a_publish_warns_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    built = publish(site_with(tmp_path / "site", "时间戳: http://127.0.0.1:9/"), DAY)
    assert codes(built.checked.problems) == ["A002"]
    assert built.checked.is_sound
    assert "rfc3161-client" in next(p for p in built.checked.problems if p.code == "A002").message.zh


# -- verify


@pytest.mark.slow
def test_verify_tells_a_claim_and_with_the_root_a_fact(copy: Path, authority: Authority) -> None:
    code, found = verified(copy / "output", day="2026-11-16")
    assert (code, found["timestamp"]["state"]) == (0, "claimed")
    code, found = verified(copy / "output", "--tsa", str(authority.root), day="2026-11-16")
    assert found["timestamp"]["state"] == "verified"
    assert code == (2 if found["timestamp"]["ahead"] else 0)
    said = verify(copy / "output", "--tsa", str(authority.root), day="2026-11-16").stdout
    assert f"在 {found['timestamp']['time'][:10]}" in said
    assert "不证明网页那时有人能看到" in said


@pytest.mark.slow
def test_verify_calls_a_wrong_stamp_a_damage_and_a_missing_one_not_shown(copy: Path, authority: Authority, tmp_path: Path) -> None:
    file = copy / "output/ledger/heads.txt.tsr"
    other = Authority(tmp_path / "other").make()
    code, found = verified(copy / "output", "--tsa", str(other.root), day="2026-11-16")
    assert (code, found["timestamp"]["state"]) == (3, "bad")
    file.write_bytes(authority.stamp(authority.query(TEXT)))
    for more in ((), ("--tsa", str(authority.root))):
        code, found = verified(copy / "output", *more, day="2026-11-16")
        assert (code, [d["file"] for d in found["damages"]]) == (3, ["heads.txt.tsr"])
    file.unlink()
    assert verified(copy / "output", day="2026-11-16")[0] == 0
    code, found = verified(copy / "output", "--tsa", str(authority.root), day="2026-11-16")
    assert (code, found["timestamp"]["state"]) == (2, "missing")


def test_records_that_run_ahead_of_a_verified_stamp_are_not_believed(authority: Authority, tmp_path: Path) -> None:
    early, late = (Entry("build", "", (), f"{year}-01-01T09:00:00+08:00", f"{year}-01-01") for year in (2020, 2199))
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger/heads.txt").write_bytes(TEXT)
    (tmp_path / "ledger/heads.txt.tsr").write_bytes(authority.stamp(authority.query(TEXT)))
    found = examine_seals(Folder(tmp_path), Trust(tsa=authority.root), [early, late])
    assert found.stamp.state == "verified"
    assert found.ahead == (late.name,)
    assert found.is_lacking
    assert not examine_seals(Folder(tmp_path), Trust(tsa=authority.root), [early]).is_lacking

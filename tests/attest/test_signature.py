"""A publish that signs the head, and the ways in which it cannot."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from sitegen.attest import signature
from sitegen.ledger.store import read_ledger
from tests.attest.house import DAY, allowed, checked, codes, make_key, needs, run, site_with
from tests.press import publish, tree
from tests.verification.published import head, verified, verify

pytestmark = needs("ssh-keygen")
TEXT = b"0" * 64 + b"\n"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_key(tmp_path_factory.mktemp("key") / "office")


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, key: Path) -> Path:
    """A site that was published once, signed."""
    site = site_with(tmp_path_factory.mktemp("signed") / "site", f"签名密钥: {key}")
    built = publish(site, DAY)
    assert built.checked.is_sound
    assert built.recorded
    return site


@pytest.fixture
def copy(signed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(signed, tmp_path / "site"))


def test_the_published_signature_is_checked_by_the_commands_of_the_page(signed: Path, key: Path, tmp_path: Path) -> None:
    ledger = signed / "output/ledger"
    page = (signed / "output/verify.html").read_text("utf-8")
    (tmp_path / "allowed_signers").write_text("office " + (ledger / "signer.pub").read_text("utf-8"), "utf-8")
    command = "ssh-keygen -Y verify -f allowed_signers -I office -n sitegen -s heads.txt.sig < heads.txt"
    assert command.replace("<", "&lt;") in page
    for name in ("heads.txt", "heads.txt.sig"):
        shutil.copy(ledger / name, tmp_path)
    out = run("sh", "-c", command, cwd=tmp_path).stdout.decode()
    fingerprint = run("ssh-keygen", "-lf", key.with_suffix(".pub")).stdout.decode().split()[1]
    assert out.startswith('Good "sitegen" signature for office')
    assert fingerprint in out
    assert fingerprint in page


def test_each_head_keeps_its_signature_and_the_ledger_stays_sound(copy: Path) -> None:
    first = head(copy / "output")
    second_day = DAY.replace(day=17)
    assert publish(copy, second_day).recorded
    second = head(copy / "output")
    assert first != second
    assert {f"{first}.sig", f"{second}.sig"} <= {p.name for p in (copy / "ledger").iterdir()}
    assert (copy / "output/ledger/heads.txt.sig").read_bytes() == (copy / "ledger" / f"{second}.sig").read_bytes()
    assert read_ledger(copy / "ledger").damages == ()
    assert codes(checked(copy, second_day)) == []


def test_a_second_publish_writes_nothing_and_signs_nothing(copy: Path) -> None:
    before = tree(copy / "output")
    again = publish(copy, DAY)
    assert (again.rendered, again.written, again.removed, again.recorded) == (0, 0, 0, 0)
    assert tree(copy / "output") == before


def test_a_signature_that_was_lost_beside_the_records_is_made_again(copy: Path) -> None:
    (copy / "ledger" / f"{head(copy / 'output')}.sig").unlink()
    publish(copy, DAY)
    assert (copy / "ledger" / f"{head(copy / 'output')}.sig").is_file()


def test_a_key_taken_out_of_the_settings_takes_its_signature_off_the_site(copy: Path) -> None:
    settings = copy / "site.yaml"
    settings.write_text("".join(line for line in settings.read_text("utf-8").splitlines(True) if "签名密钥" not in line), "utf-8")
    publish(copy, DAY)
    assert not (copy / "output/ledger/heads.txt.sig").exists()
    assert not (copy / "output/ledger/signer.pub").exists()
    assert "h-signature" not in (copy / "output/verify.html").read_text("utf-8")


def test_a_key_named_later_signs_the_head_that_stands(tmp_path: Path, key: Path) -> None:
    site = site_with(tmp_path / "site")
    publish(site, DAY)
    (site / "site.yaml").write_text((site / "site.yaml").read_text("utf-8") + f"签名密钥: {key}\n", "utf-8")
    built = publish(site, DAY)
    assert built.recorded == 0
    assert signature.fits((site / "output/ledger/heads.txt.sig").read_bytes(), (site / "output/ledger/heads.txt").read_bytes())


@pytest.mark.parametrize("fault", ["missing", "passphrase", "no key", "no program"])
def test_a_key_that_cannot_sign_stops_the_publish_at_once_and_says_why(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "key"
    if fault == "passphrase":
        make_key(file, "geheim")
    elif fault != "missing":
        file.write_text("no key at all")
    if fault == "no program":
        monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    site = site_with(tmp_path / "site", f"签名密钥: {file}")
    started = time.perf_counter()
    built = publish(site, DAY)
    assert time.perf_counter() - started < 8
    assert codes(built.checked.problems) == ["A001"]
    problem = next(p for p in built.checked.problems if p.code == "A001")
    assert problem.place.line == 8
    assert not built.checked.is_sound
    assert not (site / "output").exists()
    assert not (site / "ledger").exists()
    words = {"missing": "没有密钥文件", "passphrase": "不能用", "no key": "不能用", "no program": "没有 ssh-keygen"}
    assert words[fault] in problem.message.zh


def test_an_old_site_stands_when_its_next_head_cannot_be_signed(copy: Path, key: Path) -> None:
    before, records = tree(copy / "output"), tree(copy / "ledger")
    settings = copy / "site.yaml"
    settings.write_text(settings.read_text("utf-8").replace(str(key), "gone"), "utf-8")
    assert codes(publish(copy, DAY.replace(day=17)).checked.problems) == ["A001"]
    assert tree(copy / "output") == before
    assert tree(copy / "ledger") == records


def test_an_agent_signs_with_the_public_part_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("ssh-agent") is None:
        pytest.skip("without ssh-agent")
    file = make_key(tmp_path / "key", "geheim")
    told = dict(line.split(";")[0].split("=") for line in run("ssh-agent", "-s").stdout.decode().splitlines() if "=" in line)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    try:
        (tmp_path / "ask").write_text("#!/bin/sh\necho geheim\n")
        (tmp_path / "ask").chmod(0o700)
        monkeypatch.setenv("SSH_ASKPASS", str(tmp_path / "ask"))
        monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")
        run("ssh-add", "-q", file)
        assert signature.fits(signature.sign(tmp_path, "key", TEXT), TEXT)
        file.unlink()
        assert signature.fits(signature.sign(tmp_path, "key.pub", TEXT), TEXT)
    finally:
        run("ssh-agent", "-k")


def test_no_file_that_is_no_signature_for_this_purpose_names_a_signer(key: Path) -> None:
    good = signature.sign(Path("/"), str(key), TEXT)
    assert signature.signer_of(good)
    other = run("ssh-keygen", "-Y", "sign", "-n", "file", "-f", key, given=TEXT).stdout
    assert signature.signer_of(other) is None
    for data in (b"", b"x" * 100, good[:200], good.replace(b"U1NIU0lH", b"U1NIU0lI"), good + b"x", good * 400):
        assert signature.signer_of(data) is None
        assert not signature.fits(data, TEXT)


def test_a_signature_fits_one_text_only(key: Path) -> None:
    good = signature.sign(Path("/"), str(key), TEXT)
    assert signature.fits(good, TEXT)
    assert not signature.fits(good, b"1" + TEXT[1:])
    assert signature.signer_of(good.replace(b"\n", b"\r\n")) == signature.signer_of(good)


# -- verify


@pytest.mark.slow
def test_verify_tells_the_fingerprint_and_with_signers_the_name(signed: Path, key: Path, tmp_path: Path) -> None:
    code, found = verified(signed / "output", day="2026-11-16")
    assert (code, found["signature"]["state"]) == (0, "fits")
    assert found["signature"]["fingerprint"].startswith("SHA256:")
    assert "从别处问到指纹" in verify(signed / "output", day="2026-11-16").stdout
    trusted = allowed(tmp_path / "signers", key)
    code, found = verified(signed / "output", "--signers", str(trusted), day="2026-11-16")
    assert (code, found["signature"]["state"], found["signature"]["signer"]) == (0, "signed", "office@example.org")


@pytest.mark.slow
@pytest.mark.parametrize("attack", ["stranger", "other head", "taken away", "garbage"])
def test_verify_calls_a_wrong_signature_a_damage(attack: str, copy: Path, key: Path, tmp_path: Path) -> None:
    trusted, file = allowed(tmp_path / "signers", key), copy / "output/ledger/heads.txt.sig"
    text = (copy / "output/ledger/heads.txt").read_bytes()
    if attack == "stranger":
        file.write_bytes(signature.sign(tmp_path, str(make_key(tmp_path / "thief")), text))
    elif attack == "other head":
        file.write_bytes(signature.sign(tmp_path, str(key), TEXT))
    elif attack == "taken away":
        file.unlink()
    else:
        file.write_bytes(b"\x00" * 100)
    code, found = verified(copy / "output", "--signers", str(trusted), day="2026-11-16")
    assert code == 3
    assert [d["file"] for d in found["damages"]] == ["heads.txt.sig"]
    assert found["signature"]["state"] == ("missing" if attack == "taken away" else "bad")
    code, found = verified(copy / "output", day="2026-11-16")
    assert code == (0 if attack in ("stranger", "taken away") else 3)

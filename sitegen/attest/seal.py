"""What stands beside the heads of the ledger: the signature and the time stamp, as kept and as published."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sitegen.attest import stamp
from sitegen.attest.signature import Unsigned, sign, signer_of
from sitegen.problems import Place, Problem, Say, Severity
from sitegen.records.filed import Filed
from sitegen.records.site import Site

SIGNATURE, SIGNER, TOKEN = "ledger/heads.txt.sig", "ledger/signer.pub", "ledger/heads.txt.tsr"


@dataclass(frozen=True, slots=True)
class Seal:
    """The signature of one text of heads, and the token that stamps it; empty where there is none."""

    signature: bytes = b""
    token: bytes = b""

    @property
    def signer(self) -> str:
        """The fingerprint of the key that signed."""
        found = signer_of(self.signature)
        return found.fingerprint if found else ""

    def published(self) -> dict[str, bytes]:
        """The files that the site publishes beside heads.txt."""
        found = signer_of(self.signature)
        files = {SIGNATURE: self.signature, SIGNER: found.line.encode()} if found else {}
        return files | ({TOKEN: self.token} if self.token else {})

    def kept(self, head: str) -> dict[str, bytes]:
        """The files that the site's own ledger keeps for ever, by the record that they are of."""
        files = {f"{head}.sig": self.signature, f"{head}.tsr": self.token}
        return {name: data for name, data in files.items() if data}


def standing(folder: Path, head: str, text: bytes, settings: Site) -> Seal:
    """What a ledger keeps for its head, as far as the site asks for it. What does not belong to the head counts as absent."""
    signature = _bytes(folder / f"{head}.sig") if settings.signing_key else b""
    token = _bytes(folder / f"{head}.tsr") if settings.timestamp else b""
    return Seal(signature if signer_of(signature) else b"", token if stamp.is_of(token, text) else b"")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def completed(seal: Seal, site: Path, settings: Filed[Site], text: bytes, now: datetime) -> tuple[Seal, tuple[Problem, ...]]:
    """The seal with what the site asks for and is still missing, and what went wrong.

    No signature is an error, so that nothing leaves the house unsigned; no time stamp is a warning, for an authority
    that is down must not keep a notice from the public. The next publish asks again.
    """
    key, url, problems = settings.record.signing_key, settings.record.timestamp, list[Problem]()
    if key and not seal.signature:
        try:
            seal = dataclasses.replace(seal, signature=sign(site, key, text))
        except Unsigned as no:
            why = Say(f"链头签不了名，没有发布：{no.reason.zh}", f"the head cannot be signed, nothing was published: {no.reason.en}")
            return seal, (Problem("A001", Severity.ERROR, Place(*settings.spot("signing_key")), why, no.fix),)
    if url and not seal.token:
        try:
            token = stamp.ask(url, text)
        except stamp.NoStamp as no:
            problems.append(_no_stamp(settings, no))
        else:
            seal = dataclasses.replace(seal, token=token.data)
            if stamp.skew(token, now):
                problems.append(_other_clock(settings, token, now))
    return seal, tuple(problems)


def _no_stamp(settings: Filed[Site], no: stamp.NoStamp) -> Problem:
    return Problem(
        "A002",
        Severity.WARNING,
        Place(*settings.spot("timestamp")),
        Say(f"没有得到时间戳，照样发布：{no.reason.zh}", f"no time stamp was obtained, published all the same: {no.reason.en}"),
        Say(
            "按提示安装；或检查网址和网络，再发布一次就会再要一次",
            "install what is missing; or check address and network: each publish asks again",
        ),
    )


def _other_clock(settings: Filed[Site], token: stamp.Token, now: datetime) -> Problem:
    there, here = token.time.strftime("%Y-%m-%d %H:%M"), now.strftime("%Y-%m-%d %H:%M")
    return Problem(
        "A003",
        Severity.WARNING,
        Place(*settings.spot("timestamp")),
        Say(f"本机时钟是 {here}，时间戳服务的是 {there}", f"this machine's clock says {here}, the authority's {there}"),
        Say("把本机时钟对准（如 timedatectl set-ntp true）", "set this machine's clock right (timedatectl set-ntp true)"),
    )

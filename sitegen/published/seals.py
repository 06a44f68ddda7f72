"""What stands beside the published heads: whether the signature and the time stamp fit, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sitegen.attest import signature, stamp
from sitegen.attest.seal import SIGNATURE, TOKEN
from sitegen.ledger.book import Damage
from sitegen.ledger.entry import Entry
from sitegen.problems import Say
from sitegen.published.book import HEADS
from sitegen.published.source import Source


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the examiner trusts: a file of allowed signers, and one of root certificates of a time-stamping authority."""

    signers: Path | None = None
    tsa: Path | None = None


TRUST_NOBODY = Trust()


@dataclass(frozen=True, slots=True)
class Signature:
    """``state`` is none, fits (its own key, whoever's that is), signed (by ``name``), bad, missing or unchecked."""

    state: str = "none"
    fingerprint: str = ""
    name: str = ""
    why: Say | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """``state`` is none, claimed (unverified), verified, bad, missing or unchecked; ``time`` in China's zone."""

    state: str = "none"
    time: datetime | None = None
    why: Say | None = None


@dataclass(frozen=True, slots=True)
class Seals:
    """Both, the damages that they show, and records that claim a day after that of the verified stamp."""

    signature: Signature = field(default_factory=Signature)
    stamp: Stamp = field(default_factory=Stamp)
    damages: tuple[Damage, ...] = ()
    ahead: tuple[str, ...] = ()

    @property
    def is_lacking(self) -> bool:
        """Whether something that was asked for could not be shown, or the days of the records contradict the stamp."""
        return bool(self.ahead) or "unchecked" in (self.signature.state, self.stamp.state) or self.stamp.state == "missing"


_NOT_SIGNED = Say(
    "要求有签名，却没有 heads.txt.sig：被拿掉了，或者从来没有", "a signature was asked for, and there is none: taken away, or never made"
)
_BAD_SIGNATURE = Say("签名与链头文件不符：其中一个被换过", "the signature does not fit the file of heads: one of them was exchanged")
_STRANGER = Say(
    "签名不是名单里的人做的，或与链头文件不符", "not signed by anybody in the file of signers, or the signature does not fit the heads"
)
_BAD_STAMP = Say("时间戳与链头文件不符，或不是这个机构的", "the time stamp does not fit the heads, or is not of this authority")


def examine_seals(source: Source, trust: Trust, entries: Iterable[Entry]) -> Seals:
    """Hold signature and time stamp against heads.txt. Raises Unreachable."""
    text = source.get(HEADS)
    if text is None:
        return Seals()
    signed, stamped = _signature(source.get(SIGNATURE), text, trust.signers), _stamp(source.get(TOKEN), text, trust.tsa)
    damages = []
    if signed.state in ("bad", "missing"):
        damages.append(Damage(SIGNATURE.rpartition("/")[2], signed.why or _BAD_SIGNATURE))
    if stamped.state == "bad":
        why = Say(f"{_BAD_STAMP.zh}：{stamped.why.zh}", f"{_BAD_STAMP.en}: {stamped.why.en}") if stamped.why else _BAD_STAMP
        damages.append(Damage(TOKEN.rpartition("/")[2], why))
    return Seals(signed, stamped, tuple(damages), _ahead(stamped, entries))


def _signature(data: bytes | None, text: bytes, signers: Path | None) -> Signature:
    """With a file of signers only one of them will do; without it any key that fits, and its fingerprint is told."""
    if data is None:
        return Signature("missing", why=_NOT_SIGNED) if signers else Signature()
    key = signature.signer_of(data)
    if key is None:
        return Signature("bad", why=_BAD_SIGNATURE)
    try:
        name = signature.signed_by(data, text, signers) if signers else None
        if name is None and not signature.fits(data, text):
            return Signature("bad", key.fingerprint, why=_BAD_SIGNATURE)
    except signature.Unchecked as no:
        return Signature("unchecked", key.fingerprint, why=no.reason)
    if signers and name is None:
        return Signature("bad", key.fingerprint, why=_STRANGER)
    return Signature("signed", key.fingerprint, name) if name else Signature("fits", key.fingerprint)


def _stamp(data: bytes | None, text: bytes, tsa: Path | None) -> Stamp:
    if data is None:
        return Stamp("missing") if tsa else Stamp()
    try:
        if tsa:
            return Stamp("verified", stamp.verified(data, text, tsa))
        if not stamp.is_of(data, text):
            return Stamp("bad")
        return Stamp("claimed", stamp.claimed(data))
    except stamp.NoLibrary as no:
        return Stamp("unchecked" if tsa else "claimed", why=no.reason)
    except stamp.Unusable as no:
        return Stamp("unchecked", why=no.reason)
    except stamp.NoStamp as no:
        return Stamp("bad", why=no.reason)


def _ahead(stamped: Stamp, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Records that say a day after the one on which they are proved to have existed: the clock of the machine was wrong (row 13)."""
    if stamped.state != "verified" or stamped.time is None:
        return ()
    day = stamped.time.date().isoformat()
    return tuple(sorted(e.name for e in entries if e.time[:10] > day))

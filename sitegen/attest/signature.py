"""The signature of the head by an SSH key: made and checked by ``ssh-keygen -Y``, read here (PROTOCOL.sshsig of OpenSSH)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sitegen.attest.tools import Absent, Done, TooSlow, run
from sitegen.problems import Say

NAMESPACE = "sitegen"
LARGEST = 64 * 1024  # bytes; one by the largest RSA key has 4,000
_SECONDS = 10.0
_ARMOUR = re.compile(rb"-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)\n-----END SSH SIGNATURE-----\n?")
_KIND = re.compile(r"[a-z0-9@.-]{1,64}")
_NO_PROGRAM = Say("没有 ssh-keygen（OpenSSH 客户端）", "there is no ssh-keygen (OpenSSH client)")
_SLOW = Say("ssh-keygen 没有在 10 秒内答复", "ssh-keygen did not answer within 10 seconds")


class Unsigned(Exception):
    """No signature could be made; ``reason`` says why, ``fix`` what to do."""

    def __init__(self, reason: Say, fix: Say) -> None:
        super().__init__(reason.en)
        self.reason = reason
        self.fix = fix


class Unchecked(Exception):
    """Nothing can be said of a signature here; ``reason`` says why."""

    def __init__(self, reason: Say) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Signer:
    """The key that a signature names: its kind and its public part, base64."""

    kind: str
    key: str

    @property
    def fingerprint(self) -> str:
        """As ``ssh-keygen -lf signer.pub`` prints it."""
        digest = hashlib.sha256(base64.b64decode(self.key)).digest()
        return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")

    @property
    def line(self) -> str:
        """The public key as one line of a .pub file."""
        return f"{self.kind} {self.key}\n"


def signer_of(signature: bytes) -> Signer | None:
    """The key that a signature names; None for what is no signature made for this purpose. Says nothing of whether it fits."""
    match = _ARMOUR.fullmatch(signature.replace(b"\r\n", b"\n")) if len(signature) <= LARGEST else None
    if match is None:
        return None
    try:
        raw = base64.b64decode(match[1].replace(b"\n", b""), validate=True)
        if raw[:10] != b"SSHSIG\0\0\0\1":
            return None
        key, rest = _string(raw[10:])
        namespace, _ = _string(rest)
        kind = _string(key)[0].decode("ascii")
    except (ValueError, binascii.Error):
        return None
    if namespace != NAMESPACE.encode() or not _KIND.fullmatch(kind):
        return None
    return Signer(kind, base64.b64encode(key).decode())


def _string(data: bytes) -> tuple[bytes, bytes]:
    """A string of the SSH protocols, and what follows it. Raises ValueError."""
    end = 4 + int.from_bytes(data[:4], "big")
    if len(data) < max(end, 4):
        raise ValueError("cut off")
    return data[4:end], data[end:]


def sign(site: Path, key: str, text: bytes) -> bytes:
    """Sign the text of the heads with the key file, or by the agent that holds its private part. Raises Unsigned."""
    file = _expanded(site, key)
    if not file.is_file():
        raise Unsigned(
            Say(f"没有密钥文件 {file}", f"there is no key file {file}"),
            Say(
                f"签名密钥: 改成已有的文件，或生成一把：ssh-keygen -t ed25519 -N '' -f {file}",
                f"签名密钥 (signing_key): name a file that exists, or make one: ssh-keygen -t ed25519 -N '' -f {file}",
            ),
        )
    try:
        done = run(["ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-f", str(file)], given=text, seconds=_SECONDS)
    except Absent:
        raise Unsigned(_NO_PROGRAM, Say("安装 openssh-client", "install openssh-client")) from None
    except TooSlow:
        raise Unsigned(
            _SLOW, Say("看看 ssh-agent 或密钥硬件是否在等人确认", "see whether the agent or a key token waits for somebody")
        ) from None
    if done.code or signer_of(done.out) is None:
        raise Unsigned(
            Say(f"ssh-keygen 不能用 {file} 签名：{done.why}", f"ssh-keygen cannot sign with {file}: {done.why}"),
            Say(
                f"密钥有口令时先运行 ssh-add {file}；权限过宽时 chmod 600 {file}",
                f"for a key with a passphrase run ssh-add {file} first; for one with open permissions chmod 600 {file}",
            ),
        )
    return done.out


def _expanded(site: Path, key: str) -> Path:
    """A key file as site.yaml names it: relative to the site, absolute, or from the home folder."""
    try:
        return site / Path(key).expanduser()
    except RuntimeError:  # nobody's home
        return site / key


def fits(signature: bytes, text: bytes) -> bool:
    """Whether a signature was made over ``text`` by the key that it names itself, whoever that is. Raises Unchecked."""
    if signer_of(signature) is None:
        return False
    with _file(signature) as file:
        return _asked(["-Y", "check-novalidate", "-n", NAMESPACE, "-s", file], text).code == 0


def signed_by(signature: bytes, text: bytes, signers: Path) -> str | None:
    """The name that an allowed_signers file gives to the key that signed ``text``; None if it gives none, or nothing fits.

    Raises Unchecked.
    """
    if not signers.is_file():
        raise Unchecked(Say(f"没有签名人名单 {signers}", f"there is no file of allowed signers {signers}"))
    if signer_of(signature) is None:
        return None
    with _file(signature) as file:
        found = _asked(["-Y", "find-principals", "-s", file, "-f", str(signers)], b"")
        for name in found.out.decode("utf-8", "replace").splitlines() if found.code == 0 else ():
            if _asked(["-Y", "verify", "-n", NAMESPACE, "-f", str(signers), "-I", name, "-s", file], text).code == 0:
                return name
    return None


def _asked(arguments: list[str], text: bytes) -> Done:
    try:
        return run(["ssh-keygen", *arguments], given=text, seconds=_SECONDS)
    except Absent:
        raise Unchecked(_NO_PROGRAM) from None
    except TooSlow:
        raise Unchecked(_SLOW) from None


@contextmanager
def _file(signature: bytes) -> Iterator[str]:
    """The signature in a file, for ssh-keygen reads none from its input."""
    with tempfile.TemporaryDirectory(prefix="sitegen-") as folder:
        file = Path(folder) / "heads.txt.sig"
        file.write_bytes(signature)
        yield str(file)

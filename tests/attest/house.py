"""Keys, an authority of time stamps and remotes of git, all of this test's own making and on this machine."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sitegen.memory import Memory
from sitegen.pipeline import check
from sitegen.problems import Problem
from tests.press import SMALL
from tests.sites import SITE, write_site

SINCE = "启用存证: 2026-11-16\n接受声明: 存证启用前的公示已张贴\n"
DAY = date(2026, 11, 16)


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skip where a program is missing, except where everything must run."""
    missing = [name for name in programs if shutil.which(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"without {missing}")


def site_with(folder: Path, *settings: str) -> Path:
    """The small site with evidence and these lines in site.yaml."""
    write_site(folder, SMALL)
    (folder / "site.yaml").write_text(SITE + SINCE + "".join(f"{line}\n" for line in settings), "utf-8")
    return folder


def codes(problems: tuple[Problem, ...]) -> list[str]:
    """The codes of this room, and that of a damaged ledger."""
    return sorted(p.code for p in problems if p.code[0] == "A" or p.code == "E100")


def checked(site: Path, day: date = DAY) -> tuple[Problem, ...]:
    memory = Memory(None)
    try:
        return check(site, day, None, memory).problems
    finally:
        memory.close()


def run(*command: str | Path, cwd: Path | None = None, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a program that must succeed."""
    done = subprocess.run([str(c) for c in command], cwd=cwd, input=given, capture_output=True, check=False)
    assert done.returncode == 0, (command, done.stderr.decode())
    return done


def make_key(file: Path, passphrase: str = "") -> Path:
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "示例", "-f", file)
    return file


def allowed(file: Path, key: Path, name: str = "office@example.org") -> Path:
    """A file of allowed signers that holds one."""
    file.write_text(f"{name} {key.with_suffix('.pub').read_text('utf-8')}", "utf-8")
    return file


# -- git


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=示例", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false")
    return run("git", *who, *arguments, cwd=folder).stdout.decode().strip()


def with_remote(site: Path) -> Path:
    """Put a site into a repository that has a bare remote, with everything pushed."""
    bare = site.parent / f"{site.name}.git"
    git(site.parent, "init", "-q", "--bare", str(bare))
    git(site, "init", "-q")
    (site / ".gitignore").write_text("/output/\n/.sitegen/\n", "utf-8")
    git(site, "remote", "add", "origin", str(bare))
    push(site)
    return bare


def push(site: Path, *arguments: str) -> None:
    git(site, "add", "-A")
    git(site, "commit", "-q", "--allow-empty", "-m", "发布")
    git(site, "push", "-q", *arguments, "origin", "HEAD:main")


# -- time stamps


_CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
[ext]
extendedKeyUsage = critical, timeStamping
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
"""
Answer = Callable[[bytes], tuple[int, bytes]]


@dataclass
class Authority:
    """A certificate authority with a time-stamping one below it."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "ca.pem"

    def make(self) -> Authority:
        self.folder.mkdir()
        (self.folder / "serial").write_text("01\n")
        (self.folder / "tsa.cnf").write_text(_CONFIG.format(folder=self.folder))
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        run("openssl", "req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650", "-subj", "/CN=Root", cwd=self.folder)
        run("openssl", "req", *curve, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Stamps", cwd=self.folder)
        run(
            "openssl", "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "3650",
            "-extfile", "tsa.cnf", "-extensions", "ext", "-out", "tsa.pem", cwd=self.folder,
        )  # fmt: skip
        return self

    def stamp(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        run(
            "openssl", "ts", "-reply", "-config", "tsa.cnf", "-section", "one", "-queryfile", "query", "-signer", "tsa.pem",
            "-inkey", "tsa.key", "-out", "reply", cwd=self.folder,
        )  # fmt: skip
        return (self.folder / "reply").read_bytes()

    def query(self, text: bytes, *arguments: str) -> bytes:
        """A question as somebody else would put it."""
        (self.folder / "text").write_bytes(text)
        return run("openssl", "ts", "-query", "-data", "text", "-sha512", "-cert", *arguments, cwd=self.folder).stdout


@contextmanager
def served(answer: Answer, trickle: float = 0.0) -> Iterator[tuple[str, list[bytes]]]:
    """A loopback server that answers each query; gives its address and what it was asked. ``trickle``: seconds a byte."""
    asked: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = answer(asked[-1])
            self.send_response(status)
            if status in (301, 302):
                self.send_header("Location", body.decode())
                body = b""
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                for byte in (body[i : i + 1] for i in range(len(body))) if trickle else (body,):
                    self.wfile.write(byte)
                    time.sleep(trickle)
            except OSError:
                pass

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsr", asked
    finally:
        server.shutdown()
        server.server_close()

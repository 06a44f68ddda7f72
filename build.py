#!/usr/bin/env python3
"""Start here: ``python build.py`` publishes the site, ``python build.py test`` runs the tests, ``python build.py bench`` measures.

On a fresh machine it first makes a virtual environment beside itself and installs the locked
requirements. It needs nothing but Python 3.11 and must stay readable by older Pythons, so that
they can say what is missing.
"""

import hashlib
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
NEEDED = (3, 11)
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock"}
MISSING = 2


def say(zh, en):
    # type: (str, str) -> None
    """One line on the error stream, in the language of the terminal."""
    english = (
        next((os.environ[n] for n in ("SITEGEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "").lower().startswith("en")
    )
    sys.stderr.write((en if english else zh) + "\n")
    sys.stderr.flush()


def venv_python():
    # type: () -> str
    return os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")


def stamp(purpose):
    # type: (str) -> str
    """A file that exists once the environment holds what ``purpose`` needs, for this Python and these locks."""
    with open(os.path.join(HERE, LOCKS[purpose]), "rb") as file:
        digest = hashlib.sha256(file.read() + sys.version.encode()).hexdigest()[:16]
    return os.path.join(VENV, "ready-%s-%s" % (purpose, digest))


def is_ready(purpose):
    # type: (str) -> bool
    return any(os.path.exists(stamp(p)) for p in (purpose, "test")) and os.path.exists(venv_python())


def set_up(purpose):
    # type: (str) -> int
    """Make the environment and install the locked requirements; 0 if all went well."""
    if os.environ.get("SITEGEN_NO_SETUP") == "1":
        say(
            "还没有准备好运行环境：去掉 SITEGEN_NO_SETUP 再运行一次，或执行 python -m venv .venv 并安装 " + LOCKS[purpose],
            "The environment is not set up: run again without SITEGEN_NO_SETUP, or make .venv and install " + LOCKS[purpose],
        )
        return MISSING
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        say(
            "这个 Python 缺少 venv：Debian/Ubuntu 上执行 sudo apt install python3-venv，再来一次",
            "This Python lacks venv: on Debian/Ubuntu run 'sudo apt install python3-venv', then try again",
        )
        return MISSING
    say("第一次运行，正在准备环境（约一分钟）…", "First run: setting up (about a minute)…")
    if not _make_venv():
        return MISSING
    command = [
        venv_python(),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        os.path.join(HERE, LOCKS[purpose]),
    ]
    result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if result.returncode:
        lines = [line for line in result.stderr.decode("utf-8", "replace").splitlines() if line.startswith("ERROR")]
        say(
            "装不上所需的库，多半是连不上网络（%s）。联网后再来一次" % (lines[-1][7:160] if lines else "pip %d" % result.returncode),
            "The requirements could not be installed, most likely for want of a network (%s). Connect and try again"
            % (lines[-1][7:160] if lines else "pip %d" % result.returncode),
        )
        return MISSING
    open(stamp(purpose), "w").close()
    say("环境准备好了", "Set-up is done")
    return 0


def _make_venv():
    # type: () -> bool
    if os.path.exists(VENV) and not any(name.startswith("ready-") for name in os.listdir(VENV)):
        shutil.rmtree(VENV)  # left by a set-up that was interrupted
    if os.path.exists(venv_python()):
        return True
    result = subprocess.run([sys.executable, "-m", "venv", VENV], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if result.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        say(
            "建不了虚拟环境 .venv：Debian/Ubuntu 上执行 sudo apt install python3-venv；并检查这个文件夹能不能写",
            ".venv cannot be made: on Debian/Ubuntu run 'sudo apt install python3-venv'; see that this folder is writable",
        )
        return False
    return True


def run(arguments):
    # type: (list[str]) -> int
    """Go on in the environment's own Python."""
    here = os.environ.get("SITEGEN_SITE", HERE)
    environment = dict(os.environ, SITEGEN_SITE=here, PYTHONPATH=HERE)
    command = [venv_python(), "-P", *arguments]
    if os.name == "nt":
        return subprocess.run(command, env=environment).returncode
    os.execve(command[0], command, environment)
    return 0


def main(arguments):
    # type: (list[str]) -> int
    if sys.version_info < NEEDED:
        say(
            "需要 Python 3.11 或更新的版本，现在是 %d.%d：到 python.org 下载，或 sudo apt install python3" % sys.version_info[:2],
            "Python 3.11 or newer is needed, this is %d.%d: get it from python.org or your system's packages" % sys.version_info[:2],
        )
        return MISSING
    is_test = bool(arguments) and arguments[0] in ("test", "测试")
    purpose = "test" if is_test else "run"
    if not is_ready(purpose):
        failed = set_up(purpose)
        if failed:
            return failed
    if is_test:
        return run([os.path.join(HERE, "tests", "run.py"), *arguments[1:]])
    if arguments and arguments[0] in ("bench", "基准"):
        return run(["-m", "bench.race", *arguments[1:]])
    return run(["-m", "sitegen", *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

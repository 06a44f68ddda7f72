"""Texts that make a machine publish by itself: for cron, for systemd, for the task scheduler of Windows.

Once a day, right after midnight in China: states change at midnight, and while a notice runs each day needs its record.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import date
from html import escape

from sitegen.problems import Say

ZONE = "Asia/Shanghai"
_HOUR, _MINUTE = 0, 5
_NAME = "sitegen"
_PLAIN = re.compile(r"[\w@+=:,./-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be run every day. ``program`` is what starts the commands; ``tomorrow`` is the first day."""

    site: str
    program: tuple[str, ...]
    title: str
    is_probed: bool
    tomorrow: date

    @property
    def commands(self) -> tuple[tuple[str, ...], ...]:
        """Publish, then look whether the public site is what was published."""
        names = ("publish", "probe") if self.is_probed else ("publish",)
        return tuple((*self.program, "--quiet", name) for name in names)


def cron(errand: Errand, lang: str) -> str:
    """Two lines for ``crontab -e``; a percent sign would end the command there."""
    run = " && ".join(shlex.join(command) for command in errand.commands)
    line = f"cd {shlex.quote(errand.site)} && {run}".replace("%", r"\%")
    note = Say(
        f"# Debian、Ubuntu 的 cron 不认 CRON_TZ：那里系统时区要是 {ZONE}，否则用 systemd 定时器",
        f"# cron of Debian and Ubuntu ignores CRON_TZ: the system zone has to be {ZONE} there; else take the systemd timer",
    )
    return f"{note.get(lang)}\nCRON_TZ={ZONE}\n{_MINUTE} {_HOUR} * * * {line}\n"


def systemd(errand: Errand) -> dict[str, str]:
    """A service and its timer by file name; the timer makes up for a night in which the machine was off."""
    title = _one_line(errand.title).replace("%", "%%")
    lines = "".join(f"ExecStart={' '.join(map(_for_systemd, command))}\n" for command in errand.commands)
    folder = errand.site.replace("%", "%%")
    service = (
        f"[Unit]\nDescription={title}\nWants=network-online.target\nAfter=network-online.target\n\n"
        f"[Service]\nType=oneshot\nWorkingDirectory={folder}\n{lines}"
    )
    timer = (
        f"[Unit]\nDescription={title}\n\n[Timer]\nOnCalendar=*-*-* {_HOUR:02}:{_MINUTE:02}:00 {ZONE}\n"
        "Persistent=true\nAccuracySec=1min\n\n[Install]\nWantedBy=timers.target\n"
    )
    return {f"{_NAME}.service": service, f"{_NAME}.timer": timer}


def windows(errand: Errand) -> str:
    """A task as XML. Its start carries +08:00, so it runs at midnight in China in whatever zone the machine is."""
    actions = "".join(
        f"    <Exec>\n      <Command>{escape(program)}</Command>\n      <Arguments>{escape(_for_windows(arguments))}</Arguments>\n"
        f"      <WorkingDirectory>{escape(errand.site)}</WorkingDirectory>\n    </Exec>\n"
        for program, *arguments in errand.commands
    )
    start = f"{errand.tomorrow.isoformat()}T{_HOUR:02}:{_MINUTE:02}:00+08:00"
    return (
        '<?xml version="1.0" encoding="UTF-16"?>\n'
        '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">\n'
        f"  <RegistrationInfo>\n    <Description>{escape(_one_line(errand.title))}</Description>\n  </RegistrationInfo>\n"
        f"  <Triggers>\n    <CalendarTrigger>\n      <StartBoundary>{start}</StartBoundary>\n"
        "      <ScheduleByDay>\n        <DaysInterval>1</DaysInterval>\n      </ScheduleByDay>\n    </CalendarTrigger>\n  </Triggers>\n"
        "  <Settings>\n    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>\n"
        "    <StartWhenAvailable>true</StartWhenAvailable>\n  </Settings>\n"
        f'  <Actions Context="Author">\n{actions}  </Actions>\n</Task>\n'
    )


def windows_command(file: str) -> str:
    """What registers the task once its XML has been saved."""
    return f'schtasks /Create /TN "{_NAME}" /XML "{file}"'


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _for_systemd(word: str) -> str:
    """A word of ExecStart: quoted where needed, without specifiers and variables."""
    word = word.replace("%", "%%").replace("$", "$$")
    if _PLAIN.fullmatch(word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _for_windows(words: list[str]) -> str:
    """Arguments of a command line; names of files hold no quotation marks there."""
    return " ".join(f'"{word}"' if not word or re.search(r"\s", word) else word for word in words)

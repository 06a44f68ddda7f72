"""``digest``: the site's news as short messages, as the text of a week, or to be read aloud."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from sitegen.channels.announced import News
from sitegen.channels.sms import LIMIT, messages
from sitegen.channels.texts import broadcast, weekly
from sitegen.outputs.announcing import news
from sitegen.staff.workshop import Closed, sound

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

KINDS = ("week", "sms", "broadcast")


def tell_digest(desk: Desk, kind: str) -> int:
    """Print the digest, and nothing but it, so that it can be sent on as it is."""
    try:
        with desk.memory() as memory:
            _, edition = sound(desk, memory)
    except Closed as closed:
        return closed.code
    found = news(edition)
    if desk.as_json:
        said = {"messages": messages(found)} if kind == "sms" else {"text": _text(found, kind)}
        click.echo(json.dumps({"date": found.today.isoformat(), "kind": kind, **said}, ensure_ascii=False, indent=1))
    elif kind == "sms":
        _tell_messages(desk, found)
    else:
        click.echo(_text(found, kind), nl=False)
    return 0


def _text(found: News, kind: str) -> str:
    return broadcast(found) if kind == "broadcast" else weekly(found)


def _tell_messages(desk: Desk, found: News) -> None:
    made = messages(found)
    click.echo("\n\n".join("\n".join(parts) for parts in made), nl=bool(made))
    if not desk.quiet:
        number = sum(map(len, made))
        desk.complain(
            f"{len(made)} 条短信，共 {number} 段，每段不超过 {LIMIT} 字",
            f"{len(made)} message(s), {number} part(s) of at most {LIMIT} characters",
        )

"""``probe``: whether the deployed site is what was published, in words or as JSON; short enough for a daily timer."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from sitegen import refusals
from sitegen.lock import Held
from sitegen.places import STATE_FOLDER
from sitegen.probing.rounds import CANNOT, Damaged, Refused, Round, probe
from sitegen.probing.watching import Found, Sight, State
from sitegen.problems import Say
from sitegen.writer import NotOurs

if TYPE_CHECKING:
    from sitegen.staff.desk import Desk

_DAMAGED, _HELD = 3, 4
_STATES = {
    State.SAME: Say("与发布的一致", "as published"),
    State.STALE: Say("是以前发布的旧内容", "of an earlier publish"),
    State.ALTERED: Say("与发布的不同", "not what was published"),
    State.MISSING: Say("网站上没有", "missing"),
    State.UNREACHABLE: Say("取不到", "cannot be fetched"),
}
_REFUSALS = {
    "settings": Say("读不懂 site.yaml，先运行 python build.py check", "site.yaml cannot be read; run python build.py check first"),
    "address": Say(
        "不知道探测哪里：在 site.yaml 写“网址: https://…”，或写在命令后面（只能是 http 或 https 网址）",
        "no address to probe: write 网址 (url): https://… in site.yaml, or after the command (http or https only)",
    ),
    "output": Say(
        "这里没有发布过的网站可以比对：先发布，或在发布网站的机器上探测",
        "there is no published site here to compare with: publish first, or probe on the machine that publishes",
    ),
    "overtaken": Say(
        "探测期间又发布了一次（或电脑的时钟拨慢了），这次的结果没有记下；等一会儿再探测",
        "another publish came in between (or the clock was set back); nothing was recorded, probe again in a while",
    ),
}


def probe_site(desk: Desk, where: str | None) -> int:
    """Probe the deployed site; exit code 0 as published, 1 it differs or is overdue, 2 cannot tell, 3 damaged, 4 lock held."""
    lock = desk.site / STATE_FOLDER / "lock"
    try:
        found = probe(desk.site, desk.output, desk.now, desk.as_of, where, lock, f"pid {os.getpid()}")
    except Refused as refused:
        return _refuse(desk, refused)
    except Damaged as damaged:
        files = "、".join(d.file for d in damaged.damages[:3])
        return _fail(desk, _DAMAGED, Say(
            f"存证有损坏（{files}），没有探测；先运行 python build.py check",
            f"the ledger is damaged ({files}); not probed. Run python build.py check first",
        ))  # fmt: skip
    except Held as held:
        return _fail(desk, _HELD, Say(f"正在发布（{held.holder}），这次没有记下", f"a build runs ({held.holder}); nothing was recorded"))
    except NotOurs as folder:
        return _fail(desk, CANNOT, Say(f"{folder} 不是本程序生成的", f"{folder} was not made by this program"))
    except OSError as error:
        what = refusals.refused(error, desk.site)
        return _fail(desk, CANNOT, Say(f"读写不了：{what.zh}", f"cannot read or write: {what.en}"))
    if desk.as_json:
        click.echo(json.dumps(as_data(found, desk.lang), ensure_ascii=False, indent=1))
    else:
        for line in report(found, desk.lang, f"{desk.now:%H:%M}", quiet=desk.quiet):
            click.echo(line)
    return found.code


def _refuse(desk: Desk, refused: Refused) -> int:
    say = refused.why.reason if refused.why else _REFUSALS[refused.reason]
    return _fail(desk, _HELD if refused.reason == "overtaken" else CANNOT, say)


def _fail(desk: Desk, code: int, say: Say) -> int:
    if desk.as_json:
        click.echo(json.dumps({"error": say.get(desk.lang), "exit": code}, ensure_ascii=False, indent=1))
    desk.complain(say.zh, say.en)
    return code


def as_data(found: Round, lang: str) -> dict[str, Any]:
    """A round for machines."""
    looked = found.looked
    return {
        "source": found.address,
        "date": found.today.isoformat(),
        "simulated": found.is_simulated,
        "heads": list(looked.heads),
        "published": looked.published.isoformat() if looked.published else None,
        "newer": looked.is_newer,
        "out_of_date_since": found.overdue or None,
        "files": [_file_data(f, lang) for f in looked.files],
        "notices": [_notice_data(s, found) for s in looked.sights if s.notice.id],
        "recorded": found.recorded,
        "exit": found.code,
    }


def _file_data(found: Found, lang: str) -> dict[str, Any]:
    return {"url": found.url, "seen": found.state.value, "sha": found.sha or None, "reason": found.why.get(lang) if found.why else None}


def _notice_data(sight: Sight, found: Round) -> dict[str, Any]:
    before = found.seen_before.get(sight.notice.id)
    return {
        "id": sight.notice.id,
        "url": sight.notice.url,
        "running": sight.notice.is_running,
        "seen": sight.state.value,
        "last_seen": found.today.isoformat() if sight.state is State.SAME else before.isoformat() if before else None,
    }


def report(found: Round, lang: str, clock: str, *, quiet: bool) -> Iterator[str]:
    """A round for people: one line when all is well, and what to do when it is not."""
    if not found.code:
        yield _fine(found, clock).get(lang)
    else:
        said = Say(f"探测 {found.address}，{found.today} {clock}，北京时间", f"Probing {found.address}, {found.today} {clock}, China time")
        yield said.get(lang)
        yield from (f"  ! {said.get(lang)}" for said in _wrong(found))
        yield from (f"  → {said.get(lang)}" for said in _advice(found))
    if not quiet:
        yield _recorded(found).get(lang)


def _fine(found: Round, clock: str) -> Say:
    running = sum(s.notice.is_running for s in found.looked.sights)
    files = len(found.looked.files)
    return Say(
        f"{found.today} {clock} {found.address} 与发布的一致：{files} 个文件，正在公示的 {running} 项都看到了",
        f"{found.today} {clock} {found.address} is as published: {files} file(s), {running} running notice(s) seen",
    )


def _wrong(found: Round) -> Iterator[Say]:
    looked = found.looked
    if looked.is_newer:
        yield Say("网站上的比这里的 output/ 新：是在别的机器上发布的", "the site is newer than output/ here: published on another machine")
        return
    if found.overdue:
        yield Say(
            f"网站从 {found.overdue} 起就该更新了，那天以后没有发布过",
            f"the site is out of date since {found.overdue}: nothing was published from then on",
        )
    unreachable = [f for f in looked.files if f.state is State.UNREACHABLE]
    if len(unreachable) == len(looked.files):
        why = unreachable[0].why or _STATES[State.UNREACHABLE]
        yield Say(f"整个网站打不开：{why.zh}", f"the whole site cannot be reached: {why.en}")
        yield from (_not_seen(s, found) for s in looked.sights if s.notice.is_running)
        return
    if looked.published and any(f.state is State.STALE for f in looked.files):
        yield Say(f"网站停在 {looked.published} 的发布", f"the site stands at the publish of {looked.published}")
    yield from (_file(f) for f in looked.shared if f.state is not State.SAME)
    for sight in looked.sights:
        yield from (_file(f) for f in (sight.page, sight.text) if f and f.state is not State.SAME)
        if sight.state is not State.SAME and sight.notice.is_running:
            yield _not_seen(sight, found)


def _file(found: Found) -> Say:
    state = _STATES[found.state]
    why = Say(f"（{found.why.zh}）", f" ({found.why.en})") if found.why else Say("", "")
    return Say(f"{found.url} {state.zh}{why.zh}", f"{found.url}: {state.en}{why.en}")


def _not_seen(sight: Sight, found: Round) -> Say:
    before = found.seen_before.get(sight.notice.id)
    zh, en = (f"上次看到是 {before}", f"last seen on {before}") if before else ("还没有看到过", "never seen so far")
    return Say(
        f"公示 {sight.notice.id}（{sight.notice.start} 至 {sight.notice.end}）今天这次没有看到，{zh}",
        f"notice {sight.notice.id} ({sight.notice.start} to {sight.notice.end}) was not seen this time, {en}",
    )


def _advice(found: Round) -> Iterator[Say]:
    states = {f.state for f in found.looked.files}
    if found.looked.is_newer:
        yield Say("在那台机器上探测，或先把存证合并过来，在这里再发布", "probe on that machine, or merge its ledger and publish here")
        return
    if found.overdue:
        yield Say("先发布：python build.py，再上传 output/", "publish first: python build.py, then upload output/")
    elif states & {State.STALE, State.MISSING, State.ALTERED}:
        yield Say("把 output/ 整个再上传一次，清掉缓存，再探测", "upload all of output/ again, clear caches, and probe again")
    if State.ALTERED in states:
        yield Say("有内容不是本站发布的：查一查服务器和上传的账号", "something there is not ours: look into the server and its accounts")
    if State.UNREACHABLE in states:
        yield Say("查一查服务器、域名和这台机器的网络，再探测", "look into the server, its name and the network here, then probe again")


def _recorded(found: Round) -> Say:
    if not found.is_kept:
        return Say("没有写入存证（没有启用存证，或不是本站的网址）", "nothing recorded (no evidence is kept, or not the site's address)")
    if not found.recorded:
        return Say("今天已经记过，没有新的记录", "already recorded today, nothing new")
    if found.is_simulated:
        return Say(f"记下 {found.recorded} 条（按指定的日期，不作证明）", f"{found.recorded} simulated record(s); they prove nothing")
    return Say(
        f"记下 {found.recorded} 条见证，下次发布时公开；ledger/ 要提交",
        f"{found.recorded} record(s) written, public with the next publish; commit ledger/",
    )

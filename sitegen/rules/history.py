"""Rules on what the ledger remembers and the content no longer says (THREATS.md rows 8, 27 to 30, 37, 38)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.cases import NoticeCase
from sitegen.ledger.entry import Entry
from sitegen.library import Library
from sitegen.material import candidate_key, objection_names
from sitegen.problems import Say, Severity
from sitegen.proof import current_story, last_facts
from sitegen.recorded import content_of, url_of, word_of
from sitegen.records.words import State
from sitegen.rules import Finding, rule
from sitegen.rules.replacements import is_withdrawn

SETTINGS = ("site.yaml", 1, 1)


def _stories(library: Library) -> Iterator[tuple[str, Sequence[Entry], NoticeCase | None]]:
    """Every notice that the ledger knows, with what stands for it in the content today."""
    now = {case.id: case for case in library.notices}
    for name, story in library.book.stories.items():
        yield name, current_story(story), now.get(name)


def known(library: Library) -> Iterator[tuple[NoticeCase, Sequence[Entry]]]:
    yield from ((case, story) for _, story, case in _stories(library) if case is not None and story)


def _is_open(story: Sequence[Entry]) -> bool:
    """Shown, and neither ended nor taken away."""
    kinds = {e.kind for e in story}
    return bool(story) and not kinds & {"ended", "withdrawn"}


def _end_of(story: Sequence[Entry]) -> str:
    last = last_facts(story)
    return content_of(last).period[1] if last else ""


@rule("E008", Severity.ERROR, "ledger")
def taken_away_early(library: Library) -> Iterator[Finding]:
    """A running notice is gone from the content.

    What: 正在公示的公示从原稿里消失了（删除、移走或改了编号）。
    | A running notice has vanished from the content (deleted, moved, or its id changed).
    Why: 公示没有到期就撤下，等于没有公示。
    | A notice taken down before its end was no notice.
    Wrong:
        # 公示到 2026-11-24，11月20日删了公示
        公示: []
    Right:
        撤回: {日期: 2026-11-20, 原因: 本人放弃}
    """
    for name, story, case in _stories(library):
        end = _end_of(story)
        if case is None and _is_open(story) and end >= library.today.isoformat():
            yield Finding(
                SETTINGS,
                Say(f"公示 {name} 应到 {end}，现在原稿里没有了", f"notice {name} is due until {end} and is gone from the content"),
                Say(
                    f"把它放回来，编号仍用 {name} 的编号；确要停止的，在荣誉里写“撤回”的日期和原因",
                    "put it back under its own id; to end it, write 撤回 (withdrawal) with date and reason in the honour",
                ),
            )


@rule("E009", Severity.ERROR, "ledger")
def start_moved(library: Library) -> Iterator[Finding]:
    """The start of a notice was moved after it had been published.

    What: 公示发布以后又改了开始日。
    | The start of a notice was changed after it had been published.
    Why: 开始日已经成为事实，改它只会让存证对不上。
    | The start is a fact by then; to change it only sets the file against the records.
    Wrong:
        # 发布时写的是 2026-11-16
        开始: 2026-11-10
    Right:
        开始: 2026-11-16
    """
    for case, story in known(library):
        start = content_of(story[0]).period[0]
        interval = case.reckoning.interval
        # to move a start to the day on which the notice really appeared is to tell the truth
        if interval and start and interval.start.isoformat() not in (start, max(start, story[0].date)):
            yield Finding(
                case.spot("start"),
                Say(f"发布时的开始日是 {start}，现在写 {interval.start}", f"published with the start {start}, now {interval.start}"),
                Say(
                    f"开始: {start}；新的荣誉和公示要写在原有的后面",
                    f"开始 (start): {start}; new honours and notices are written after those that stand",
                ),
            )


@rule("E015", Severity.ERROR, "ledger")
def reopened(library: Library) -> Iterator[Finding]:
    """A notice that has ended was given a later end.

    What: 公示已经期满，又把结束日往后改。
    | The end of a notice was moved although it had already ended.
    Why: 期满以后网页已经写明结束；要再公示，就发一份新的。
    | Its page has said that it ended; to post it again takes a new notice.
    Wrong:
        # 11月20日已经期满
        结束: 2026-11-30
    Right:
        公示:
          - {层级: 县, 开始: 2026-11-16, 结束: 2026-11-20}
          - {层级: 县, 开始: 2026-11-24, 结束: 2026-11-30, 替代: zhang-san-2026-1}
    """
    for case, story in known(library):
        end, interval = _end_of(story), case.reckoning.interval
        is_over = end < library.today.isoformat() or any(e.kind in ("ended", "withdrawn") for e in story)
        if is_over and end and not is_withdrawn(library, case) and interval and interval.end.isoformat() > end:
            yield Finding(
                case.spot("end"),
                Say(f"这个公示已经在 {end} 期满", f"this notice ended on {end}"),
                Say(
                    f"结束: {end}；要再公示，另写一份公示，用“替代: {case.id}”",
                    f"结束 (end): {end}; to post it again, write a new notice with 替代 (replaces): {case.id}",
                ),
            )


@rule("E010", Severity.ERROR, "ledger")
def address_changed(library: Library) -> Iterator[Finding]:
    """A published notice has another address.

    What: 已经发布的公示换了网址（文件改名，或改了网址名）。
    | A published notice has moved to another address (file renamed, or slug changed).
    Why: 公众手里的网址要一直有效，公示的结果也要在原来的地方看得到。
    | The address that people hold must stay good, and show the outcome too.
    Wrong:
        # content/notices/pi.md 改名为 pi-2026.md
        编号: pi-2026
    Right:
        编号: pi-2026
        网址名: pi
    """
    for case, story in known(library):
        urls = [url for e in story if (url := url_of(e))]
        if urls and urls[-1] != f"notices/{case.slug}.html":
            slug = urls[-1].removeprefix("notices/").removesuffix(".html")
            yield Finding(
                case.spot("slug"),
                Say(
                    f"这个公示发布在 {urls[-1]}，现在会变成 notices/{case.slug}.html",
                    f"published at {urls[-1]}, it would move to notices/{case.slug}.html",
                ),
                Say(f"网址名: {slug}", f"网址名 (slug): {slug}"),
            )


@rule("E011", Severity.ERROR, "ledger")
def address_reused(library: Library) -> Iterator[Finding]:
    """An address of one notice is used for another.

    What: 一个公示用过的网址，被另一个公示占用了。
    | The address of one notice was given to another.
    Why: 看旧网址的人会看到别人的公示。
    | Whoever follows the old address would read about somebody else.
    Wrong:
        # 新公示的文件名与旧公示相同，编号不同
        网址名: pi
    Right:
        网址名: pi-2
    """
    owners = {url_of(e): name for name, story in library.book.stories.items() for e in story}
    for case in library.notices:
        first = owners.get(f"notices/{case.slug}.html")
        if first is not None and first != case.id:
            yield Finding(
                case.spot("slug"),
                Say(f"notices/{case.slug}.html 是公示 {first} 的网址", f"notices/{case.slug}.html is the address of notice {first}"),
                Say(f"网址名: {case.slug}-2", f"网址名 (slug): {case.slug}-2"),
            )


@rule("E012", Severity.ERROR, "ledger")
def objection_deleted(library: Library) -> Iterator[Finding]:
    """An objection that was recorded is gone from the file.

    What: 存证里有的异议，现在的文件里没有了。
    | An objection that the ledger knows is no longer in the file.
    Why: 异议只能办结，不能抹去。
    | An objection may be closed, never erased.
    Wrong:
        异议: []
    Right:
        异议:
          - {编号: yy-1, 日期: 2026-11-17, 状态: 不成立, 办结: 2026-11-20, 说明: 经核查不属实}
    """
    for case, story in known(library):
        now = {key for candidate in case.candidates for names in objection_names(candidate) for key in names}
        for entry in story:
            key = word_of(entry, "objection")
            if entry.kind == "objection-opened" and key not in now:
                yield Finding(
                    case.spot(),
                    Say(f"{entry.date} 登记的异议 {key} 不见了", f"objection {key}, recorded on {entry.date}, is gone"),
                    Say(
                        f"把异议 {key.rpartition('/')[2]} 写回来，办完了写“状态”和“办结”",
                        f"put objection {key.rpartition('/')[2]} back; when done, give its 状态 (status) and 办结 (closed)",
                    ),
                )


@rule("E013", Severity.ERROR, "ledger")
def candidate_dropped(library: Library) -> Iterator[Finding]:
    """A candidate was dropped from a running notice.

    What: 一批公示还没到期，名单里少了人。
    | A candidate is missing from a batch whose notice still runs.
    Why: 名单也是公示的内容，少了人要说明。
    | The list is part of the notice; whoever leaves it must be accounted for.
    Wrong:
        # 从荣誉里删了 pi
        公示: []
    Right:
        公示: pi
        撤回: {日期: 2026-11-18, 原因: 本人放弃}
    """
    for case, story in known(library):
        last = last_facts(story)
        recorded = content_of(last).facts.candidates if last else {}
        gone = sorted(recorded.keys() - {candidate_key(c) for c in case.candidates})
        if case.state is State.ON_NOTICE and gone:
            yield Finding(
                case.spot(),
                Say(f"名单里少了 {'、'.join(gone)}", f"missing from the list: {', '.join(gone)}"),
                Say(
                    "把他们放回名单；退出的，在各自的荣誉里写“撤回”", "put them back; for who leaves, write 撤回 (withdrawal) in the honour"
                ),
            )


@rule("E014", Severity.ERROR, "ledger")
def vanished_without_trace(library: Library) -> Iterator[Finding]:
    """An honour that was published is gone without a revocation.

    What: 表彰过的荣誉从原稿里消失了，没有写撤销。
    | A published honour has vanished from the content without a revocation.
    Why: 撤销要有日期和原因，原来的网址要留着说明。
    | A revocation has a date and a reason, and the old address keeps them.
    Wrong:
        # 删了人物的荣誉
        荣誉: []
    Right:
        撤销: {日期: 2026-12-01, 原因: 申报材料不实}
    """
    for name, story, case in _stories(library):
        told = {(e.kind, word_of(e, "candidate")) for e in story}
        standing = {candidate_key(c) for c in case.candidates} if case else set()
        for who in sorted(key for kind, key in told if kind == "honoured" and key not in standing and ("revoked", key) not in told):
            yield Finding(
                SETTINGS,
                Say(
                    f"公示 {name} 中 {who} 的荣誉已经表彰，现在原稿里没有了",
                    f"the honour of {who} in notice {name} was published and is gone from the content",
                ),
                Say(
                    "把文件放回来，新的荣誉写在原有的后面；确要撤销的，写“撤销”的日期和原因",
                    "put the file back, new honours after those that stand; to revoke it, write 撤销 (revocation) with date and reason",
                ),
            )

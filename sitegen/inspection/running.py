"""Pages of running notices: listed, within reach, with their contact in sight (THREATS.md rows 24, 32 and 33)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from sitegen.cases import NoticeCase
from sitegen.edition import Edition, notice_address
from sitegen.inspection.files import Files
from sitegen.inspection.links import CLICKS, in_reach, resolve
from sitegen.inspection.seen import Seen
from sitegen.problems import Place, Problem, Say, Severity
from sitegen.records.words import State

_SIGNS = re.compile(r"[\s\-‐‑–—－()（）]+")
_CONTACT = {
    "office": Say("受理部门", "office"),
    "phone": Say("受理电话", "telephone"),
    "email": Say("受理邮箱", "e-mail"),
    "address": Say("受理地址", "address"),
}


def running_problems(edition: Edition, files: Files, *, is_preview: bool) -> Iterator[Problem]:
    """What is wrong with the pages of the notices that run today."""
    cases = {notice_address(c): c for c in edition.library.notices if c.state is State.ON_NOTICE}
    if not cases:
        return

    @cache
    def seen(url: str) -> Seen:
        return Seen(files.read(url).decode("utf-8", "replace"))

    def anchors(url: str) -> list[str]:
        if url not in files.shas or not url.endswith(".html"):
            return []
        found = (resolve(url.rpartition("/")[0], link, files.base) for link in seen(url).anchors)
        return [target if target in files.shas else f"{target}/index.html" for target in found if target is not None]

    reached = set(in_reach(cases.keys(), anchors))
    blocked = _blocked(files) if not is_preview else ()
    for url, case in cases.items():
        if url not in files.shas:
            yield _missing(url, case)
            continue
        page = seen(url)
        if absent := [name for name in _CONTACT if _is_absent(case, name, page.main)]:
            yield _contact(url, case, absent)
        if not is_preview and (page.is_unlisted or any(f"/{url}".startswith(path) for path in blocked)):
            yield _unlisted(url, case, is_robots=not page.is_unlisted)
        if url not in reached:
            yield _far(url, case)


def _is_absent(case: NoticeCase, name: str, text: str) -> bool:
    value = getattr(case.contact, name)
    return bool(value) and _bare(str(value)) not in _bare(text)


def _bare(text: str) -> str:
    """A text without blanks and strokes, so that a telephone number may be grouped in another way."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _blocked(files: Files) -> tuple[str, ...]:
    """What robots.txt keeps search engines away from."""
    if "robots.txt" not in files.shas:
        return ()
    lines = files.read("robots.txt").decode("utf-8", "replace").split("\n")
    found = (line.partition("#")[0].partition(":") for line in lines)
    return tuple(path for key, _, value in found if key.strip().lower() == "disallow" and (path := value.strip().rstrip("*$")))


def _contact(url: str, case: NoticeCase, absent: Iterable[str]) -> Problem:
    names = [_CONTACT[name] for name in absent]
    zh, en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
    return Problem(
        "O004",
        Severity.ERROR,
        Place(f"output/{url}"),
        Say(f"正在进行的公示“{case.title}”的网页上看不到{zh}", f"the page of the running notice '{case.title}' does not show: {en}"),
        Say("在主题的 notice.html 里，把受理方式放在 <main> 中看得见的地方", "show the contact within <main> in the theme's notice.html"),
        Place(*case.spot()),
    )


def _missing(url: str, case: NoticeCase) -> Problem:
    return Problem(
        "O005",
        Severity.ERROR,
        Place(f"output/{url}"),
        Say(f"正在进行的公示“{case.title}”没有网页", f"the running notice '{case.title}' has no page"),
        Say("公示期内网页必须在网上", "its page has to be online during the whole period"),
        Place(*case.spot()),
    )


def _unlisted(url: str, case: NoticeCase, *, is_robots: bool) -> Problem:
    where = "robots.txt" if is_robots else "noindex"
    return Problem(
        "O005",
        Severity.ERROR,
        Place(f"output/{url}"),
        Say(
            f"正在进行的公示“{case.title}”不让搜索引擎收录（{where}）",
            f"the running notice '{case.title}' is kept from search engines ({where})",
        ),
        Say(f"从主题里去掉这一页的 {where}", f"take {where} for this page out of the theme"),
        Place(*case.spot()),
    )


def _far(url: str, case: NoticeCase) -> Problem:
    return Problem(
        "O006",
        Severity.ERROR,
        Place(f"output/{url}"),
        Say(
            f"从首页点 {CLICKS} 次到不了正在进行的公示“{case.title}”",
            f"the running notice '{case.title}' is over {CLICKS} clicks from the front page",
        ),
        Say("在首页或公示栏目里放上它的链接", "link it from the front page or the notices column"),
        Place(*case.spot()),
    )

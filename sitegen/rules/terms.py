"""A rule on the settings under which a notice runs (THREATS.md rows 15, 18, 19 and 43)."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.proof import current_story
from sitegen.recorded import under_of
from sitegen.records.words import State
from sitegen.rules import Finding, rule
from sitegen.terms import settings_sha


@rule("E025", Severity.INFO, "ledger")
def settings_changed(library: Library) -> Iterator[Finding]:
    """The settings that bear on notices were changed while one runs.

    What: 公示期间改过网站里关于公示的设置（规则、计日、日历、例外、存证）。
    | While a notice runs, the site's settings on notices (profiles, counting, calendar, exceptions, evidence) were changed.
    Why: 开始时的设置已经写进存证，改动不会缩短正在进行的公示；写出来，大家都知道改过。
    | The settings of the start are in the records, and a change shortens no running notice; it is told so that everybody knows.
    Wrong:
        # site.yaml 的公示规则，公示中途改过
        {编号: xian, 名称: 县规, 最少: 3, 单位: 工作日, 依据: 县文件}
    Right:
        # 正在公示的都结束以后再改
        {编号: xian, 名称: 县规, 最少: 5, 单位: 工作日, 依据: 县文件}
    """
    site = library.site.record
    if site.evidence_since is None:
        return
    now = settings_sha(site)
    for case in library.notices:
        story = current_story(library.book.stories.get(case.id, ()))
        then = under_of(story[0]).settings if story else ""
        if case.state is State.ON_NOTICE and then and then != now:
            yield Finding(
                case.spot(),
                Say(
                    f"从 {story[0].date} 首次发布以后，网站里关于公示的设置改过；这份公示仍按较严的办理",
                    f"the settings on notices were changed since it was first published on {story[0].date}; the stricter ones hold for it",
                ),
                Say(
                    "不必改这份公示；想知道改了什么，用 git 比较 site.yaml",
                    "nothing to mend here; compare site.yaml with git to see what was changed",
                ),
            )

"""Rules on what a notice must say (DOMAIN.md section 4): channel, issuer, candidates and the rest."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.cases import NoticeCase
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.entries import Model
from sitegen.records.words import State
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.words import line, listed


@rule("N017", Severity.ERROR)
def without_channel(library: Library) -> Iterator[Finding]:
    """A notice does not say how to object.

    What: 公示没有写受理异议的电话、邮箱或地址，网站也没有默认的受理方式。
    | The notice gives no telephone, e-mail or address for objections, nor does the site.
    Why: 没有反映意见的渠道，公示等于没有公示。
    | A notice to which nobody can object is none.
    Wrong:
        公示:
          开始: 2026-11-02
          结束: 2026-11-06
    Right:
        公示:
          开始: 2026-11-02
          结束: 2026-11-06
          受理电话: 0000-0000000
    """
    for case in library.notices:
        if not has_channel(case):
            yield Finding(
                case.spot(),
                Say("公示没有写受理电话、邮箱或地址", "the notice gives no telephone, e-mail or address for objections"),
                Say(
                    "写“受理电话: 区号-号码”，或在 site.yaml 的“受理”里写一次，各公示通用",
                    "write '受理电话: …' (phone), or once for all notices under 受理 (contact) in site.yaml",
                ),
            )


def has_channel(case: NoticeCase) -> bool:
    """Whether there is any way to object."""
    return bool(case.contact.phone or case.contact.email or case.contact.address)


@rule("N018", Severity.ERROR)
def without_issuer(library: Library) -> Iterator[Finding]:
    """A notice does not say who issued it.

    What: 公示没有写公示单位。
    | The notice does not say who issued it.
    Why: 没有署名的公示，没有人对它负责。
    | Nobody answers for a notice without a name under it.
    Wrong:
        公示:
          开始: 2026-11-02
          结束: 2026-11-06
    Right:
        公示:
          开始: 2026-11-02
          结束: 2026-11-06
          公示单位: 示例县总工会
    """
    for case in library.notices:
        if case.notice.issuer:
            continue
        authorities = {c.honour.authority for c in case.candidates if c.honour.authority}
        likely = authorities.pop() if len(authorities) == 1 else library.site.record.organiser
        yield Finding(case.spot(), Say("公示没有写公示单位", "the notice does not say who issued it"), line("公示单位", "issuer", likely))


@rule("N019", Severity.WARNING)
def contents_incomplete(library: Library) -> Iterator[Finding]:
    """A notice lacks other contents that it should have.

    What: 公示缺少应有的内容，如依据、范围、实名要求、受理部门、受理地址、邮箱、落款日期。
    | The notice lacks contents that it should have: basis, scope, real-name clause, receiving body, address, date.
    Why: 内容不全的公示常被要求重新公示。
    | A notice that is not complete may have to be posted again.
    Wrong:
        开始: 2026-11-02
        结束: 2026-11-06
        公示单位: 示例县总工会
    Right:
        开始: 2026-11-02
        结束: 2026-11-06
        公示单位: 示例县总工会
        依据: 示例县劳动模范评选办法
        范围: 全县
        发布: 2026-11-02
    """
    for case in library.notices:
        missing = list(_missing(case))
        if missing:
            what, fix = listed(Say(zh, en) for zh, en, _ in missing), listed(fix for _, _, fix in missing)
            message = Say(f"公示还缺：{what.zh}", f"the notice lacks: {what.en}")
            yield Finding(case.spot(), message, Say(f"补上 {fix.zh}", f"add {fix.en}"))


def _missing(case: NoticeCase) -> Iterator[tuple[str, str, Say]]:
    notice, contact = case.notice, case.contact
    if not notice.basis:
        yield "依据", "basis", line("依据", "basis", "文件名称")
    if not notice.audience:
        yield "范围", "audience", line("范围", "audience", "公示的范围")
    if not contact.office:
        yield "受理部门", "receiving body", line("受理部门", "office", "部门名称")
    if has_channel(case):
        yield from _other_channels(case)
    if not contact.real_name:
        yield "实名要求", "real-name clause", line("实名要求", "real_name", "单位意见加盖公章，个人意见署真实姓名")
    if not case.number:  # a notice written inline is dated by its start and speaks through its record
        if not notice.published:
            start = text_of(notice.start) if notice.start else "年-月-日"
            yield "落款日期", "date of the document", line("发布", "published", start)
        if not case.filed.body.strip():
            yield "正文（做了哪些工作）", "text (what was done so far)", Say("正文", "text below the header")


def _other_channels(case: NoticeCase) -> Iterator[tuple[str, str, Say]]:
    if not case.contact.phone:
        yield "受理电话", "telephone", line("受理电话", "phone", "区号-号码")
    if not case.contact.address:
        yield "受理地址", "address", line("受理地址", "address", "来信来访的地址")
    if not case.contact.email:
        yield "受理邮箱", "e-mail", line("受理邮箱", "email", "name@example.org")


@rule("N020", Severity.ERROR)
def started_without_candidates(library: Library) -> Iterator[Finding]:
    """A batch notice has started and nobody is named by it.

    What: 成批公示已经开始，却没有一个人选或单位引用它。
    | A batch notice has started and no record names it.
    Why: 没有对象的公示不能算公示；人选要在公示开始前登记好。
    | A notice without subjects is none; candidates are entered before it starts.
    Wrong:
        荣誉:
          - 称号: 岗位能手
    Right:
        荣誉:
          - 称号: 岗位能手
            公示: 2026-gangwei-nengshou
    """
    for case in _empty_batches(library):
        if case.state in (State.ON_NOTICE, State.CLOSED) and case.reckoning.interval:
            start = text_of(case.reckoning.interval.start)
            message = Say(f"公示 {start} 已经开始，还没有人选", f"the notice started on {start} and has no candidates")
            yield Finding(case.spot("start"), message, _name_it(case))


@rule("N025", Severity.WARNING)
def upcoming_without_candidates(library: Library) -> Iterator[Finding]:
    """A batch notice is about to start and nobody is named by it yet.

    What: 成批公示还没有人选，到开始那天就会成为错误。
    | A batch notice has no candidates yet; on its first day this becomes an error.
    Why: 提前登记人选，公示才能按时开始。
    | Enter the candidates in time and the notice can start on its day.
    Wrong:
        荣誉:
          - 称号: 岗位能手
    Right:
        荣誉:
          - 称号: 岗位能手
            公示: 2026-gangwei-nengshou
    """
    for case in _empty_batches(library):
        if case.state is State.UPCOMING and case.reckoning.interval:
            start = text_of(case.reckoning.interval.start)
            message = Say(f"公示 {start} 开始，还没有人选", f"the notice starts on {start} and has no candidates")
            yield Finding(case.spot("start"), message, _name_it(case))


def _empty_batches(library: Library) -> Iterator[NoticeCase]:
    return (case for case in library.notices if not case.candidates)


def _name_it(case: NoticeCase) -> Say:
    return Say(f"在每个人选的“荣誉”里写“公示: {case.slug}”", f"write '公示: {case.slug}' (notices) in the honour of each candidate")


@rule("N027", Severity.WARNING)
def candidate_without_unit_or_post(library: Library) -> Iterator[Finding]:
    """A person on notice has no unit or no post.

    What: 公示的人选没有写单位或职务。
    | A person on notice has no unit or no post.
    Why: 只有姓名，同名的人分不清，公众无从判断说的是谁。
    | With a name alone people cannot tell who is meant.
    Wrong:
        姓名: 张三
        荣誉:
          - 称号: 岗位能手
            公示: 2026-gangwei-nengshou
    Right:
        姓名: 张三
        单位: 红旗机械厂
        职务: 钳工
        荣誉:
          - 称号: 岗位能手
            公示: 2026-gangwei-nengshou
    """
    for filed in library.models:
        missing = list(_whereabouts(filed.record))
        if missing and any(h.notices for h in filed.record.honours):
            what, fix = listed(what for what, _ in missing), listed(fix for _, fix in missing)
            yield Finding(
                filed.spot("name"),
                Say(f"公示的人选没有写{what.zh}", f"a person on notice has no {what.en}"),
                Say(f"补上 {fix.zh}", f"add {fix.en}"),
            )


def _whereabouts(model: Model) -> Iterator[tuple[Say, Say]]:
    if not model.unit:
        yield Say("单位", "unit"), line("单位", "unit", "单位名称")
    if not model.post:
        yield Say("职务", "post"), line("职务", "post", "职务或岗位")

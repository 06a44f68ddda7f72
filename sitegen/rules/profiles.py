"""Rules on the profiles that say how long a notice must run."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.cases import NoticeCase
from sitegen.library import Library
from sitegen.problems import Say, Severity
from sitegen.records.scalars import LengthUnit
from sitegen.records.site import Profile
from sitegen.rules import Finding, rule, text_of
from sitegen.rules.words import choose_from, days, either, line, listed


@rule("N007", Severity.ERROR)
def unknown_profile(library: Library) -> Iterator[Finding]:
    """A notice follows a profile that does not exist.

    What: “规则”的编号不存在。
    | There is no profile of this name.
    Why: 不知道按哪条规则，就不知道至少要公示几天。
    | Without a profile nobody can say how long the notice must run.
    Wrong:
        规则: comendation
    Right:
        规则: commendation
    """
    known = sorted({p.id for p in library.profiles})
    default = library.site.record.notice.profile
    if default not in known:
        yield Finding(
            library.site.spot("notice", "profile"),
            Say(f"没有编号为“{default}”的公示规则", f"there is no profile '{default}'"),
            choose_from("默认规则", "profile", default, known),
        )
    for case in library.notices:
        name = case.notice.profile
        if name and name not in known:
            yield Finding(
                case.spot("profile"),
                Say(f"没有编号为“{name}”的公示规则", f"there is no profile '{name}'"),
                choose_from("规则", "profile", name, known),
            )


@rule("N008", Severity.ERROR)
def profile_not_in_force(library: Library) -> Iterator[Finding]:
    """A notice follows a profile that was not in force when it started.

    What: 公示开始那天，所用的规则还没有生效或者已经失效。
    | On the first day of the notice its profile was not yet, or no longer, in force.
    Why: 公示要按当时有效的规定计算天数。
    | A notice is held to the rules of its own time.
    Wrong:
        公示规则:
          - 编号: county-rule
            名称: 本县规定
            最少: 5
            单位: 工作日
            失效: 2026-06-30
        公示:
          默认规则: county-rule
    Right:
        公示规则:
          - 编号: county-rule
            名称: 本县规定
            最少: 5
            单位: 工作日
            失效: 2026-12-31
        公示:
          默认规则: county-rule
    """
    for case in library.notices:
        start = case.notice.start
        versions = [p for p in library.profiles if p.id == case.profile_name]
        if start is None or case.reckoning.profile is not None or not versions:
            continue
        spans = listed(_span(p) for p in versions)
        yield Finding(
            case.spot("profile") if case.notice.profile else case.spot("start"),
            Say(
                f"规则 {case.profile_name} 在 {text_of(start)} 无效（有效期：{spans.zh}）",
                f"profile {case.profile_name} is not in force on {text_of(start)} (it is: {spans.en})",
            ),
            _in_force_fix(library, case, versions),
        )


def _span(profile: Profile) -> Say:
    first, last = profile.valid_from, profile.valid_to
    return Say(
        f"{text_of(first) if first else ''} 至 {text_of(last) if last else '今后'}".strip(),
        f"{f'from {text_of(first)} ' if first else ''}{f'until {text_of(last)}' if last else 'on'}".strip(),
    )


def _in_force_fix(library: Library, case: NoticeCase, versions: list[Profile]) -> Say:
    start = case.notice.start
    later = min((p.valid_from for p in versions if p.valid_from and start and p.valid_from > start), default=None)
    valid = sorted({p.id for p in library.profiles if start and (p.valid_from or start) <= start <= (p.valid_to or start)})
    default = library.site.record.notice.profile
    other = line("规则", "profile", default) if default in valid else choose_from("规则", "profile", case.profile_name, valid)
    return either(other, line("开始", "start", later) if later else None)


@rule("N009", Severity.INFO)
def profile_without_source(library: Library) -> Iterator[Finding]:
    """A notice follows a profile that names no source.

    What: 所用的公示规则没有写依据，页面上会注明“本站规定”。
    | The profile has no source; the page says "house rule".
    Why: 公众有权知道公示天数是哪份文件定的。
    | People may ask which document sets the number of days.
    Wrong:
        公示规则:
          - 编号: village-own
            名称: 村级公示
            最少: 7
            单位: 自然日
    Right:
        公示规则:
          - 编号: village-own
            名称: 村级公示
            最少: 7
            单位: 自然日
            依据: 县村务公开目录（2024）
    """
    for case in library.notices:
        profile = case.reckoning.profile
        if profile is None or profile.source:
            continue
        fix = f"公示规则: [{{编号: {profile.id}, 名称: {profile.name}, 最少: {profile.minimum}, 单位: {profile.unit.zh}, 依据: 文件名称}}]"
        yield Finding(
            case.spot("profile"),
            Say(
                f"规则 {profile.id}（{profile.name}）没有写依据，页面会注明“本站规定”",
                f"profile {profile.id} names no source: the page will say 'house rule'",
            ),
            Say(f"有文件的，在 site.yaml 写：{fix}", f"if there is a document, write in site.yaml: {fix}"),
        )


@rule("N028", Severity.WARNING)
def own_profile_asks_less(library: Library) -> Iterator[Finding]:
    """The site's own profile asks for fewer days than the shipped one of the same name.

    What: 本站改写的公示规则，天数少于内置的同名规则。
    | The site's own version of a profile asks for fewer days than the shipped one.
    Why: 内置的天数有文件依据；往下改，公示可能不合格。
    | The shipped number rests on documents; a lower one may not hold.
    Wrong:
        公示规则:
          - 编号: commendation
            名称: 评比表彰
            最少: 3
            单位: 工作日
    Right:
        公示规则:
          - 编号: commendation
            名称: 评比表彰
            最少: 5
            单位: 工作日
    """
    own = library.site.record.profiles
    shipped = library.profiles[: len(library.profiles) - len(own)]
    for index, profile in enumerate(own):
        for ours in shipped:
            if ours.id != profile.id or not _overlap(ours, profile) or not _asks_less(profile, ours):
                continue
            have, need = days(profile.minimum, profile.unit.length_unit), days(ours.minimum, ours.unit.length_unit)
            yield Finding(
                library.site.spot("profiles", index, "minimum"),
                Say(
                    f"规则 {profile.id} 改为{have.zh}，少于内置的{need.zh}（{ours.source or '无依据'}）",
                    f"profile {profile.id} asks for {have.en}, the shipped one for {need.en}",
                ),
                Say(
                    f"最少: {ours.minimum}，单位: {ours.unit.zh}；确有新规定的，给规则另起编号并写明依据",
                    f"最少: {ours.minimum} (minimum), 单位: {ours.unit.zh} (unit); a new rule takes an id of its own",
                ),
            )


def _overlap(one: Profile, other: Profile) -> bool:
    first = max(filter(None, (one.valid_from, other.valid_from)), default=None)
    last = min(filter(None, (one.valid_to, other.valid_to)), default=None)
    return first is None or last is None or first <= last


def _asks_less(own: Profile, ours: Profile) -> bool:
    if own.unit is not ours.unit and own.unit.length_unit is LengthUnit.DAY:
        return own.minimum <= ours.minimum  # as many natural days are over sooner than working days
    return own.minimum < ours.minimum and own.unit is ours.unit

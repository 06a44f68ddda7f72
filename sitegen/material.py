"""What a notice says, taken apart: the fields whose change restarts the period, the others, and the plain text for checking.

Material are names, units, posts, honours, levels, the contact, and the deeds as summarised
(DOMAIN.md section 4). The interval has rules of its own and stands beside them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sitegen.cases import Candidate, NoticeCase, record_id
from sitegen.records.entries import Model

TEXT_HEAD = "公示存证文本 1"


@dataclass(frozen=True, slots=True)
class Material:
    """The content of one notice. ``fields`` and each of ``candidates`` are material, ``minor`` is not."""

    id: str
    url: str
    fields: Mapping[str, str]
    minor: Mapping[str, str]
    candidates: Mapping[str, Mapping[str, str]]
    period: tuple[str, str]
    objections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Salts:
    """The secrets of the files that a notice is written in: of the notice itself, and of each candidate."""

    notice: bytes
    candidates: Mapping[str, bytes]


def candidate_key(candidate: Candidate) -> str:
    """What a candidate is called in the ledger: no name, only the permanent id and which honour."""
    return f"{record_id(candidate.owner)}#{candidate.index + 1}"


def material_of(case: NoticeCase) -> Material:
    """The content of a notice as it stands now."""
    contact, notice, interval = case.contact, case.notice, case.reckoning.interval
    fields = {
        "标题": case.title,
        "层级": notice.scope.zh if notice.scope else "",
        "规则": case.profile_name,
        "公示单位": notice.issuer or "",
        "受理部门": contact.office or "",
        "受理电话": contact.phone or "",
        "受理邮箱": contact.email or "",
        "受理地址": contact.address or "",
        "实名要求": contact.real_name or "",
        "截止时刻": notice.closing_hour.isoformat() if notice.closing_hour else "",
        "异议截止": notice.objection_deadline.isoformat() if notice.objection_deadline else "",
    }
    if not case.number:
        fields["正文"] = case.filed.body.strip()
    minor = {"依据": notice.basis or "", "范围": notice.audience or ""}
    return Material(
        case.id,
        f"notices/{case.slug}.html",
        fields,
        minor,
        {candidate_key(c): _candidate(c) for c in case.candidates},
        (interval.start.isoformat(), interval.end.isoformat()) if interval else ("", ""),
        tuple(sorted(key for c in case.candidates for key in objection_keys(c))),
    )


def _candidate(candidate: Candidate) -> dict[str, str]:
    record, honour = candidate.owner.record, candidate.honour
    person = record if isinstance(record, Model) else None
    return {
        "名称": record.name,
        "单位": (person.unit or "") if person else "",
        "职务": (person.post or "") if person else "",
        "称号": honour.title,
        "级别": honour.level.zh if honour.level else "",
        "事迹": record.summary,
    }


def objection_keys(candidate: Candidate) -> tuple[str, ...]:
    """The objections to a candidate by what cannot be changed without notice: register number, or day and place among those of the day."""
    return tuple(names[0] for names in objection_names(candidate))


def objection_names(candidate: Candidate) -> tuple[tuple[str, ...], ...]:
    """Every objection by all names that the ledger may know it by; a register number may be given later than the entry."""
    prefix, of_day, found = candidate_key(candidate), Counter[date](), []
    for objection in candidate.honour.objections:
        of_day[objection.date] += 1
        by_day = f"{prefix}/{objection.date.isoformat()}-{of_day[objection.date]}"
        found.append((f"{prefix}/{objection.id}", by_day) if objection.id else (by_day,))
    return tuple(found)


def plain_text(material: Material, salts: Salts) -> str:
    """The notice as lines that a citizen can read and hash. The random codes keep it from being guessed from its hash."""
    lines = [TEXT_HEAD, f"编号: {material.id}", f"公示时间: {material.period[0]} 至 {material.period[1]}"]
    lines += [f"{name}: {_line(value)}" for name, value in {**material.fields, **material.minor}.items() if value]
    for key, values in sorted(material.candidates.items()):
        said = "；".join(f"{name} {_line(value)}" for name, value in values.items() if value)
        lines.append(f"候选 {key}: {said}；随机码 {salts.candidates[key].hex()}")
    lines.append(f"随机码: {salts.notice.hex()}")
    return "\n".join(lines) + "\n"


def _line(value: str) -> str:
    return " ".join(value.split())


def text_sha(text: str) -> str:
    """SHA-256 of a plain text, as ``sha256sum`` gives it for the published file."""
    return hashlib.sha256(text.encode()).hexdigest()

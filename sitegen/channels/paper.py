"""A notice as an official document: title, basis, subjects, period, how to object, who issues it and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.channels.announced import Announced, Subject, full_day, hour_words
from sitegen.channels.prose import Block, Heading, Paragraph, Table, blocks_of

_NUMBERS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document ready for the seal; ``signature`` and ``day`` stand at the right below ``blocks``."""

    title: str
    blocks: tuple[Block, ...]
    signature: str
    day: str


def notice_paper(notice: Announced, body: str) -> Paper:
    """The document of a notice, and nothing that the notice does not say; ``body`` is the html of its own text, "" without one."""
    sections = tuple(s for s in (_subjects(notice), _period(notice), _objections(notice)) if s)
    blocks = [*_opening(notice, body)]
    for number, (title, parts) in zip(_NUMBERS, sections, strict=False):
        blocks += [Heading(f"{number}、{title}"), *parts]
    return Paper(notice.title, tuple(blocks), notice.issuer, full_day(notice.published or notice.start))


def _opening(notice: Announced, body: str) -> Iterator[Block]:
    own = tuple(blocks_of(body))
    yield from own
    said = "".join(b.text for b in own if isinstance(b, Paragraph))
    if own and (not notice.basis or notice.basis in said):
        return
    basis = f"根据{notice.basis}，" if notice.basis else ""
    if own:
        yield Paragraph(f"公示依据：{notice.basis}。")
    else:
        yield Paragraph(f"{basis}现将候选对象的有关情况向社会公示，接受群众监督。")


def _subjects(notice: Announced) -> tuple[str, tuple[Block, ...]] | None:
    if not notice.subjects:
        return None
    note = Paragraph("以上为拟授予称号的候选对象，公示期满、异议办结后再作决定。")
    if len(notice.subjects) == 1:
        one = notice.subjects[0]
        role = f"，{one.role}" if one.role else ""
        level = f"（{one.level}）" if one.level else ""
        return "公示对象", (Paragraph(f"{one.said}{role}。拟授予称号：“{one.honour}”{level}。"), *_deeds(one), note)
    head = ("序号", "姓名或名称", "单位和职务", "拟授予称号", "主要事迹")
    rows = tuple(
        (str(number), s.said, s.role, f"{s.honour}{f'（{s.level}）' if s.level else ''}", s.summary)
        for number, s in enumerate(notice.subjects, 1)
    )
    return "公示对象", (Table(head, rows), note)


def _deeds(subject: Subject) -> tuple[Block, ...]:
    return (Paragraph(f"主要事迹：{subject.summary}"),) if subject.summary else ()


def _period(notice: Announced) -> tuple[str, tuple[Block, ...]]:
    length = f"（{notice.length}）" if notice.length else ""
    hour = hour_words(notice.closing_hour)
    blocks: list[Block] = [Paragraph(f"{full_day(notice.start)}至{full_day(notice.end)}{hour}{length}。")]
    if notice.audience:
        blocks.append(Paragraph(f"公示范围：{notice.audience}。"))
    return "公示时间", tuple(blocks)


def _objections(notice: Announced) -> tuple[str, tuple[Block, ...]]:
    until = f"在{full_day(notice.deadline)}前" if notice.deadline else "在公示期内"
    office = f"向{notice.office}" if notice.office else ""
    blocks = [Paragraph(f"对公示对象、事迹或者程序有不同意见的，请{until}{office}反映。{_full_stop(notice.real_name)}")]
    lines = (("受理电话", notice.phone), ("电子邮箱", notice.email), ("来信来访地址", notice.address))
    blocks += [Paragraph(f"{label}：{value}") for label, value in lines if value]
    return "异议的提出", tuple(blocks)


def _full_stop(text: str) -> str:
    return f"{text.rstrip('。')}。" if text else ""

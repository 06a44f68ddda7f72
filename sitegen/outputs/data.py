"""Open data: models, units and notices as JSON and CSV, a JSON feed, and the page that says what the columns mean.

Ids are permanent, states come with their dates, keys are English and never change. A candidate has a ``proposed_title`` and
no ``title``. Of somebody whose story is withheld nothing is here, not even a number (THREATS.md row 36).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from urllib.parse import quote

from sitegen.calendar import ONE_DAY
from sitegen.cases import HonourCase, NoticeCase, Owner, record_id
from sitegen.edition import Edition, address, notice_address
from sitegen.library import STANDING
from sitegen.outputs import Page
from sitegen.outputs.cards import candidate_state
from sitegen.outputs.home import feed
from sitegen.outputs.sharing import is_silent
from sitegen.outputs.tables import Column, Record, Row, Table, Value, csv_bytes, json_bytes, known
from sitegen.records.entries import Model, Unit
from sitegen.records.words import State
from sitegen.views.base import Link, Meta
from sitegen.views.data import ColumnView, DataView, TableView
from sitegen.views.words import phrase

ADDRESS = "data/index.html"
Cell = tuple[str, Value]


def pages(edition: Edition) -> Iterator[Page]:
    meta = Meta(phrase("开放数据"), phrase("人物、单位和公示的数据，供下载和程序使用。"), "", (Link(phrase("首页"), "index.html"),))
    yield Page(ADDRESS, "data.html", DataView(meta, tuple(_described(table) for table in _tables(edition))))


def files(edition: Edition, say: Callable[[object], str]) -> dict[str, bytes]:
    """The data files by their addresses; ``say`` turns words of the interface into text."""
    site = edition.library.site.record
    head = {"site": site.name, "organiser": site.organiser, "dictionary": _full(edition, ADDRESS)}
    found = {"feed.json": _feed(edition, say)}
    for table in _tables(edition):
        found[f"data/{table.name}.json"] = json_bytes(table, head, say)
        found[f"data/{table.name}.csv"] = csv_bytes(table)
    return found


def _described(table: Table) -> TableView:
    columns = tuple(ColumnView(c.key, c.label, c.meaning) for c in table.all_columns())
    name = f"data/{table.name}"
    return TableView(table.name, table.title, len(table.records), f"{name}.json", f"{name}.csv", columns)


def _tables(edition: Edition) -> Iterator[Table]:
    people = (o for o in edition.promoted if isinstance(o.record, Model))
    units = (o for o in edition.promoted if isinstance(o.record, Unit))
    for name, title, columns, owners in (
        ("models", phrase("先进人物"), _MODEL, people),
        ("units", phrase("先进单位"), _UNIT, units),
    ):
        records = tuple(_record(edition, owner) for owner in sorted(owners, key=record_id))
        yield Table(name, title, columns, records, "honours", "honour", _HONOUR)
    notices = sorted((c for c in edition.library.notices if c.state in STANDING and not is_silent(edition, c)), key=lambda c: c.id)
    yield Table("notices", phrase("公示"), _NOTICE, tuple(_notice(edition, c) for c in notices), "candidates", "candidate", _CANDIDATE)


def _record(edition: Edition, owner: Owner) -> Record:
    record = owner.record
    own = _model(edition, record) if isinstance(record, Model) else _unit(edition, record)
    row: tuple[Cell, ...] = (
        ("id", record_id(owner)),
        ("name", record.name),
        ("headline", record.title or ""),
        ("summary", record.summary),
        *own,
        ("region", "/".join(record.region)),
        ("sector", record.sector or ""),
        ("tags", record.tags),
        ("goals", record.goals),
        ("badge", record.badge or ""),
        ("sample", record.sample),
        ("published", _day(record.published)),
        ("updated", _day(record.updated)),
        ("page", _full(edition, address(owner))),
    )
    cases = edition.library.honours_of.get(owner.path, ())
    return Record(known(row), [_honour(case) for case in cases if case.state in STANDING])


def _model(edition: Edition, record: Model) -> tuple[Cell, ...]:
    return (("unit", _unit_name(edition, record.unit)), ("post", record.post or ""))


def _unit(edition: Edition, record: Unit) -> tuple[Cell, ...]:
    kind, level = record.kind, record.level
    return (
        ("kind", kind.en if kind else ""),
        ("level", level.en if level else ""),
        ("parent", _unit_name(edition, record.parent)),
        ("theme", record.theme or ""),
    )


def _unit_name(edition: Edition, written: str | None) -> str:
    """The name of a unit; nothing of one that is withheld."""
    unit = edition.library.units_by_slug.get(written or "")
    if unit is None:
        return written or ""
    return "" if edition.is_withheld(unit) else unit.record.name


def _honour(case: HonourCase) -> Row:
    honour, is_held = case.honour, case.state is State.HONOURED
    spans = [n.reckoning.interval for n in case.notices if n.reckoning.interval]
    decision = honour.decision if is_held else None
    return known(
        (
            ("title", honour.title if is_held else ""),
            ("proposed_title", "" if is_held else honour.title),
            ("state", case.state.en),
            ("state_label", case.state.zh),
            ("state_since", _day(_since(case))),
            ("level", honour.level.en if honour.level else ""),
            ("year", honour.year),
            ("authority", honour.authority or ""),
            ("notice_start", _day(min((s.start for s in spans), default=None))),
            ("notice_end", _day(max((s.end for s in spans), default=None))),
            ("notices", tuple(n.id for n in case.notices)),
            ("decided", _day(decision.date if decision else None)),
            ("document", (decision.number or "") if decision else ""),
        )
    )


def _since(case: HonourCase) -> date | None:
    """The first day of a state; None for one that has not begun."""
    if case.state is State.HONOURED:
        return case.honour.decision.date if case.honour.decision else None
    if case.state is State.UPCOMING:
        return None
    spans = [n.reckoning.interval for n in case.notices if n.state is case.state and n.reckoning.interval]
    if not spans:
        return None
    return min(s.start for s in spans) if case.state is State.ON_NOTICE else max(s.end for s in spans) + ONE_DAY


def _notice(edition: Edition, case: NoticeCase) -> Record:
    notice, interval, profile = case.notice, case.reckoning.interval, case.reckoning.profile
    text = notice_address(case).removesuffix(".html") + ".txt"
    row: tuple[Cell, ...] = (
        ("id", case.id),
        ("title", case.title),
        ("state", case.state.en),
        ("state_label", case.state.zh),
        ("scope", notice.scope.en if notice.scope else ""),
        ("issuer", notice.issuer or ""),
        ("basis", notice.basis or ""),
        ("start", _day(interval.start if interval else None)),
        ("end", _day(interval.end if interval else None)),
        ("counted", case.reckoning.counted),
        ("required", profile.minimum if profile else None),
        ("unit", profile.unit.en if profile else ""),
        ("verdict", edition.library.proofs[case.id].verdict.en),
        ("page", _full(edition, notice_address(case))),
        ("text", _full(edition, text) if case.id in edition.texts else ""),
    )
    return Record(known(row), list(_candidates(edition, case)))


def _candidates(edition: Edition, case: NoticeCase) -> Iterator[Row]:
    for number, candidate in enumerate(case.candidates):
        state, title = candidate_state(edition, case, number), candidate.honour.title
        if edition.is_withheld(candidate.owner) or state not in STANDING:
            continue
        is_held = state is State.HONOURED
        yield known(
            (
                ("id", record_id(candidate.owner)),
                ("kind", "model" if isinstance(candidate.owner.record, Model) else "unit"),
                ("name", candidate.owner.record.name),
                ("title", title if is_held else ""),
                ("proposed_title", "" if is_held else title),
                ("state", state.en),
                ("state_label", state.zh),
            )
        )


def _feed(edition: Edition, say: Callable[[object], str]) -> bytes:
    """The entries of feed.xml as JSON Feed 1.1."""
    view, site = feed(edition), edition.library.site.record
    root = f"{view.url.rstrip('/')}/" if view.url else ""
    top: dict[str, object] = {"version": "https://jsonfeed.org/version/1.1", "title": view.title}
    if root:
        top |= {"home_page_url": root, "feed_url": f"{root}feed.json"}
    items = [
        {"id": e.id, **({"url": f"{root}{quote(e.url)}"} if root else {}), "title": say(e.title), "content_text": say(e.summary or e.title),
         "date_modified": f"{e.updated.isoformat()}T00:00:00+08:00"}
        for e in view.entries
    ]  # fmt: skip
    top |= {"language": "zh-CN", "authors": [{"name": site.organiser}], "items": items}
    return (json.dumps(top, ensure_ascii=False, indent=1) + "\n").encode()


def _full(edition: Edition, url: str) -> str:
    base = edition.library.site.record.url
    return f"{base.rstrip('/')}/{quote(url)}" if base else url


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _columns(*described: Column | Iterable[Column]) -> tuple[Column, ...]:
    return tuple(one for some in described for one in ((some,) if isinstance(some, Column) else some))


_STATE = (
    Column("state", phrase("状态"), phrase("upcoming 拟公示、on_notice 公示中、closed 公示期满、honoured 已表彰")),
    Column("state_label", phrase("状态名称"), phrase("状态的中文")),
)
_TITLES = (
    Column("title", phrase("称号"), phrase("已经表彰的称号；没有表彰的是空")),
    Column("proposed_title", phrase("拟授予称号"), phrase("公示的、还没有表彰的称号")),
)
_HONOUR = _columns(
    _TITLES,
    _STATE,
    Column("state_since", phrase("状态开始"), phrase("从哪一天起是这个状态")),
    Column("level", phrase("级别"), phrase("national 国家、province 省、city 市、county 县、township 乡、unit 单位")),
    Column("year", phrase("年度"), phrase("荣誉的年度")),
    Column("authority", phrase("授予单位"), phrase("授予或者拟授予的单位")),
    Column("notice_start", phrase("公示开始"), phrase("第一次公示的第一天")),
    Column("notice_end", phrase("公示结束"), phrase("最后一次公示的最后一天")),
    Column("notices", phrase("公示编号"), phrase("公示表里的编号")),
    Column("decided", phrase("表彰日期"), phrase("表彰决定的日期")),
    Column("document", phrase("表彰文号"), phrase("表彰决定的文号")),
)
_HEAD = (
    Column("id", phrase("编号"), phrase("永久编号，不会改变")),
    Column("name", phrase("名称"), phrase("姓名或者单位名称")),
    Column("headline", phrase("标题"), phrase("事迹的标题")),
    Column("summary", phrase("摘要"), phrase("事迹的摘要")),
)
_FOOT = (
    Column("region", phrase("地区"), phrase("从省到村，用“/”分开")),
    Column("sector", phrase("领域"), phrase("所在的领域")),
    Column("tags", phrase("标签"), phrase("标签")),
    Column("goals", phrase("目标"), phrase("对应的目标")),
    Column("badge", phrase("先锋岗"), phrase("党员先锋岗、示范窗口等")),
    Column("sample", phrase("示例"), phrase("true 表示虚构的示例")),
    Column("published", phrase("发布日期"), phrase("发布的日期")),
    Column("updated", phrase("更新日期"), phrase("更新的日期")),
    Column("page", phrase("网页"), phrase("网页的地址")),
)
_MODEL = _columns(
    _HEAD,
    Column("unit", phrase("单位"), phrase("所在单位的名称")),
    Column("post", phrase("职务"), phrase("职务、岗位")),
    _FOOT,
)
_UNIT = _columns(
    _HEAD,
    Column("kind", phrase("类型"), phrase("party 党组织、union 工会、youth 共青团、women 妇联、work_unit 单位")),
    Column("level", phrase("层级"), phrase("national 国家、province 省、city 市、county 县、township 乡、unit 单位")),
    Column("parent", phrase("上级"), phrase("上级单位的名称")),
    Column("theme", phrase("争创主题"), phrase("争创主题")),
    _FOOT,
)
_NOTICE = _columns(
    Column("id", phrase("编号"), phrase("永久编号，不会改变")),
    Column("title", phrase("标题"), phrase("公示的标题")),
    _STATE,
    Column("scope", phrase("层级"), phrase("在哪一级公示")),
    Column("issuer", phrase("公示单位"), phrase("发布公示的单位")),
    Column("basis", phrase("依据"), phrase("依据的文件")),
    Column("start", phrase("公示开始"), phrase("第一天")),
    Column("end", phrase("公示结束"), phrase("最后一天，当日计入")),
    Column("counted", phrase("公示天数"), phrase("按规则算出的天数")),
    Column("required", phrase("最低天数"), phrase("规则要求的最低天数")),
    Column("unit", phrase("天数的单位"), phrase("workday 工作日、day 自然日")),
    Column("verdict", phrase("核验结论"), phrase("running 进行中、satisfied 已满足、not_satisfied 未满足、cannot_be_shown 无法证明")),
    Column("page", phrase("网页"), phrase("网页的地址")),
    Column("text", phrase("核对文本"), phrase("核对文本的地址")),
)
_CANDIDATE = _columns(
    Column("id", phrase("对象编号"), phrase("人物或者单位的永久编号")),
    Column("kind", phrase("对象类型"), phrase("model 人物、unit 单位")),
    Column("name", phrase("对象名称"), phrase("姓名或者单位名称")),
    _TITLES,
    _STATE,
)

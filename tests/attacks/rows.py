"""The attacks of THREATS.md that the ledger sees: how each goes, what is said of it, and how to do the same honestly."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from PIL import Image

from sitegen.problems import Severity
from tests.attacks.world import (
    BATCH,
    LI,
    NOTICE,
    ONE,
    PI,
    QIAN,
    SUN,
    ZHANG,
    ZHAO,
    Edit,
    Step,
    days,
    drop,
    fact,
    fork,
    honoured,
    iso,
    move,
    person,
    put,
    remark,
    until,
    write,
)

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True)
class Attack:
    """A row of THREATS.md: honest days, a malicious edit, and the day of the next publish.

    ``code`` is found with all of ``says`` in its message and all of ``fix`` in its remedy. The twin lives through
    the same honest days (or ``twin_lived``), and then does the same thing in the lawful way.
    """

    row: int
    name: str
    code: str
    severity: Severity
    block: str
    lived: tuple[Step, ...]
    edits: tuple[Edit, ...]
    day: int
    says: tuple[str, ...]
    fix: tuple[str, ...]
    twin: tuple[Edit, ...]
    twin_lived: tuple[Step, ...] | None = None
    twin_day: int | None = None
    also: frozenset[str] = field(default_factory=frozenset)

    def __str__(self) -> str:
        return f"{self.row}-{self.name}-{self.code}"


def picture(shade: int) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (400, 400), (shade, 90, 60)).save(made, "PNG")
    return made.getvalue()


def with_lines(block: str, old: str, new: str) -> str:
    assert old in block, old
    return block.replace(old, new, 1)


PHOTO = with_lines(ONE, "职务: 钳工\n", "职务: 钳工\n照片: {文件: a.png, 说明: 张三, 同意: 是}\n附件: [{文件: b.txt, 名称: 材料}]\n")
WITH_FILES = (write("content/models/a.png", picture(10)), write("content/models/b.txt", "材料一"))
SHOWN_WITH_FILES = (Step(16, WITH_FILES), Step(17))
LONG = with_lines(ONE, "结束: 2026-11-20", "结束: 2026-11-30")
OBJECTION = "异议: [{编号: yy-1, 日期: 2026-11-17, 状态: 核查}]"
UPHELD = "异议: [{编号: yy-1, 日期: 2026-11-17, 状态: 成立, 办结: 2026-11-19, 说明: 属实}]"
CLOSED = "异议: [{编号: yy-1, 日期: 2026-11-17, 状态: 不成立, 办结: 2026-11-18, 说明: 不属实}]"
WITHDRAWN_19 = "撤回: {日期: 2026-11-19, 原因: 异议成立}"
WITHDRAWN = "撤回: {日期: 2026-11-18, 原因: 本人放弃}"
SITE = "site.yaml"
LATER = f"---\n编号: {{0}}\n标题: 优秀教师候选人公示\n开始: {iso(30)}\n结束: {iso(36)}\n{NOTICE.format('')}---\n公示如下。\n"
AGAIN = f"\n      - 开始: {iso(23)}\n        结束: {iso(27)}\n        替代: zhang-san-1\n        {NOTICE.format('        ')}---\n他"
RENEWED = (put(ZHANG, "---\n他", AGAIN.lstrip("\n")),)


def changed(name: str, path: str, old: str, new: str, field: str, *, row: int = 5, block: str = ONE) -> Attack:
    """A material field edited on the third day."""
    at = PI if block == BATCH else ZHANG
    edit = put(path, old, new)
    lawful = (edit, until(24, at), remark(18, at))
    return Attack(row, name, "E004", ERROR, block, days(16, 17), (edit,), 18, (iso(18), field), (iso(24), "更正"), lawful)


ATTACKS = (
    # 1 and 2: dates without publishing
    Attack(1, "first-seen-late", "E001", ERROR, ONE, (), (), 18, (iso(16), iso(18), "3 天", "5 天"), (iso(24),), (until(24), put(ZHANG, "开始: 2026-11-16", "开始: 2026-11-18"))),
    Attack(1, "first-seen-late-but-long-enough", "E002", WARNING, LONG, (), (), 18, (iso(16), iso(18)), ("开始: 2026-11-18",), (put(ZHANG, "开始: 2026-11-16", "开始: 2026-11-18"),)),
    Attack(1, "start-back-dated", "E009", ERROR, ONE, days(16, 17), (put(ZHANG, "开始: 2026-11-16", "开始: 2026-11-09"),), 18, (iso(16), iso(9)), ("开始: 2026-11-16",), (), also=frozenset({"E002"})),
    Attack(1, "start-put-off", "E009", ERROR, LONG, days(16, 17), (put(ZHANG, "开始: 2026-11-16", "开始: 2026-11-20"),), 18, (iso(16), iso(20)), ("开始: 2026-11-16",), ()),
    Attack(2, "never-published", "E003", ERROR, ONE, (), (honoured(23),), 23, ("zhang-san-1", "没有发布记录"), ("重新公示",), (honoured(23),), days(16, 18, 20, 21)),
    # 5: edited half-way, and afterwards
    changed("name", ZHANG, "张三", "章三", "名称"),
    changed("unit", ZHANG, "红旗厂", "红星厂", "单位"),
    changed("post", ZHANG, "钳工", "厂长", "职务"),
    changed("deeds", ZHANG, "修水渠的人。", "修大坝的人。", "事迹"),
    changed("title", ZHANG, "称号: 劳动模范", "称号: 特等劳动模范", "称号"),
    changed("level", ZHANG, "级别: 县", "级别: 省", "级别"),
    changed("text-of-a-batch", PI, "公示如下。", "公示如下：另有一人。", "正文", block=BATCH),
    changed("deeds-in-a-batch", QIAN, "教书三十年", "教书四十年", "qian-2026#1 事迹", block=BATCH),
    Attack(5, "added-to-a-running-batch", "E004", ERROR, BATCH, days(16, 17), (write(LI, person(LI, "李四")),), 18, (iso(18), "li-2026#1 名称"), (iso(24),), (write(LI, person(LI, "李四")), until(24, PI), remark(18, PI))),
    Attack(5, "without-a-word", "E005", WARNING, LONG, days(16, 17), (put(ZHANG, "钳工", "厂长"),), 18, (iso(18), "职务"), ("更正", iso(18)), (put(ZHANG, "钳工", "厂长"), remark(18))),
    Attack(5, "salt-deleted", "E020", ERROR, ONE, days(16, 17), (put(ZHANG, "钳工", "厂长"), drop("content/models/zhang.salt")), 18, ("content/models/zhang.salt",), ("git", "notices/zhang-san-1.txt"), ()),
    Attack(5, "salt-forged", "E004", ERROR, ONE, days(16, 17), (write("content/models/zhang.salt", "00" * 32 + "\n"),), 18, (iso(18),), (iso(24),), ()),
    Attack(5, "title-after-the-end", "E021", ERROR, ONE, days(16, 20, 21), (put(ZHANG, "称号: 劳动模范", "称号: 特等劳动模范"), honoured(23)), 23, (iso(20), "称号"), ("替代: zhang-san-1",), (honoured(23),)),
    Attack(5, "another-person-after-the-end", "E021", ERROR, ONE, days(16, 20, 21), (put(ZHANG, "张三", "王五"), honoured(23)), 23, (iso(20), "名称"), ("重新公示",), (honoured(23),)),
    Attack(5, "smuggled-into-a-batch-after-the-end", "E021", ERROR, BATCH, days(16, 20, 21), (write(LI, person(LI, "李四")), honoured(23, LI)), 23, ("pi-2026", "li-2026#1", iso(20)), ("另发公示",), (honoured(23, ZHAO),)),
    # 7: photos and attachments
    Attack(7, "photo", "E004", ERROR, PHOTO, SHOWN_WITH_FILES, (write("content/models/a.png", picture(200)),), 18, (iso(18), "照片和附件"), (iso(24),), (write("content/models/a.png", picture(200)), until(24), remark(18))),
    Attack(7, "attachment", "E004", ERROR, PHOTO, SHOWN_WITH_FILES, (write("content/models/b.txt", "材料二"),), 18, (iso(18), "照片和附件"), (iso(24),), (write("content/models/b.txt", "材料二"), until(24), remark(18))),
    Attack(7, "list-linked-from-a-batch", "E004", ERROR, with_lines(BATCH, "公示如下。", "公示见[名单](list.txt)。"), (Step(16, (write("content/notices/list.txt", "名单一"),)),), (write("content/notices/list.txt", "名单二"),), 18, (iso(18), "照片和附件"), (iso(24),), (write("content/notices/list.txt", "名单二"), until(24, PI), remark(18, PI))),
    # 8: taken away
    Attack(8, "deleted", "E008", ERROR, ONE, days(16, 17), (drop(ZHANG),), 18, ("zhang-san-1", iso(20)), ("撤回",), (fact(WITHDRAWN),)),
    Attack(8, "only-the-notice-deleted", "E008", ERROR, LONG, days(16, 17), (put(ZHANG, "荣誉:", "备注:"),), 18, ("zhang-san-1", iso(30)), ("撤回",), (fact(WITHDRAWN),)),
    Attack(8, "withdrawal-undone", "E024", ERROR, ONE, (*days(16, 17), Step(18, (fact(WITHDRAWN),))), (put(ZHANG, f"    {WITHDRAWN}\n", ""),), 19, (iso(18),), (iso(18), "替代: zhang-san-1"), ()),
    # 13: the clock
    Attack(13, "clock-back", "E016", ERROR, ONE, days(16, 17, 18), (), 10, (iso(10), iso(18)), ("校准",), (), twin_day=19),
    # 15, 18, 19: rules changed half-way
    Attack(15, "another-way-to-count", "E017", WARNING, LONG, days(16, 17), (put(SITE, "始日计入", "始日不计"),), 18, ("5 workday",), ("开始时的规则",), ()),
    Attack(15, "days-instead-of-working-days", "E004", ERROR, ONE, days(16, 17), (put(SITE, "单位: 工作日", "单位: 自然日"), put(ZHANG, "钳工", "厂长"), until(22), remark(18)), 18, (iso(18), "3 天", "5 天"), (iso(24),), (put(ZHANG, "钳工", "厂长"), until(24), remark(18)), also=frozenset({"E017"})),
    Attack(18, "calendar-bent", "E018", WARNING, LONG, days(16, 17), (put(SITE, "公示规则:", "日历: [{年份: 2026, 来源: 无, 上班: [2026-11-21]}]\n公示规则:"),), 18, ("放假安排",), ("国务院办公厅",), ()),
    Attack(19, "minimum-lowered", "E017", WARNING, ONE, days(16, 17), (put(SITE, "最少: 5", "最少: 3"),), 18, ("5 workday",), ("开始时的规则",), ()),
    Attack(19, "minimum-lowered-to-excuse-a-change", "E004", ERROR, ONE, days(16, 17), (put(SITE, "最少: 5", "最少: 3"), put(ZHANG, "钳工", "厂长")), 18, (iso(18), "3 天", "5 天"), (iso(24),), (put(ZHANG, "钳工", "厂长"), until(24), remark(18)), also=frozenset({"E017"})),
    Attack(19, "evidence-put-off", "E022", ERROR, ONE, days(16, 17), (put(SITE, "启用存证: 2026-11-16", "启用存证: 2026-12-01"),), 18, (iso(16), iso(31)), (f"启用存证: {iso(16)}",), ()),
    Attack(19, "evidence-switched-off", "E022", ERROR, ONE, days(16, 17), (put(SITE, "启用存证: 2026-11-16\n", ""),), 18, (iso(16),), (f"启用存证: {iso(16)}",), ()),
    # 20, 21: the end moved
    Attack(20, "shortened", "E006", ERROR, LONG, days(16, 17), (put(ZHANG, "结束: 2026-11-30", "结束: 2026-11-20"),), 18, (iso(30), iso(20)), ("结束: 2026-11-30",), ()),
    Attack(20, "shortened-into-the-past", "E006", ERROR, LONG, days(16, 17, 23), (put(ZHANG, "结束: 2026-11-30", "结束: 2026-11-20"), honoured(24)), 24, (iso(30), iso(20)), ("结束: 2026-11-30",), ()),
    Attack(21, "extended-in-silence", "E007", ERROR, ONE, days(16, 17), (until(25),), 18, (iso(20), iso(25)), ("更正", iso(18)), (until(25), remark(18))),
    Attack(21, "reopened", "E015", ERROR, ONE, days(16, 20, 21), (until(30), remark(23)), 23, (iso(20),), (f"结束: {iso(20)}", "替代: zhang-san-1"), RENEWED),
    Attack(21, "reopened-before-the-end-was-recorded", "E015", ERROR, ONE, days(16, 20), (until(30), remark(23)), 23, (iso(20),), (f"结束: {iso(20)}",), RENEWED),
    # 23: the contact
    changed("contact-of-the-site", SITE, "0000-0000000", "0000-1111111", "受理电话", row=23),
    changed("contact-of-the-notice", ZHANG, "        依据:", "        受理邮箱: b@example.org\n        依据:", "受理邮箱", row=23),
    # 27: objections
    Attack(27, "objection-deleted", "E012", ERROR, ONE, (*days(16), Step(17, (fact(OBJECTION),)), Step(18)), (put(ZHANG, f"    {OBJECTION}\n", ""),), 19, (iso(17), "yy-1"), ("yy-1", "办结"), (put(ZHANG, OBJECTION, CLOSED),)),
    Attack(27, "objection-renumbered", "E012", ERROR, ONE, (*days(16), Step(17, (fact(OBJECTION),)), Step(18)), (put(ZHANG, "yy-1", "yy-2"),), 19, (iso(17), "yy-1"), ("yy-1",), ()),
    # 28 to 30: names and addresses
    Attack(28, "renamed", "E010", ERROR, BATCH, days(16, 17), (move(PI, "content/notices/new.md"), move("content/notices/pi.salt", "content/notices/new.salt"), *(put(p, "公示: pi", "公示: new") for p in (ZHAO, QIAN, SUN))), 18, ("notices/pi.html", "notices/new.html"), ("网址名: pi",), (move(PI, "content/notices/new.md"), move("content/notices/pi.salt", "content/notices/new.salt"), put("content/notices/new.md", "编号:", "网址名: pi\n编号:"))),
    Attack(28, "renamed-without-its-salt", "E020", ERROR, ONE, days(16, 17), (move(ZHANG, "content/models/z.md"),), 18, ("content/models/z.salt",), ("改过名",), (move(ZHANG, "content/models/z.md"), move("content/models/zhang.salt", "content/models/z.salt"))),
    Attack(29, "new-id-while-running", "E023", ERROR, ONE, days(16, 17), (put(ZHANG, "编号: zhang-san", "编号: zhang-wu"),), 18, ("zhang-san-1", "没有走完"), ("替代: zhang-san-1",), (), also=frozenset({"E008", "E001"})),
    Attack(29, "new-id-after-an-objection-was-upheld", "E023", ERROR, ONE, (*days(16), Step(17, (fact(OBJECTION),)), Step(19, (put(ZHANG, OBJECTION, UPHELD), fact(WITHDRAWN_19)))), (put(ZHANG, "编号: zhang-san", "编号: zhang-wu"), put(ZHANG, f"    {UPHELD}\n", ""), put(ZHANG, f"    {WITHDRAWN_19}\n", ""), put(ZHANG, iso(16), iso(23)), put(ZHANG, iso(20), iso(27))), 23, ("zhang-san-1", "异议成立"), ("替代: zhang-san-1",), (), twin_day=23),
    Attack(29, "new-file-while-the-salt-still-lies-there", "E023", ERROR, ONE, (*days(16), Step(17, (fact(OBJECTION),)), Step(20), Step(21)), (move(ZHANG, LI), put(LI, "编号: zhang-san", "编号: li-2026"), put(LI, f"    {OBJECTION}\n", ""), put(LI, iso(16), iso(23)), put(LI, iso(20), iso(27))), 23, ("zhang-san-1", "异议没有办结"), ("替代",), (put(ZHANG, OBJECTION, CLOSED), *RENEWED)),
    Attack(29, "new-id-after-a-withdrawal", "E023", ERROR, ONE, (*days(16), Step(18, (fact(WITHDRAWN),))), (put(ZHANG, "编号: zhang-san", "编号: zhang-wu"), put(ZHANG, f"    {WITHDRAWN}\n", ""), put(ZHANG, iso(16), iso(23)), put(ZHANG, iso(20), iso(27))), 23, ("zhang-san-1", "撤回"), ("替代: zhang-san-1",), (put(ZHANG, f"    {WITHDRAWN}\n", ""), *RENEWED)),
    Attack(30, "address-given-to-another", "E011", ERROR, BATCH, days(16, 20, 21), (drop("content/notices/pi.salt", ZHAO, QIAN), write(PI, LATER.format("pi-2027")), write(SUN, person(SUN, "周八"))), 30, ("notices/pi.html", "pi-2026"), ("网址名: pi-2",), (write("content/notices/pi-2.md", LATER.format("pi-2027")), write(LI, person(LI, "周八", "pi-2")))),
    # 37, 38: without a trace
    Attack(37, "revoked-by-deleting", "E014", ERROR, ONE, (*days(16, 20, 21), Step(23, (honoured(23),))), (drop(ZHANG, "content/models/zhang.salt"),), 30, ("zhang-san-1",), ("撤销",), (fact("撤销: {日期: 2026-11-30, 原因: 申报材料不实}"),)),
    Attack(37, "one-of-a-batch-revoked-by-deleting", "E014", ERROR, BATCH, (*days(16, 20, 21), Step(23, (honoured(23, ZHAO), honoured(23, QIAN)))), (drop(QIAN),), 30, ("pi-2026", "qian-2026#1"), ("撤销",), (fact("撤销: {日期: 2026-11-30, 原因: 申报材料不实}", QIAN),)),
    Attack(38, "dropped-from-a-batch", "E013", ERROR, BATCH, days(16, 17), (put(QIAN, "    公示: pi\n", ""),), 18, ("qian-2026#1",), ("撤回",), (fact(WITHDRAWN, QIAN),), also=frozenset({"E004"})),
    Attack(38, "deleted-from-a-batch", "E013", ERROR, BATCH, days(16, 17), (drop(QIAN),), 18, ("qian-2026#1",), ("撤回",), (fact(WITHDRAWN, QIAN),), also=frozenset({"E004"})),
    # 39: a second copy
    Attack(39, "second-copy", "E019", INFO, ONE, days(16), (fork(18),), 19, ("2 个末端",), ("发布一次",), (), (*days(16), Step(18))),
)  # fmt: skip

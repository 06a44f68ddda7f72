"""The rules on a whole site: every field is read, contacts are exempt by field, places are exact, nothing is repeated."""

from __future__ import annotations

import dataclasses
import hashlib
import typing

import pytest

from sitegen.problems import Problem
from sitegen.records.entries import Bulletin, Model, NoticeFile, Page, Unit
from sitegen.records.site import Site
from sitegen.schema.keys import nested_records
from tests.rules.rows import file, model, notice, site
from tests.sites import SITE, files_of, findings

TODAY = "2026-11-18"
ID, MOBILE = "11010519491231002X", "13800138000"
FIELDS = {
    "models": """
编号: zhang-2026
姓名: 张{0}
标题: 一{0}
摘要: 一{0}
单位: 厂{0}
职务: 工{0}
别名: [甲{0}]
标签: 乙{0}、丙
地区: 省/市{0}
五带头: {{学习提高: 一{0}}}
来源: 报{0}
先锋岗: 岗{0}
照片: {{文件: a.jpg, 说明: 像{0}, 来源: 摄{0}, 同意: 是}}
附件: [{{文件: b{0}.pdf, 名称: 名{0}}}]
荣誉: [{{称号: 手{0}, 授予单位: 县{0}, 异议: [{{日期: 2026-11-01, 状态: 不成立, 说明: 果{0}}}], 撤销: {{日期: 2026-11-01, 原因: 因{0}}},
  公示: {{开始: 2026-11-02, 结束: 2026-11-06, 范围: 围{0}, 更正: [{{日期: 2026-11-03, 内容: 改{0}}}]}}}}]
承诺: [{{内容: 诺{0}, 责任人: 责{0}, 进展: [{{日期: 2026-11-01, 内容: 进{0}}}], 结果: 果{0}, 评价: {{日期: 2026-11-02, 结论: 论{0}}}}}]
点评: [{{领导: 领{0}, 不足: 足{0}}}]
评议: [{{组织: 会{0}, 日期: 2026-11-01, 票: {{满意: 1}}, 回复: 复{0}}}]
结对: [{{对象: 村{0}}}]
""",
    "units": "名称: 厂{0}\n摘要: 一\n争创主题: 题{0}\n活动载体: [{{名称: 体{0}}}]\n"
             "联系点: {{领导: 领{0}, 走访: [{{日期: 2026-11-01, 内容: 访{0}}}]}}\n"
             "成就: [{{内容: 成{0}, 数据: 数{0}}}]\n五个好: {{领导班子: 好{0}}}",
    "bulletins": "标题: 题{0}\n种类: 情况通报\n日期: 2026-11-01\n单位: 位{0}\n意见: [{{内容: 意{0}, 答复: 答{0}}}]",
    "pages": "标题: 页{0}\n摘要: 要{0}",
    "notices": "编号: pi-2026\n标题: 题{0}\n公示单位: 县{0}\n依据: 据{0}\n见证: [{{日期: 2026-11-01, 种类: 类{0}, 文件: f{0}.jpg}}]",
}  # fmt: skip


def data_findings(block: str) -> list[Problem]:
    return [p for p in findings(block, TODAY) if p.code[0] == "D"]


@pytest.mark.parametrize("folder", FIELDS)
def test_every_field_of_every_record_is_read(folder: str) -> None:
    header = FIELDS[folder]
    found = data_findings(file(f"{folder}/a", header.format(ID), f"正文{ID}\n\n| 表 | {ID} |\n\n![像{ID}](a.jpg)"))
    assert [p.code for p in found] == ["D001"] * (header.count("{0}") + 3)
    assert ID not in str([(p.message, p.fix) for p in found])


def test_no_field_with_text_is_missing_from_the_test_above() -> None:
    """The keys written above, and those left out because they hold no free text or are exempt."""
    left_out = {
        "备注", "网址名", "拼音", "政治面貌", "民族", "目标", "领域", "上级", "编号", "文号", "机关", "轮次", "规则", "替代",
        "佐证", "起因", "肯定", "方向",
        "受理部门", "受理电话", "受理邮箱", "受理地址", "实名要求",
    }  # fmt: skip
    written = set("".join(FIELDS.values()).replace("{{", " ").replace("[", " ").replace("\n", " ").replace(",", " ").split())
    for root in (Model, Unit, NoticeFile, Bulletin, Page):
        for record in nested_records(root):
            hints = typing.get_type_hints(record, include_extras=True)
            for field in dataclasses.fields(record):
                key = next(m for m in hints[field.name].__metadata__ if hasattr(m, "help_zh"))
                assert f"{key.zh}:" in written or key.zh in left_out or "Text" not in str(field.type), key.zh


def test_contact_fields_are_exempt_by_field_and_so_is_what_repeats_them() -> None:
    contact = f"受理电话: {MOBILE}\n受理邮箱: ban@163.com\n受理地址: 家住和平路12号"
    block = notice(f"开始: 2026-11-02\n结束: 2026-11-06\n{contact}", body="请拨打 138-0013-8000 或写信到 BAN@163.com。")
    assert data_findings(block) == []
    assert [p.code for p in data_findings(block.replace("138-0013-8000", "139-0013-8000"))] == ["D003"]
    inline = model(f"荣誉: [{{称号: 手, 公示: {{开始: 2026-11-02, 结束: 2026-11-06, 受理电话: {MOBILE}}}}}]")
    assert data_findings(inline) == []
    assert [p.code for p in data_findings(notice(f"受理电话: {ID[:17]}1"))] == ["D002"]  # no ID is a contact


def test_hotlines_are_exempt_and_may_stand_alone_or_in_a_list() -> None:
    for line in (f'热线: "{MOBILE}"', f'热线: ["12345", "{MOBILE}"]', f"热线: 12345、{MOBILE}"):
        assert data_findings(site(line) + file("pages/a", "标题: 一", f"拨打 138 0013 8000 或 {MOBILE}")) == []


def test_the_allow_list_takes_a_value_or_its_digest_and_is_reported_with_its_reason() -> None:
    body = file("pages/a", "标题: 一", f"拨打 138 0013 8000 或 {MOBILE}")
    for value in (MOBILE, "138-0013-8000", "sha256:" + hashlib.sha256(MOBILE.encode()).hexdigest()):
        found = data_findings(site(f'允许: [{{内容: "{value}", 原因: 值班手机}}]') + body)
        assert [(p.code, p.message.zh) for p in found] == [("D012", "允许名单放行了 2 处：值班手机")]


def test_notes_are_left_alone() -> None:
    assert data_findings(model(f"备注: 联系人 {MOBILE}\nx-内部: {ID}")) == []


def test_the_place_in_a_body_is_exact_also_behind_odd_characters() -> None:
    block = file(
        "models/zhang",
        "编号: zhang-2026\n姓名: 张三\n摘要: 一",
        "第一段。\n\n全角　空格，电话——１３８００１３８０００，以及\n- 列表 138\n  00138000",
    )
    found = data_findings(block)
    lines = files_of(block)["content/models/zhang.md"].split("\n")
    assert [lines[p.place.line - 1][p.place.column - 1 :][:3] for p in found] == ["１３８", "138"]


def test_the_site_settings_are_read_and_their_contact_is_exempt() -> None:
    settings = SITE.replace("0000-0000000", MOBILE)
    block = f"-- site.yaml --\n{settings}承办单位: 某办 {MOBILE}\n副标题: 13900139000\n" + model()
    assert [p.message.zh for p in data_findings(block)] == ["这里有手机号码 139****9000"]
    assert dataclasses.is_dataclass(Site)

"""Chinese keys and English aliases are equal, for every field of every kind of record."""

from __future__ import annotations

import re

import pytest

from sitegen.reading.tree import Node, read_tree
from sitegen.records.entries import Bulletin, Model, NoticeFile, Page, Unit
from sitegen.records.site import Site
from sitegen.schema.keys import key_table, keys_of, nested_records
from tests.reading.corpus import read

ROOTS = (Model, Unit, NoticeFile, Bulletin, Page, Site)

_NOTICE = """
层级: 县
规则: commendation
开始: 2026-11-02
结束: 2026-11-06
公示期: 5个工作日
截止时刻: 17:00
异议截止: 2026-11-06
依据: 通知
公示单位: 县委
范围: 全县
受理部门: 组织部
受理电话: 0911-0000000
受理邮箱: a@example.org
受理地址: 县城
实名要求: 实名
发布: 2026-11-01
替代: old-notice
更正: [{日期: 2026-11-03, 内容: 改字}]
见证: [{日期: 2026-11-03, 种类: 照片, 文件: a.jpg}]
"""
_SUBJECT = """
编号: zhang-san
标题: 好人
摘要: 好
地区: 陕西省/延安市
领域: 农村
标签: [甲]
目标: [服务人民群众]
照片: {文件: a.jpg, 说明: 像, 来源: 县委, 同意: 是}
附件: [{文件: b.pdf, 名称: 表}]
荣誉:
  - 称号: 先进
    级别: 县
    年度: 2026
    授予单位: 县委
    轮次: r-2026
    推荐: {方式: 群众推荐, 日期: 2026-10-01, 人数: 86}
    公示: [{@}]
    异议: [{编号: "1", 日期: 2026-11-03, 层级: 县, 状态: 不成立, 办结: 2026-11-05, 说明: 查无}]
    表彰: {日期: 2026-12-01, 文号: 一号, 机关: 县委}
    撤销: {日期: 2026-12-02, 原因: 甲, 文号: 二号}
    撤回: {日期: 2026-12-02, 原因: 乙}
承诺:
  - {内容: 一, 责任人: 张, 承诺日期: 2026-01-01, 期限: 2026-12-31, 起因: 整改, 结果: 成, 佐证: 有}
  - {内容: 二, 进展: [{日期: 2026-06-30, 内容: 半}], 评价: {日期: 2026-12-31, 结论: 好}}
点评: [{领导: 书记, 日期: 2026-07-01, 肯定: 甲, 不足: 乙, 方向: 丙}]
评议: [{组织: 县委, 日期: 2026-07-01, 票: {满意: 92}, 回复: 谢}]
先锋岗: 党员先锋岗
结对: [{对象: 李, 种类: 结对帮扶, 人数: 3, 开始: 2026-01-01}]
来源: 县委
发布: 2026-11-01
更新: 2026-11-02
示例: 是
网址名: zhang
备注: 无
"""
TEXTS = {
    "model": "姓名: 张三\n别名: [小张]\n拼音: zhang san\n单位: ju\n职务: 科长\n性别: 男\n出生: 1968-05\n民族: 汉族\n"
    "政治面貌: 党员\n五带头: {学习提高: 好}" + _SUBJECT,
    "unit": "名称: 局\n类型: 党组织\n上级: wei\n层级: 县\n五个好: {领导班子: 好}\n争创主题: 服务\n"
    "活动载体: [{名称: 岗, 开始: 2026-01, 结束: 2026}]\n联系点: {领导: 书记, 走访: [{日期: 2026-01-01, 内容: 访}]}\n"
    "成就: [{日期: 2026, 内容: 成, 数据: 三项}]" + _SUBJECT,
    "notice": "编号: notice-1\n标题: 公示\n网址名: gs\n备注: 无" + _NOTICE,
    "bulletin": "标题: 征求\n种类: 征求意见\n单位: ju\n日期: 2026-11-02\n截止: 2026-11-12\n网址名: zq\n备注: 无\n"
    "意见: [{日期: 2026-11-03, 内容: 甲, 答复: 乙, 采纳: 否}]\n",
    "page": "标题: 关于\n摘要: 好\n顺序: 3\n网址名: gy\n备注: 无\n",
    "site": "名称: 网\n主办单位: 县委\n副标题: 好\n承办单位: 局\n上级单位: 市委\n网址: https://example.org\n地区: 陕西省\n"
    "演示日期: 2026-11-02\n受理: {受理部门: 部, 受理电话: 0911-0000000, 受理邮箱: a@example.org, 受理地址: 城, 实名要求: 实}\n"
    "公示: {默认规则: commendation, 计日: 始日不计}\n"
    "公示规则: [{编号: rule-1, 名称: 甲, 最少: 5, 单位: 工作日, 依据: 文, 生效: 2020-01-01, 失效: 2030-01-01}]\n"
    "日历: [{年份: 2027, 来源: 文, 放假: [2027-02-05 至 2027-02-11], 上班: [2027-02-14]}]\n领域: [农村]\n"
    "目标: [{名称: 甲, 对应: 乙}]\n轮次: [{编号: r-2026, 名称: 甲, 开始: 2026-01-01, 结束: 2026-12-31, 说明: 评}]\n"
    "五带头: [甲]\n五个好: [乙]\n主题: default\n每页: 30\n标识码: '1'\n备案号: 京\n公安备案: 京\n启用存证: 2026-11-02\n接受声明: 旧\n"
    "启用探测: 2026-11-02\n签名密钥: key\n时间戳: https://tsa.example.org\n存证远端: origin/main\n语言: en\n字体: a.otf\n"
    "例外: [{编码: L001, 原因: 引, 截止: 2026-12-31, 文件: models/a.md}]\n允许: [{内容: 号, 原因: 公}]\n"
    "热线: [12345]\n时效: {首页: 14, 公示: 180}\n",
}


def _flow(text: str) -> str:
    return ", ".join(line for line in text.strip().split("\n"))


def _chinese(kind: str) -> str:
    return TEXTS[kind].replace("{@}", "{" + _flow(_NOTICE) + "}")


def _in_english(kind: str, text: str) -> str:
    """The same text with every Chinese key replaced by its alias."""
    root = next(r for r, k in zip(ROOTS, ("model", "unit", "notice", "bulletin", "page", "site"), strict=True) if k == kind)

    def turn(node: Node, record: type | None) -> str:
        if node.items is not None:
            return "[" + ", ".join(turn(item, record) for item in node.items) + "]"
        if node.pairs is None:
            return "'" + node.text.replace("'", "''") + "'"
        table = key_table(record) if record else {}
        pairs = []
        for key, value in node.pairs:
            field = table.get(key.text)
            pairs.append(f"{field.alias if field else key.text}: {turn(value, field.shape.record if field else None)}")
        return "{" + ", ".join(pairs) + "}"

    tree = read_tree("a", text)
    assert tree.root is not None and not tree.problems
    return turn(tree.root, root)


@pytest.mark.parametrize("kind", TEXTS)
def test_a_record_in_chinese_equals_the_same_record_in_english(kind: str) -> None:
    chinese = _chinese(kind)
    english = _in_english(kind, chinese)
    keys = re.findall(r"[{,\[] ?([^:'\[{},]+): ", english)
    assert sum(bool(re.search("[一-鿿]", key)) for key in keys) <= 2  # free keys of votes and criteria
    fence = "" if kind == "site" else "---\n"
    first, problems = read(kind, f"{fence}{chinese}{fence}".encode())
    assert problems == ()
    second, problems = read(kind, f"{fence}{english}\n{fence}".encode())
    assert problems == ()
    assert first == second is not None


@pytest.mark.parametrize("root", ROOTS)
def test_every_key_of_a_record_is_in_the_texts_of_these_tests(root: type) -> None:
    everything = "".join(TEXTS.values()) + _NOTICE
    for record in nested_records(root):
        for key in keys_of(record):
            assert re.search(rf"\b{key.zh}:\s", everything), f"{record.__name__}.{key.zh}"

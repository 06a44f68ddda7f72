"""A small site of every kind of page whose content is written in ASCII, so that every Han character is the interface's."""

from __future__ import annotations

SETTINGS = """-- site.yaml --
语言: {language}
名称: Examples around us
副标题: A test site
主办单位: Test county
承办单位: Office
上级单位: City
网址: https://example.org
地区: P/C/K
领域: [Village, Town]
目标: [{{名称: Serve}}]
启用存证: 2026-11-18
接受声明: Older than the ledger
受理: {{受理部门: Office, 受理电话: 0000-0000000, 受理邮箱: a@example.org, 受理地址: Town hall, 实名要求: Sign your name}}
公示规则: [{{编号: house, 名称: House profile, 最少: 5, 单位: 工作日}}]
公示: {{默认规则: house}}
轮次: [{{编号: round-2026, 名称: Round 2026, 开始: 2026-01-01, 结束: 2026-12-31}}]
五带头: [Learns, Works, Serves, Obeys, Leads]
五个好: [Lead, Team, Ways, Work, Views]
"""

CONTENT = """
-- content/units/mill.md --
---
名称: Mill village
摘要: A village.
类型: party
层级: county
地区: P/C/K
领域: Village
编号: mill-0001
争创主题: Clean water
活动载体: [{名称: River watch, 开始: 2026-01}]
五个好: {Lead: good, Team: good, Ways: good, Work: good, Views: good}
联系点: {领导: Deputy head, 走访: [{日期: 2026-10-01, 内容: Looked at the river}]}
成就: [{日期: 2026-05, 内容: A new bridge, 数据: 12 m}]
承诺:
  - {内容: Mend the road, 期限: 2026-11-10, 承诺日期: 2026-01-05, 责任人: Head, 进展: [{日期: 2026-05-01, 内容: Half done}]}
  - {内容: Light the square, 期限: 2026-12-20, 承诺日期: 2026-01-05}
  - {内容: Plant trees, 期限: 2026-06-20, 承诺日期: 2026-01-05, 结果: Done, 佐证: Photos}
点评: [{领导: Secretary, 日期: 2026-08-01, 肯定: Road, 不足: Light, 方向: Trees}]
评议: [{组织: Assembly, 日期: 2026-09-01, 票: {good: 10, fair: 2}, 回复: Thanks}]
结对: [{对象: School, 种类: helping pair, 人数: 12, 开始: 2026-02-01}]
先锋岗: Post
---
## Road

Text. See [Ann](../models/ann.md).
-- content/models/ann.md --
---
姓名: Ann
别名: [Annie, Nan]
标题: Builder of canals
摘要: She builds canals.
编号: ann-0001
地区: P/C/K
领域: Village
单位: mill
职务: Builder
性别: female
出生: 1980-05
标签: [water, stone]
目标: [Serve]
五带头: {Learns: yes, Works: yes, Serves: yes, Obeys: yes, Leads: yes}
来源: Archive
示例: yes
发布: 2026-11-01
更新: 2026-11-05
荣誉:
  - 称号: Builder of the year
    级别: county
    年度: 2026
    轮次: round-2026
    授予单位: County
    推荐: {方式: public, 日期: 2026-10-20, 人数: 12}
    公示: on-ann
---
## Canal

A canal.
-- content/models/bob.md --
---
姓名: Bob
摘要: Teaches.
编号: bob-0001
地区: P/D
领域: Town
发布: 2026-10-01
荣誉:
  - 称号: Teacher of the year
    级别: city
    年度: 2026
    授予单位: City
    推荐: {方式: organisation, 日期: 2026-09-01}
    公示: [batch]
    异议: [{日期: 2026-10-13, 状态: rejected, 办结: 2026-10-15, 说明: Not confirmed}]
    表彰: {日期: 2026-10-20, 文号: D-2026-1}
---
Story of Bob.
-- content/models/cid.md --
---
姓名: Cid
摘要: Drives.
编号: cid-0001
发布: 2026-09-01
荣誉:
  - {称号: Teacher of the year, 级别: city, 年度: 2026, 授予单位: City, 推荐: {方式: self, 日期: 2026-09-02}, 公示: batch}
---
Story of Cid.
-- content/models/dan.md --
---
姓名: Dan
摘要: Sailed.
编号: dan-0001
发布: 2026-03-01
荣誉:
  - 称号: Sailor of the year
    级别: city
    年度: 2025
    授予单位: City
    推荐: {方式: self, 日期: 2025-09-02}
    公示: on-dan
    表彰: {日期: 2026-03-10, 文号: D-2026-2}
    撤销: {日期: 2026-06-01, 原因: False claims, 文号: D-2026-3}
---
Story of Dan.
-- content/notices/on-ann.md --
---
编号: on-ann-2026
标题: Notice on Ann
开始: 2026-11-16
结束: 2026-11-20
层级: county
公示单位: County
依据: Order 1
范围: county
发布: 2026-11-16
---
As follows.
-- content/notices/on-dan.md --
---
编号: on-dan-2026
标题: Notice on Dan
开始: 2026-01-05
结束: 2026-01-12
层级: city
公示单位: City
依据: Order 2
范围: city
发布: 2026-01-05
---
As follows.
-- content/notices/batch.md --
---
编号: batch-2026
标题: Notice on teachers
开始: 2026-10-12
结束: 2026-10-16
层级: city
公示单位: City
依据: Order 3
范围: city
发布: 2026-10-12
更正: [{日期: 2026-10-13, 内容: A spelling}]
---
As follows.
-- content/bulletins/park.md --
---
标题: Parking
种类: consultation
日期: 2026-11-10
截止: 2026-11-30
意见: [{日期: 2026-11-11, 内容: More room, 答复: Good, 采纳: yes}, {日期: 2026-11-12, 内容: Trees}]
---
Plan.
-- content/pages/about.md --
---
标题: About
---
What this is.
"""


def site_in(language: str) -> str:
    """The site in one of the languages of the theme."""
    return SETTINGS.format(language=language) + CONTENT

"""What the columns of the data files are called and mean. Keys are English and never change."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.outputs.tables import Column
from sitegen.views.words import phrase


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
HONOUR = _columns(
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
MODEL = _columns(
    _HEAD,
    Column("unit", phrase("单位"), phrase("所在单位的名称")),
    Column("post", phrase("职务"), phrase("职务、岗位")),
    _FOOT,
)
UNIT = _columns(
    _HEAD,
    Column("kind", phrase("类型"), phrase("party 党组织、union 工会、youth 共青团、women 妇联、work_unit 单位")),
    Column("level", phrase("层级"), phrase("national 国家、province 省、city 市、county 县、township 乡、unit 单位")),
    Column("parent", phrase("上级"), phrase("上级单位的名称")),
    Column("theme", phrase("争创主题"), phrase("争创主题")),
    _FOOT,
)
NOTICE = _columns(
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
CANDIDATE = _columns(
    Column("id", phrase("对象编号"), phrase("人物或者单位的永久编号")),
    Column("kind", phrase("对象类型"), phrase("model 人物、unit 单位")),
    Column("name", phrase("对象名称"), phrase("姓名或者单位名称")),
    _TITLES,
    _STATE,
)

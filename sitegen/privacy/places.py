"""What else leads to one person: home addresses, dates of birth, private e-mail, the names of minors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from sitegen.privacy.kinds import Hit, Kind
from sitegen.privacy.surroundings import Surroundings

_N = r"[0-9一二三四五六七八九十百零〇]{1,5}"
# a flat in a block, or a house of a group of a village: nobody but residents is reached there
_FLAT = re.compile(
    rf"(?:{_N}\s*(?:号楼|号院|栋|幢|座|号|楼)\s*)?(?<![第\d一二三四五六七八九十]){_N}\s*单元\s*(?:{_N}\s*楼\s*)?\d{{1,4}}(?!\d|\s*[个户人年月日页课%])(?:\s*[室号户])?"
    rf"|{_N}\s*(?:号楼|栋|幢|座|号院)\s*-?\s*[0-9]{{3,4}}\s*[室号户房]"
    rf"|[村寨屯社](?:民委员会)?第?{_N}\s*(?:组|社|队|屯)\s*[0-9]{{1,4}}\s*号(?!线|楼?文件)"
)
# one class of first characters, which a search passes over quickly
_BLOCK = re.compile(r"[单楼栋幢座院组社队屯](?:(?<=单)元|(?<=[楼栋幢座院])\s*-?\s*[0-9]{3}|(?<=[组社队屯])\s*[0-9]{1,4}\s*号)")
_ELSEWHERE = re.compile("[。；;！？，]|同一?|隔壁|上下|对门")  # 住在同一栋楼 is no address
_HOUSE = re.compile(rf"{_N}\s*(?:号(?!线|召|码|称|文)|室|单元|栋|幢|号楼)")
_HOME = re.compile(r"家住|家庭住址|家庭地址|现住址|现住|住址|住所地|居住地址?|居住在|户籍地址?|户籍所在地|户口所在地|(?<!居)住在")
_PUBLIC_HOUSE = re.compile(
    r"办公|大厦|写字楼|科技园|产业园|政务|大厅|会议|窗口|医院|学校|大学|委|局|政府|机关|中心|服务|法院|检察|邮编|受理|来信"
)
_PUBLIC_ROOM = re.compile(r"\s*(?:办公|会议|接待|诊|教室|实验|窗口|大厅|服务)")

_DAY = re.compile(
    r"(?<![\d.])(?:19\d\d|20[0-4]\d)(?:\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?[日号]?|([-/.])\d{1,2}\1\d{1,2}|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
    r"|[一二][〇零○O九一二三四五六七八]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_BORN_BEFORE = re.compile(r"(?:出生(?:于|日期|年月日?|时间|年份|日)?|生于|(?<!党的)(?<!军)生日)\s*(?:为|是|在|:|：)?\s*[(（]?$")
_BORN_AFTER = re.compile(r"\s*(?:[(（](?:农历|阴历|公历|阳历)[)）])?\s*(?:出生(?!率|地|人口)|生(?=[，,。；;、)）\s|]|于|人|$))")

_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@((?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,10})(?![A-Za-z0-9-])")
_HOSTS = (
    "qq.com foxmail.com vip.qq.com 163.com 126.com yeah.net 188.com vip.163.com vip.126.com netease.com sina.com sina.cn vip.sina.com"
    " sohu.com 139.com 189.cn wo.cn 21cn.com tom.com aliyun.com 88.com 263.net eyou.com gmail.com googlemail.com hotmail.com outlook.com"
    " live.com live.cn msn.com msn.cn yahoo.com yahoo.cn yahoo.com.cn icloud.com me.com proton.me protonmail.com"
)
_PRIVATE_HOSTS = frozenset(_HOSTS.split())

_SURNAMES = (
    "(?:欧阳|上官|司马|诸葛|慕容|司徒|[李王张刘陈杨赵黄周吴徐孙胡朱林郭何罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易武乔贺赖龚文马高])"
)
_NAME = rf"(?P<name>{_SURNAMES}[一-鿿]{{1,2}}?)"
_NO_NAME = re.compile(
    "张贴|张罗|周末|周边|周围|周[一二三四五六日年期到密岁]|许多|许可|许愿|曾经|曾在|曾获|曾有|任务|任何|任教|任职|任课|江南|江河|江西|江苏|田野|田间|程度|余下|余人|余名|余[个家户]"
    "|钟爱|钟情|夏令|夏天|夏季|林地|林业|林场|康复|龙舟|龙头|雷锋|毛笔|毛巾|文明|文艺|文化|文具|文字|文章|武术|易懂|易于|叶子|唐诗|宋词|史料|范文|徐徐|孙子|孙女|孙辈|孙儿"
    "|胡同|黄河|黄金|黄昏|何时|何地|何人|何事|罗列|陆续|谢谢|谢意|董事|马上|马路|马拉|马力|高兴|高年|高中|高度|高考|高级|高[一二三]|高校|高等|高达|高于|高质|高铁|段时|顾不"
    "|陈列|陈旧|陈述|李某|王某|[一-鿿]某|[一-鿿]{1,2}某|杨树|杨柳|汤圆|丁香|贺卡|贺信|乔木|孔子|孟子|秦岭|苏区|蔡伦|沈阳|郑重|郑州|吴江|梁山"
)
_AGE = r"(?P<age>1[0-7]|[1-9]|十[一二三四五六七]?|[一二三四五六七八九])\s?(?:周岁|岁)"
_AGE += r"(?![半多]?(?:时|那年|起|就|便|开始|以|之|前|后|的时候|丧|参|入|当))"
_KIN = ("儿子", "女儿", "孙子", "孙女", "学生", "同学", "孩子", "男孩", "女孩", "少年", "弟弟", "妹妹", "名叫")
_EDGE = "(?:(?<![一-鿿])" + "".join(f"|(?<={word})" for word in _KIN) + ")"
_MINORS = (
    re.compile(rf"{_EDGE}{_NAME}\s?[(（](?:[男女][，,、\s])?\s?(?:今年|年仅|现年)?{_AGE}[^)）\n]{{0,20}}[)）]"),
    re.compile(rf"{_EDGE}{_NAME}[，,]\s?(?:[男女][，,]\s?)(?:汉族[，,]\s?)?(?:今年|年仅|现年)?{_AGE}"),
    re.compile(rf"{_EDGE}{_NAME}[，,]?\s?(?:今年|年仅|现年){_AGE}"),
    re.compile(rf"(?:今年|年仅|现年|仅有|才){_AGE}的(?:小?学生|小?男孩|小?女孩|儿童|孩子|少年)?{_NAME}(?=[，,。；;、：:！？)）”\s]|[说在和与被从把]|$)"),
    re.compile(rf"(?:小学生|中学生|初中生|幼儿园小朋友|[一二三四五六七八九]年级(?:\d+班)?(?:小)?(?:同学|学生)|初[一二三](?:\d+班)?(?:同学|学生)|留守儿童|困境儿童|孤儿)"
               rf"[“\"]?{_NAME}(?=[，,。；;、：:！？)）”\"\s]|[说在和与被从把]|$)"),
    re.compile(rf"{_EDGE}{_NAME}\s?[(（，,][^)）。\n，,]{{0,20}}(?:小学生|中学生|初中生|小学[一二三四五六]年级|[一二三四五六七八九]年级学生)(?=[)），,。；;\s]|$)"),
)  # fmt: skip
_MINOR_WORDS = re.compile("岁|学生|年级|儿童|孤儿|小朋友")
_NEAR = 45  # characters around such a word in which a name is looked for


def find_places(text: str, around: Surroundings, today: date) -> Iterator[Hit]:
    """Addresses, dates of birth, private e-mail and the names of minors in a normalised text."""
    yield from _addresses(text, around)
    if "生" in text:
        yield from _births(text, around, today)
    if "@" in text:
        yield from _emails(text)
    yield from _minors(text)


def _addresses(text: str, around: Surroundings) -> Iterator[Hit]:
    end = 0
    for match in _FLAT.finditer(text) if _BLOCK.search(text) else ():
        is_public = "单元" not in match[0] and _PUBLIC_HOUSE.search(around.before(match.start())[-16:])
        if not is_public and not _PUBLIC_ROOM.match(around.after(match.end())):
            yield Hit(Kind.ADDRESS, match.start(), match.end(), match[0])
            end = match.end()
    if not (("住" in text or "户" in text) and _HOME.search(text)):
        return
    for match in _HOUSE.finditer(text):
        place = _place_before(around.before(match.start()))
        if match.start() >= end and place is not None:
            start = match.start() - len(place)
            yield Hit(Kind.ADDRESS, start, match.end(), text[start : match.end()])
            end = around.line_end(match.start())  # one finding an address, however many numbers it holds


def _place_before(before: str) -> str | None:
    """What stands between a word for somebody's home and the number of the house; None without such a word."""
    words = _HOME.split(before)
    return None if len(words) == 1 or _ELSEWHERE.search(words[-1]) else words[-1].lstrip(" :：为是在")


def _births(text: str, around: Surroundings, today: date) -> Iterator[Hit]:
    for match in _DAY.finditer(text):
        before, after = around.before(match.start()), around.after(match.end(), 16)
        if match[0].isdigit():
            if _BORN_BEFORE.search(before):
                yield Hit(Kind.BIRTH, match.start(), match.end(), match[0])
        elif _BORN_BEFORE.search(before) or _BORN_AFTER.match(after):
            yield Hit(Kind.BIRTH, match.start(), match.end(), match[0])


def _emails(text: str) -> Iterator[Hit]:
    for match in _EMAIL.finditer(text):
        if match[1].lower() in _PRIVATE_HOSTS:
            yield Hit(Kind.EMAIL, match.start(), match.end(), match[0])


def _minors(text: str) -> Iterator[Hit]:
    seen: set[int] = set()
    for word in _MINOR_WORDS.finditer(text):
        for pattern in _MINORS:
            for match in pattern.finditer(text, max(0, word.start() - _NEAR), word.end() + _NEAR):
                if match.start("name") not in seen and not _NO_NAME.match(match["name"]):
                    seen.add(match.start("name"))
                    yield Hit(Kind.MINOR, match.start("name"), match.end("name"), match["name"])

"""Names in pinyin, with the readings that surnames have as surnames."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import partial

from sitegen.memory import Memory

# those that are read otherwise elsewhere; so at the head of a person's name
_SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "查": "zha", "区": "ou", "盖": "ge", "朴": "piao", "覃": "qin", "解": "xie", "任": "ren",
    "华": "hua", "乐": "yue", "缪": "miao", "卜": "bu", "翟": "zhai", "种": "chong", "秘": "bi", "冼": "xian", "牟": "mu", "燕": "yan",
    "宓": "mi", "员": "yun", "逄": "pang", "郇": "xun", "那": "na", "祭": "zhai", "繁": "po", "召": "shao", "黑": "he", "撒": "sa",
    "洗": "xian", "折": "she", "隗": "wei", "车": "che", "句": "gou", "佴": "nai", "乜": "nie", "訾": "zi", "哈": "ha", "纪": "ji",
    "谌": "chen", "葛": "ge", "过": "guo", "郗": "xi", "瞿": "qu", "薄": "bo", "宁": "ning", "应": "ying", "尉": "wei", "能": "nai",
    "阚": "kan", "都": "du", "重": "chong", "柏": "bai", "强": "qiang", "幺": "yao", "行": "xing", "莘": "shen", "炅": "gui", "呙": "guo",
    "佘": "she", "郄": "qie", "尹": "yin", "殷": "yin", "藏": "zang", "盛": "sheng", "沈": "shen", "俞": "yu", "万": "wan", "尧": "yao",
    "钭": "tou", "晟": "cheng", "长": "chang", "缴": "jiao", "见": "jian", "称": "cheng", "石": "shi", "费": "fei",
}  # fmt: skip
_DOUBLE = {
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "澹台": "tan tai", "欧阳": "ou yang", "上官": "shang guan",
    "司马": "si ma", "诸葛": "zhu ge", "皇甫": "huang fu", "夏侯": "xia hou", "令狐": "ling hu", "宇文": "yu wen", "慕容": "mu rong",
    "东方": "dong fang", "公孙": "gong sun", "轩辕": "xuan yuan", "钟离": "zhong li", "呼延": "hu yan", "端木": "duan mu",
    "南宫": "nan gong", "西门": "xi men", "独孤": "du gu", "司徒": "si tu", "司空": "si kong", "申屠": "shen tu", "公冶": "gong ye",
    "濮阳": "pu yang", "闻人": "wen ren", "赫连": "he lian", "鲜于": "xian yu", "太叔": "tai shu", "宗政": "zong zheng", "淳于": "chun yu",
    "闾丘": "lv qiu", "亓官": "qi guan", "东郭": "dong guo", "百里": "bai li", "第五": "di wu", "拓跋": "tuo ba", "完颜": "wan yan",
    "纳兰": "na lan", "哥舒": "ge shu", "谷梁": "gu liang", "左丘": "zuo qiu", "梁丘": "liang qiu", "即墨": "ji mo", "羊舌": "yang she",
    "微生": "wei sheng", "巫马": "wu ma", "公良": "gong liang", "漆雕": "qi diao", "乐正": "yue zheng", "宰父": "zai fu", "子车": "zi ju",
    "颛孙": "zhuan sun", "司寇": "si kou", "车正": "che zheng", "仲孙": "zhong sun", "贯丘": "guan qiu", "段干": "duan gan",
}  # fmt: skip
_PART = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[a-z0-9]+")
_NOT_LETTER = re.compile(r"[^a-z]+")


def own_reading(written: str, usual: str) -> str:
    """The 拼音 field of a record as syllables; tone marks and capitals do not matter.

    Where it is written without blanks and only says what was known already, the known syllables stay apart.
    """
    bare = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", written).lower())
    letters = "".join(c for c in bare.replace("u\u0308", "v") if not unicodedata.combining(c))
    found = " ".join(_NOT_LETTER.split(letters)).strip()
    return usual if found.replace(" ", "") == usual.replace(" ", "") else found


def read_name(name: str, is_person: bool) -> str:
    """The syllables of a name with blanks between them; Latin letters and figures stay, everything else goes.

    >>> read_name("单雄信", True)
    'shan xiong xin'
    """
    from pypinyin import Style, lazy_pinyin  # slow to import, and seldom needed: names are remembered

    read = partial(lazy_pinyin, style=Style.NORMAL, errors="ignore", v_to_u=False)
    head = next((s for s in _DOUBLE if name.startswith(s) and len(name) > 2), "") or next((s for s in _SURNAMES if name.startswith(s)), "")
    if not is_person or not head:
        return _syllables(name, read)
    return " ".join((_DOUBLE.get(head) or _SURNAMES[head], _syllables(name[len(head) :], read))).strip()


def _syllables(text: str, read: partial[list[str]]) -> str:
    parts = _PART.findall(text.lower())
    return " ".join(s for part in parts for s in ([part] if part.isascii() else read(part)))


def readings(names: Iterable[tuple[str, bool]], memory: Memory) -> Mapping[tuple[str, bool], str]:
    """The reading of every name; the flag says that it is a person's."""
    wanted = {f"{int(person)}{name}": (name, person) for name, person in names}
    found = {wanted[key]: value.decode() for key, value in memory.get_many("pinyin", wanted).items()}
    for key, pair in wanted.items():
        if pair not in found:
            found[pair] = read_name(*pair)
            memory.put("pinyin", key, found[pair].encode())
    return found


def sounds_like(word: str, reading: str) -> bool:
    """Whether a word of Latin letters asks for a name so read: from the head of a syllable, or by initials from the first.

    >>> [sounds_like(w, "zhang san") for w in ("zhangs", "san", "zs", "s", "an", "hang")]
    [True, True, True, True, False, False]
    """
    asked = word.replace("'", "").replace("’", "").replace("ü", "v")
    if not re.fullmatch("[a-z]+", asked):
        return False
    syllables = reading.split(" ")
    rests = ["".join(syllables[i:]) for i in range(len(syllables))]
    if any(rest.startswith(asked) or rest.replace("v", "u").startswith(asked) for rest in rests):
        return True
    return "".join(s[0] for s in syllables if s).startswith(asked)

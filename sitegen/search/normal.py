"""The one normal form of texts and queries: what looks different and means the same becomes the same.

NFKC, small letters, Traditional to Simplified character by character, no middle dots nor characters without width, no
blanks between Han characters, one for any other run of them. The script on the search page has the same table and
takes the same steps in the same order; a test holds the two against each other over all of Unicode.
"""

from __future__ import annotations

import re
import unicodedata

from sitegen.search.han import FOLDED, SIMPLIFIED
from sitegen.search.numbers import pack_column, pack_rising

# names of minorities are written with any of these, or none; and what has no width is not seen at all
_UNSEEN = re.compile(
    "[\u00ad\u00b7\u0387\u16eb\u2022\u2027\u2219\u22c5\u2e31\u30fb\ufeff\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_BLANKS = re.compile("[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN_HAN = re.compile(f"([{_HAN}]) (?=[{_HAN}])")
_TABLE = str.maketrans(FOLDED | SIMPLIFIED)


def normal(text: str) -> str:
    """The normal form of a text of one line.

    >>> normal("《買買提·艾力》 ＡＢＣ  在 塔里木")
    '《买买提艾力》 abc 在塔里木'
    """
    if text.isascii():
        return _BLANKS.sub(" ", text.lower()).strip(" ")
    folded = unicodedata.normalize("NFKC", text).lower().translate(_TABLE)
    return _BETWEEN_HAN.sub(r"\1", _BLANKS.sub(" ", _UNSEEN.sub("", folded))).strip(" ")


def words(query: str) -> tuple[str, ...]:
    """The words of a query, each once and in its normal form, in the order written."""
    parts = [normal(part) for part in _BLANKS.split(query)]
    return tuple(dict.fromkeys(word for part in parts for word in part.split(" ") if word))


def table() -> dict[str, object]:
    """What the script needs to do the same."""
    pairs = sorted(SIMPLIFIED.items())
    return {"from": pack_rising([ord(a) for a, _ in pairs]), "to": pack_column([ord(b) for _, b in pairs]), "fold": FOLDED}

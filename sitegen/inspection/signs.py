"""Words that say of somebody that an honour was given."""

from __future__ import annotations

import re

from sitegen.records.claims import WON

BEFORE = (*WON, "授予(?!单位|机关|部门)", "已表彰", "已授予", "表彰为", "获颁", "捧得", "honou?red", "awarded")
AFTER = ("已表彰", "获得者", "荣誉获得者", "称号获得者")
_KEYS = ("award", "已获表彰")  # of data, and of a cell that says so of the one beside it
_LITERAL = re.compile(r"\(\?|.\?")  # what follows may be missing
SIGNS = frozenset(_LITERAL.split(word)[0] for word in (*BEFORE, *AFTER, *_KEYS))
"""Without one of these in a file, nobody is called honoured in it."""

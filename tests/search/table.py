"""Makes ``sitegen/search/han.py`` from OpenCC's table (Apache-2.0): ``python -m tests.search.table > sitegen/search/han.py``."""

from __future__ import annotations

import importlib.util
import sys
import unicodedata
from pathlib import Path

_PER_LINE = 60
_HEAD = '''"""Which characters the normal form replaces; made by ``python -m tests.search.table`` from OpenCC's TSCharacters (Apache-2.0).

Each line of a table stands above the line of what takes its place, character by character.
"""

# fmt: off
'''


def simplified() -> dict[str, str]:
    """Every traditional character with its simplified one: the first that OpenCC names, followed to its end."""
    spec = importlib.util.find_spec("opencc")
    assert spec is not None and spec.origin is not None
    text = (Path(spec.origin).parent / "dictionary/TSCharacters.txt").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line)
    first = {one: many.split()[0] for one, many in rows if len(one) == 1 and len(many.split()[0]) == 1}
    pairs = ((one, _end(first, one)) for one in sorted(first))
    # beyond the basic plane stand rarities that no font of a phone shows: 12 kB for every reader, for nothing
    return {one: end for one, end in pairs if end != one and max(one, end) <= "\uffff"}


def _end(first: dict[str, str], one: str) -> str:
    seen = {one}
    while first.get(one, one) not in seen:
        one = first[one]
        seen.add(one)
    return one


def folded() -> dict[str, str]:
    """What case folding does beyond writing everything small, of characters that NFKC leaves alone."""
    every = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    return {c: c.casefold() for c in every if c.lower() == c and c.casefold() != c and unicodedata.normalize("NFKC", c) == c}


def main() -> None:
    table = sorted(simplified().items())
    print(_HEAD + "_ROWS = (")
    for start in range(0, len(table), _PER_LINE):
        part = table[start : start + _PER_LINE]
        print(f'    "{"".join(a for a, _ in part)}",')
        print(f'    "{"".join(b for _, b in part)}",')
    print(")\n# what case folding does beyond writing everything small\nFOLDED = {")
    items = [f"{a!a}: {b!a}," for a, b in sorted(folded().items())]
    for start in range(0, len(items), 4):
        print("    " + " ".join(items[start : start + 4]))
    print("}\n# fmt: on\n")
    print("SIMPLIFIED = {a: b for one, other in zip(_ROWS[::2], _ROWS[1::2], strict=True) for a, b in zip(one, other, strict=True)}")


if __name__ == "__main__":
    main()

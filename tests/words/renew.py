"""Renew the catalogues of the default theme: ``python -m tests.words.renew``.

en.po keeps its translations, gets new messages empty and loses those that are gone. zh-Hant.po is made whole, by OpenCC
and the table below. Read the difference afterwards: what is empty has to be written, and each converted text looked at.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po

from tests.conftest import ROOT
from tests.words.extraction import messages

MESSAGES = ROOT / "themes" / "default" / "messages"
ENGLISH, TRADITIONAL = MESSAGES / "en.po", MESSAGES / "zh-Hant.po"
_HEAD = """# {title}
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Plural-Forms: {plural};\\n"

"""
_PLURALS = {"en": "nplurals=2; plural=(n != 1)", "zh-Hant": "nplurals=1; plural=0"}
_TITLES = {"en": "The interface in English.", "zh-Hant": "介面文字（繁體）。 Made by tests/words/renew.py; not edited by hand."}

# where the conversion of single signs is not what readers in Hong Kong, Macau and Taiwan write alike
EXCEPTIONS = {
    "“": "「",
    "”": "」",
    "發佈": "發布",
    "公佈": "公布",
    "打印": "列印",
    "信息": "資訊",
    "搜索": "搜尋",
    "粘貼": "貼上",
    "服務器": "伺服器",
    "緩存": "快取",
    "文件夾": "資料夾",
    "文本里": "文本裡",
    "任何程序": "任何程式",
    "的程序也": "的程式也",
    "和程序使用": "和程式使用",
    "程序從": "程式從",
    "程序只能": "程式只能",
}


def extracted(language: str) -> Catalog:
    """All messages, without translations, in the order of where they stand."""
    catalog = Catalog(locale=language.replace("-", "_"), fuzzy=False)
    counted = {m.text for m in messages() if m.is_counted}
    for message in messages():
        name = (message.text, message.text) if message.text in counted else message.text
        catalog.add(name, locations=[(message.place, 1)])
    return catalog


def traditional(text: str) -> str:
    """A text in traditional signs; ``%(names)s`` are kept."""
    made = str(_converter().convert(text))
    for before, after in EXCEPTIONS.items():
        made = made.replace(before, after)
    return made


@cache
def _converter() -> Any:
    from opencc import OpenCC  # type: ignore[import-untyped]

    return OpenCC("s2tw")  # sign by sign; words stay as they are


def read(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, abort_invalid=True)


def english() -> Catalog:
    """The messages of today with the translations that there are."""
    known = {text_of(m): forms(m) for m in read(ENGLISH) if m.id} if ENGLISH.is_file() else {}
    catalog = extracted("en")
    for message in entries(catalog):
        old = known.get(text_of(message), ("",))
        message.string = (old[0], old[-1]) if message.pluralizable else old[0]
    return catalog


def in_traditional() -> Catalog:
    """Every message converted."""
    catalog = extracted("zh-Hant")
    for message in entries(catalog):
        made = traditional(text_of(message))
        message.string = (made,) if message.pluralizable else made
    return catalog


def po_of(catalog: Catalog, language: str) -> str:
    """A catalogue as text, the same on every day."""
    stream = BytesIO()
    write_po(stream, catalog, width=120, omit_header=True, include_lineno=False)
    head = _HEAD.format(title=_TITLES[language], language=language, plural=_PLURALS[language])
    return head + stream.getvalue().decode().strip() + "\n"


def forms(message: Entry) -> tuple[str, ...]:
    """The translation of a message: one text, or one for each kind of number."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def entries(catalog: Catalog) -> list[Entry]:
    """All messages but the head."""
    return [m for m in catalog if m.id]


def text_of(message: Entry) -> str:
    """The Chinese text."""
    return message.id if isinstance(message.id, str) else message.id[0]


def main() -> None:
    catalog = english()
    ENGLISH.write_text(po_of(catalog, "en"), "utf-8")
    TRADITIONAL.write_text(po_of(in_traditional(), "zh-Hant"), "utf-8")
    empty = [text_of(m) for m in entries(catalog) if not all(forms(m))]
    print(f"{len(entries(catalog))} messages, {len(empty)} without English")
    print("\n".join(empty))


if __name__ == "__main__":
    main()

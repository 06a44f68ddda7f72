"""Interface words in another language: gettext catalogues of a theme, ``messages/<language>.po``.

The words in templates are Simplified Chinese, so a site in that language needs no catalogue. What staff
wrote is never translated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from gettext import c2py
from pathlib import Path
from types import MappingProxyType

WRITTEN = "zh-Hans"
_TAGS = {WRITTEN: "zh-CN"}  # what the html says, where it is not the name of the catalogue
_WEEKDAYS = "一二三四五六日"


class NoCatalogue(Exception):
    """No theme has messages in this language; ``languages`` are those that there are."""

    def __init__(self, language: str, languages: tuple[str, ...]) -> None:
        super().__init__(language)
        self.language, self.languages = language, languages


class BadCatalogue(Exception):
    """A catalogue that cannot be read; ``path`` and ``line`` say where."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language: forms by the Chinese text, and the rule of plurals as gettext writes it."""

    language: str = WRITTEN
    is_right_to_left: bool = False
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    plural: str = "0"

    @property
    def tag(self) -> str:
        """The language as html names it."""
        return _TAGS.get(self.language, self.language)

    @property
    def is_chinese(self) -> bool:
        return self.language.partition("-")[0] == "zh"

    @property
    def sha(self) -> str:
        """A hash of everything in it."""
        return hashlib.sha256(repr((self.language, self.plural, sorted(self.texts.items()))).encode()).hexdigest()

    def gettext(self, text: str) -> str:
        forms = self.texts.get(text)
        return forms[0] if forms else text

    def ngettext(self, one: str, many: str, number: int) -> str:
        forms = self.texts.get(one)
        return forms[min(int(c2py(self.plural)(number)), len(forms) - 1)] if forms else many

    def day(self, day: date) -> str:
        """``2026年11月18日``, ``18 November 2026``."""
        return f"{day.year}年{day.month}月{day.day}日" if self.is_chinese else _format(day, "d MMMM y", self.language)

    def short_day(self, day: date) -> str:
        """``11月18日``, ``18 November``."""
        return f"{day.month}月{day.day}日" if self.is_chinese else _format(day, "d MMMM", self.language)

    def weekday(self, day: date) -> str:
        """``周三``, ``Wed``."""
        if not self.is_chinese:
            return _format(day, "EEE", self.language)
        return ("週" if self.language == "zh-Hant" else "周") + _WEEKDAYS[day.weekday()]


@lru_cache(4096)
def _format(day: date, pattern: str, language: str) -> str:
    from babel.dates import format_date

    return format_date(day, pattern, locale=language.replace("-", "_"))


def load_catalogue(language: str, folders: tuple[Path, ...]) -> Catalogue:
    """The words of ``language``; earlier ``folders`` go before later ones. Raises NoCatalogue, BadCatalogue, OSError."""
    if language == WRITTEN:
        return Catalogue()
    files = [file for folder in folders if (file := folder / f"{language}.po").is_file()]
    if not files:
        found = {p.stem for folder in folders if folder.is_dir() for p in folder.glob("*.po")}
        raise NoCatalogue(language, tuple(sorted({WRITTEN, *found})))
    texts: dict[str, tuple[str, ...]] = {}
    plural = "0"
    for file in reversed(files):
        read, plural = _read(file)
        texts |= read
    return Catalogue(language, _is_right_to_left(language), MappingProxyType(texts), plural)


def _read(file: Path) -> tuple[dict[str, tuple[str, ...]], str]:
    from babel.messages.pofile import PoFileError, read_po

    try:
        with file.open("rb") as stream:
            catalog = read_po(stream, abort_invalid=True)
        c2py(catalog.plural_expr)
    except PoFileError as error:
        raise BadCatalogue(file.name, error.lineno + 1, str(error.args[0])) from None
    except ValueError as error:  # not UTF-8, an index that is no number, a rule of plurals that is none
        raise BadCatalogue(file.name, 1, str(error)) from None
    texts: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        name = message.id if isinstance(message.id, str) else message.id[0]
        if name and forms and all(forms) and not message.fuzzy:
            texts[name] = forms
    return texts, catalog.plural_expr


def _is_right_to_left(language: str) -> bool:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-").text_direction == "rtl"
    except (UnknownLocaleError, ValueError):
        return False

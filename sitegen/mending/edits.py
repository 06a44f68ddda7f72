"""Edits of a text by position, and how those of several rounds add up to edits of the text as it was. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sitegen.problems import Problem


class Edit(NamedTuple):
    """``length`` characters from ``offset`` on give way to ``text``."""

    offset: int
    length: int
    text: str

    @property
    def end(self) -> int:
        return self.offset + self.length


def apply(text: str, edits: Iterable[Edit]) -> str:
    """``text`` after ``edits``, whose offsets are all of ``text`` as given. Raises ValueError if two of them overlap."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        if edit.offset < at or edit.end > len(text):
            raise ValueError(f"{edit} overlaps another edit, or lies outside")
        pieces += [text[at : edit.offset], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])


def between(before: str, after: str) -> tuple[Edit, ...]:
    """The one edit that leads from ``before`` to ``after``, none if they are equal."""
    if before == after:
        return ()
    start, most = 0, min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    tail = 0
    while tail < most - start and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return (Edit(start, len(before) - start - tail, after[start : len(after) - tail]),)


class Change(NamedTuple):
    """An edit of the text as it was, and the problems that asked for it."""

    edit: Edit
    causes: tuple[Problem, ...]


class _Piece(NamedTuple):
    """A part of the text as it is now: kept from ``start`` to ``end`` of the old text, or ``text`` in place of it."""

    start: int
    end: int
    text: str | None = None
    causes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Patchwork:
    """A text on its way: ``before`` as it was, and the pieces that make it up now."""

    before: str
    pieces: tuple[_Piece, ...] = field(default=())

    @staticmethod
    def of(text: str) -> Patchwork:
        return Patchwork(text, (_Piece(0, len(text)),))

    @property
    def text(self) -> str:
        return "".join(self.before[p.start : p.end] if p.text is None else p.text for p in self.pieces)

    def edited(self, edits: Sequence[Edit], cause: Problem) -> Patchwork:
        """The text after ``edits`` of it as it is now. Raises ValueError if they overlap, or lie outside."""
        apply(self.text, edits)
        pieces: Sequence[_Piece] = self.pieces
        for edit in sorted(edits, reverse=True):
            before, rest = self._cut(pieces, edit.offset)
            inside, after = self._cut(rest, edit.length)
            at = before[-1].end if before else 0
            start, end = (inside[0].start, inside[-1].end) if inside else (at, at)
            causes = (*(c for p in inside for c in p.causes), cause)
            pieces = [*before, _Piece(start, end, edit.text, tuple(dict.fromkeys(causes))), *after]
        return Patchwork(self.before, tuple(pieces))

    def _cut(self, pieces: Sequence[_Piece], size: int) -> tuple[list[_Piece], list[_Piece]]:
        """The pieces that make up the first ``size`` characters, and the others; the one on the border is cut in two."""
        head: list[_Piece] = []
        for number, piece in enumerate(pieces):
            length = piece.end - piece.start if piece.text is None else len(piece.text)
            if length <= size:
                head.append(piece)
                size -= length
                continue
            if not size:
                return head, list(pieces[number:])
            if piece.text is None:
                parts = piece._replace(end=piece.start + size), piece._replace(start=piece.start + size)
            else:
                parts = piece._replace(text=piece.text[:size]), piece._replace(start=piece.end, text=piece.text[size:])
            return [*head, parts[0]], [parts[1], *pieces[number + 1 :]]
        return head, []

    def changes(self) -> tuple[Change, ...]:
        """What has become of the old text, as edits of it: neighbours joined, in order."""
        found: list[Change] = []
        run: list[_Piece] = []
        for piece in (*self.pieces, _Piece(len(self.before), len(self.before))):
            if piece.text is not None:
                run.append(piece)
            elif run and (piece.end > piece.start or piece.start == len(self.before)):
                found += self._joined(run)
                run = []
        return tuple(found)

    def _joined(self, run: Sequence[_Piece]) -> Iterator[Change]:
        start, end = run[0].start, run[-1].end
        text = "".join(p.text or "" for p in run)
        causes = tuple(dict.fromkeys(cause for p in run for cause in p.causes))
        if self.before[start:end] != text:
            yield Change(Edit(start, end - start, text), causes)


class Ends:
    """The line ends of a file: texts here have LF alone, and files keep theirs."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.usual = "\r\n" if raw.count("\r\n") * 2 > raw.count("\n") else "\r" if "\r" in raw and "\n" not in raw else "\n"
        # the offsets in the text at which a line feed stands for two signs of the file
        self.double = [i - n for n, i in enumerate(_all(raw, "\r\n"))]

    @property
    def text(self) -> str:
        return self.raw.replace("\r\n", "\n").replace("\r", "\n")

    def in_file(self, edit: Edit) -> Edit:
        """An edit of the text as an edit of the file."""
        start = edit.offset + bisect_left(self.double, edit.offset)
        end = edit.end + bisect_left(self.double, edit.end)
        return Edit(start, end - start, edit.text.replace("\n", self.usual))


def _all(text: str, sign: str) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + len(sign))

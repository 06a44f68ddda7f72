"""The built site examined before it goes out: what it may not say, and what it has to show (THREATS.md, evidence OUT).

Everything else in the house keeps such things out of views; this room trusts none of it and reads the files themselves.
"""

from __future__ import annotations

import hashlib

from sitegen.edition import Edition, notice_address
from sitegen.inspection.beside import examine_all
from sitegen.inspection.facts import Examiner, Facts, is_text, remember, remembered
from sitegen.inspection.files import Files
from sitegen.inspection.findings import dead_links, judged
from sitegen.inspection.leaks import file_names
from sitegen.inspection.needles import Needles, needles_of
from sitegen.inspection.origins import Origins
from sitegen.inspection.running import running_problems
from sitegen.inspection.vocabulary import remember_words, remembered_words, words_of
from sitegen.memory import Memory
from sitegen.problems import Problem, in_order
from sitegen.records.words import State

_CLEAN = "inspected"

__all__ = ["Files", "inspect_site"]


def inspect_site(edition: Edition, files: Files, memory: Memory, *, is_preview: bool = False, workers: int = 1) -> tuple[Problem, ...]:
    """The problems of a site to come. A site in which nothing was found is not read again; of any other only what is new."""
    needles = needles_of(edition)
    whole = _digest(edition, needles, files, is_preview=is_preview)
    if memory.get(_CLEAN, whole) is not None:
        return ()
    examiner = Examiner(needles, files.base, words_of(edition.library), remembered_words(memory))
    facts = _facts(examiner, files, memory, workers)
    problems = in_order(
        (
            *judged(facts, file_names(sorted(files.shas), needles), needles, Origins(edition)),
            *running_problems(edition, files, is_preview=is_preview),
            *dead_links(facts, frozenset(files.shas)),
        )
    )
    if not problems:
        memory.put(_CLEAN, whole, b"")
    memory.commit()
    return problems


def _facts(examiner: Examiner, files: Files, memory: Memory, workers: int) -> dict[str, Facts]:
    """What is known of every file that is text. Only those are read that are new, or that hold a word of a needle that changed."""
    keys = {url: examiner.key(url, sha) for url, sha in sorted(files.shas.items()) if is_text(url)}
    known = remembered(memory, keys)
    unknown = [url for url in keys if url not in known or not examiner.is_known(url, known[url])]
    for url, facts in examine_all(examiner, files, unknown, workers, known).items():
        known[url] = facts
        remember(memory, keys[url], facts)
    remember_words(memory, examiner.vocabulary.words)
    return {url: known[url] for url in keys}


def _digest(edition: Edition, needles: Needles, files: Files, *, is_preview: bool) -> str:
    """Over everything that the findings depend on, save the texts of records, which only say where a finding comes from."""
    running = [(notice_address(c), c.contact) for c in edition.library.notices if c.state is State.ON_NOTICE]
    parts = repr((needles.digest, files.base, is_preview, running, sorted(files.shas.items())))
    return hashlib.sha256(parts.encode()).hexdigest()

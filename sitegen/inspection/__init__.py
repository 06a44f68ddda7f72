"""The built site examined before it goes out: what it may not say, and what it has to show (THREATS.md, evidence OUT).

Everything else in the house keeps such things out of views; this room trusts none of it and reads the files themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sitegen.edition import Edition, notice_address
from sitegen.inspection import last
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

__all__ = ["Files", "inspect_site"]


def inspect_site(edition: Edition, files: Files, memory: Memory, *, is_preview: bool = False, workers: int = 1) -> tuple[Problem, ...]:
    """The problems of a site to come. Of one that was clean the last time only that is judged which is not as it was."""
    needles, before = needles_of(edition), last.recall(memory)
    on_notice = [(notice_address(c), c.contact) for c in edition.library.notices if c.state is State.ON_NOTICE]
    searched_for = hashlib.sha256(repr((needles.digest, files.base, is_preview, on_notice)).encode()).hexdigest()
    if before.searched_for == searched_for and before.shas == files.shas:
        return ()
    known = remembered_words(memory)
    examiner = Examiner(needles, files.base, words_of(edition.library), known)
    running = tuple(running_problems(edition, files, is_preview=is_preview))
    urls = before.to_look_at(searched_for, files.shas)
    facts = _facts(examiner, files, urls, memory, workers)
    found = _found(edition, files, needles, urls, facts)
    if found and len(urls) < len(files.shas):  # all of what is wrong is to be told, not only what is new
        facts = _facts(examiner, files, frozenset(files.shas), memory, workers)
        found = _found(edition, files, needles, frozenset(files.shas), facts)
    if examiner.vocabulary.words != known:
        remember_words(memory, examiner.vocabulary.words)
    if not found and not running:
        last.keep(memory, searched_for, files.shas, facts)
    memory.commit()
    return in_order((*found, *running))


def _found(edition: Edition, files: Files, needles: Needles, urls: frozenset[str], facts: Mapping[str, Facts]) -> tuple[Problem, ...]:
    """The problems of those files that are looked at."""
    return (*judged(facts, file_names(sorted(urls), needles), needles, Origins(edition)), *dead_links(facts, frozenset(files.shas)))


def _facts(examiner: Examiner, files: Files, urls: frozenset[str], memory: Memory, workers: int) -> dict[str, Facts]:
    """What is known of files that are text. Only those are read that are new, or that hold a word of a needle that changed."""
    keys = {url: examiner.key(url, files.shas[url]) for url in sorted(urls) if is_text(url)}
    known = remembered(memory, keys)
    unknown = [url for url in keys if url not in known or not examiner.is_known(url, known[url])]
    for url, facts in examine_all(examiner, files, unknown, workers, known).items():
        known[url] = facts
        remember(memory, keys[url], facts)
    return {url: known[url] for url in keys}

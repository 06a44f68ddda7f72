"""Questions and answers on a terminal: plain lines, numbered lists, 80 columns; or the flags alone where nobody sits."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import click

from sitegen.problems import Problem, Say, Severity
from sitegen.report import columns_of
from sitegen.wizard.answers import Again, Answered, Answers
from sitegen.wizard.flags import Flag
from sitegen.wizard.layout import WIDTH, padded, shortened, wrapped
from sitegen.wizard.question import Choice, Question, Readings, Refused, errors_of, is_sound_answer, mended, name_of, narrowed

_LABEL = 24  # columns of a question in the list of answers
_SHOWN = 9  # lines of a list, so that one digit picks
_NOTHING = "-"  # typed to leave out what has a default
_BACK = ("<", "＜", "《", "〈")  # typed to go back; the last two are what the same key gives while Chinese is typed
_YES = {"y": True, "yes": True, "是": True, "n": False, "no": False, "否": False}

T = TypeVar("T")


def is_terminal() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@dataclass
class Talk:
    """One conversation. ``given`` are the flags, by name; ``is_open`` whether there is somebody to ask."""

    lang: str
    given: Mapping[str, tuple[str, ...]]
    is_open: bool
    readings: Readings
    year: int
    answers: Answers = field(default_factory=Answers)

    def __post_init__(self) -> None:
        if self.is_open:
            with contextlib.suppress(ImportError):
                import readline  # a backspace then takes a whole Han character away

                readline.set_auto_history(False)

    def say(self, zh: str, en: str) -> None:
        """A line for whoever sits there; a script need not read it, and nobody reads it twice."""
        if self.is_open and not self.answers.is_replaying:
            click.echo(wrapped(Say(zh, en).get(self.lang)))

    def need(self, flags: Iterable[Flag]) -> None:
        """Without a terminal every needed answer must have been given. Raises Refused, which names all that lack."""
        lacking = [] if self.is_open else [f for f in flags if f.is_needed and not any(v.strip() for v in self.given.get(f.name, ()))]
        if lacking:
            names = "  ".join(f"--{flag.name}" for flag in lacking)
            rows = [Say(f"  --{f.name}  {f.zh}", f"  --{f.name}  {f.en}") for f in lacking]
            raise Refused(Say(f"没有终端可以提问，请写上：{names}", f"There is no terminal to ask at; please give: {names}"), *rows)

    def ask(self, question: Question) -> str:
        """The answer, sound or accepted in spite of a warning; "" where it was left out. Raises Refused, click.Abort."""
        given = self.given.get(question.flag, ())
        if given:
            answer = given[0].strip()
            wrong = question.judge(answer) if answer else ()
            if not errors_of(wrong):
                return answer
            self._refuse(wrong, question)
            return self._ask(question, mended(wrong, self.year) or question.default)
        if not self.is_open:
            return question.default
        return self._ask(question, self.answers.offered(question.text, question.default))

    def confirm(self, zh: str, en: str, *, default: bool = True) -> bool:
        """Yes or no; without a terminal the default. Raises Again, click.Abort."""
        if not self.is_open:
            return default
        question, proposed = Say(zh, en), "y" if default else "n"
        if (known := self.answers.recall(question, proposed, _YES.__contains__)) is not None:
            return _YES[known]
        hint = "[Y/n]" if default else "[y/N]"
        while True:
            answer = self._read(f"{question.get(self.lang)} {hint} ").lower() or proposed
            if answer in _YES:
                words = Say("是", "yes") if _YES[answer] else Say("否", "no")
                self.answers.note(Answered(question, proposed, answer, words.get(self.lang)))
                return _YES[answer]
            self.say("请写 y（是）或 n（否）", "please write y or n")

    def settle(self, zh: str, en: str) -> bool:
        """The last question of all: whether to write. A number changes that answer first. Raises Again, click.Abort."""
        if rows := list(self.answers.listed(self.lang)):
            self.say("\n你的回答：", "\nYour answers:")
            room = min(max(columns_of(label) for _, label, _ in rows), _LABEL)
            for number, label, shown in rows:
                click.echo(shortened(f"  {number:>2}  {padded(shortened(label, room), room)}  {shown or '—'}", WIDTH))
            self.say("写序号改那一个，< 回到上一题", "a number changes that answer, < goes back one question")
        while True:
            answer = self._read(f"\n{Say(zh, en).get(self.lang)} [Y/n] ").lower() or "y"
            if answer in _YES:
                return _YES[answer]
            if answer.isdecimal() and 1 <= int(answer) <= len(rows):
                self.answers.rewind(int(answer) - 1, keep_later=True)
                raise Again
            self.say("请写 y（是）、n（否）或者一个序号", "please write y, n or a number")

    def until_settled(self, ask: Callable[[], T]) -> T:
        """What ``ask`` gives, run from its first question as often as an answer is to be changed."""
        while True:
            try:
                return ask()
            except Again:
                continue

    def pick(self, question: Question, choices: Sequence[Choice], *, is_free: bool = False) -> str:
        """The value of one of ``choices``, or, where ``is_free``, any other text that the question's judge accepts."""
        given = self.given.get(question.flag, ())
        if given:
            return self._given(question, choices, given[0].strip(), is_free)
        if not self.is_open:
            return question.default
        return self._pick(question, choices, is_free)

    def pick_many(self, question: Question, choices: Sequence[Choice]) -> tuple[str, ...]:
        """Values of one or more of ``choices``; an empty answer ends the row."""
        given = self.given.get(question.flag, ())
        if given:
            return tuple(dict.fromkeys(self._given(question, choices, word.strip(), False) for word in given))
        chosen = [self._pick(question, choices, False)]
        more = Say("还有吗？写下一个，没有了直接回车", "anybody else? write the next one, or press Enter")
        while len(chosen) < len(choices):
            rest = [c for c in choices if c.value not in chosen]
            value = self._pick(Question(question.flag, more), rest, False, is_quiet=True)
            if not value:
                break
            chosen.append(value)
        return tuple(chosen)

    def _read(self, prompt: str) -> str:
        """One line. Raises Again where the question before is wanted."""
        while True:
            line = str(click.prompt(prompt, default="", show_default=False, prompt_suffix="")).strip()
            if line not in _BACK:
                return line
            if self.answers.given:
                self.answers.rewind(len(self.answers.given) - 1, keep_later=False)
                raise Again
            self.say("这是第一个问题，前面没有了", "this is the first question")

    def _put(self, question: Question, default: str) -> None:
        click.echo(wrapped(f"\n{question.text.get(self.lang)}"))
        if default:
            enter = Say(f"  回车＝{default}", f"  Enter = {default}").get(self.lang)
            leave = "" if question.is_needed else Say(f"；“{_NOTHING}”＝不填", f"; '{_NOTHING}' = leave out").get(self.lang)
            click.echo(wrapped(enter + leave, indent="  "))

    def _ask(self, question: Question, default: str) -> str:
        known = self.answers.recall(question.text, question.default, lambda word: is_sound_answer(question, word))
        if known is not None:
            return known
        answer = self._answer(question, default)
        self.answers.note(Answered(question.text, question.default, answer, answer))
        return answer

    def _answer(self, question: Question, default: str) -> str:
        accepted = ""
        while True:
            self._put(question, default)
            answer = self._read("> ") or default
            if answer == _NOTHING and not question.is_needed:
                return ""
            if not answer:
                if not question.is_needed:
                    return ""
                self.say("这一项不能空着", "this must not be empty")
                continue
            wrong = () if answer == accepted else question.judge(answer)
            if not wrong:
                return answer
            self.tell(wrong)
            if errors_of(wrong):
                accepted, default = "", mended(wrong, self.year) or question.default
            else:
                accepted = default = answer
                self.say("（这只是提醒：回车就保留）", "(only a warning: Enter keeps it)")

    def tell(self, problems: Iterable[Problem]) -> None:
        """What ``check`` would say of an answer."""
        for problem in problems:
            name = Say("错误", "error") if problem.severity is Severity.ERROR else Say("提醒", "warning")
            text = f"  {name.get(self.lang)} {problem.code}  {problem.message.get(self.lang)}"
            fix = Say("  怎样改：", "  fix: ").get(self.lang) + problem.fix.get(self.lang).replace("\n", "\n    ")
            colour = "red" if problem.severity is Severity.ERROR else "yellow"
            click.secho(wrapped(text, indent="    "), fg=colour, err=not self.is_open)
            click.echo(wrapped(fix, indent="    "), err=not self.is_open)

    def _refuse(self, problems: Sequence[Problem], question: Question) -> None:
        """An answer given as a flag that will not do: asked again if somebody sits there. Raises Refused."""
        if not self.is_open:
            about = [Say(f"{p.message.zh}。{p.fix.zh}", f"{p.message.en}. {p.fix.en}") for p in errors_of(problems)]
            raise Refused(*(Say(f"--{question.flag}: {say.zh}", f"--{question.flag}: {say.en}") for say in about))
        if not self.answers.is_replaying:
            click.echo(f"\n--{question.flag}")
            self.tell(problems)

    def _given(self, question: Question, choices: Sequence[Choice], word: str, is_free: bool) -> str:
        exact = [c for c in choices if word in (c.value, c.label, name_of(c.value))]
        found = exact or ([] if is_free else narrowed(choices, word, self.readings))
        if len({c.value for c in found}) == 1:
            return found[0].value
        if is_free and not found:
            wrong = question.judge(word)
            if not errors_of(wrong):
                return word
            self._refuse(wrong, question)
        else:
            some = "、".join(f"{c.label}（{c.value}）" for c in (found or choices)[:6])
            what = Say("不止一个", "means more than one") if found else Say("找不到", "is not known")
            line = Say(f"--{question.flag}: “{word}”{what.zh}；可以写：{some}", f"--{question.flag}: '{word}' {what.en}; there are: {some}")
            if not self.is_open:
                raise Refused(line)
            self.say(*line)
        return self._pick(question, choices, is_free)

    def _pick(self, question: Question, choices: Sequence[Choice], is_free: bool, *, is_quiet: bool = False) -> str:
        values = {c.value: c.label for c in choices}

        def is_sound(word: str) -> bool:
            return word in values or ((is_free or not word) and is_sound_answer(question, word))

        known = self.answers.recall(question.text, question.default, is_sound)
        if known is not None:
            return known
        again = replace(question, default=self.answers.offered(question.text, question.default))
        value = self._picked(again, choices, is_free, is_quiet=is_quiet)
        self.answers.note(Answered(question.text, question.default, value, values.get(value, value)))
        return value

    def _picked(self, question: Question, choices: Sequence[Choice], is_free: bool, *, is_quiet: bool) -> str:
        listed, typed = list(choices), ""
        default = next((c for c in choices if c.value == question.default), None)
        while True:
            self._put(question, default.label if default else question.default)
            if not is_quiet:
                self._list(listed, len(choices), is_free, typed)
            word = self._read("> ")
            is_quiet = False
            if not word or (word == _NOTHING and not question.is_needed):
                if not word and question.default:
                    return question.default
                if not question.is_needed:
                    return ""
                self.say("这一项不能空着", "this must not be empty")
            elif word.isdecimal() and int(word) == 0 and typed and is_free:
                return typed
            elif word.isdecimal() and 1 <= int(word) <= min(len(listed), _SHOWN):
                return self._chosen(listed[int(word) - 1])
            elif found := [c for c in choices if word in (c.label, c.value)]:
                return self._chosen(found[0])
            else:
                found = narrowed(choices, word, self.readings)
                if len(found) == 1 and not is_free:
                    return self._chosen(found[0])
                if not found and is_free:
                    wrong = question.judge(word)
                    self.tell(wrong)
                    if not errors_of(wrong):
                        return word
                elif not found:
                    self.say(f"没有“{word}”，写序号、名称的一部分或拼音", f"no '{word}': write a number, part of a name, or pinyin")
                listed, typed = found or list(choices), word if found else ""

    def _chosen(self, choice: Choice) -> str:
        click.echo(f"  = {shortened(choice.label, WIDTH - 4)}")
        return choice.value

    def _list(self, listed: Sequence[Choice], total: int, is_free: bool, typed: str) -> None:
        if is_free and typed:
            self.say(f"  0  就写“{typed}”", f"  0  write '{typed}' as it is")
        room = max((columns_of(c.label) for c in listed[:_SHOWN]), default=0)
        for number, choice in enumerate(listed[:_SHOWN], 1):
            line = f"  {number}  {padded(choice.label, min(room, 36))}  {choice.beside}".rstrip()
            click.echo(shortened(line, WIDTH))
        if len(listed) > _SHOWN:
            self.say(
                f"  …共 {len(listed)} 个：写名称的一部分或拼音来找",
                f"  …{len(listed)} in all: write part of a name, or pinyin, to find one",
            )
        elif is_free and not typed and total:
            self.say("  写序号，或者直接写别的", "  write a number, or anything else")
